package steelyard.server.cluster;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.exceptions.AeronException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the cluster, in this process: media driver, archive, consensus module and the service. Channel, term
 * length and clock of the log are the same for one member and for several, so that a log stays usable when members are
 * added.
 */
public final class ClusterMember implements AutoCloseable {
    /** Term length of the log, in bytes: it bounds what the driver directory needs. */
    public static final int LOG_TERM_LENGTH = 16 * 1024 * 1024;
    /** Length of the archive's segment files. */
    public static final int SEGMENT_LENGTH = 4 * LOG_TERM_LENGTH;

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterMember.class);
    private static final int TERM_LENGTH = 4 * 1024 * 1024;
    /** Members that wait for less time than this one hear from it in time. */
    private static final long HEARTBEAT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String LOG_CHANNEL = "aeron:udp?term-length=16m";
    private static final String SNAPSHOT_CHANNEL = "aeron:ipc?alias=snapshot|term-length=4m";
    private static final int SESSIONS_MAX = 64;
    private static final long UNTIL_ALL_RUN_NANOS = TimeUnit.DAYS.toNanos(3_650);
    /** A leader that there is answers within a twentieth of its heartbeat's timeout. */
    private static final long STRANDED_TIMEOUTS = 2;

    private final ClusterSettings settings;
    private final VotingRight right;
    private final boolean mayVoteAtFirst;
    private final MediaDriver driver;
    private final Archive archive;
    private final ConsensusModule consensusModule;
    private final ClusteredServiceContainer container;
    private final ServiceCondition condition;
    private final RecordingWatch recordings;
    private volatile boolean closing;
    private volatile boolean mayVote;
    /** When it last had a leader, as far as the starting thread has seen. */
    private long ledNanos;

    private ClusterMember(
        final ClusterSettings settings,
        final StateMachine.Factory factory,
        final StateMachine.BatchSink events,
        final CoreQueries queries,
        final FailStop failStop,
        final Consumer<String> waiting) {
        this.settings = settings;
        this.right = new VotingRight(settings);
        this.condition = new ServiceCondition();
        this.recordings = new RecordingWatch(settings);
        MediaDriver startedDriver = null;
        Archive startedArchive = null;
        ConsensusModule startedModule = null;
        try {
            startedDriver = MediaDriver.launch(driverContext().sharedThreadFactory(threads(failStop)));
            startedArchive = Archive.launch(archiveContext().threadFactory(threads(failStop)));
            mayVoteAtFirst = right.decide(waiting);
            mayVote = mayVoteAtFirst;
            startedModule = ConsensusModule.launch(consensusContext(failStop).threadFactory(threads(failStop)));
            container = ClusteredServiceContainer.launch(containerContext(failStop)
                .threadFactory(threads(failStop))
                .clusteredService(new ExchangeService(factory, events, queries, condition, failStop)));
        } catch (final Throwable failed) {
            CloseHelper.quietCloseAll(startedModule, startedArchive, startedDriver);
            throw failed;
        }
        driver = startedDriver;
        archive = startedArchive;
        consensusModule = startedModule;
        ledNanos = System.nanoTime();
    }

    /**
     * Whether this member and all others must run before there can be a leader: it is one of those with which a log
     * begins. Empty members that are a majority would otherwise begin a log of their own beside the one that another, not
     * yet started, has.
     */
    public boolean needsAll() {
        return mayVoteAtFirst && !right.hasLog();
    }

    /**
     * Lets this member vote, if it did not because it had lost its disk: it has everything that was committed.
     *
     * @return whether it may vote now; not while there is no leader
     */
    public boolean letVote() {
        if (!mayVote && isElectionClosed()) {
            mayVote = true;
            VotingRight.give(consensusModule, condition.leadershipTermId(), condition.appliedPosition());
        }
        return mayVote;
    }

    /**
     * Whether this member, which may not vote, has lost the leader that it was catching up with: for as long as its
     * module runs it votes against every candidate, and one vote against keeps the others from electing one. Starting
     * thread.
     */
    public boolean isStranded() {
        final long now = System.nanoTime();
        final long election = consensusModule.context().electionStateCounter().get();
        if (mayVote || election < ElectionState.CANVASS.code() || election > ElectionState.FOLLOWER_BALLOT.code()) {
            ledNanos = now;
        }
        return now - ledNanos > STRANDED_TIMEOUTS * settings.heartbeatTimeoutNanos();
    }

    /**
     * Starts a member; returns before it has joined the others. The events of every command that it applies go to
     * {@code events}, on the service's thread.
     *
     * @param waiting told what it waits for, as long as an empty member does not know whether the others have a log;
     *                throws to break off
     */
    public static ClusterMember launch(
        final ClusterSettings settings,
        final StateMachine.Factory factory,
        final StateMachine.BatchSink events,
        final CoreQueries queries,
        final FailStop failStop,
        final Consumer<String> waiting) {
        return new ClusterMember(settings, factory, events, queries, failStop, waiting);
    }

    private MediaDriver.Context driverContext() {
        return new MediaDriver.Context()
            .aeronDirectoryName(settings.driverDirectory().toString())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(settings.idle().newStrategy())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .spiesSimulateConnection(true)
            .clientLivenessTimeoutNs(Standstill.LIMIT_NANOS)
            .publicationUnblockTimeoutNs(Standstill.UNBLOCK_NANOS)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .errorHandler(errors("media driver"));
    }

    private Archive.Context archiveContext() {
        final ClusterSettings.Member member = settings.member();
        return new Archive.Context()
            .aeronDirectoryName(settings.driverDirectory().toString())
            .archiveDir(settings.archiveDirectory().toFile())
            .controlChannel("aeron:udp?endpoint=" + member.endpoint(4))
            .replicationChannel("aeron:udp?endpoint=" + member.host() + ":0")
            .recordingEventsEnabled(false)
            .segmentFileLength(SEGMENT_LENGTH)
            .fileSyncLevel(settings.durability().fileSyncLevel())
            .catalogFileSyncLevel(settings.durability().fileSyncLevel())
            .recordChecksum(new Crc32cChecksum())
            .replayChecksum(new Crc32cChecksum())
            .threadingMode(ArchiveThreadingMode.SHARED)
            .idleStrategySupplier(settings.idle()::newStrategy)
            .errorHandler(errors("archive"));
    }

    private ConsensusModule.Context consensusContext(final FailStop failStop) {
        final long timeout = settings.heartbeatTimeoutNanos();
        return new ConsensusModule.Context()
            .aeronDirectoryName(settings.driverDirectory().toString())
            .clusterDir(settings.clusterDirectory().toFile())
            .clusterMemberId(settings.memberId())
            .clusterMembers(settings.clusterMembers())
            .clusterClock(new SteadyClock())
            .ingressChannel("aeron:udp?term-length=4m")
            .isIpcIngressAllowed(true)
            .logChannel(LOG_CHANNEL)
            .snapshotChannel(SNAPSHOT_CHANNEL)
            .replicationChannel("aeron:udp?endpoint=" + settings.member().host() + ":0")
            .archiveContext(localArchive())
            .maxConcurrentSessions(SESSIONS_MAX)
            .leaderHeartbeatTimeoutNs(timeout)
            .leaderHeartbeatIntervalNs(Math.min(timeout / 10, HEARTBEAT_NANOS_MAX))
            .electionTimeoutNs(timeout / 4)
            .electionStatusIntervalNs(timeout / 20)
            .appointedLeaderId(mayVoteAtFirst ? Aeron.NULL_VALUE : anotherMember())
            .startupCanvassTimeoutNs(right.hasLog() ? 5 * timeout : UNTIL_ALL_RUN_NANOS)
            .terminationTimeoutNs(TimeUnit.SECONDS.toNanos(5))
            .fileSyncLevel(settings.durability().fileSyncLevel())
            .idleStrategySupplier(settings.idle()::newStrategy)
            .terminationHook(() -> onTermination("consensus module", failStop))
            .errorHandler(errors("consensus module"));
    }

    /** Whoever is appointed: this member does not stand. */
    private int anotherMember() {
        return settings.members().stream().mapToInt(ClusterSettings.Member::id)
            .filter(id -> id != settings.memberId()).findFirst().orElseThrow();
    }

    private ClusteredServiceContainer.Context containerContext(final FailStop failStop) {
        return new ClusteredServiceContainer.Context()
            .aeronDirectoryName(settings.driverDirectory().toString())
            .clusterDir(settings.clusterDirectory().toFile())
            .snapshotChannel(SNAPSHOT_CHANNEL)
            .archiveContext(localArchive())
            .isRespondingService(false)
            .idleStrategySupplier(settings.idle()::newStrategy)
            .terminationHook(() -> onTermination("service container", failStop))
            .errorHandler(errors("service"));
    }

    private static AeronArchive.Context localArchive() {
        final String channel = AeronArchive.Configuration.localControlChannel();
        return new AeronArchive.Context()
            .controlRequestChannel(channel)
            .controlResponseChannel(channel)
            .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId());
    }

    /** A thread that ends by an error, as of a mapped file on a full disk, must not leave a node that seems to live. */
    private ThreadFactory threads(final FailStop failStop) {
        return work -> {
            final Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((ended, error) -> {
                if (!closing) {
                    throw failStop.stop("running the thread " + ended.getName(), error);
                }
            });
            return thread;
        };
    }

    private ErrorHandler errors(final String component) {
        return error -> {
            if (closing) {
                return;
            }
            if (error instanceof AeronException known && known.category() == AeronException.Category.WARN) {
                LOGGER.warn("The {} says: {}", component, known.getMessage());
            } else {
                LOGGER.error("Error in the {}", component, error);
            }
        };
    }

    private void onTermination(final String component, final FailStop failStop) {
        if (!closing) {
            throw failStop.stop("running the cluster",
                new IllegalStateException("the " + component + " ended by itself"));
        }
    }

    /** Asks for a snapshot; {@code false} if this member does not lead or something else is under way. */
    public boolean requestSnapshot() {
        return ClusterControl.ToggleState.SNAPSHOT.toggle(consensusModule.context().controlToggleCounter());
    }

    /** Snapshots that this member took since it started. */
    public long snapshotCount() {
        return consensusModule.context().snapshotCounter().get();
    }

    /** Log position up to which a majority has recorded. */
    public long commitPosition() {
        return consensusModule.context().commitPositionCounter().get();
    }

    /**
     * Lets the archive forget what a recording has before {@code position}, the beginning of a segment file; the files
     * stay.
     *
     * @throws AeronException if the archive does not allow it
     */
    public void detachSegments(final long recordingId, final long position) {
        try (AeronArchive client = archiveClient()) {
            client.detachSegments(recordingId, position);
        }
    }

    /**
     * Removes a recording with its files.
     *
     * @throws AeronException if the archive does not allow it, as while it is being read through the archive
     */
    public void purgeRecording(final long recordingId) {
        try (AeronArchive client = archiveClient()) {
            client.purgeRecording(recordingId);
        }
    }

    private AeronArchive archiveClient() {
        return AeronArchive.connect(localArchive().aeronDirectoryName(settings.driverDirectory().toString()));
    }

    /**
     * Whether this member leads and its own disk stands still while those of a majority go on. To be called about every
     * second, on one thread; may ask the others, for a second each.
     */
    public boolean isLeftBehind() {
        final boolean records = !settings.isAlone() && condition.isLeader() && isElectionClosed()
            && consensusModule.context().moduleStateCounter().get() == ConsensusModule.State.ACTIVE.code();
        if (!records) {
            recordings.rest();
            return false;
        }
        return recordings.isLeftBehind(RecordingWatch.recordedPosition(
            settings, driver.context().countersManager(), archive.context().archiveId()));
    }

    /** Packets that this node sent again because another had lost them. */
    public long retransmits() {
        return driver.context().systemCounters().get(SystemCounterDescriptor.RETRANSMITS_SENT).get();
    }

    /** Whether a leader is known and this member follows it or leads. */
    public boolean isElectionClosed() {
        return consensusModule.context().electionStateCounter().get() == ElectionState.CLOSED.code();
    }

    /** What the service last told of itself. */
    public ServiceCondition condition() {
        return condition;
    }

    /** What this member was started with. */
    public ClusterSettings settings() {
        return settings;
    }

    /** Effective sync levels: archive, catalogue, consensus module. */
    public int[] fileSyncLevels() {
        return new int[] {
            archive.context().fileSyncLevel(),
            archive.context().catalogFileSyncLevel(),
            consensusModule.context().fileSyncLevel()};
    }

    /** Ends consensus, service, archive and driver, in this order. */
    @Override
    public void close() {
        closing = true;
        CloseHelper.quietCloseAll(consensusModule, container, archive, driver);
    }
}
