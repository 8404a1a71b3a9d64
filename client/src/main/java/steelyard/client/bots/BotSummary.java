package steelyard.client.bots;

import java.util.SortedMap;

/**
 * What a fleet has done.
 *
 * @param orders        orders sent
 * @param modifications modifications sent
 * @param cancels       cancels sent
 * @param rested        orders and modifications answered as resting
 * @param filled        orders and modifications answered as filled
 * @param canceled      cancels answered with success
 * @param rejects       refusals by the server's text, its numbers replaced by {@code #}; lost connections likewise
 * @param fills         fills of all bots; a trade between two of them is two
 * @param volumeMicros  their value in micro-USDC
 * @param answers       how long answers took
 */
public record BotSummary(
    long orders,
    long modifications,
    long cancels,
    long rested,
    long filled,
    long canceled,
    SortedMap<String, Long> rejects,
    long fills,
    long volumeMicros,
    Answers answers) {

    /**
     * Time from handing an action to the socket to its answer on the bots' thread, in nanoseconds.
     *
     * @param count  actions answered
     * @param median half of them took no longer
     * @param p99    99 % of them took no longer
     * @param p999   99.9 % of them took no longer
     */
    public record Answers(long count, long median, long p99, long p999) {
    }

    /** All refusals. */
    public long rejected() {
        return rejects.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Some lines for a terminal. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder()
            .append("orders %,d, modifications %,d, cancels %,d%n".formatted(orders, modifications, cancels))
            .append("answered: resting %,d, filled %,d, canceled %,d, refused %,d%n"
                .formatted(rested, filled, canceled, rejected()))
            .append("fills %,d worth %,d USDC%n".formatted(fills, volumeMicros / 1_000_000));
        rejects.forEach((reason, count) -> text.append("%,9d  %s%n".formatted(count, reason)));
        return text.toString();
    }
}
