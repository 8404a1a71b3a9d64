package steelyard.server.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import steelyard.protocol.ArrayBuffer;
import steelyard.server.sequencer.CommandPack;

/**
 * The state machine as a clustered service: unpacks the messages of the log and applies their commands in order. Sends
 * nothing; events go to the egress ring.
 *
 * <p>Every call from Aeron is wrapped, because Aeron would note a throwable and go on with the next message: whatever
 * is thrown stops the node. While a command is applied the service neither idles through Aeron nor answers questions.
 */
final class ExchangeService implements ClusteredService {
    private final StateMachine core;
    private final SnapshotTransfer snapshots;
    private final CoreQueries queries;
    private final ServiceCondition condition;
    private final FailStop failStop;
    /** A copy of the message under way, in which commands are read faster than in the log's own memory. */
    private final ArrayBuffer message = new ArrayBuffer(CommandPack.LENGTH_MAX);
    private final CommandPack.Reader expecting = this::onExpected;
    private final CommandPack.Reader reader = this::onCommand;

    private Cluster cluster;
    private boolean busy;
    private boolean published;
    private long messagePosition;
    private long messageTimestampNanos;

    ExchangeService(
        final StateMachine.Factory factory,
        final StateMachine.BatchSink events,
        final CoreQueries queries,
        final ServiceCondition condition,
        final FailStop failStop) {
        this.core = factory.create((batch, offset, length) -> {
            published = true;
            events.onBatch(batch, offset, length);
        });
        this.snapshots = new SnapshotTransfer(core, events);
        this.queries = queries;
        this.condition = condition;
        this.failStop = failStop;
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage) {
        cluster = startedCluster;
        if (snapshotImage != null) {
            guarded("loading a snapshot", () -> {
                snapshots.load(snapshotImage, cluster.idleStrategy());
                noteSnapshot(0);
            });
        }
        condition.applied(cluster.logPosition());
    }

    @Override
    public void onSessionMessage(
        final ClientSession session,
        final long timestampNanos,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header) {
        busy = true;
        messagePosition = header.position();
        messageTimestampNanos = timestampNanos;
        try {
            message.reserve(length);
            buffer.getBytes(offset, message, 0, length);
            CommandPack.read(message, 0, length, expecting);
            CommandPack.read(message, 0, length, reader);
        } catch (final IllegalArgumentException unreadable) {
            throw failStop.stop(messagePosition, 0, buffer, offset, length, unreadable);
        }
        condition.applied(messagePosition);
        busy = false;
    }

    private void onExpected(final int index, final DirectBuffer buffer, final int offset, final int length) {
        try {
            core.expect(buffer, offset, length);
        } catch (final Throwable broken) {
            throw failStop.stop(messagePosition, index, buffer, offset, length, broken);
        }
    }

    private void onCommand(final int index, final DirectBuffer buffer, final int offset, final int length) {
        published = false;
        try {
            core.apply(buffer, offset, length, messagePosition, index, messageTimestampNanos);
        } catch (final Throwable broken) {
            throw failStop.stop(messagePosition, index, buffer, offset, length, broken);
        }
        if (!published) {
            condition.repeat();
        }
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication publication) {
        guarded("taking a snapshot", () -> {
            final long start = System.nanoTime();
            snapshots.take(publication, cluster.idleStrategy());
            noteSnapshot(System.nanoTime() - start);
        });
    }

    private void noteSnapshot(final long pauseNanos) {
        condition.snapshot(new ServiceCondition.Snapshot(cluster.logPosition(), core.eventSequence(),
            core.hashes().total(), System.currentTimeMillis(), pauseNanos));
    }

    private void guarded(final String what, final Runnable work) {
        busy = true;
        try {
            work.run();
        } catch (final AgentTerminationException closing) {
            throw closing;
        } catch (final Throwable broken) {
            throw failStop.stop(what, broken);
        }
        busy = false;
    }

    @Override
    public int doBackgroundWork(final long nowNanos) {
        if (busy || cluster == null) {
            return 0;
        }
        condition.applied(cluster.logPosition());
        try {
            return queries.answer(core, cluster.logPosition());
        } catch (final Throwable broken) {
            throw failStop.stop("answering a question", broken);
        }
    }

    @Override
    public void onNewLeadershipTermEvent(
        final long leadershipTermId,
        final long logPosition,
        final long timestamp,
        final long termBaseLogPosition,
        final int leaderMemberId,
        final int logSessionId,
        final TimeUnit timeUnit,
        final int appVersion) {
        condition.term(leadershipTermId, leaderMemberId, termBaseLogPosition);
        if (timeUnit != TimeUnit.NANOSECONDS) {
            throw failStop.stop("joining a term", new IllegalStateException("log time is in " + timeUnit));
        }
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole) {
        condition.role(newRole == Cluster.Role.LEADER);
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp) {
        // Sessions of the cluster carry messages; they are no part of the state.
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason) {
        // See onSessionOpen.
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {
        throw failStop.stop("receiving a timer", new IllegalStateException("no timer was ever scheduled"));
    }

    @Override
    public void onTerminate(final Cluster terminated) {
        // The node closes in its own order.
    }
}
