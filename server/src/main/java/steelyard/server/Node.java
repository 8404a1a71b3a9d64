package steelyard.server;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import steelyard.node.AgentLimits;
import steelyard.node.CommandPort;
import steelyard.history.HistoryConfig;
import steelyard.history.HistoryStore;
import steelyard.node.EventListener;
import steelyard.node.HistoryReader;
import steelyard.node.NodeQueries;
import steelyard.node.NodeStatus;
import steelyard.protocol.Address;
import steelyard.server.audit.Auditor;
import steelyard.server.cluster.ClusterLogClient;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.CoreQueries;
import steelyard.server.cluster.FailStop;
import steelyard.server.cluster.SkipList;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.Genesis;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.ArchiveCheck;
import steelyard.server.journal.JournalException;
import steelyard.server.journal.JournalRefill;
import steelyard.server.readmodel.ReadModels;
import steelyard.server.ring.EgressReader;
import steelyard.server.ring.EgressRing;
import steelyard.server.ring.EgressWatch;
import steelyard.server.ring.IngressRing;
import steelyard.server.sequencer.Ingress;
import steelyard.server.sequencer.SequencerConfig;

/**
 * One node without its servers: data directory, rings, cluster member, sequencer, read models and sessions, and the
 * threads that run them. Gateways meet it through {@link #commands()}, {@link #queries()} and {@link #listen}.
 *
 * <p>Parts start in the order of the list above and close in the opposite one.
 */
public final class Node implements AutoCloseable {
    /** From so many cores on, consumers of the second stage that are no sessions have a thread of their own. */
    private static final int SPARE_CORES = 8;
    private static final long DRAIN_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final NodeConfig config;
    private final FailStop failStop;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CoreQueries coreQueries = new CoreQueries();
    private final EgressRing egress;
    private final EgressWatch egressWatch;
    private final Freshness freshness = new Freshness();
    private final GenesisKeeper genesis;
    private final NodeRoster roster;
    private final Auditor auditor;
    private final DataDirectory directory;
    private final Ingress ingress;
    private final ReadAgent reads;
    private final HistoryFeed history;
    private final SessionAgent sessions;
    private final ClusterMember member;
    private volatile boolean ready;
    private volatile boolean diskLow;

    private Node(
        final NodeConfig config,
        final StateMachine.Factory core,
        final FailStop failStop,
        final BooleanSupplier unwanted,
        final PrintStream console) {
        this.config = config;
        this.failStop = failStop;
        try {
            genesis = new GenesisKeeper(Genesis.read(config.genesisFile()));
            directory = started(DataDirectory.take(config.cluster().directory(), config.diskFreeBytes()));
            KnownMembers.check(config.cluster());
            Ports.check(config);
            roster = new NodeRoster(config.cluster().nodeId(), SkipList.read(config.cluster().directory()));
            auditor = openAudit(config, failStop);
            egress = new EgressRing(config.rings().egressSlots());
            final EgressReader first = egress.newReader();
            final EgressReader second = egress.newReader(first);
            final EgressReader apart = Runtime.getRuntime().availableProcessors() >= SPARE_CORES
                ? egress.newReader(first) : null;
            egressWatch = apart == null ? new EgressWatch(first, second) : new EgressWatch(first, second, apart);
            egress.gate(apart == null ? new EgressReader[] {second} : new EgressReader[] {second, apart});
            final ClusterLogClient log = new ClusterLogClient(config.cluster());
            ingress = new Ingress(
                SequencerConfig.of(config.cluster().nodeId(), config.rings().underWayMax()),
                new IngressRing(config.rings().ingressSlots(), CommandPort.COMMAND_LENGTH_MAX),
                log,
                new SecureRandom()::nextLong);
            reads = new ReadAgent(first, new ReadModels());
            history = started(HistoryFeed.open(HistoryConfig.of(config.history()), reads::eventSequence));
            sessions = new SessionAgent(second, ingress.answers(), List.of(genesis, roster, auditor));
            directory.removeMarks(config.cluster());
            checkArchive(config, console);
            if (config.cluster().isAlone()) {
                history.requireJournal(config.cluster().directory(), config.history());
            }
            run(reads);
            run(sessions);
            if (apart == null) {
                sessions.add(history);
            } else {
                run(new ConsumerAgent("history-feed", apart, history));
            }
            member = started(ClusterMember.launch(config.cluster(), core, egress::publish, coreQueries, failStop,
                text -> {
                    requireWanted(unwanted);
                    console.println(text);
                }));
            history.refillFrom(new JournalRefill(
                config.cluster().directory(), core, member.condition()::appliedPosition));
            auditor.tellThrough(ingress);
            run(auditor);
            run(new SequencerAgent(ingress.sequencer(), log));
        } catch (final Throwable failed) {
            closeStarted();
            throw failed;
        }
    }

