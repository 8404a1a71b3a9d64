package steelyard.model;

/**
 * Exchange-wide numbers that the state machine reads. They enter through the log (genesis, then single changes) and are
 * part of the snapshot. Ids are on the wire; none is ever reused.
 */
public enum Parameter {
    /** Fee of the incoming order, as a rate of the notional in nanos. */
    TAKER_FEE_NANOS(1, 450_000, 0, 10_000_000),
    /** Fee of the resting order, as a rate of the notional in nanos; negative pays the maker. */
    MAKER_FEE_NANOS(2, 150_000, -10_000_000, 10_000_000),
    /** Most fills that one command makes. */
    FILLS_MAX(3, 4_096, 1, 4_096),
    /** Most events that one order or modify action emits; at least three for each entry of the largest action. */
    EVENTS_MAX(4, 16_384, 512, 16_384),
    /** Most orders, cancels or modifications in one action. */
    ACTION_ORDERS_MAX(5, 100, 1, 100),
    /** Most named agents of an account. */
    NAMED_AGENTS_MAX(6, 3, 0, 16),
    /** Most markets. */
    MARKETS_MAX(7, 32_768, 1, 32_768),
    /** Largest single deposit, in micros. */
    DEPOSIT_MAX_MICROS(8, 1L << 50, 1, 1L << 56),
    /** Most accounts, the house accounts included. */
    ACCOUNTS_MAX(9, 16_000_000, 16, 16_000_000);

    /** Ids are below this. */
    public static final int ID_LIMIT = 64;

    private static final Parameter[] BY_ID = new Parameter[ID_LIMIT];

    static {
        for (final Parameter parameter : values()) {
            BY_ID[parameter.id] = parameter;
        }
    }

    private final int id;
    private final long defaultValue;
    private final long min;
    private final long max;

    Parameter(final int id, final long defaultValue, final long min, final long max) {
        this.id = id;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** The value until a command changes it. */
    public long defaultValue() {
        return defaultValue;
    }

    /** Whether the value is within the parameter's range. */
    public boolean allows(final long value) {
        return value >= min && value <= max;
    }

    /** The parameter with this id, or {@code null} if there is none. */
    public static Parameter of(final int id) {
        return id >= 0 && id < ID_LIMIT ? BY_ID[id] : null;
    }
}
