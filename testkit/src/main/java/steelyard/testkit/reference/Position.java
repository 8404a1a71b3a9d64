package steelyard.testkit.reference;

/**
 * A position: signed lots, the signed sum of what was paid for it, the cost of what is open and the margin of its own if
 * it is isolated, in micros; the chosen leverage, 0 for none, and whether isolated margin was chosen; what was paid as
 * funding since it was opened, and since its size changed last.
 */
record Position(
    long lots, long quoteMicros, long entryMicros, long isolatedMicros, int chosenLeverage, boolean choseIsolated,
    long fundingSinceOpen, long fundingSinceChange) {

    static final Position NONE = new Position(0, 0, 0, 0, 0, false, 0, 0);

    Position withLeverage(final int leverage, final boolean isolated) {
        return new Position(
            lots, quoteMicros, entryMicros, isolatedMicros, leverage, isolated, fundingSinceOpen, fundingSinceChange);
    }

    Position withIsolated(final long micros) {
        return new Position(lots, quoteMicros, entryMicros, micros, chosenLeverage, choseIsolated, fundingSinceOpen,
            fundingSinceChange);
    }

    Position withFunding(final long paidMicros) {
        return new Position(lots, quoteMicros, entryMicros, isolatedMicros, chosenLeverage, choseIsolated,
            fundingSinceOpen + paidMicros, fundingSinceChange + paidMicros);
    }

    Position with(final long newLots, final long newQuoteMicros, final long newEntryMicros) {
        final boolean isSameSide = Long.signum(newLots) == Long.signum(lots);
        return new Position(newLots, newQuoteMicros, newEntryMicros, isolatedMicros, chosenLeverage, choseIsolated,
            isSameSide ? fundingSinceOpen : 0, newLots == lots ? fundingSinceChange : 0);
    }
}
