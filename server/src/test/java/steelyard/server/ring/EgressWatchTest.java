package steelyard.server.ring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import steelyard.protocol.EventBatchWriter;

class EgressWatchTest {
    private final EgressRing ring = new EgressRing(EgressRing.SLOTS_MIN);
    private final EgressReader first = ring.newReader();
    private final EgressReader second = ring.newReader(first);
    private final EventBatchWriter writer = new EventBatchWriter();
    private final EgressWatch watch = new EgressWatch(first, second);

    EgressWatchTest() {
        ring.gate(second);
    }

    @Test
    void shouldFindAReaderThatStandsStillThoughTheRingIsNotFull() {
        publish();
        read(first);
        assertLooks(1, false);
        assertLooks(EgressWatch.LOOKS_MAX - 1, false);
        publish();
        read(first);
        assertLooks(1, true);
        read(second);
        assertLooks(1, false);
    }

    @Test
    void shouldFindTheReaderThatOthersWaitFor() {
        publish();
        assertLooks(EgressWatch.LOOKS_MAX, false);
        assertLooks(1, true);
    }

    @Test
    void shouldLeaveReadersAloneThatMoveOrHaveNothingToRead() {
        for (int i = 0; i < 3 * EgressWatch.LOOKS_MAX; i++) {
            publish();
            publish();
            first.poll(batch -> { }, 1);
            read(second);
            assertLooks(1, false);
        }
        read(first);
        read(second);
        assertLooks(3 * EgressWatch.LOOKS_MAX, false);
    }

    private void assertLooks(final int looks, final boolean stalled) {
        for (int i = 0; i < looks; i++) {
            if (stalled) {
                assertTrue(watch.isStalled());
            } else {
                assertFalse(watch.isStalled());
            }
        }
    }

    private void publish() {
        writer.clear();
        writer.eventOffset();
        writer.endEvent(64);
        ring.publish(writer.buffer(), 0, writer.end());
    }

    private static void read(final EgressReader reader) {
        reader.poll(batch -> { }, Integer.MAX_VALUE);
    }
}
