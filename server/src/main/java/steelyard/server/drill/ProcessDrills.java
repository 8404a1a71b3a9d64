package steelyard.server.drill;

import java.io.IOException;
import java.util.List;
import steelyard.server.local.LocalNode;

/** Drills with nodes that are killed, stopped or restarted. */
final class ProcessDrills {
    static final int SETTLED_ANSWERS = 10;
    private static final long PAUSE_MILLIS = 5_000;
    private static final long SILENCE_MILLIS = 3_000;
    private static final long RESTART_SECONDS = 90;

    private ProcessDrills() {
    }

    static void killLeader(final DrillField field) throws IOException, InterruptedException {
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

    static long kill(final LocalNode node) throws InterruptedException {
        final long now = System.nanoTime();
        node.process().kill();
        node.process().awaitEnd(SILENCE_MILLIS);
        return now;
    }

    static void killFollower(final DrillField field) throws IOException, InterruptedException {
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

    static void killMajority(final DrillField field) throws IOException, InterruptedException {
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

    static void killAll(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            field.count();
            field.tell("kill %d of %d: all nodes", time, field.options().times());
            final long killed = System.nanoTime();
            field.cluster().nodes().forEach(node -> node.process().kill());
            for (final LocalNode node : field.cluster().nodes()) {
                field.awaitEnd(node);
                field.startAgain(node);
            }
            field.awaitReady();
            field.awaitAnswers(field.cluster().nodes(), SETTLED_ANSWERS, killed);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() >= field.options().times(), "There were fewer elections than kills.");
    }

    static void pauseLeader(final DrillField field) throws IOException, InterruptedException {
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

    static void pauseFollower(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode follower = field.others(field.leader()).getFirst();
            field.count();
            field.tell("pause %d of %d: node %d, which follows", time, field.options().times(), follower.id());
            final long paused = System.nanoTime();
            follower.process().pause();
            field.sleepMillis(PAUSE_MILLIS);
            field.noteOutage(field.others(follower), paused);
            final long resumed = System.nanoTime();
            follower.process().resume();
            field.awaitReady();
            field.awaitAnswers(field.cluster().nodes(), SETTLED_ANSWERS, resumed);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() == 0, "The pause of a follower led to an election.");
    }

    static void restartOneByOne(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final long start = System.nanoTime();
            field.count();
            field.cluster().restartOneByOne(field::tell, RESTART_SECONDS);
            field.noteOutage(field.cluster().nodes(), start);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() > 0, "No leader was replaced.");
    }
}
