package steelyard.exchange.state;

/**
 * Counts changes of what a market asks of orders, prices and margin aside: its specification and state, parameters, kill
 * switches. Not state: it only tells whether what was worked out is out of date.
 */
final class OrderRules {
    private long version = 1;

    /** Something has changed. */
    void changed() {
        version++;
    }

    /** Number of changes, from 1. */
    long version() {
        return version;
    }
}
