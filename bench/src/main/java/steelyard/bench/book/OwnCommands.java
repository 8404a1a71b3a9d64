package steelyard.bench.book;

import static java.nio.ByteOrder.BIG_ENDIAN;

import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.AuthorityEncoder;
import steelyard.protocol.array.CancelOrdersEncoder;
import steelyard.protocol.array.MessageHeaderEncoder;
import steelyard.protocol.array.ModifyOrdersEncoder;
import steelyard.protocol.array.OriginEncoder;
import steelyard.protocol.array.PlaceOrdersEncoder;

/** Commands of a workload as our exchange takes them: signed actions with one entry, without the proof. */
final class OwnCommands {
    /** The first eight bytes of every signer's address. */
    static final long SIGNER = 0x1111_0000_0000_0000L;

    private static final long E8_PER_TICK = 100;
    private static final long E8_PER_LOT = 100_000_000;
    private static final int EPOCH = 1;
    private static final int LENGTH_MAX = 512;
    private static final byte[] NO_PROOF = new byte[0];

    private final Workload workload;
    private final OwnIds ids;
    private final ArrayBuffer buffer;
    private int offset;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrdersEncoder place = new PlaceOrdersEncoder();
    private final CancelOrdersEncoder cancel = new CancelOrdersEncoder();
    private final ModifyOrdersEncoder modify = new ModifyOrdersEncoder();

    OwnCommands(final Workload workload, final OwnIds ids, final ArrayBuffer buffer) {
        this.workload = workload;
        this.ids = ids;
        this.buffer = buffer;
    }

    /** Encodes a command at this place of the buffer; answers its length. */
    int encode(final int at, final int i, final int nodeId, final long seq, final long nonceMillis) {
        buffer.reserve(at + LENGTH_MAX);
        offset = at;
        final byte op = workload.op(i);
        return MessageHeaderEncoder.ENCODED_LENGTH + switch (op) {
            case Op.PLACE, Op.TAKE -> place(i, nodeId, seq, nonceMillis, op);
            case Op.CANCEL -> cancel(i, nodeId, seq, nonceMillis);
            case Op.REDUCE -> workload.lots(i) >= workload.left(i)
                ? cancel(i, nodeId, seq, nonceMillis)
                : modify(i, nodeId, seq, nonceMillis, workload.left(i) - workload.lots(i));
            default -> modify(i, nodeId, seq, nonceMillis, workload.left(i));
        };
    }

    private int place(final int i, final int nodeId, final long seq, final long nonceMillis, final byte op) {
        place.wrapAndApplyHeader(buffer, offset, header);
        origin(place.origin(), nodeId, seq);
        authority(place.authority(), i, nonceMillis);
        place.ordersCount(1).next()
            .priceE8(workload.price(i) * E8_PER_TICK).sizeE8(workload.lots(i) * E8_PER_LOT)
            .clientOrderIdHigh(0).clientOrderIdLow(0)
            .marketId(workload.market(i)).side(side(i))
            .timeInForce(op == Op.TAKE ? TimeInForce.IOC.code() : TimeInForce.GTC.code()).flags(0);
        return place.putProof(NO_PROOF, 0, 0).encodedLength();
    }

    private int cancel(final int i, final int nodeId, final long seq, final long nonceMillis) {
        cancel.wrapAndApplyHeader(buffer, offset, header);
        origin(cancel.origin(), nodeId, seq);
        authority(cancel.authority(), i, nonceMillis);
        cancel.cancelsCount(1).next().orderId(ids.target(i)).marketId(workload.market(i));
        return cancel.putProof(NO_PROOF, 0, 0).encodedLength();
    }

    private int modify(final int i, final int nodeId, final long seq, final long nonceMillis, final long lots) {
        modify.wrapAndApplyHeader(buffer, offset, header);
        origin(modify.origin(), nodeId, seq);
        authority(modify.authority(), i, nonceMillis);
        modify.modifiesCount(1).next()
            .targetOrderId(ids.target(i)).targetClientOrderIdHigh(0).targetClientOrderIdLow(0)
            .priceE8(workload.price(i) * E8_PER_TICK).sizeE8(lots * E8_PER_LOT)
            .clientOrderIdHigh(0).clientOrderIdLow(0)
            .marketId(workload.market(i)).side(side(i)).timeInForce(TimeInForce.GTC.code()).flags(0);
        return modify.putProof(NO_PROOF, 0, 0).encodedLength();
    }

    private short side(final int i) {
        return (workload.isBuy(i) ? Side.BUY : Side.SELL).code();
    }

    private static void origin(final OriginEncoder origin, final int nodeId, final long seq) {
        origin.seq(seq).epoch(EPOCH).nodeId(nodeId).reserved(0);
    }

    private void authority(final AuthorityEncoder authority, final int i, final long nonceMillis) {
        authority.nonceMillis(nonceMillis).expiresAfterMillis(0);
        final int at = authority.offset();
        zero(at + AuthorityEncoder.alternateSignerEncodingOffset());
        zero(at + AuthorityEncoder.vaultAddressEncodingOffset());
        final int signer = at + AuthorityEncoder.signerEncodingOffset();
        buffer.putLong(signer, SIGNER, BIG_ENDIAN);
        buffer.putLong(signer + 8, 0);
        buffer.putInt(signer + 16, workload.user(i) + 1, BIG_ENDIAN);
    }

    private void zero(final int address) {
        buffer.putLong(address, 0);
        buffer.putLong(address + 8, 0);
        buffer.putInt(address + 16, 0);
    }
}
