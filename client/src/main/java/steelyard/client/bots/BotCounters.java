package steelyard.client.bots;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import steelyard.client.OrderStatus;

/** Counts what all bots of a fleet do. For the bots' thread. */
final class BotCounters {
    private static final Pattern NUMBER = Pattern.compile("(0x[0-9a-fA-F]+|\\d[\\d.]*\\d|\\d)");

    private static final long ANSWER_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private final TreeMap<String, Long> rejects = new TreeMap<>();
    private long orders;
    private long modifications;
    private long cancels;
    private long rested;
    private long filled;
    private long canceled;
    private long fills;
    private long volumeMicros;
    private final Histogram answerNanos = new Histogram(ANSWER_NANOS_MAX, 3);

    void onOrders(final int count) {
        orders += count;
    }

    void onModifications(final int count) {
        modifications += count;
    }

    void onCancels(final int count) {
        cancels += count;
    }

    void onStatus(final OrderStatus status) {
        switch (status) {
            case OrderStatus.Resting resting -> rested++;
            case OrderStatus.Filled fill -> filled++;
            case OrderStatus.Accepted accepted -> canceled++;
            case OrderStatus.Rejected rejected -> onReject(rejected.error());
        }
    }

    /** An action was answered after so long. */
    void onAnswer(final long nanos) {
        answerNanos.recordValue(Math.min(nanos, ANSWER_NANOS_MAX));
    }

    void onReject(final String text) {
        rejects.merge(NUMBER.matcher(text).replaceAll("#"), 1L, Long::sum);
    }

    /** A task that goes on with its next run after a failure, which is counted. */
    Runnable guarding(final Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (final RuntimeException failure) {
                onReject("bot failed: " + failure);
            }
        };
    }

    void onFill(final long notionalMicros) {
        fills++;
        volumeMicros += notionalMicros;
    }

    BotSummary summary() {
        return new BotSummary(orders, modifications, cancels, rested, filled, canceled, new TreeMap<>(rejects), fills,
            volumeMicros, new BotSummary.Answers(answerNanos.getTotalCount(), answerNanos.getValueAtPercentile(50),
                answerNanos.getValueAtPercentile(99), answerNanos.getValueAtPercentile(99.9)));
    }
}
