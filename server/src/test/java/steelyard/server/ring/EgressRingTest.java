package steelyard.server.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;

class EgressRingTest {
    private static final int SLOTS = 32;

    private final EgressRing ring = new EgressRing(SLOTS, TimeUnit.MILLISECONDS.toNanos(50));
    private final EventBatchWriter writer = new EventBatchWriter();

    @Test
    void shouldHandBatchesToTheSecondStageOnlyAfterTheFirst() {
        final EgressReader first = ring.newReader();
        final EgressReader second = ring.newReader(first);
        ring.gate(second);
        publish(1, 100);
        publish(2, 1_500);

        assertEquals(List.of(), poll(second, 10));
        assertEquals(List.of(1L), poll(first, 1));
        assertEquals(List.of(1L), poll(second, 10));
        assertTrue(second.isDrained());
        assertFalse(first.isDrained());
        assertEquals(List.of(2L), poll(first, 10));
        assertEquals(List.of(2L), poll(second, 10));
        assertEquals(0, ring.used());
    }

    @Test
    void shouldKeepBatchesWholeAroundTheEnd() {
        final EgressReader reader = ring.newReader();
        ring.gate(reader);
        for (int i = 0; i < 500; i++) {
            publish(i, 8 + i * 29 % 1_900);
            assertEquals(List.of((long) (i & 0xFF)), poll(reader, 10));
        }
    }

    @Test
    void shouldWaitForTheSlowestReaderAndStopWhenItNeverMoves() {
        final EgressReader fast = ring.newReader();
        final EgressReader slow = ring.newReader();
        ring.gate(fast, slow);
        for (int i = 0; i < 4; i++) {
            publish(i, 8 * 256 - 16);
        }
        poll(fast, 10);

        assertThrows(IllegalStateException.class, () -> publish(4, 8));

        poll(slow, 1);
        publish(4, 8);
        assertEquals(List.of(1L, 2L, 3L, 4L), poll(slow, 10));
    }

    @Test
    void shouldRefuseABatchThatCanNeverFit() {
        assertThrows(IllegalStateException.class, () -> publish(1, SLOTS / 4 * 256));
    }

    @Test
    void shouldSeeAnEntryAgainIfItsHandlerThrew() {
        final EgressReader reader = ring.newReader();
        ring.gate(reader);
        publish(7, 8);

        assertThrows(IllegalStateException.class, () -> reader.poll(batch -> {
            throw new IllegalStateException("planted");
        }, 1));

        assertEquals(List.of(7L), poll(reader, 1));
    }

    private void publish(final long mark, final int eventLength) {
        writer.clear();
        final int offset = writer.eventOffset();
        for (int i = 0; i < eventLength; i++) {
            writer.buffer().putByte(offset + i, (byte) (mark + i));
        }
        writer.endEvent(eventLength);
        ring.publish(writer.buffer(), 0, writer.end());
    }

    /** The marks of the batches polled, their bytes checked. */
    private static List<Long> poll(final EgressReader reader, final int limit) {
        final List<Long> marks = new ArrayList<>();
        reader.poll(batch -> marks.add(mark(batch)), limit);
        return marks;
    }

    private static long mark(final EventBatch batch) {
        assertTrue(batch.next());
        final int mark = batch.buffer().getByte(batch.eventOffset());
        for (int i = 0; i < batch.eventLength(); i++) {
            assertEquals((byte) (mark + i), batch.buffer().getByte(batch.eventOffset() + i));
        }
        assertFalse(batch.next());
        return mark(mark);
    }

    private static long mark(final int signed) {
        return signed & 0xFF;
    }
}