    /**
     * Starts a node and waits until it has replayed its log, joined its cluster and has its genesis.
     *
     * @param console where waiting is told
     * @throws StartException if it cannot start, with the reason in one sentence
     */
    public static Node start(
        final NodeConfig config,
        final StateMachine.Factory core,
        final FailStop failStop,
        final PrintStream console) {
        return start(config, core, failStop, () -> false, console);
    }

    /**
     * As above, and gives up as soon as {@code unwanted}.
     *
     * @throws StartException if it cannot start or is unwanted
     */
    public static Node start(
        final NodeConfig config,
        final StateMachine.Factory core,
        final FailStop failStop,
        final BooleanSupplier unwanted,
        final PrintStream console) {
        while (true) {
            final Node node = new Node(config, core, failStop, unwanted, console);
            try {
                if (node.awaitReady(unwanted, console)) {
                    return node;
                }
            } catch (final Throwable failed) {
                node.close();
                throw failed;
            }
            node.close();
            console.println("This member, which may not vote before it has what the others have, has no leader: it was "
                + "lost meanwhile, or cluster.members of the others lacks it. It starts again and waits for them.");
        }
    }

    private static Auditor openAudit(final NodeConfig config, final FailStop failStop) {
        try {
            return Auditor.open(config.cluster().directory(), config.cluster().nodeId(), failStop);
        } catch (final IOException | IllegalArgumentException unusable) {
            throw new StartException("The audit cannot go on: " + unusable.getMessage());
        }
    }

    private static void checkArchive(final NodeConfig config, final PrintStream console) {
        try {
            ArchiveCheck.run(config.cluster().directory(), console::println);
        } catch (final JournalException damaged) {
            throw new StartException(damaged.getMessage());
        }
    }

    private <T extends AutoCloseable> T started(final T part) {
        started.push(part);
        return part;
    }

    private void run(final Agent agent) {
        final AgentRunner runner = started(new AgentRunner(
            config.cluster().idle().newStrategy(),
            error -> {
                throw failStop.stop("running the thread " + agent.roleName(), error);
            },
            null,
            agent));
        AgentRunner.startOnThread(runner, Thread::new);
    }

