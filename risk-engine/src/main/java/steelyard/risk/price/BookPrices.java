package steelyard.risk.price;

/** What mark prices need of a market's book. Prices in ticks. */
public interface BookPrices {
    /** Whether the book has a bid and an ask that count: bid below ask, and orders may meet. */
    boolean counts(int marketId);

    /** The best bid of a book that counts. */
    long bidTicks(int marketId);

    /** The best ask of a book that counts. */
    long askTicks(int marketId);

    /** Whether anything was traded. */
    boolean hasLast(int marketId);

    /** The price of the last trade. */
    long lastTicks(int marketId);
}
