package steelyard.bench.book;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.AuthorityEncoder;
import steelyard.protocol.array.CancelOrdersEncoder;
import steelyard.protocol.array.GroupSizeEncodingEncoder;
import steelyard.protocol.array.MessageHeaderEncoder;
import steelyard.protocol.array.ModifyOrdersEncoder;
import steelyard.protocol.array.OriginEncoder;
import steelyard.protocol.array.PlaceOrdersEncoder;

/**
 * Commands of a workload as our exchange takes them: signed actions with one entry, without the proof. A command is filled
 * in as the peer's is, field by field what differs between commands, over a copy of one of its kind.
 */
final class OwnCommands {
    /** The first eight bytes of every signer's address. */
    static final long SIGNER = 0x1111_0000_0000_0000L;

    private static final long E8_PER_TICK = 100;
    private static final long E8_PER_LOT = 100_000_000;
    private static final int EPOCH = 1;
    private static final int LENGTH_MAX = 512;
    private static final byte[] NO_PROOF = new byte[0];
    private static final int BLOCK = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int AUTHORITY = BLOCK + PlaceOrdersEncoder.authorityEncodingOffset();
    private static final int PLACED = BLOCK + PlaceOrdersEncoder.BLOCK_LENGTH + GroupSizeEncodingEncoder.ENCODED_LENGTH;
    private static final int MODIFIED =
        BLOCK + ModifyOrdersEncoder.BLOCK_LENGTH + GroupSizeEncodingEncoder.ENCODED_LENGTH;
    private static final int CANCELED =
        BLOCK + CancelOrdersEncoder.BLOCK_LENGTH + GroupSizeEncodingEncoder.ENCODED_LENGTH;

    private final Workload workload;
    private final OwnIds ids;
    private final ArrayBuffer buffer;
    private final byte[] placing;
    private final byte[] canceling;
    private final byte[] modifying;
    private final long epochAndNode;

    OwnCommands(final Workload workload, final OwnIds ids, final ArrayBuffer buffer, final int nodeId) {
        this.workload = workload;
        this.ids = ids;
        this.buffer = buffer;
        this.epochAndNode = (long) nodeId << Integer.SIZE | EPOCH;
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final PlaceOrdersEncoder place = new PlaceOrdersEncoder().wrapAndApplyHeader(buffer, 0, header);
        place.ordersCount(1).next();
        placing = template(place.putProof(NO_PROOF, 0, 0).encodedLength());
        final CancelOrdersEncoder cancel = new CancelOrdersEncoder().wrapAndApplyHeader(buffer, 0, header);
        cancel.cancelsCount(1).next();
        canceling = template(cancel.putProof(NO_PROOF, 0, 0).encodedLength());
        final ModifyOrdersEncoder modify = new ModifyOrdersEncoder().wrapAndApplyHeader(buffer, 0, header);
        modify.modifiesCount(1).next();
        modifying = template(modify.putProof(NO_PROOF, 0, 0).encodedLength());
    }

    /** A copy of what was encoded, which is wiped out. */
    private byte[] template(final int encodedLength) {
        final byte[] template = Arrays.copyOf(buffer.byteArray(), BLOCK + encodedLength);
        Arrays.fill(buffer.byteArray(), (byte) 0);
        return template;
    }

    /** Encodes a command at this place of the buffer; answers its length. */
    int encode(final int at, final int i, final long seq, final long nonceMillis) {
        buffer.reserve(at + LENGTH_MAX);
        final byte op = workload.op(i);
        return switch (op) {
            case Op.PLACE, Op.TAKE -> place(at, i, seq, nonceMillis, op);
            case Op.CANCEL -> cancel(at, i, seq, nonceMillis);
            case Op.REDUCE -> workload.lots(i) >= workload.left(i)
                ? cancel(at, i, seq, nonceMillis)
                : modify(at, i, seq, nonceMillis, workload.left(i) - workload.lots(i));
            default -> modify(at, i, seq, nonceMillis, workload.left(i));
        };
    }

    private int place(final int at, final int i, final long seq, final long nonceMillis, final byte op) {
        begin(placing, at, i, seq, nonceMillis);
        final int entry = at + PLACED;
        put(entry + PlaceOrdersEncoder.OrdersEncoder.priceE8EncodingOffset(), workload.price(i) * E8_PER_TICK);
        put(entry + PlaceOrdersEncoder.OrdersEncoder.sizeE8EncodingOffset(), workload.lots(i) * E8_PER_LOT);
        put(entry + PlaceOrdersEncoder.OrdersEncoder.marketIdEncodingOffset(),
            marketSideAndTimeInForce(i, op == Op.TAKE ? TimeInForce.IOC : TimeInForce.GTC));
        return placing.length;
    }

    private int cancel(final int at, final int i, final long seq, final long nonceMillis) {
        begin(canceling, at, i, seq, nonceMillis);
        final int entry = at + CANCELED;
        put(entry + CancelOrdersEncoder.CancelsEncoder.orderIdEncodingOffset(), ids.target(i));
        buffer.putInt(
            entry + CancelOrdersEncoder.CancelsEncoder.marketIdEncodingOffset(), workload.market(i), LITTLE_ENDIAN);
        return canceling.length;
    }

    private int modify(final int at, final int i, final long seq, final long nonceMillis, final long lots) {
        begin(modifying, at, i, seq, nonceMillis);
        final int entry = at + MODIFIED;
        put(entry + ModifyOrdersEncoder.ModifiesEncoder.targetOrderIdEncodingOffset(), ids.target(i));
        put(entry + ModifyOrdersEncoder.ModifiesEncoder.priceE8EncodingOffset(), workload.price(i) * E8_PER_TICK);
        put(entry + ModifyOrdersEncoder.ModifiesEncoder.sizeE8EncodingOffset(), lots * E8_PER_LOT);
        put(entry + ModifyOrdersEncoder.ModifiesEncoder.marketIdEncodingOffset(),
            marketSideAndTimeInForce(i, TimeInForce.GTC));
        return modifying.length;
    }

    /** What stands side by side in an entry, the flags, which are 0, included. */
    private long marketSideAndTimeInForce(final int i, final TimeInForce timeInForce) {
        final Side side = workload.isBuy(i) ? Side.BUY : Side.SELL;
        return workload.market(i) | (long) side.code() << Integer.SIZE
            | (long) timeInForce.code() << Integer.SIZE + Byte.SIZE;
    }

    /** Origin and authority: numbered by a node, signed by the user. */
    private void begin(final byte[] template, final int at, final int i, final long seq, final long nonceMillis) {
        System.arraycopy(template, 0, buffer.byteArray(), at, template.length);
        put(at + BLOCK + OriginEncoder.seqEncodingOffset(), seq);
        put(at + BLOCK + OriginEncoder.epochEncodingOffset(), epochAndNode);
        put(at + AUTHORITY + AuthorityEncoder.nonceMillisEncodingOffset(), nonceMillis);
        final int signer = at + AUTHORITY + AuthorityEncoder.signerEncodingOffset();
        buffer.putLong(signer, SIGNER, BIG_ENDIAN);
        buffer.putInt(signer + 2 * Long.BYTES, workload.user(i) + 1, BIG_ENDIAN);
    }

    private void put(final int index, final long value) {
        buffer.putLong(index, value, LITTLE_ENDIAN);
    }
}
