package steelyard.server.sequencer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import steelyard.server.cluster.StateMachine;

/**
 * Sequencers, a log and cores on one thread in a time of their own: one seed decides every delay, loss, repeat and
 * crash. A message that is offered travels to the leader, where it may come late, twice, after a later one or not at
 * all; the leader's messages are committed in order; a new leader keeps as much as it happens to have of what was not
 * committed. Clocks are wrong by up to an hour, and the leader's counts. After a while of faults everything runs on
 * without any, until nothing is under way; then every promise is checked.
 */
final class ClusterSimulation {
    /** A committed message. */
    record Entry(byte[] message, long position, long timestampNanos) {
    }

    private record Travelling(int sender, long generation, byte[] message) {
    }

    private static final int NODES = 3;
    private static final int FAULTY_STEPS = 1_500;
    private static final int QUIET_STEPS_MAX = 60_000;
    private static final long STEP_NANOS_MAX = 15_000_000;
    private static final long CLOCK_ERROR_NANOS_MAX = 3_600_000_000_000L;

    private final Random random;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final List<byte[]> uncommitted = new ArrayList<>();
    private final List<Travelling> travelling = new ArrayList<>();
    /** By how much each node's clock is ahead. */
    private final long[] clockErrorNanos;
    private long now = 10_000_000_000_000L;
    private long tokens;
    private int leader;
    private int commands;
    private boolean faulty = true;
    private int crashes;
    private int elections;
    private int losses;
    private int clocksBehind;

    /** {@code factories} gives each node's core. */
    ClusterSimulation(final long seed, final IntFunction<StateMachine.Factory> factories) {
        random = new Random(seed);
        clockErrorNanos = new Random(-seed)
            .longs(NODES, -CLOCK_ERROR_NANOS_MAX, CLOCK_ERROR_NANOS_MAX).toArray();
        for (int id = 0; id < NODES; id++) {
            nodes.add(new SimulatedNode(id, this, factories.apply(id)));
            nodes.get(id).start();
        }
    }

    long now() {
        return now;
    }

    long token() {
        return ++tokens;
    }

    List<Entry> log() {
        return log;
    }

    /** The node that leads, or −1. */
    int leads() {
        return leader;
    }

    /** A node offers a message to the leader. */
    boolean offer(final SimulatedNode sender, final byte[] message) {
        if (leader < 0 || faulty && random.nextInt(20) == 0) {
            return false;
        }
        travelling.add(new Travelling(sender.id, sender.generation, message));
        return true;
    }

    /** Runs to the end; answers what was promised and not kept, or {@code null}. */
    String run() {
        for (int step = 0; step < FAULTY_STEPS; step++) {
            step();
        }
        faulty = false;
        nodes.stream().filter(node -> !node.isRunning).forEach(SimulatedNode::start);
        if (leader < 0) {
            elect();
        }
        for (int step = 0; step < QUIET_STEPS_MAX && !isSettled(); step++) {
            step();
        }
        return isSettled() ? verdict() : "commands are under way for ever";
    }

    private boolean isSettled() {
        return uncommitted.isEmpty() && travelling.isEmpty() && nodes.stream().allMatch(SimulatedNode::isSettled);
    }

    private void step() {
        now += 1 + random.nextLong(faulty ? STEP_NANOS_MAX : STEP_NANOS_MAX / 10);
        final SimulatedNode node = nodes.get(random.nextInt(NODES));
        final int dice = random.nextInt(100);
        if (faulty && dice < 3) {
            fault(node);
        } else if (node.isRunning && dice < 60) {
            work(node, dice);
        } else if (dice < 80) {
            deliver();
        } else if (leader >= 0 && !uncommitted.isEmpty()) {
            commit();
        } else if (leader < 0 && random.nextInt(4) == 0) {
            elect();
        }
    }

    private void work(final SimulatedNode node, final int dice) {
        if (dice < 15 && faulty) {
            node.submit(++commands);
        } else if (dice < 35) {
            node.sequence();
        } else if (dice < 47) {
            node.apply();
        } else {
            node.answer();
        }
    }

