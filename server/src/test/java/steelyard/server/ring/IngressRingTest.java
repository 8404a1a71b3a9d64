package steelyard.server.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.node.CommandCallback;
import steelyard.protocol.EventBatch;

class IngressRingTest {
    private static final int SLOTS = 16;
    private static final int LENGTH_MAX = 8 * 256;

    private final IngressRing ring = new IngressRing(SLOTS, LENGTH_MAX);
    private final CommandCallback callback = new NoCallback();

    @Test
    void shouldKeepBytesCallbackAndTimeOfEachCommand() {
        assertTrue(ring.offer(bytes(10, 3), 0, 10, callback, 77));
        assertTrue(ring.offer(bytes(700, 5), 0, 700, null, 78));

        assertTrue(ring.isComplete(0));
        assertEquals(10, ring.length(0));
        assertEquals(77, ring.acceptedNanos(0));
        assertContent(0, 3);
        assertNotNull(ring.takeCallback(0));
        assertNull(ring.takeCallback(0));
        final long second = ring.after(0);
        assertEquals(1, second);
        assertTrue(ring.isComplete(second));
        assertContent(second, 5);
        assertEquals(4, ring.after(second));
        assertFalse(ring.isComplete(4));
    }

    @Test
    void shouldRefuseAtOnceWhenFullAndTakeMoreAfterRelease() {
        for (int i = 0; i < SLOTS / 2; i++) {
            assertTrue(ring.offer(bytes(300, i), 0, 300, null, 0));
        }
        assertFalse(ring.offer(bytes(1, 0), 0, 1, null, 0));
        assertEquals(SLOTS, ring.used());

        ring.release(ring.after(0));

        assertFalse(ring.offer(bytes(513, 0), 0, 513, null, 0));
        assertTrue(ring.offer(bytes(512, 9), 0, 512, null, 0));
        assertContent(16, 9);
    }

    @Test
    void shouldKeepLongCommandsContiguousAroundTheEnd() {
        long sequence = 0;
        for (int i = 0; i < 1_000; i++) {
            final int length = 1 + i * 37 % LENGTH_MAX;
            assertTrue(ring.offer(bytes(length, i), 0, length, null, i));
            assertTrue(ring.isComplete(sequence));
            assertEquals(length, ring.length(sequence));
            assertContent(sequence, i);
            sequence = ring.after(sequence);
            ring.release(sequence);
            assertEquals(0, ring.used());
        }
    }

    @Test
    void shouldShowWholeCommandsOnlyWhileManyProducersWrite() throws InterruptedException {
        final int each = 2_000;
        final Thread[] producers = new Thread[3];
        for (int p = 0; p < producers.length; p++) {
            final int seed = p + 1;
            producers[p] = Thread.ofPlatform().start(() -> produce(seed, each));
        }
        final int[] seen = new int[producers.length];
        long sequence = 0;
        for (int count = 0; count < each * producers.length; ) {
            if (!ring.isComplete(sequence)) {
                Thread.onSpinWait();
                continue;
            }
            final int producer = (int) ring.acceptedNanos(sequence) - 1;
            assertEquals(length(seen[producer]), ring.length(sequence));
            assertContent(sequence, seen[producer]);
            seen[producer]++;
            sequence = ring.after(sequence);
            ring.release(sequence);
            count++;
        }
        for (final Thread producer : producers) {
            producer.join();
        }
    }

    @Test
    void shouldRefuseLengthsThatNoCommandHas() {
        assertThrows(IllegalArgumentException.class, () -> ring.offer(bytes(1, 0), 0, 0, null, 0));
        assertThrows(IllegalArgumentException.class, () ->
            ring.offer(bytes(LENGTH_MAX + 1, 0), 0, LENGTH_MAX + 1, null, 0));
    }

    private void produce(final int seed, final int count) {
        for (int i = 0; i < count; i++) {
            while (!ring.offer(bytes(length(i), i), 0, length(i), null, seed)) {
                Thread.onSpinWait();
            }
        }
    }

    private static int length(final int i) {
        return 1 + i * 61 % 1_500;
    }

    private void assertContent(final long sequence, final int seed) {
        final int offset = ring.offset(sequence);
        for (int i = 0; i < ring.length(sequence); i++) {
            if (ring.buffer().getByte(offset + i) != (byte) (seed + i)) {
                assertEquals((byte) (seed + i), ring.buffer().getByte(offset + i), "byte " + i);
            }
        }
    }

    private static UnsafeBuffer bytes(final int length, final int seed) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        for (int i = 0; i < length; i++) {
            buffer.putByte(i, (byte) (seed + i));
        }
        return buffer;
    }

    private static final class NoCallback implements CommandCallback {
        @Override
        public void onDone(final EventBatch events) {
        }

        @Override
        public void onBusy() {
        }

        @Override
        public void onOutcomeUnknown() {
        }
    }
}
