package steelyard.exchange.risk;

/** The position of a portfolio that gives the most for what closing it costs, of those that were offered. */
final class SliceCandidate {
    private static final int NONE = -1;

    private int marketId = NONE;
    private long gain;
    private long cost;
    private long lots;

    void clear() {
        marketId = NONE;
    }

    boolean isThere() {
        return marketId != NONE;
    }

    /** Offers lots of a position, if any: the first of the best stays. Rates in nanos. */
    void offer(final int itsMarketId, final long itsGain, final long itsCost, final long itsLots) {
        if (itsLots > 0 && (!isThere() || itsGain * (cost + 1) > gain * (itsCost + 1))) {
            marketId = itsMarketId;
            gain = itsGain;
            cost = itsCost;
            lots = itsLots;
        }
    }

    int marketId() {
        return marketId;
    }

    long gain() {
        return gain;
    }

    long cost() {
        return cost;
    }

    long lots() {
        return lots;
    }
}
