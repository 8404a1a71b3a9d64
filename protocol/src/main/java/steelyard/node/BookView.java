package steelyard.node;

/**
 * The best levels of a book at one event, best first. The arrays belong to the reader.
 *
 * @param eventSequence the event
 * @param logTimeNanos  its log time
 */
public record BookView(int marketId, long eventSequence, long logTimeNanos, Levels bids, Levels asks) {
    /**
     * One side; equal indices belong together.
     *
     * @param priceTicks  prices, best first
     * @param lots        size at each price
     * @param orderCounts resting orders at each price
     */
    public record Levels(long[] priceTicks, long[] lots, int[] orderCounts) {
        /** Number of levels. */
        public int size() {
            return priceTicks.length;
        }
    }
}
