package steelyard.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.admin.OperatorRefusal;
import steelyard.admin.SnapshotTaken;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.TakeCheckpointEncoder;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.ServiceCondition;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.SegmentMover;
import steelyard.server.journal.SnapshotRemover;

/** Looks after disk space and snapshots, on a thread of its own. */
final class NodeMonitor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(NodeMonitor.class);
    private static final long TURN_MILLIS = 20;
    private static final long SNAPSHOT_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MOVE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int COMMAND_LENGTH = 64;
    private static final long DISK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Node node;
    private final ClusterMember member;
    private final ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("node-monitor").factory());
    private final SegmentMover mover;
    private final SnapshotRemover remover;
    private long diskCheckedNanos;
    private long movedNanos = System.nanoTime();
    private long checkpointNanos = System.nanoTime();
    /** The snapshot under way, or {@code null}. */
    private CompletableFuture<SnapshotTaken> asked;
    private long askedNanos;
    private long countBefore;
    /** Snapshots that had been taken when old ones were last removed. */
    private long countRemoved = -1;
    private long removalNanos = System.nanoTime() - MOVE_NANOS;
    private boolean removalFailed;
    /** When somebody last copied files of this node. */
    private volatile long copiedNanos = System.nanoTime() - MOVE_NANOS;

    NodeMonitor(final Node node) {
        this.node = node;
        this.member = node.member();
        this.mover = new SegmentMover(
            node.config().cluster().directory(), member::detachSegments, node.auditor()::stateBefore);
        this.remover = new SnapshotRemover(node.config().cluster().directory(), member::purgeRecording);
        executor.scheduleWithFixedDelay(this::turn, TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            node.noteFreshness();
            final long now = System.nanoTime();
            if (now - diskCheckedNanos > DISK_NANOS) {
                diskCheckedNanos = now;
                requireRecording();
                node.requireConsumers();
                node.checkDisk();
                node.announce();
                checkpoint(now);
                removeSnapshots(now);
            }
            if (asked == null && now - movedNanos > MOVE_NANOS) {
                movedNanos = now;
                moveSegments();
            }
            if (asked != null && member.snapshotCount() > countBefore) {
                complete();
            } else if (asked != null && now - askedNanos > SNAPSHOT_LIMIT_NANOS) {
                giveUp();
            } else if (asked == null && isSnapshotDue()) {
                take(new CompletableFuture<>());
            }
        } catch (final IOException | RuntimeException failed) {
            LOGGER.error("The node's monitor failed", failed);
        }
    }

    /** A leader whose disk stands still makes room for another: nothing is committed that it has not recorded. */
    private void requireRecording() {
        if (member.isLeftBehind()) {
            throw node.stop("recording the log", new IllegalStateException(
                "nothing was recorded here for some seconds, while other members have recorded more"));
        }
    }

    /** Moves what history, audit and every member have passed, if operators want it. */
    private void moveSegments() throws IOException {
        if (node.config().retention() == NodeConfig.Retention.MOVE) {
            final int moved = mover.move(node.historyStore().cursor().logPosition(), node.auditor().signedByAll(
                member.settings().members().stream().map(ClusterSettings.Member::nodeId).toList()));
            if (moved > 0) {
                LOGGER.info("{} segments of the journal were moved to {}", moved, SegmentMover.FOLDER);
            }
        }
    }

    /** After each snapshot, and after a start; a minute later if it failed, or while somebody copies what there is. */
    private void removeSnapshots(final long now) {
        final long count = member.snapshotCount();
        if (asked != null || count == countRemoved || now - copiedNanos < MOVE_NANOS
            || removalFailed && now - removalNanos < MOVE_NANOS) {
            return;
        }
        removalNanos = now;
        try {
            final int removed = remover.remove(
                node.config().snapshots().keep(), node.historyStore().cursor().logPosition());
            if (removed > 0) {
                LOGGER.info("{} recordings of old snapshots were removed", removed);
            }
            countRemoved = count;
            removalFailed = false;
        } catch (final RuntimeException failed) {
            if (!removalFailed) {
                LOGGER.error("Old snapshots could not be removed; it is tried again every minute", failed);
            }
            removalFailed = true;
        }
    }

    /** Somebody copies files of this node: what was listed stays for a minute more. Any thread. */
    void noteCopy() {
        copiedNanos = System.nanoTime();
    }

    /** The leader has every node note its state from time to time. */
    private void checkpoint(final long now) {
        final long every = node.config().checkpointNanos();
        if (every > 0 && now - checkpointNanos > every && member.condition().isLeader()) {
            checkpointNanos = now;
            final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);
            final TakeCheckpointEncoder encoder =
                new TakeCheckpointEncoder().wrapAndApplyHeader(command, 0, new MessageHeaderEncoder());
            node.ingress().submitOwn(
                command, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), null);
        }
    }

    private boolean isSnapshotDue() {
        final long every = node.config().snapshots().everyLogBytes();
        final ServiceCondition.Snapshot last = member.condition().snapshot();
        final long since = member.condition().appliedPosition() - (last == null ? 0 : last.logPosition());
        return every > 0 && since >= every && member.condition().isLeader();
    }

    private void take(final CompletableFuture<SnapshotTaken> answer) {
        if (asked != null) {
            asked.whenComplete((taken, failure) -> {
                if (failure == null) {
                    answer.complete(taken);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return;
        }
        countBefore = member.snapshotCount();
        if (!member.condition().isLeader()) {
            answer.completeExceptionally(leaderRefusal("only the leader takes snapshots"));
            return;
        }
        if (!member.requestSnapshot()) {
            answer.completeExceptionally(new OperatorRefusal(
                "this node cannot take a snapshot now", "try again in a moment"));
            return;
        }
        asked = answer;
        askedNanos = System.nanoTime();
    }

    /** Says who leads, and at which URL if that is configured. */
    private OperatorRefusal leaderRefusal(final String why) {
        final int leaderId = member.condition().leaderMemberId();
        return member.settings().members().stream().filter(other -> other.id() == leaderId).findFirst()
            .map(other -> new OperatorRefusal(why, "ask the leader: member " + leaderId + " at "
                + (other.adminUrl().isEmpty() ? other.host() : other.adminUrl()), other.adminUrl()))
            .orElseGet(() -> new OperatorRefusal(why, "no leader is known: try again in a moment"));
    }

    private void complete() {
        final ServiceCondition.Snapshot snapshot = member.condition().snapshot();
        final CompletableFuture<SnapshotTaken> answer = asked;
        asked = null;
        LOGGER.info("Snapshot at log position {}, event {}", snapshot.logPosition(), snapshot.eventSequence());
        answer.complete(new SnapshotTaken(snapshot.logPosition(), snapshot.eventSequence(), snapshot.stateHash(),
            System.nanoTime() - askedNanos));
    }

    private void giveUp() {
        final CompletableFuture<SnapshotTaken> answer = asked;
        asked = null;
        LOGGER.error("A snapshot was not stored within a minute");
        answer.completeExceptionally(new OperatorRefusal(
            "the snapshot was not stored within a minute", "look for its reason in the log"));
    }

    /** Takes a snapshot; completed when it is stored. Any thread. */
    CompletionStage<SnapshotTaken> takeSnapshot() {
        final CompletableFuture<SnapshotTaken> answer = new CompletableFuture<>();
        executor.execute(() -> take(answer));
        return answer;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
