package steelyard.testkit.reference;

import steelyard.model.Side;

/** Section 11: a size that is traded in slices; prices of 0 are none. */
final class Twap {
    /** How it stands. */
    enum Status { WAITING, FIRED, RUNNING }

    final long id;
    final int accountId;
    final int marketId;
    final Side side;
    final long sizeLots;
    final int flags;
    final int minutes;
    final boolean randomize;
    final long triggerTicks;
    final boolean triggerAbove;
    final long stopTicks;
    Status status = Status.WAITING;
    long armingSequence;
    long startNanos;
    long slices;
    long intervalNanos;
    long nextSlice = 1;
    long executedLots;
    long executedMicros;

    Twap(
        final long id,
        final int accountId,
        final int marketId,
        final Side side,
        final long sizeLots,
        final int flags,
        final int minutes,
        final boolean randomize,
        final long triggerTicks,
        final boolean triggerAbove,
        final long stopTicks) {
        this.id = id;
        this.accountId = accountId;
        this.marketId = marketId;
        this.side = side;
        this.sizeLots = sizeLots;
        this.flags = flags;
        this.minutes = minutes;
        this.randomize = randomize;
        this.triggerTicks = triggerTicks;
        this.triggerAbove = triggerAbove;
        this.stopTicks = stopTicks;
    }

    boolean firesAt(final long markTicks) {
        return triggerTicks != 0 && (triggerAbove ? markTicks >= triggerTicks : markTicks <= triggerTicks);
    }

    boolean isStoppedAt(final long markTicks) {
        return stopTicks != 0 && (side == Side.BUY ? markTicks >= stopTicks : markTicks <= stopTicks);
    }
}
