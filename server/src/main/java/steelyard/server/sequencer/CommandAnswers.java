package steelyard.server.sequencer;

import static steelyard.protocol.sbe.EpochOpenedDecoder.headerEncodingOffset;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import steelyard.node.CommandCallback;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.EpochOpenedDecoder;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.SequenceGapDecoder;
import steelyard.server.ring.IngressRing;

/**
 * Tells the senders of this node's commands what became of them, and the sequencer what the log said. Belongs to the
 * session thread; the sequencer thread reads the volatile fields.
 *
 * <p>A callback that throws is a broken node: the exception goes up to the session thread's loop.
 */
public final class CommandAnswers {
    private static final int NO_EPOCH = 0;

    private final SequencerConfig config;
    private final IngressRing ring;
    private final NumberedCommands numbered;
    private final OneToOneConcurrentArrayQueue<CommandCallback> busy;
    private final EventHeaderDecoder header = new EventHeaderDecoder();
    private final EpochOpenedDecoder epochOpened = new EpochOpenedDecoder();
    private final SequenceGapDecoder gap = new SequenceGapDecoder();

    /** Set by the sequencer before it asks for an epoch. */
    private volatile long expectedToken;
    private volatile int epoch = NO_EPOCH;
    private volatile long lostEpochs;
    private volatile long gapExpected;
    private volatile long lastEntryNanos;
    private volatile long unknownOutcomes;
    private long lastTimedOut;

    CommandAnswers(final SequencerConfig config, final IngressRing ring, final NumberedCommands numbered) {
        this.config = config;
        this.ring = ring;
        this.numbered = numbered;
        this.busy = new OneToOneConcurrentArrayQueue<>(config.underWayMax());
    }

    /** Sees every batch of the egress ring that is not a snapshot record. Session thread. */
    public void onBatch(final EventBatch batch, final long nowNanos) {
        if (lastEntryNanos != nowNanos) {
            lastEntryNanos = nowNanos;
        }
        batch.rewind();
        if (!batch.next()) {
            return;
        }
        if (batch.templateId() == EpochOpenedDecoder.TEMPLATE_ID) {
            onEpochOpened(batch);
            return;
        }
        header.wrap(batch.buffer(), batch.blockOffset() + headerEncodingOffset());
        if (epoch == NO_EPOCH || header.nodeId() != config.nodeId() || header.epoch() != epoch) {
            return;
        }
        if (batch.templateId() == SequenceGapDecoder.TEMPLATE_ID) {
            onGap(batch);
        } else if (header.seq() > 0) {
            onDone(header.seq() + numbered.epochBase(), batch);
        }
    }

    private void onEpochOpened(final EventBatch batch) {
        epochOpened.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        if (epochOpened.openedNodeId() != config.nodeId()) {
            return;
        }
        if (epochOpened.token() == expectedToken) {
            epoch = epochOpened.openedEpoch();
        } else if (epoch != NO_EPOCH) {
            epoch = NO_EPOCH;
            lostEpochs = lostEpochs + 1;
        }
    }

    private void onGap(final EventBatch batch) {
        gap.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        gapExpected = gap.expectedSeq() + numbered.epochBase();
    }

    private void onDone(final long local, final EventBatch batch) {
        if (local != numbered.lastDone() + 1) {
            throw new IllegalStateException(
                "command " + local + " is done after command " + numbered.lastDone() + " of this node");
        }
        final CommandCallback callback = ring.takeCallback(numbered.ringSequence(local));
        if (callback != null) {
            callback.onDone(batch.rewind());
        }
        numbered.done(local);
    }

    /** Tells who has waited too long. Session thread, also while nothing happens. */
    public int poll(final long nowNanos) {
        int told = 0;
        for (CommandCallback callback = busy.poll(); callback != null; callback = busy.poll()) {
            callback.onBusy();
            told++;
        }
        long local = Math.max(lastTimedOut, numbered.lastDone()) + 1;
        for (; local <= numbered.lastNumbered() && isOverdue(local, nowNanos); local++) {
            final CommandCallback callback = ring.takeCallback(numbered.ringSequence(local));
            if (callback != null) {
                unknownOutcomes = unknownOutcomes + 1;
                callback.onOutcomeUnknown();
            }
            lastTimedOut = local;
            told++;
        }
        return told;
    }

    private boolean isOverdue(final long local, final long nowNanos) {
        return nowNanos - ring.acceptedNanos(numbered.ringSequence(local)) > config.unknownAfterNanos();
    }

    /** Whether the session thread has told enough of the commands that were discarded before. Sequencer. */
    boolean takesDiscarded() {
        return busy.size() < busy.capacity();
    }

    /** Passes on that a command was discarded. Sequencer. */
    void discard(final CommandCallback callback) {
        busy.add(callback);
    }

    /** Says which epoch to wait for. Sequencer. */
    void expectToken(final long token) {
        expectedToken = token;
    }

    /** The epoch that was opened with the expected token and is still this node's, or 0. */
    int epoch() {
        return epoch;
    }

    /** How often another process took the node's id away. */
    long lostEpochs() {
        return lostEpochs;
    }

    /** Local number that the last {@code SequenceGap} asked for. */
    long gapExpected() {
        return gapExpected;
    }

    /** When the last log entry was seen, by the clock of the session thread. Any thread. */
    public long lastEntryNanos() {
        return lastEntryNanos;
    }

    /** Commands that were answered "outcome unknown". Any thread. */
    public long unknownOutcomes() {
        return unknownOutcomes;
    }
}
