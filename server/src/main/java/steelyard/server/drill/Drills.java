package steelyard.server.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.cluster.SkipList;
import steelyard.server.journal.CommandSearch;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.NodeProcess;

/** The drills there are. */
public final class Drills {
    private static final int NODES = 3;
    private static final int SETTLED_ANSWERS = 10;
    private static final long PAUSE_MILLIS = 5_000;
    private static final long SILENCE_MILLIS = 3_000;
    private static final SequencedMap<String, Drill> ALL = all();

    private Drills() {
    }

    private static SequencedMap<String, Drill> all() {
        final SequencedMap<String, Drill> drills = new LinkedHashMap<>();
        drills.put("leader", Drills::killLeader);
        drills.put("follower", Drills::killFollower);
        drills.put("majority", Drills::killMajority);
        drills.put("pause", Drills::pauseLeader);
        drills.put("disk", Drills::wipeDisk);
        drills.put("restart", Drills::restartOneByOne);
        drills.put("poison", Drills::poison);
        return drills;
    }

    /** Names, with what happens. */
    public static Map<String, String> descriptions() {
        final Map<String, String> texts = new LinkedHashMap<>();
        texts.put("leader", "kill -9 of the leader");
        texts.put("follower", "kill -9 of a follower");
        texts.put("majority", "kill -9 of two nodes of three: nothing is acknowledged until one is back");
        texts.put("pause", "the leader stands still for 5 s (SIGSTOP, SIGCONT)");
        texts.put("disk", "a follower loses its disk");
        texts.put("restart", "all nodes are restarted, one by one");
        texts.put("poison", "a command that cannot be applied stops all nodes; it is skipped");
        return texts;
    }

    /**
     * Runs one.
     *
     * @param plan     where; the directory must be new or an earlier drill's
     * @param template configuration of the nodes
     * @throws DrillFailure if something is seen that must not be
     */
    public static void run(
        final String name, final DrillOptions options, final ClusterPlan plan, final Path template,
        final PrintStream out) throws IOException, InterruptedException {
        delete(plan.directory());
        plan.write(template);
        try (DrillField field = new DrillField(new LocalCluster(plan, NodeProcess.Build.own()), options, out)) {
            field.start();
            ALL.get(name).run(field);
            field.finish(name);
        }
    }

    /** Whether there is a drill of this name. */
    public static boolean exists(final String name) {
        return ALL.containsKey(name);
    }

    /** Number of nodes in a drill. */
    public static int nodes() {
        return NODES;
    }

    static void delete(final Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void killLeader(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final List<LocalNode> others = field.others(leader);
            field.count();
            field.tell("kill %d of %d: node %d, which leads", time, field.options().times(), leader.id());
            final long killed = kill(leader);
            field.awaitAnswers(others, SETTLED_ANSWERS, killed);
            awaitNextLeader(field, leader);
            field.sleepMillis(SILENCE_MILLIS);
            field.noteOutage(others, killed);
            field.bringBack(leader);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() >= field.options().times(), "There were fewer elections than kills.");
    }

    private static void awaitNextLeader(final DrillField field, final LocalNode last) throws InterruptedException {
        field.require(field.leader() != last, "A dead node leads.");
    }

    private static long kill(final LocalNode node) throws InterruptedException {
        final long now = System.nanoTime();
        node.process().kill();
        node.process().awaitEnd(SILENCE_MILLIS);
        return now;
    }

    private static void killFollower(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final LocalNode follower = field.others(leader).getFirst();
            field.count();
            field.tell("kill %d of %d: node %d, which follows", time, field.options().times(), follower.id());
            final long killed = kill(follower);
            field.awaitAnswers(field.others(follower), SETTLED_ANSWERS, killed);
            field.sleepMillis(SILENCE_MILLIS);
            field.noteOutage(field.others(follower), killed);
            field.bringBack(follower);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() == 0, "The loss of a follower led to an election.");
    }

    private static void killMajority(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode survivor = field.others(field.leader()).getFirst();
            final List<LocalNode> killed = field.others(survivor);
            field.count();
            field.tell("kill %d of %d: nodes %d and %d", time, field.options().times(),
                killed.get(0).id(), killed.get(1).id());
            for (final LocalNode node : killed) {
                kill(node);
            }
            field.sleepMillis(SILENCE_MILLIS);
            final long alone = System.nanoTime();
            field.sleepMillis(SILENCE_MILLIS);
            field.require(field.ledger().answersSince(survivor.id(), alone) == 0,
                "A node without a majority acknowledged orders.");
            for (final LocalNode node : killed) {
                field.startAgain(node);
            }
            field.awaitReady();
            field.awaitAnswers(field.cluster().nodes(), SETTLED_ANSWERS, System.nanoTime());
            field.sleepMillis(field.options().calmMillis());
        }
    }

    private static void pauseLeader(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final long elections = field.elections();
            field.count();
            field.tell("pause %d of %d: node %d, which leads", time, field.options().times(), leader.id());
            final long paused = System.nanoTime();
            leader.process().pause();
            field.sleepMillis(PAUSE_MILLIS);
            leader.process().resume();
            field.awaitAnswers(field.others(leader), SETTLED_ANSWERS, paused);
            field.noteOutage(field.others(leader), paused);
            field.awaitReady();
            field.require(field.elections() > elections, "Nobody took over.");
            field.sleepMillis(field.options().calmMillis());
        }
    }

    private static void wipeDisk(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode follower = field.others(field.leader()).getFirst();
            field.count();
            field.tell("loss %d of %d: the disk of node %d", time, field.options().times(), follower.id());
            final long killed = kill(follower);
            delete(follower.data());
            field.awaitAnswers(field.others(follower), SETTLED_ANSWERS, killed);
            field.bringBack(follower);
            field.sleepMillis(field.options().calmMillis());
        }
    }

    private static void restartOneByOne(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final long start = System.nanoTime();
            field.count();
            field.cluster().restartOneByOne(field::tell, 90);
            field.noteOutage(field.cluster().nodes(), start);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() > 0, "No leader was replaced.");
    }

    private static void poison(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            field.count();
            field.tell("poison %d of %d", time, field.options().times());
            PoisonClient.send(field.cluster().plan());
            field.await("the end of all nodes",
                () -> field.cluster().nodes().stream().noneMatch(LocalNode::isRunning));
            for (final LocalNode node : field.cluster().nodes()) {
                field.require(node.process().exitStatus() == HaltWithReport.STATUS,
                    "Node " + node.id() + " ended with status " + node.process().exitStatus() + ".");
                final SkipList.Place place = HaltWithReport.lastCommand(node.data());
                SkipList.append(node.data(), place, CommandSearch.find(node.data(), place).command(), "drill");
                field.startAgain(node);
            }
            field.awaitReady();
            field.awaitAnswers(field.cluster().nodes(), SETTLED_ANSWERS, System.nanoTime());
            field.sleepMillis(field.options().calmMillis());
        }
    }
}
