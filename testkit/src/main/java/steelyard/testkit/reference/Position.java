package steelyard.testkit.reference;

/**
 * A position: signed lots, the signed sum of what was paid for it and the cost of what is open, both in micros, and the
 * chosen leverage, 0 for none.
 */
record Position(long lots, long quoteMicros, long entryMicros, int chosenLeverage) {
    static final Position NONE = new Position(0, 0, 0, 0);

    Position withLeverage(final int leverage) {
        return new Position(lots, quoteMicros, entryMicros, leverage);
    }
}
