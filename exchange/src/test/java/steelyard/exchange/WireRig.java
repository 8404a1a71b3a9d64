package steelyard.exchange;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OriginEncoder;

/**
 * What stands under a {@link Rig}: one exchange, the buffer in which commands are made up, numbers and times, and the
 * events of the last command as lines.
 */
abstract class WireRig {
    static final int BTC = 0;
    static final int OIL = 1;
    static final long ADDRESS_HIGH = 0xA0A0;
    static final long USDC = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final long START = 1_000_000 * SECOND;
    static final int NODE = 1;

    final ExpandableArrayBuffer command = new ExpandableArrayBuffer(4096);
    final List<byte[]> batches = new ArrayList<>();
    Exchange exchange = new Exchange(this::onEvents);
    int commandLength;
    long now = START;
    long nonce = START / 1_000_000;
    int epoch = 1;
    long seq;
    int node = NODE;
    Address alternate = Address.ZERO;
    Address vault = Address.ZERO;
    long expiresAfter;
    boolean announces;
    long logPosition;
    private List<String> lines = List.of();

    /** Prices with one decimal, sizes with five; 40x, 20x chosen; one source, good for an hour. */
    static MarketSpec btc() {
        return new MarketSpec(BTC, "BTC", AssetClass.CRYPTO, 5, PriceGrid.SIGNIFICANT_5, 0, false, 40, 20,
            10 * USDC, 100_000_000, 100_000_000, 500_000_000, 3_600 * SECOND, 1);
    }

    /** Prices with four decimals, at and below zero too, sizes with two; 10x; one source, good for an hour. */
    static MarketSpec oil() {
        return new MarketSpec(OIL, "WTI", AssetClass.ENERGY, 2, PriceGrid.TICK, 1, true, 10, 10,
            USDC, 10_000_000, 10_000_000, 100_000_000, 3_600 * SECOND, 1);
    }

    static Address address(final int number) {
        return new Address(ADDRESS_HIGH, 0, number);
    }

    void name(final int offset, final String name) {
        for (int i = 0; i < 64; i++) {
            command.putByte(offset + i, (byte) (i < name.length() ? name.charAt(i) : 0));
        }
    }

    /** Applies the encoded command as the next one. */
    List<String> apply(final MessageEncoderFlyweight encoder) {
        commandLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        return applyAgain();
    }

    /** Applies what stands in the command buffer. */
    List<String> applyAgain() {
        lines = List.of();
        final UnsafeBuffer bytes = new UnsafeBuffer(command, 0, commandLength);
        if (announces) {
            exchange.expect(bytes, 0, commandLength);
        }
        exchange.apply(bytes, 0, commandLength, ++logPosition, 3, now);
        return lines;
    }

    /** Passes over what stands in the command buffer. */
    List<String> skip() {
        lines = List.of();
        exchange.skip(new UnsafeBuffer(command, 0, commandLength), 0, commandLength, ++logPosition, 3, now);
        return lines;
    }

    void waitMillis(final long millis) {
        now += millis * 1_000_000;
    }

    /** The records of a snapshot taken now. */
    List<byte[]> snapshot() {
        final List<byte[]> records = new ArrayList<>();
        exchange.snapshot((buffer, offset, length) -> records.add(bytes(buffer, offset, length)));
        return records;
    }

    /** The same exchange again, from a snapshot; the rig goes on with the other one. */
    Exchange restored() {
        return restoredInto(this::onEvents);
    }

    /** The same exchange again, speaking to somebody else. */
    Exchange restoredInto(final ExchangeEvents events) {
        final Exchange restored = new Exchange(events, 99);
        for (final byte[] record : snapshot()) {
            restored.load(new UnsafeBuffer(record), 0, record.length);
        }
        return restored;
    }

    <T extends MessageEncoderFlyweight> T start(final T encoder) {
        command.setMemory(0, command.capacity(), (byte) 0);
        new MessageHeaderEncoder().wrap(command, 0)
            .blockLength(encoder.sbeBlockLength())
            .templateId(encoder.sbeTemplateId())
            .schemaId(encoder.sbeSchemaId())
            .version(encoder.sbeSchemaVersion());
        encoder.wrap(command, MessageHeaderEncoder.ENCODED_LENGTH);
        return encoder;
    }

    void origin(final OriginEncoder origin) {
        origin.seq(++seq).epoch(epoch).nodeId(node).reserved(0);
    }

    void authority(final AuthorityEncoder authority, final Address signer) {
        authority.nonceMillis(nonce++).expiresAfterMillis(expiresAfter);
        signer.write(command, authority.offset() + AuthorityEncoder.signerEncodingOffset());
        alternate.write(command, authority.offset() + AuthorityEncoder.alternateSignerEncodingOffset());
        vault.write(command, authority.offset() + AuthorityEncoder.vaultAddressEncodingOffset());
    }

    void onEvents(final DirectBuffer batch, final int offset, final int length) {
        batches.add(bytes(batch, offset, length));
        lines = EventText.lines(batch, offset);
    }

    static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    static MarketSpec spec(final int marketId) {
        return marketId == OIL ? oil() : btc();
    }
}
