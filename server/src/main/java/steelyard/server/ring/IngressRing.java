package steelyard.server.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import steelyard.node.CommandCallback;

/**
 * Commands on their way to the log: many producers, one consumer. A command takes consecutive slots; the first says how
 * many bytes it has, and the consumer sees it when its last slot is published. The consumer keeps commands in the ring
 * until it {@linkplain #release releases} them, so that it can send them again.
 *
 * <p>No allocation per command.
 */
public final class IngressRing {
    private final RingBuffer<Slot> ring;
    private final SlotMemory memory;
    private final Sequence released = new Sequence(-1);

    /** A ring of {@code slotCount} slots, a power of two, for commands of at most {@code commandLengthMax} bytes. */
    public IngressRing(final int slotCount, final int commandLengthMax) {
        memory = new SlotMemory(slotCount, commandLengthMax);
        ring = RingBuffer.createMultiProducer(Slot::new, slotCount, new BusySpinWaitStrategy());
        ring.addGatingSequences(released);
    }

    /**
     * Copies a command into the ring. Any thread; never waits.
     *
     * @return {@code false} if there is no room; nothing was done then
     */
    public boolean offer(
        final DirectBuffer command,
        final int offset,
        final int length,
        final CommandCallback callback,
        final long nowNanos) {
        if (length <= 0 || length > memory.entryLengthMax()) {
            throw new IllegalArgumentException(
                "a command has 1 to " + memory.entryLengthMax() + " bytes, not " + length);
        }
        final int slots = SlotMemory.slots(length);
        final long last;
        try {
            last = ring.tryNext(slots);
        } catch (final InsufficientCapacityException full) {
            return false;
        }
        final long first = last - slots + 1;
        final Slot slot = ring.get(first);
        slot.length = length;
        slot.callback = callback;
        slot.acceptedNanos = nowNanos;
        memory.buffer().putBytes(memory.offset(first), command, offset, length);
        ring.publish(first, last);
        return true;
    }

    /** Whether the command that starts at {@code sequence} is there as a whole. Consumer. */
    public boolean isComplete(final long sequence) {
        return ring.isAvailable(sequence) && ring.isAvailable(after(sequence) - 1);
    }

    /** Where the command after the one at {@code sequence} starts. */
    public long after(final long sequence) {
        return sequence + SlotMemory.slots(ring.get(sequence).length);
    }

    /** Bytes of the command at {@code sequence}. */
    public int length(final long sequence) {
        return ring.get(sequence).length;
    }

    /** Where the command at {@code sequence} starts in {@link #buffer()}. */
    public int offset(final long sequence) {
        return memory.offset(sequence);
    }

    /** When the command at {@code sequence} was accepted, as given to {@link #offer}. */
    public long acceptedNanos(final long sequence) {
        return ring.get(sequence).acceptedNanos;
    }

    /** Takes the callback of the command at {@code sequence} away: {@code null} the second time. */
    public CommandCallback takeCallback(final long sequence) {
        final Slot slot = ring.get(sequence);
        final CommandCallback callback = slot.callback;
        slot.callback = null;
        return callback;
    }

    /** The bytes of all commands. */
    public MutableDirectBuffer buffer() {
        return memory.buffer();
    }

    /** Gives the slots before {@code sequence} back to the producers. Consumer. */
    public void release(final long sequence) {
        released.set(sequence - 1);
    }

    /** Slots in use. Any thread. */
    public long used() {
        return ring.getBufferSize() - ring.remainingCapacity();
    }

    /** Slots of the ring. */
    public int capacity() {
        return ring.getBufferSize();
    }

    /** What the ring knows of a command, in its first slot. */
    private static final class Slot {
        private int length;
        private CommandCallback callback;
        private long acceptedNanos;
    }
}
