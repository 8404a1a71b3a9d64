package steelyard.oracle;

/**
 * One origin of prices. The exchange's quorum counts sources, so two sources must not share an id, on any node; the
 * same source on several nodes keeps its id.
 *
 * <p>Polled by one thread. A poll never waits: a source that listens to a network keeps the last prices in memory and
 * hands them over here.
 */
public interface PriceSource {
    /** The source's number in the log, 1 to 65535. */
    int sourceId();

    /** What logs and metrics call it. */
    String name();

    /**
     * Hands over what is new, at most one price per market.
     *
     * @param nowNanos the time, in nanoseconds since 1970; rises from poll to poll
     */
    void poll(long nowNanos, PriceConsumer consumer);

    /** Whether it will never give another price. */
    default boolean hasEnded() {
        return false;
    }
}
