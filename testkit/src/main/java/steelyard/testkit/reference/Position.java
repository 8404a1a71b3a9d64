package steelyard.testkit.reference;

/**
 * A position: signed lots, the signed sum of what was paid for it, the cost of what is open and the margin of its own if
 * it is isolated, in micros; the chosen leverage, 0 for none, and whether isolated margin was chosen.
 */
record Position(
    long lots, long quoteMicros, long entryMicros, long isolatedMicros, int chosenLeverage, boolean choseIsolated) {

    static final Position NONE = new Position(0, 0, 0, 0, 0, false);

    Position withLeverage(final int leverage, final boolean isolated) {
        return new Position(lots, quoteMicros, entryMicros, isolatedMicros, leverage, isolated);
    }

    Position withIsolated(final long micros) {
        return new Position(lots, quoteMicros, entryMicros, micros, chosenLeverage, choseIsolated);
    }

    Position with(final long newLots, final long newQuoteMicros, final long newEntryMicros) {
        return new Position(newLots, newQuoteMicros, newEntryMicros, isolatedMicros, chosenLeverage, choseIsolated);
    }
}
