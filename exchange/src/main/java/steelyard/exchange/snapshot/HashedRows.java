package steelyard.exchange.snapshot;

import steelyard.risk.table.LongRows;

/** A sum of hashes, one for each row, that remembers what each row has put into it. */
final class HashedRows {
    private final LongRows mixedIn = new LongRows(1);
    private long sum;

    /** Replaces the row's hash; 0 for a row that holds nothing. */
    void put(final int row, final long hash) {
        while (mixedIn.limit() <= row) {
            mixedIn.allocate();
        }
        sum += hash - mixedIn.get(row, 0);
        mixedIn.set(row, 0, hash);
    }

    /** The sum of all rows' hashes, modulo 2<sup>64</sup>. */
    long sum() {
        return sum;
    }
}
