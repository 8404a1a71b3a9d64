package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.protocol.sbe.MarketRecordDecoder;
import steelyard.protocol.sbe.MarketSpecDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;

class SnapshotTest {
    private final Rig rig = new Rig();

    @BeforeEach
    void trade() {
        final RandomFlow flow = RandomFlow.start(rig, 5);
        for (int i = 0; i < 500; i++) {
            flow.step();
        }
    }

    @Test
    void shouldWriteShortRecordsInTheOrderOfTheirTemplates() {
        int last = 200;
        for (final byte[] record : rig.snapshot()) {
            assertTrue(record.length <= Exchange.RECORD_LENGTH_MAX);
            final int templateId = templateId(record);
            assertTrue(templateId >= last || templateId == SnapshotEndDecoder.TEMPLATE_ID, templateId + " after " + last);
            last = templateId;
        }
        assertEquals(SnapshotEndDecoder.TEMPLATE_ID, last);
    }

    @Test
    void shouldRestoreTimeAndSequence() {
        final Exchange restored = rig.restored();
        assertEquals(rig.exchange.eventSequence(), restored.eventSequence());
        assertEquals(rig.exchange.nowNanos(), restored.nowNanos());
        assertEquals(rig.exchange.stateHash(), restored.stateHash());
    }

    @Test
    void shouldRestoreAnExchangeBeforeGenesis() {
        final Rig empty = Rig.empty();
        final StateHash hash = empty.exchange.stateHash();
        empty.exchange = empty.restored();
        assertEquals(hash, empty.exchange.stateHash());
        assertEquals("genesis", Rig.outcome(empty.genesis(Rig.btc())));
    }

    @Test
    void shouldNoticeEveryChangedByteOfTheState() {
        final List<byte[]> records = rig.snapshot();
        int noticed = 0;
        for (int record = 0; record < records.size() - 1; record += 7) {
            final byte[] original = records.get(record);
            for (int at = MessageHeaderDecoder.ENCODED_LENGTH; at < original.length; at += 3) {
                if (isInHash(original, at)) {
                    final List<byte[]> changed = new ArrayList<>(records);
                    changed.set(record, original.clone());
                    changed.get(record)[at] ^= 1;
                    final String what = "record " + record + " of " + templateId(original) + ", byte " + at;
                    assertThrows(InvariantViolation.class, () -> load(new Exchange((b, o, l) -> { }), changed), what);
                    noticed++;
                }
            }
        }
        assertTrue(noticed > 100);
    }

    @Test
    void shouldRefuseASnapshotWithoutOneOfItsRecords() {
        final List<byte[]> records = rig.snapshot();
        for (int i = 0; i < records.size(); i += 3) {
            final List<byte[]> fewer = new ArrayList<>(records);
            fewer.remove(i);
            final Exchange exchange = new Exchange((b, o, l) -> { });
            assertThrows(InvariantViolation.class, () -> {
                load(exchange, fewer);
                exchange.stateHash();
                rig.exchange = exchange;
                rig.tick();
            }, "without record " + i);
        }
    }

    @Test
    void shouldRefuseRecordsThatAreCutOff() {
        final List<byte[]> records = rig.snapshot();
        for (int i = 0; i < records.size(); i += 5) {
            final Exchange exchange = new Exchange((b, o, l) -> { });
            load(exchange, records.subList(0, i));
            final byte[] record = records.get(i);
            assertThrows(InvariantViolation.class,
                () -> exchange.load(new UnsafeBuffer(record), 0, record.length - 1), "record " + i);
        }
    }

    @Test
    void shouldLoadOnlyIntoAnEmptyExchange() {
        final byte[] start = rig.snapshot().getFirst();
        final Exchange twice = rig.restored();
        assertThrows(InvariantViolation.class, () -> rig.exchange.load(new UnsafeBuffer(start), 0, start.length));
        assertThrows(InvariantViolation.class, () -> twice.load(new UnsafeBuffer(start), 0, start.length));
    }

    @Test
    void shouldNotApplyCommandsIntoAHalfLoadedState() {
        final byte[] start = rig.snapshot().getFirst();
        rig.exchange = new Exchange((b, o, l) -> { });
        rig.exchange.load(new UnsafeBuffer(start), 0, start.length);
        assertThrows(InvariantViolation.class, rig::tick);
    }

    private static void load(final Exchange exchange, final List<byte[]> records) {
        for (final byte[] record : records) {
            exchange.load(new UnsafeBuffer(record), 0, record.length);
        }
    }

    private static int templateId(final byte[] record) {
        return new UnsafeBuffer(record).getShort(2, ByteOrder.LITTLE_ENDIAN);
    }

    /** The log position is no state, nor is a client order id without its flag. */
    private static boolean isInHash(final byte[] record, final int at) {
        final int field = at - MessageHeaderDecoder.ENCODED_LENGTH;
        final boolean isClientId = templateId(record) == OrderRecordDecoder.TEMPLATE_ID
            && field >= OrderRecordDecoder.clientOrderIdHighEncodingOffset()
            && field < OrderRecordDecoder.accountIdEncodingOffset();
        final int coin = MarketSpecDecoder.coinEncodingOffset();
        final boolean isBehindCoin = templateId(record) == MarketRecordDecoder.TEMPLATE_ID
            && field > coin && field < coin + MarketSpecDecoder.coinEncodingLength() && record[at - 1] == 0;
        return !isClientId && !isBehindCoin
            && (templateId(record) != SnapshotStartDecoder.TEMPLATE_ID
                || field < SnapshotStartDecoder.logPositionEncodingOffset()
                || field >= SnapshotStartDecoder.nextOrderIdEncodingOffset());
    }
}