    /** Answers {@code false} if there is no way on but to start again. */
    private boolean awaitReady(final BooleanSupplier unwanted, final PrintStream console) {
        long target = -1;
        long toldNanos = System.nanoTime();
        while (!ready) {
            requireWanted(unwanted);
            if (member.isStranded()) {
                return false;
            }
            if (target < 0 && member.isElectionClosed()) {
                target = member.commitPosition();
            }
            final boolean replayed = target >= 0
                && member.condition().appliedPosition() >= target && sessions.isDrained();
            final boolean mayVote = replayed && member.letVote();
            if (replayed) {
                roster.announce(ingress);
            }
            ready = mayVote && ingress.sequencer().isReady() && genesis.ensure(ingress);
            if (System.nanoTime() - toldNanos > TELL_NANOS) {
                toldNanos = System.nanoTime();
                console.println(waitsFor(target, replayed));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        ingress.openWhile(this::takesCommands);
        return true;
    }

    private static void requireWanted(final BooleanSupplier unwanted) {
        if (unwanted.getAsBoolean()) {
            throw new StartException("The start was broken off.");
        }
    }

    private String waitsFor(final long target, final boolean replayed) {
        if (target < 0) {
            return "Waiting for the cluster: " + config.cluster().members().size() + " members, "
                + (member.needsAll() ? "all must run the first time." : "a majority must run.");
        }
        return replayed || member.condition().appliedPosition() >= target
            ? "Waiting for the log to answer."
            : "Replaying the log: %,d of %,d bytes.".formatted(member.condition().appliedPosition(), target);
    }

    private boolean takesCommands() {
        return ready && !diskLow && !isStale() && roster.difference() == null;
    }

    private boolean isStale() {
        return freshness.isStale(System.nanoTime(), reads.logTimeNanos(), silenceNanos());
    }

    /** Notes how old what is applied is. Monitor's thread, some fifty times a second. */
    void noteFreshness() {
        freshness.note(System.nanoTime(), reads.logTimeNanos(), silenceNanos(), member.isElectionClosed(),
            member.condition().appliedPosition(), member.commitPosition());
    }

    private long silenceNanos() {
        return System.nanoTime() - ingress.answers().lastEntryNanos();
    }

    /** Seconds since the last log entry was seen. */
    double silenceSeconds() {
        return silenceNanos() / 1e9;
    }

    /** The way into the log. */
    public CommandPort commands() {
        return ingress;
    }

    /** Reads. */
    public NodeQueries queries() {
        return new NodeQueries() {
            @Override
            public boolean submit(final Query query) {
                return reads.submit(query);
            }

            @Override
            public AgentLimits agentLimits(final Address address) {
                return reads.agentLimits(address);
            }

            @Override
            public NodeStatus status() {
                return Node.this.status();
            }
        };
    }

    /** Queues a read that needs more than views; {@code false} if the queue is full. */
    public boolean ask(final Consumer<ReadModels> question) {
        return reads.submit(state -> question.accept((ReadModels) state));
    }

    private NodeStatus status() {
        return new NodeStatus(
            ready, isStale(), member.condition().isLeader(), reads.eventSequence(), reads.logTimeNanos());
    }

    /** From the next command on, {@code listener} sees all events. */
    public void listen(final EventListener listener) {
        sessions.add(listener);
    }

    /** What happened, from the history store. */
    public HistoryReader history() {
        return history.store();
    }

    HistoryStore historyStore() {
        return history.store();
    }

    /** Questions to the state machine itself. */
    public CoreQueries core() {
        return coreQueries;
    }

    /** This node's member of the cluster. */
    public ClusterMember member() {
        return member;
    }

    /** The configuration it was started with. */
    public NodeConfig config() {
        return config;
    }

    /** What the nodes have announced. */
    NodeRoster roster() {
        return roster;
    }

    /** The audit of this node's journal. */
    Auditor auditor() {
        return auditor;
    }

    /** Announces this node again if it numbers anew. Monitor's thread. */
    void announce() {
        roster.announce(ingress);
    }

    /** Stops the process; does not return. */
    RuntimeException stop(final String where, final Throwable cause) {
        return failStop.stop(where, cause);
    }

    /** Looks at the disk: orders are refused while too little is free. */
    void checkDisk() {
        if (!directory.hasArchive(config.cluster())) {
            throw stop("looking at the disk", new IllegalStateException(
                config.cluster().archiveDirectory() + " is gone: what is recorded would be lost with this process"));
        }
        diskLow = directory.freeBytes() < config.diskFreeBytes();
    }

    long diskFreeBytes() {
        return directory.freeBytes();
    }

    int queriesWaiting() {
        return reads.waiting();
    }

    Ingress ingress() {
        return ingress;
    }

    /** Stops the process if a consumer of the events stands still. Monitor's thread, about every second. */
    void requireConsumers() {
        if (egressWatch.isStalled()) {
            throw stop("consuming events", new IllegalStateException(
                "a consumer of the egress ring stood still for some seconds though events waited"));
        }
    }

    EgressRing egress() {
        return egress;
    }

    /** Takes no more commands and waits, for at most three seconds, until those under way are done. */
    public void drain() {
        ingress.close();
        final long deadline = System.nanoTime() + DRAIN_LIMIT_NANOS;
        while (ready && ingress.underWay() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Sequencer, cluster, sessions, history, read models, directory: in this order. */
    @Override
    public void close() {
        drain();
        ready = false;
        closeStarted();
    }

    private void closeStarted() {
        while (!started.isEmpty()) {
            CloseHelper.quietClose(started.pop());
        }
    }
}