    private void fault(final SimulatedNode node) {
        switch (random.nextInt(4)) {
            case 0 -> {
                if (node.isRunning) {
                    crashes++;
                    node.crash();
                    travelling.removeIf(message -> message.sender() == node.id && random.nextBoolean());
                    if (leader == node.id) {
                        loseLeader();
                    }
                }
            }
            case 1 -> loseLeader();
            case 2 -> {
                if (!travelling.isEmpty()) {
                    losses++;
                    travelling.remove(random.nextInt(travelling.size()));
                }
            }
            default -> {
                if (!node.isRunning) {
                    node.start();
                } else {
                    node.generation++;
                }
            }
        }
    }

    /** What was not committed survives up to some point; what travelled is lost or comes late. */
    private void loseLeader() {
        leader = -1;
        final int kept = random.nextInt(uncommitted.size() + 1);
        losses += uncommitted.size() - kept;
        uncommitted.subList(kept, uncommitted.size()).clear();
        travelling.removeIf(message -> random.nextInt(4) > 0);
    }

    private void elect() {
        final List<SimulatedNode> running = nodes.stream().filter(node -> node.isRunning).toList();
        if (running.size() > NODES / 2) {
            leader = running.get(random.nextInt(running.size())).id;
            elections++;
            running.forEach(node -> node.generation++);
        }
    }

    /** A message comes to the leader: of each sender the oldest first, unless there are faults. */
    private void deliver() {
        if (travelling.isEmpty() || leader < 0) {
            return;
        }
        int index = random.nextInt(travelling.size());
        if (!faulty || random.nextInt(10) > 0) {
            final int sender = travelling.get(index).sender();
            index = 0;
            while (travelling.get(index).sender() != sender) {
                index++;
            }
        }
        uncommitted.add(travelling.get(index).message());
        if (!faulty || random.nextInt(20) > 0) {
            travelling.remove(index);
        }
    }

    /** The leader's clock, right or wrong, is the log's. */
    private void commit() {
        final long timestampNanos = now + clockErrorNanos[leader];
        if (!log.isEmpty() && timestampNanos < log.getLast().timestampNanos()) {
            clocksBehind++;
        }
        log.add(new Entry(uncommitted.removeFirst(), 96L * (log.size() + 1), timestampNanos));
    }

    private String verdict() {
        final SimulatedNode first = nodes.getFirst();
        for (final SimulatedNode node : nodes) {
            if (node.core().eventSequence() != first.core().eventSequence()
                || !node.core().hashes().equals(first.core().hashes()) || !node.applied.equals(first.applied)) {
                return "nodes " + node.id + " and 0 differ";
            }
            if (node.wentBack) {
                return "log time went back";
            }
            if (node.appliedTwice > 0) {
                return "a command was applied twice";
            }
        }
        for (final SimulatedNode node : nodes) {
            for (final var told : node.fates.entrySet()) {
                final boolean isApplied = first.applied.contains(told.getKey());
                switch (told.getValue()) {
                    case DONE -> {
                        if (!isApplied) {
                            return "command " + told.getKey() + " was acknowledged and lost";
                        }
                    }
                    case BUSY -> {
                        if (isApplied) {
                            return "command " + told.getKey() + " was refused and applied";
                        }
                    }
                    case NONE -> {
                        return "command " + told.getKey() + " was never answered";
                    }
                    case UNKNOWN, CRASHED -> { }
                }
            }
            int last = 0;
            for (final int command : first.applied) {
                if (node.fates.containsKey(command)) {
                    if (command < last) {
                        return "command " + command + " was applied after " + last + " of the same node";
                    }
                    last = command;
                }
            }
        }
        return null;
    }

    /** Faults that happened, and commands that were sent. */
    int crashes() {
        return crashes;
    }

    int elections() {
        return elections;
    }

    int losses() {
        return losses;
    }

    int commands() {
        return commands;
    }

    /** Messages that the log stamped with an earlier time than the one before. */
    int clocksBehind() {
        return clocksBehind;
    }
}
