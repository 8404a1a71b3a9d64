package steelyard.server.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Events on their way out: one producer, the core's thread; readers in stages. One entry is the whole
 * {@link steelyard.protocol.EventBatch} of a command, or one record of a snapshot that is being loaded, over consecutive
 * slots; it appears to the readers at once.
 *
 * <p>The slowest reader holds the producer back. A ring that stays full for {@link #FULL_LIMIT_NANOS} is a broken
 * consumer, and the node stops; so is one that stands still, see {@link EgressWatch}.
 */
public final class EgressRing {
    /** Fewest slots: four times the events of the largest command. */
    public static final int SLOTS_MIN = 65_536;
    /** How long the producer waits for room. */
    public static final long FULL_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PARK_NANOS = 1_000;

    private final RingBuffer<Object> ring;
    private final SlotMemory memory;
    private final long fullLimitNanos;

    /** A ring of {@code slotCount} slots, a power of two; the longest entry takes a quarter of them. */
    public EgressRing(final int slotCount) {
        this(slotCount, FULL_LIMIT_NANOS);
    }

    EgressRing(final int slotCount, final long fullLimitNanos) {
        this.memory = new SlotMemory(slotCount, slotCount / 4 * SlotMemory.SLOT_LENGTH);
        this.ring = RingBuffer.createSingleProducer(() -> this, slotCount, new BusySpinWaitStrategy());
        this.fullLimitNanos = fullLimitNanos;
    }

    /**
     * A reader that sees an entry when all of {@code before} are past it, or when it is published if there are none.
     * Readers are made, and the last ones given to {@link #gate}, before the first entry.
     */
    public EgressReader newReader(final EgressReader... before) {
        final Sequence[] dependencies = new Sequence[before.length];
        for (int i = 0; i < before.length; i++) {
            dependencies[i] = before[i].sequence();
        }
        return new EgressReader(this, ring.newBarrier(dependencies));
    }

    /** Names the readers that the producer waits for: those that no other reader waits for. */
    public void gate(final EgressReader... last) {
        for (final EgressReader reader : last) {
            ring.addGatingSequences(reader.sequence());
        }
    }

    /**
     * Copies a batch into the ring, waiting for room if need be. Core's thread; no allocation.
     *
     * @throws IllegalStateException if there was no room for {@link #FULL_LIMIT_NANOS}, or never can be
     */
    public void publish(final DirectBuffer batch, final int offset, final int length) {
        if (length > memory.entryLengthMax()) {
            throw new IllegalStateException(
                "a batch of " + length + " bytes, at most " + memory.entryLengthMax() + " fit into the egress ring");
        }
        final int slots = SlotMemory.slots(length);
        final long last = claim(slots);
        final long first = last - slots + 1;
        memory.buffer().putBytes(memory.offset(first), batch, offset, length);
        ring.publish(first, last);
    }

    private long claim(final int slots) {
        if (!ring.hasAvailableCapacity(slots)) {
            awaitRoom(slots);
        }
        try {
            return ring.tryNext(slots);
        } catch (final InsufficientCapacityException gone) {
            throw new IllegalStateException("only the core's thread publishes to the egress ring", gone);
        }
    }

    private void awaitRoom(final int slots) {
        final long deadline = System.nanoTime() + fullLimitNanos;
        while (!ring.hasAvailableCapacity(slots)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the egress ring was full for "
                    + TimeUnit.NANOSECONDS.toMillis(fullLimitNanos) + " ms: a consumer does not keep up");
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    /** Slots in use. Any thread. */
    public long used() {
        return ring.getBufferSize() - ring.remainingCapacity();
    }

    /** Slots of the ring. */
    public int capacity() {
        return ring.getBufferSize();
    }

    UnsafeBuffer buffer() {
        return memory.buffer();
    }

    int offset(final long sequence) {
        return memory.offset(sequence);
    }
}
