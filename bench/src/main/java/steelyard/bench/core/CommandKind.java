package steelyard.bench.core;

/** What a recorded command does, as its service time is told. */
public enum CommandKind {
    /** An order that is to rest. */
    PLACE,
    /** An order that takes at once or not at all. */
    TAKE,
    /** Another price or size for a resting order. */
    MODIFY,
    /** A cancel of one resting order. */
    CANCEL,
    /** Prices of all markets. */
    PRICES;

    private static final CommandKind[] VALUES = values();

    /** The kind with this {@link #ordinal}. */
    static CommandKind of(final int ordinal) {
        return VALUES[ordinal];
    }
}
