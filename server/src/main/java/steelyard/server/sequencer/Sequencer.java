package steelyard.server.sequencer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.node.CommandCallback;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OpenEpochEncoder;
import steelyard.protocol.sbe.TickEncoder;
import steelyard.server.ring.IngressRing;

/**
 * Numbers the node's commands and brings them into the log, each once.
 *
 * <p>Before anything else it opens an epoch through the log. A command gets its number when it is first offered with
 * success, and keeps it. It stays in the ingress ring until its end comes back on the node's own egress ring. After a
 * new leader, a new connection, a {@code SequenceGap} or a while without progress, everything from the first unfinished
 * command on is sent again, in order, and nothing new before that.
 *
 * <p>Runs on one thread; no allocation per command.
 */
public final class Sequencer {
    private final SequencerConfig config;
    private final IngressRing ring;
    private final LogClient log;
    private final NumberedCommands numbered;
    private final CommandAnswers answers;
    private final AtomicInteger underWay;
    private final LongSupplier tokens;
    private final CommandPack pack = new CommandPack();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();

    /** First command in the ring without a number. */
    private long nextNew;
    /** First command in the ring that is kept. */
    private long firstKept;
    /** Next command to be sent again, by local number; above the last numbered one if there is none. */
    private long nextAgain = 1;
    private long generation;
    private long gapHandled;
    private long lostEpochsHandled;
    private boolean epochOpen;
    private boolean epochOffered;
    private long epochOfferedNanos;
    private int epoch;
    private long token;
    private long lastDoneSeen;
    private long progressNanos;
    private long tickNanos;
    private volatile boolean ready;
    private volatile long resends;
    private volatile long offeredMessages;

    /** {@code tokens} gives a number that no other process gives. */
    Sequencer(
        final SequencerConfig config,
        final IngressRing ring,
        final LogClient log,
        final NumberedCommands numbered,
        final CommandAnswers answers,
        final AtomicInteger underWay,
        final LongSupplier tokens) {
        this.config = config;
        this.ring = ring;
        this.log = log;
        this.numbered = numbered;
        this.answers = answers;
        this.underWay = underWay;
        this.tokens = tokens;
        this.token = tokens.getAsLong();
        answers.expectToken(token);
    }

    /** One turn; returns the work done, 0 to let the thread rest. */
    public int doWork(final long nowNanos) {
        int work = log.poll(nowNanos);
        work += releaseDone(nowNanos);
        work += discardOverdue(nowNanos);
        if (!log.isConnected()) {
            return work;
        }
        noteNewPath();
        if (!holdsEpoch()) {
            return work + openEpoch(nowNanos);
        }
        noteLoss(nowNanos);
        if (nextAgain <= numbered.lastNumbered()) {
            return work + sendAgain();
        }
        return work + sendNew() + tick(nowNanos);
    }

    private void noteNewPath() {
        if (generation != log.generation()) {
            generation = log.generation();
            epochOffered = false;
            startAgain();
        }
    }

    private void startAgain() {
        nextAgain = numbered.lastDone() + 1;
    }

    // ---- the epoch

    private boolean holdsEpoch() {
        if (answers.lostEpochs() != lostEpochsHandled) {
            loseEpoch();
        }
        if (!epochOpen && answers.epoch() != 0) {
            epochOpen = true;
            epoch = answers.epoch();
            startAgain();
            ready = true;
        }
        return epochOpen;
    }

    private void loseEpoch() {
        lostEpochsHandled = answers.lostEpochs();
        ready = false;
        if (lostEpochsHandled > SequencerConfig.REOPENINGS_MAX) {
            throw new IllegalStateException("another process uses node id " + config.nodeId()
                + " too: every node of a cluster needs an id of its own");
        }
        epochOpen = false;
        epochOffered = false;
        token = tokens.getAsLong();
        numbered.startEpoch();
        answers.expectToken(token);
    }

    private int openEpoch(final long nowNanos) {
        if (epochOffered && nowNanos - epochOfferedNanos < config.resendAfterNanos()) {
            return 0;
        }
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + OpenEpochEncoder.BLOCK_LENGTH;
        new OpenEpochEncoder().wrapAndApplyHeader(scratch, 0, messageHeader).token(token);
        pack.clear();
        pack.add(scratch, 0, length, 0, 0, config.nodeId());
        epochOffered = offerPack();
        epochOfferedNanos = nowNanos;
        return epochOffered ? 1 : 0;
    }

