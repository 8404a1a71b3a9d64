package steelyard.history;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.BufferUtil;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import steelyard.protocol.EventBatch;

/**
 * What stands between the node and the store's thread: the live queue, of a fixed size, which the node's thread fills
 * without ever waiting, and the refill queue, which a replay of the journal fills, waiting for space.
 */
final class HistoryQueue {
    private static final int MESSAGE_TYPE = 1;
    private static final int READ_LIMIT = 256;
    private static final long WAIT_NANOS = 1_000_000;

    private final OneToOneRingBuffer live;
    private final ConcurrentLinkedQueue<UnsafeBuffer> refill = new ConcurrentLinkedQueue<>();
    private final AtomicLong refillBytes = new AtomicLong();
    private final AtomicLong detachments = new AtomicLong();
    private volatile boolean detached;
    private volatile boolean refilling;
    private volatile boolean refillBroken;

    HistoryQueue(final int bytes) {
        live = new OneToOneRingBuffer(
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes + TRAILER_LENGTH, CACHE_LINE_LENGTH)));
    }

    /** Copies a batch into the live queue; {@code false} and detached from now on if it is full. Node's thread. */
    boolean offer(final EventBatch batch) {
        if (detached) {
            return false;
        }
        final int length = batch.length();
        if (length <= live.maxMsgLength() && live.write(MESSAGE_TYPE, batch.buffer(), 0, length)) {
            return true;
        }
        detach();
        return false;
    }

    /** Reads the next live batches. Store's thread. */
    int readLive(final ControlledMessageHandler handler) {
        return live.controlledRead(handler, READ_LIMIT);
    }

    /** Takes no live batch from now on. */
    void detach() {
        if (!detached) {
            detachments.incrementAndGet();
            detached = true;
        }
    }

    /** Takes live batches again from now on. */
    void attach() {
        detached = false;
    }

    boolean isDetached() {
        return detached;
    }

    /** A replay of the journal begins. Refilling thread. */
    void beginRefill() {
        refillBroken = false;
        refilling = true;
    }

    /** A replay of the journal has ended; what it gave may still be queued. Refilling thread. */
    void endRefill() {
        refilling = false;
    }

    boolean isRefilling() {
        return refilling;
    }

    /**
     * Copies a batch into the refill queue, waiting for space; {@code false} if the store has stopped or has thrown
     * away what was queued, so that a replay must begin again. Refilling thread.
     */
    boolean offerRefill(final EventBatch batch, final BooleanSupplier storeRuns) {
        while (refillBytes.get() > live.capacity() && !refillBroken && storeRuns.getAsBoolean()) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        if (refillBroken || !storeRuns.getAsBoolean()) {
            return false;
        }
        final byte[] copy = new byte[batch.length()];
        batch.buffer().getBytes(0, copy);
        refillBytes.addAndGet(copy.length);
        refill.add(new UnsafeBuffer(copy));
        return true;
    }

    /** The next batch of a replay, or {@code null}. Store's thread. */
    UnsafeBuffer pollRefill() {
        final UnsafeBuffer next = refill.poll();
        if (next != null) {
            refillBytes.addAndGet(-next.capacity());
        }
        return next;
    }

    /** Detaches and throws away what a replay has queued: it must begin again. Store's thread. */
    void breakRefill() {
        detach();
        refillBroken = true;
        while (pollRefill() != null) {
            // Emptied; a batch that is added now is dropped as it is beyond the cursor.
        }
    }

    long queuedBytes() {
        return live.size() + refillBytes.get();
    }

    long detachments() {
        return detachments.get();
    }
}
