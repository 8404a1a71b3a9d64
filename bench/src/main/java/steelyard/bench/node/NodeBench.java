package steelyard.bench.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import steelyard.bench.Figures;
import steelyard.bench.core.FlowSize;
import steelyard.bench.core.RecordedFlow;
import steelyard.server.cluster.StateMachine;
import steelyard.server.journal.Replay;

/**
 * Nodes without gateways, beside the same nodes around a core that does nothing: how many commands they bring through
 * the log, one member and three; replay; snapshots of large states; catching up.
 */
public final class NodeBench {
    private static final long SEED = 42;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final long SNAPSHOT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** The first are slower, while what writes them is compiled. */
    private static final int SNAPSHOTS_A_ROUND = 3;
    private static final FlowSize MANY_ORDERS = new FlowSize(20, 1_000, 50_000, 1_000, 1_000, 100_000);
    private static final FlowSize MANY_ACCOUNTS = new FlowSize(1, 1_000_000, 1_000, 1_000, 1_000, 1_000_000);

    private final FlowSize size;
    private final int rounds;
    private final boolean quick;
    private final Progress progress;

    /** A run; {@code quick} shows that it works, not how fast it is. */
    public NodeBench(final boolean quick, final int rounds, final Progress progress) {
        this.progress = progress;
        this.size = quick ? FlowSize.QUICK : FlowSize.USUAL;
        this.rounds = quick ? 1 : rounds;
        this.quick = quick;
    }

    /** Measures some of {@code node} with replay, {@code cluster}, {@code catchup} and {@code snapshot}. */
    public void run(final Set<String> parts, final Figures figures) throws IOException, InterruptedException {
        progress.begin("recording the flow");
        final RecordedFlow flow = RecordedFlow.record(size, SEED, MemberNodes.genesisHash());
        flow.description().forEach(System.out::println);
        if (parts.contains("node")) {
            compare("node", 1, flow, figures);
        }
        if (parts.contains("cluster")) {
            compare("cluster", 3, flow, figures);
        }
        if (parts.contains("catchup")) {
            catchUp(flow, figures);
        }
        if (parts.contains("snapshot")) {
            snapshots("snapshot.pause", quick ? FlowSize.QUICK : MANY_ORDERS, figures);
            snapshots("snapshot.accounts-pause", quick ? FlowSize.QUICK : MANY_ACCOUNTS, figures);
        }
    }

    /** The exchange and the core that does nothing, in turns. */
    private void compare(
        final String name, final int members, final RecordedFlow flow, final Figures figures) throws IOException {
        final List<Double> ours = new ArrayList<>();
        final List<Double> noop = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            progress.begin("%d member(s), run %d of %d", members, round + 1, rounds);
            ours.add(throughput(members, flow, FlowMachine.factory(flow), figures));
            progress.begin("%d member(s) around a core that does nothing, run %d of %d", members, round + 1, rounds);
            noop.add(throughput(members, flow, NoopMachine::new, null));
        }
        figures.figure(name + ".throughput", median(ours), "commands/s");
        figures.figure(name + ".noop-throughput", median(noop), "commands/s");
        figures.ratio(name + ".vs-noop", median(ours) / median(noop));
    }

    private double throughput(
        final int members, final RecordedFlow flow, final StateMachine.Factory core, final Figures replay)
        throws IOException {
        final MemberNodes nodes = new MemberNodes(members, core);
        final double perSecond;
        try (nodes) {
            nodes.start();
            final FlowLoad load = new FlowLoad(flow);
            load.run(nodes.leader().commands(), size.warmUpCommands());
            final ThreadTimes before = ThreadTimes.now();
            perSecond = load.run(nodes.leader().commands(), size.commands());
            final String times = ThreadTimes.now().since(before, size.commands());
            System.out.printf("  %,.0f commands/s; %,d refused, %,d not done%n", perSecond, load.refused(), load.lost());
            System.out.printf("  microseconds of processor a command: %s%n", times);
            require(load.lost() == 0, "commands were not done");
        }
        if (replay != null && members == 1) {
            replay(nodes, core, replay);
        }
        nodes.delete();
        return perSecond;
    }

    private void replay(final MemberNodes nodes, final StateMachine.Factory core, final Figures figures) {
        progress.begin("replay");
        final long[] commands = {0};
        final Replay journal = new Replay(nodes.data(0), core);
        final long start = System.nanoTime();
        journal.run(Long.MAX_VALUE, false, progress -> commands[0] = progress.commands());
        figures.figure("replay.rate", commands[0] / ((System.nanoTime() - start) / 1e9), "commands/s");
    }

    private void catchUp(final RecordedFlow flow, final Figures figures) throws IOException {
        progress.begin("catching up");
        final MemberNodes nodes = new MemberNodes(3, FlowMachine.factory(flow));
        try (nodes) {
            nodes.start();
            final FlowLoad load = new FlowLoad(flow);
            load.run(nodes.leader().commands(), size.warmUpCommands());
            final int follower = nodes.follower();
            nodes.end(follower);
            load.run(nodes.leader().commands(), size.commands());
            final long start = System.nanoTime();
            nodes.start();
            final double seconds = (System.nanoTime() - start) / 1e9;
            figures.figure("catchup.rate", (size.warmUpCommands() + size.commands()) / seconds, "commands/s");
            figures.figure("catchup.seconds", seconds, "s");
        }
        nodes.delete();
    }

    private void snapshots(final String name, final FlowSize large, final Figures figures)
        throws IOException, InterruptedException {
        progress.begin("%s: recording %,d orders, %,d accounts", name, large.markets() * large.ordersPerMarket(),
            large.accounts());
        final RecordedFlow flow = RecordedFlow.record(large, SEED, MemberNodes.genesisHash());
        flow.description().forEach(System.out::println);
        final double mebibytes = flow.snapshot().stream().mapToLong(record -> record.length).sum() / BYTES_PER_MEBIBYTE;
        final MemberNodes nodes = new MemberNodes(1, FlowMachine.factory(flow));
        final List<Double> pauses = new ArrayList<>();
        try (nodes) {
            nodes.start();
            progress.begin(name);
            // What recording the flow has left behind would be collected meanwhile.
            System.gc();
            for (int round = 0; round < rounds * SNAPSHOTS_A_ROUND; round++) {
                pauses.add(snapshot(nodes));
            }
        }
        nodes.delete();
        System.out.printf("  the first pause: %.0f ms%n", pauses.getFirst());
        figures.figure(name + "-ms", median(pauses), "ms");
        figures.figure(name + "-ms-per-mib", median(pauses) / mebibytes, "ms/MiB");
    }

    private static double snapshot(final MemberNodes nodes) throws InterruptedException {
        final long before = nodes.leader().member().snapshotCount();
        final ThreadTimes times = ThreadTimes.now();
        final long start = System.nanoTime();
        require(nodes.leader().member().requestSnapshot(), "no snapshot was taken");
        while (nodes.leader().member().snapshotCount() == before) {
            require(System.nanoTime() - start < SNAPSHOT_LIMIT_NANOS, "the snapshot was not stored");
            TimeUnit.MILLISECONDS.sleep(5);
        }
        final double stored = (System.nanoTime() - start) / NANOS_PER_MILLI;
        final double pause = nodes.leader().member().condition().snapshot().pauseNanos() / NANOS_PER_MILLI;
        System.out.printf("  pause %.0f ms, stored after %.0f ms; microseconds of processor: %s%n",
            pause, stored, ThreadTimes.now().since(times, 1));
        return pause;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static double median(final List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
