package steelyard.server.ring;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import steelyard.protocol.EventBatch;

/** One consumer's place in the {@link EgressRing}. Belongs to the thread that polls it. */
public final class EgressReader {
    /** What is done with an entry. */
    @FunctionalInterface
    public interface Handler {
        /** Sees one batch; it is valid during the call only. */
        void onBatch(EventBatch batch);
    }

    private final EgressRing ring;
    private final SequenceBarrier barrier;
    private final Sequence sequence = new Sequence(-1);
    private final EventBatch batch = new EventBatch();

    EgressReader(final EgressRing ring, final SequenceBarrier barrier) {
        this.ring = ring;
        this.barrier = barrier;
    }

    /**
     * Hands the next entries to {@code handler}, at most {@code limit}. The slots of each go back when the handler
     * returns; if it throws they do not, and the entry comes again.
     *
     * @return number of entries
     */
    public int poll(final Handler handler, final int limit) {
        final long available = barrier.getCursor();
        long next = sequence.get() + 1;
        int polled = 0;
        while (polled < limit && next <= available) {
            batch.wrap(ring.buffer(), ring.offset(next));
            final int slots = SlotMemory.slots(batch.length());
            handler.onBatch(batch);
            next += slots;
            sequence.set(next - 1);
            polled++;
        }
        return polled;
    }

    /** Whether every published entry that this reader may see has been handled. Any thread. */
    public boolean isDrained() {
        return sequence.get() >= barrier.getCursor();
    }

    Sequence sequence() {
        return sequence;
    }
}
