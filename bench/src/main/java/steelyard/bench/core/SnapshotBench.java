package steelyard.bench.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import steelyard.bench.Figures;
import steelyard.exchange.Exchange;
import steelyard.protocol.ArrayBuffer;

/**
 * A snapshot of many resting orders: how long it stops the exchange, how long loading it takes, and whether the first
 * commands afterwards are as fast as they would have been.
 */
public final class SnapshotBench {
    /** A million resting orders. */
    public static final FlowSize USUAL = new FlowSize(20, 1_000, 50_000, 400_000, 400_000, 100_000);

    private static final int MESSAGE_LENGTH = 64 * 1024;
    private static final int FIRST_COMMANDS = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    private final FlowSize size;
    private final int rounds;
    private long lengths;

    /** A run over a state of this size, so many times. */
    public SnapshotBench(final FlowSize size, final int rounds) {
        this.size = size;
        this.rounds = rounds;
    }

    /** Measures. */
    public void run(final Figures figures) {
        final RecordedFlow flow = RecordedFlow.record(size, ExchangeBenchmark.SEED);
        flow.description().forEach(System.out::println);
        final double[] pauseMillis = new double[rounds];
        final double[] loadMillis = new double[rounds];
        final double[] before = new double[rounds];
        final double[] after = new double[rounds];
        final double[] firstCommand = new double[rounds];
        double mebibytes = 0;
        for (int i = 0; i < rounds; i++) {
            final FlowReplay live = flow.replay((batch, offset, length) -> lengths += length).warmUp();
            live.exchange().stateHash();
            pauseMillis[i] = pauseMillis(live.exchange());
            final List<byte[]> records = records(live.exchange());
            mebibytes = records.stream().mapToLong(record -> record.length).sum() / BYTES_PER_MEBIBYTE;
            final long start = System.nanoTime();
            final Exchange loaded = FlowReplay.load(records, (batch, offset, length) -> lengths += length);
            loadMillis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            final FlowReplay restored = live.continuedBy(loaded);
            before[i] = nanosEach(live, 1, FIRST_COMMANDS)[1];
            final double[] first = nanosEach(restored, 1, FIRST_COMMANDS);
            firstCommand[i] = first[0];
            after[i] = first[1];
            requireSame(live, restored);
        }
        System.out.printf("snapshot   %.1f MiB; pause %s ms; load %s ms%n",
            mebibytes, Arrays.toString(pauseMillis), Arrays.toString(loadMillis));
        figures.figure("snapshot.size", mebibytes, "MiB");
        figures.figure("snapshot.pause", median(pauseMillis), "ms");
        figures.figure("snapshot.pause-per-mib", median(pauseMillis) / mebibytes, "ms/MiB");
        figures.figure("snapshot.load", median(loadMillis), "ms");
        figures.figure("snapshot.first-commands-live", median(before), "ns/order");
        figures.figure("snapshot.first-commands-restored", median(after), "ns/order");
        figures.figure("snapshot.first-command-restored", median(firstCommand), "ns");
    }

    /** As the server takes it: batches of records, copied as messages are. */
    private double pauseMillis(final Exchange exchange) {
        final ArrayBuffer message = new ArrayBuffer(MESSAGE_LENGTH);
        final long start = System.nanoTime();
        exchange.snapshotInBatches((batch, offset, length) -> {
            message.putBytes(0, batch, offset, length);
            lengths += length;
        });
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static List<byte[]> records(final Exchange exchange) {
        final List<byte[]> records = new ArrayList<>();
        exchange.snapshot((buffer, offset, length) -> {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            records.add(bytes);
        });
        return records;
    }

    /** The first command's time, and the mean of those after it. */
    private static double[] nanosEach(final FlowReplay replay, final int first, final int others) {
        final long start = System.nanoTime();
        replay.run(first);
        final long afterFirst = System.nanoTime();
        replay.run(others);
        return new double[] {afterFirst - start, (System.nanoTime() - afterFirst) / (double) others};
    }

    private static void requireSame(final FlowReplay live, final FlowReplay restored) {
        if (live.exchange().stateHash().total() != restored.exchange().stateHash().total()) {
            throw new IllegalStateException("the restored exchange went another way");
        }
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