    // ---- what was sent

    private int releaseDone(final long nowNanos) {
        final long done = numbered.lastDone();
        if (done == lastDoneSeen && firstKept == nextNew) {
            progressNanos = nowNanos;
            return 0;
        }
        if (done != lastDoneSeen) {
            underWay.addAndGet((int) -(done - lastDoneSeen));
            lastDoneSeen = done;
            progressNanos = nowNanos;
        }
        final long keep = done == numbered.lastNumbered() ? nextNew : numbered.ringSequence(done + 1);
        final boolean moved = keep != firstKept;
        firstKept = keep;
        ring.release(keep);
        return moved ? 1 : 0;
    }

    private void noteLoss(final long nowNanos) {
        final long gap = answers.gapExpected();
        if (gap > gapHandled) {
            gapHandled = gap;
            resends = resends + 1;
            startAgain();
        }
        if (numbered.unfinished() == 0 || nextAgain <= numbered.lastNumbered()) {
            progressNanos = nowNanos;
        } else if (nowNanos - progressNanos > config.resendAfterNanos()) {
            progressNanos = nowNanos;
            resends = resends + 1;
            startAgain();
        }
    }

    private int sendAgain() {
        nextAgain = Math.max(nextAgain, numbered.lastDone() + 1);
        pack.clear();
        long local = nextAgain;
        for (; local <= numbered.lastNumbered(); local++) {
            final long sequence = numbered.ringSequence(local);
            if (!pack.takes(ring.length(sequence))) {
                break;
            }
            add(sequence, local);
        }
        if (pack.count() > 0 && !offerPack()) {
            return 0;
        }
        nextAgain = local;
        return 1;
    }

    // ---- what is new

    private int sendNew() {
        pack.clear();
        long local = numbered.lastNumbered();
        long sequence = nextNew;
        while (ring.isComplete(sequence) && pack.takes(ring.length(sequence))) {
            local++;
            numbered.map(local, sequence);
            add(sequence, local);
            sequence = ring.after(sequence);
        }
        if (pack.count() == 0 || !offerPack()) {
            return 0;
        }
        numbered.numbered(local);
        nextAgain = local + 1;
        nextNew = sequence;
        return pack.count();
    }

    private int discardOverdue(final long nowNanos) {
        int discarded = 0;
        while (ring.isComplete(nextNew)
            && nowNanos - ring.acceptedNanos(nextNew) > config.busyAfterNanos()
            && answers.takesDiscarded()) {
            final CommandCallback callback = ring.takeCallback(nextNew);
            if (callback != null) {
                answers.discard(callback);
            }
            nextNew = ring.after(nextNew);
            underWay.decrementAndGet();
            discarded++;
        }
        return discarded;
    }

    private int tick(final long nowNanos) {
        if (numbered.unfinished() > 0
            || nowNanos - answers.lastEntryNanos() < config.tickAfterNanos()
            || nowNanos - tickNanos < config.tickAfterNanos()) {
            return 0;
        }
        tickNanos = nowNanos;
        new TickEncoder().wrapAndApplyHeader(scratch, 0, messageHeader);
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.BLOCK_LENGTH;
        if (ring.offer(scratch, 0, length, null, nowNanos)) {
            underWay.incrementAndGet();
        }
        return 1;
    }

    private void add(final long sequence, final long local) {
        final DirectBuffer buffer = ring.buffer();
        pack.add(buffer, ring.offset(sequence), ring.length(sequence),
            local - numbered.epochBase(), epoch, config.nodeId());
    }

    private boolean offerPack() {
        if (log.offer(pack.buffer(), 0, pack.length())) {
            offeredMessages = offeredMessages + 1;
            return true;
        }
        return false;
    }

    /** Whether an epoch is open, so that commands are numbered. Any thread. */
    public boolean isReady() {
        return ready;
    }

    /** How often unfinished commands were sent again for a gap or for want of progress. Any thread. */
    public long resends() {
        return resends;
    }

    /** Messages handed to the log. Any thread. */
    public long offeredMessages() {
        return offeredMessages;
    }
}
