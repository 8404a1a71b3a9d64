package steelyard.bench.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A whole recorded flow at once, from the same state each time. In the time: decoding, authority, margin, matching,
 * settlement, invariants, the encoding of events, and the state hash, mixed in every 10,000 commands. Not in it: the
 * log, and whatever becomes of the events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExchangeBenchmark {
    /** Seed of every flow. */
    public static final long SEED = 1;

    /** Markets of the flow. */
    @Param("20")
    private int markets;
    /** Accounts of the flow. */
    @Param("1000")
    private int accounts;
    /** Resting orders of a market. */
    @Param("1000")
    private int ordersPerMarket;
    /** Commands before those that are measured. */
    @Param("400000")
    private int warmUpCommands;
    /** Commands that are measured. */
    @Param("1000000")
    private int commands;
    /** Commands in a second of log time. */
    @Param("100000")
    private int perSecond;

    private RecordedFlow flow;
    private FlowReplay replay;
    private long lengths;

    /** Records the flow. */
    @Setup(Level.Trial)
    public void record() {
        flow = RecordedFlow.record(
            new FlowSize(markets, accounts, ordersPerMarket, warmUpCommands, commands, perSecond), SEED);
    }

    /** An exchange as it was before the flow. */
    @Setup(Level.Iteration)
    public void start() {
        replay = null;
        System.gc();
        replay = flow.replay((batch, offset, length) -> lengths += length).warmUp();
    }

    /** The flow. */
    @Benchmark
    public long apply() {
        replay.run(commands);
        return lengths;
    }

    /** Each run ends in the recorded state. */
    @TearDown(Level.Iteration)
    public void check() {
        replay.requireRecordedEnd();
    }
}
