package steelyard.server.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NoOpLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.server.sequencer.LogClient;

/**
 * The sequencer's session with the cluster. It connects without waiting, again and again if need be, and polls its
 * egress all the time, because new leaders are told there.
 */
public final class ClusterLogClient implements LogClient, EgressListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterLogClient.class);
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ClusterSettings settings;
    private Aeron aeron;
    private AeronCluster.AsyncConnect connecting;
    private AeronCluster session;
    private long generation;
    private long retryNanos;
    private long keepAliveNanos;

    /** Will connect through the member's own driver, which must run when it is first polled. */
    public ClusterLogClient(final ClusterSettings settings) {
        this.settings = settings;
    }

    private Aeron newAeron() {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(settings.driverDirectory().toString())
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .errorHandler(error -> LOGGER.warn("Error in the log client: {}", error.toString())));
    }

    @Override
    public int poll(final long nowNanos) {
        if (aeron == null) {
            aeron = newAeron();
        }
        final int work = aeron.conductorAgentInvoker().invoke();
        if (session != null && session.isClosed()) {
            session = null;
        }
        return work + (session == null ? connect(nowNanos) : keep(nowNanos));
    }

    private int connect(final long nowNanos) {
        if (connecting == null) {
            if (nowNanos - retryNanos < 0) {
                return 0;
            }
            connecting = AeronCluster.asyncConnect(context());
        }
        try {
            session = connecting.poll();
        } catch (final AeronException refused) {
            LOGGER.debug("No session with the cluster yet: {}", refused.toString());
            CloseHelper.quietClose(connecting);
            connecting = null;
            retryNanos = nowNanos + RETRY_NANOS;
            return 0;
        }
        if (session == null) {
            return 0;
        }
        connecting = null;
        generation++;
        keepAliveNanos = nowNanos;
        return 1;
    }

    private AeronCluster.Context context() {
        final AeronCluster.Context context = new AeronCluster.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .egressListener(this);
        return settings.isAlone()
            ? context.ingressChannel("aeron:ipc").egressChannel("aeron:ipc")
            : context.ingressChannel("aeron:udp?term-length=4m")
                .ingressEndpoints(settings.ingressEndpoints())
                .egressChannel("aeron:udp?endpoint=" + settings.member().host() + ":0");
    }

    private int keep(final long nowNanos) {
        try {
            final int work = session.pollEgress();
            if (nowNanos - keepAliveNanos > KEEP_ALIVE_NANOS && !session.isClosed()) {
                session.sendKeepAlive();
                keepAliveNanos = nowNanos;
            }
            return work;
        } catch (final AeronException lost) {
            lose(lost);
            return 1;
        }
    }

    private void lose(final AeronException reason) {
        LOGGER.warn("The session with the cluster is lost, another one is opened: {}", reason.toString());
        CloseHelper.quietClose(session);
        session = null;
    }

    @Override
    public boolean isConnected() {
        return session != null && !session.isClosed() && session.ingressPublication().isConnected();
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        try {
            return session.offer(buffer, offset, length) > 0;
        } catch (final AeronException lost) {
            lose(lost);
            return false;
        }
    }

    @Override
    public void onMessage(
        final long clusterSessionId,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header) {
        // The service never answers through the session.
    }

    @Override
    public void onNewLeader(
        final long clusterSessionId,
        final long leadershipTermId,
        final int leaderMemberId,
        final String ingressEndpoints) {
        generation++;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connecting, session, aeron);
    }
}
