package steelyard.bench.gateway;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.bench.Figures;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.Durability;
import steelyard.server.cluster.IdleMode;

/**
 * A cluster of one member, set up as a node's is, whose service sends back what it gets: what the log alone costs. It
 * runs in this process, its client on the calling thread.
 */
public final class BareCluster implements AutoCloseable {
    private static final int MESSAGE_LENGTH = 256;
    private static final int TERM_LENGTH = 16 * 1024 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1_000;

    private final MediaDriver driver;
    private final Archive archive;
    private final ConsensusModule module;
    private final ClusteredServiceContainer container;
    private final AeronCluster client;
    private final Histogram latency = new Histogram(60 * SECOND, DIGITS);
    private long[] dueNanos = new long[0];
    private int answers;

    /** Starts it in an empty directory. */
    public BareCluster(final Path directory, final int basePort, final Durability durability) {
        final ClusterSettings settings = new ClusterSettings(0,
            List.of(new ClusterSettings.Member(0, "127.0.0.1", basePort)), directory, directory.resolve("driver"),
            durability, IdleMode.AUTO, SECOND);
        final String endpoints = "0,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(
            basePort, basePort + 1, basePort + 2, basePort + 3, basePort + 4);
        final String aeron = settings.driverDirectory().toString();
        driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(aeron)
            .threadingMode(ThreadingMode.SHARED).sharedIdleStrategy(settings.idle().newStrategy())
            .dirDeleteOnStart(true).dirDeleteOnShutdown(true).spiesSimulateConnection(true)
            .publicationTermBufferLength(TERM_LENGTH).ipcTermBufferLength(TERM_LENGTH));
        archive = Archive.launch(new Archive.Context().aeronDirectoryName(aeron)
            .archiveDir(settings.archiveDirectory().toFile())
            .controlChannel("aeron:udp?endpoint=127.0.0.1:" + (basePort + 4))
            .replicationChannel("aeron:udp?endpoint=127.0.0.1:0")
            .recordingEventsEnabled(false)
            .fileSyncLevel(durability.fileSyncLevel()).catalogFileSyncLevel(durability.fileSyncLevel())
            .threadingMode(ArchiveThreadingMode.SHARED).idleStrategySupplier(settings.idle()::newStrategy));
        module = ConsensusModule.launch(new ConsensusModule.Context().aeronDirectoryName(aeron)
            .clusterDir(settings.clusterDirectory().toFile()).clusterMemberId(0).clusterMembers(endpoints)
            .ingressChannel("aeron:udp?term-length=4m").isIpcIngressAllowed(true)
            .replicationChannel("aeron:udp?endpoint=127.0.0.1:0").archiveContext(localArchive())
            .fileSyncLevel(durability.fileSyncLevel()).idleStrategySupplier(settings.idle()::newStrategy));
        container = ClusteredServiceContainer.launch(new ClusteredServiceContainer.Context()
            .aeronDirectoryName(aeron).clusterDir(settings.clusterDirectory().toFile())
            .archiveContext(localArchive()).clusteredService(new Echo())
            .idleStrategySupplier(settings.idle()::newStrategy));
        client = AeronCluster.connect(new AeronCluster.Context().aeronDirectoryName(aeron)
            .egressListener(this::answered).ingressChannel("aeron:ipc")
            .egressChannel("aeron:udp?endpoint=127.0.0.1:0"));
    }

    private static AeronArchive.Context localArchive() {
        final String channel = AeronArchive.Configuration.localControlChannel();
        return new AeronArchive.Context().controlRequestChannel(channel).controlResponseChannel(channel)
            .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId());
    }

    /** Measures at a rate, the first second not counted; the median in µs. */
    public double measure(final int perSecond, final int seconds, final Figures figures) throws IOException {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_LENGTH]);
        final SplittableRandom random = new SplittableRandom(1);
        dueNanos = new long[perSecond * (seconds + 1)];
        double at = System.nanoTime() + SECOND / 10.0;
        for (int i = 0; i < dueNanos.length; i++) {
            at += random.nextExponential() * SECOND / perSecond;
            dueNanos[i] = (long) at;
        }
        TimerSlack.least();
        int sent = 0;
        final long end = dueNanos[dueNanos.length - 1] + 10 * SECOND;
        while (answers < dueNanos.length) {
            final long now = System.nanoTime();
            if (now - end > 0) {
                throw new IOException(dueNanos.length - answers + " messages did not come back");
            }
            boolean worked = client.pollEgress() > 0;
            while (sent < dueNanos.length && now - dueNanos[sent] >= 0) {
                message.putInt(0, sent);
                if (client.offer(message, 0, MESSAGE_LENGTH) < 0) {
                    break;
                }
                sent++;
                worked = true;
            }
            if (!worked) {
                LockSupport.parkNanos(1_000);
            }
        }
        final double p50 = latency.getValueAtPercentile(50) / NANOS_PER_MICRO;
        System.out.printf("bare       %,d messages/s: p50 %,.0f  p99 %,.0f us%n", perSecond, p50,
            latency.getValueAtPercentile(99) / NANOS_PER_MICRO);
        figures.figure("gateway.bare-cluster-p50-us", p50, "us");
        return p50;
    }

    private void answered(
        final long clusterSessionId, final long timestamp, final DirectBuffer buffer, final int offset,
        final int length, final Header header) {
        final int index = buffer.getInt(offset);
        answers++;
        if (dueNanos[index] - dueNanos[0] >= SECOND) {
            latency.recordValue(Math.max(0, System.nanoTime() - dueNanos[index]));
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(client, container, module, archive, driver);
    }

    /** Sends back what it gets. */
    private static final class Echo implements ClusteredService {
        private Cluster cluster;

        @Override
        public void onStart(final Cluster started, final Image snapshotImage) {
            cluster = started;
        }

        @Override
        public void onSessionMessage(
            final ClientSession session, final long timestamp, final DirectBuffer buffer, final int offset,
            final int length, final Header header) {
            while (session.offer(buffer, offset, length) < 0) {
                cluster.idleStrategy().idle();
            }
        }

        @Override
        public void onSessionOpen(final ClientSession session, final long timestamp) {
            // It needs to know nothing of it.
        }

        @Override
        public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason reason) {
            // Nor of this.
        }

        @Override
        public void onTimerEvent(final long correlationId, final long timestamp) {
            // It has no timers.
        }

        @Override
        public void onTakeSnapshot(final ExclusivePublication snapshot) {
            // It has no state.
        }

        @Override
        public void onRoleChange(final Cluster.Role newRole) {
            // It is always the leader.
        }

        @Override
        public void onTerminate(final Cluster terminating) {
            // It ends with the process.
        }
    }
}
