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
    ACCOUNTS_MAX(9, 16_000_000, 16, 16_000_000),
    /** Most orders of all accounts that rest or wait for a price. */
    ORDERS_MAX(10, 10_000_000, 1, 100_000_000),
    /** Most steps of the house's work before a command, and after it. */
    WORK_STEPS_MAX(20, 256, 1, 4_096),
    /** Open orders that an account may have whatever it traded, and beyond which it places no trigger orders. */
    OPEN_ORDERS_BASE(21, 1_000, 1, 100_000),
    /** Most open orders of an account. */
    OPEN_ORDERS_MAX(22, 5_000, 1, 100_000),
    /** Volume for which an account may have one more open order, in micros; 0: none. */
    OPEN_ORDERS_VOLUME_MICROS(23, 5_000_000_000_000L, 0, 1L << 60),
    /** Largest value of an IOC order in a market of 25x and more, in micros; 0: no limit. */
    MARKET_VALUE_25_MICROS(24, 30_000_000_000_000L, 0, 1L << 56),
    /** Largest value of an IOC order in a market of 20x to 24x, in micros; 0: no limit. */
    MARKET_VALUE_20_MICROS(25, 5_000_000_000_000L, 0, 1L << 56),
    /** Largest value of an IOC order in a market of 10x to 19x, in micros; 0: no limit. */
    MARKET_VALUE_10_MICROS(26, 2_000_000_000_000L, 0, 1L << 56),
    /** Largest value of an IOC order in a market of less than 10x, in micros; 0: no limit. */
    MARKET_VALUE_1_MICROS(27, 500_000_000_000L, 0, 1L << 56),
    /** How many times the value of an IOC order another order may have; 0: no limit. */
    LIMIT_VALUE_MULTIPLE(28, 10, 0, 1_000),
    /** How far from the mark a trigger order at the market's price may trade, as a rate in nanos. */
    TRIGGER_SLIPPAGE_NANOS(29, 100_000_000, 0, 1_000_000_000),
    /** 0: an order trades with those of every other account; 1: only with those of other owners. */
    SELF_TRADE_SCOPE(30, 0, 0, 1),
    /** How far ahead a scheduled cancel must be, in milliseconds. */
    SCHEDULED_CANCEL_DELAY_MILLIS(31, 5_000, 0, 86_400_000),
    /** Most scheduled cancels of an account that come true on one day. */
    SCHEDULED_CANCELS_PER_DAY(32, 10, 1, 1_000_000),
    /** Volume that an account must have traded before it may schedule a cancel, in micros. */
    SCHEDULED_CANCEL_VOLUME_MICROS(33, 0, 0, 1L << 60),
    /** Shortest time between two slices of a TWAP, in milliseconds. */
    TWAP_SLICE_MILLIS(34, 30_000, 1_000, 3_600_000),
    /** Smallest value of a slice of a TWAP, in micros. */
    TWAP_SLICE_VALUE_MICROS(35, 10_000_000, 1, 1L << 50),
    /** Smallest value of a TWAP, in micros. */
    TWAP_VALUE_MIN_MICROS(36, 100_000_000, 0, 1L << 50),
    /** How far from the mark a slice of a TWAP may trade, as a rate in nanos. */
    TWAP_SLIPPAGE_NANOS(37, 30_000_000, 0, 1_000_000_000),
    /** Most TWAPs of an account at a time. */
    TWAPS_MAX(38, 100, 0, 10_000),
    /** Time between two indications of an auction's price, in milliseconds. */
    AUCTION_INDICATION_MILLIS(39, 1_000, 100, 3_600_000),

    /** 1: margin sets are watched and liquidated. */
    LIQUIDATION(40, 0, 0, 1),
    /** Share of the offset between positions that portfolio margin keeps, in 10<sup>-4</sup>. */
    PORTFOLIO_KEPT_E4(41, 2_000, 1_000, 10_000),
    /** Initial over maintenance margin of a portfolio, in 10<sup>-4</sup>. */
    PORTFOLIO_INITIAL_E4(42, 17_500, 10_000, 50_000),
    /** Least equity to choose portfolio margin, in micros. */
    PORTFOLIO_ENTRY_MICROS(43, 10_000_000_000L, 0, 1L << 56),
    /** Equity below which new risk falls back to standard rules, in micros. */
    PORTFOLIO_STAY_MICROS(44, 5_000_000_000L, 0, 1L << 56),
    /** Equity above which new risk falls back to standard rules, in micros. */
    PORTFOLIO_EQUITY_MAX_MICROS(45, 25_000_000_000_000L, 0, 1L << 56),
    /** Markets with more of which new risk falls back to standard rules. */
    PORTFOLIO_MARKETS_MAX(46, 64, 1, 511),
    /** Exposure with orders in one market above which new risk falls back to standard rules, in whole USDC. */
    PORTFOLIO_EXPOSURE_MAX_USDC(47, 100_000_000, 1, 1_374_389_534L),
    /** Maintenance margin over equity at which a margin set is warned, in 10<sup>-4</sup>. */
    WARN_E4(48, 8_000, 5_000, 10_000),
    /** Equity over maintenance margin that a partial close aims at, in 10<sup>-4</sup>. */
    TARGET_E4(49, 11_000, 10_000, 20_000),
    /** Equity over maintenance margin below which positions are taken over, in millionths. */
    TAKEOVER_E6(50, 666_667, 0, 1_000_000),
    /** Notional above which a slice is only a share of the position, in whole USDC. */
    SLICE_USDC(51, 100_000, 0, 1L << 40),
    /** That share, in 10<sup>-4</sup>. */
    SLICE_E4(52, 2_000, 1, 10_000),
    /** Slices without a fill before positions are taken over. */
    ROUNDS_MAX(53, 3, 1, 100),
    /** How long a margin set waits after such a slice, or for a fresh price. */
    ROUND_MILLIS(54, 1_000, 1, 60_000),
    /** Liquidation fee, as a share of the maintenance rate in 10<sup>-4</sup>. */
    LIQUIDATION_FEE_E4(55, 2_000, 0, 10_000),
    /** The maker's share of it, in 10<sup>-4</sup>. */
    LIQUIDATION_MAKER_E4(56, 3_000, 0, 10_000),
    /** Most looks at margin sets in one command. */
    LOOKS_MAX(57, 256, 1, 4_096),
    /** Most steps of liquidation in one command. */
    STEPS_MAX(58, 16, 1, 256),
    /** Most accounts that a sweep passes in one command. */
    SWEEP_MAX(59, 1_024, 1, 65_536),
    /** Largest drop of the insurance fund below its peak of eight hours, in 10<sup>-4</sup>. */
    FUND_DROP_E4(60, 3_000, 0, 10_000),
    /** What a fill that relieves the backstop pays less, in percent. */
    BACKSTOP_REBATE_PERCENT(61, 50, 0, 100),
    /** How long a new scenario matrix is phased in. */
    PHASE_HOURS(62, 24, 1, 168),
    /** Time between two slices of what the backstop unwinds, in milliseconds; 0: it unwinds nothing. */
    UNWIND_MILLIS(63, 0, 0, 86_400_000),
    /** Largest notional of such a slice, in whole USDC. */
    UNWIND_USDC(64, 100_000, 1, 1L << 40),
    /** How far from the mark such a slice may trade, in millionths. */
    UNWIND_BAND_E6(65, 1_000, 0, 500_000),

    /** Most sub-accounts of an account. */
    SUB_ACCOUNTS_MAX(80, 10, 0, 1_000),
    /** What a transfer to an address without an account costs besides, in micros. */
    ACTIVATION_FEE_MICROS(81, 1_000_000, 0, 1L << 40),
    /** What a withdrawal costs, in micros. */
    WITHDRAWAL_FEE_MICROS(82, 1_000_000, 0, 1L << 40),
    /** Most pending withdrawals of an account. */
    WITHDRAWALS_MAX(83, 16, 1, 1_000),
    /** Largest fee that an order may owe a builder, in tenths of a basis point. */
    BUILDER_FEE_MAX(84, 100, 0, 1_000),
    /** Most builders that an account may have approved at a time. */
    BUILDERS_MAX(85, 10, 0, 100),
    /** Least equity of a builder that is approved, in micros. */
    BUILDER_EQUITY_MIN_MICROS(86, 100_000_000, 0, 1L << 50),
    /** What a reserved request costs, in micros. */
    REQUEST_PRICE_MICROS(87, 500, 0, 1L << 40),

    /** Least rewards that a referrer may claim, in micros. */
    REWARDS_CLAIM_MIN_MICROS(94, 1_000_000, 1, 1L << 40),
    /** Volume of a referred account up to which its referrer has a share of its fees, in micros. */
    REFERRAL_SHARE_VOLUME_MICROS(95, 1_000_000_000_000_000L, 0, 1L << 60),
    /** That share, in 10<sup>-4</sup>. */
    REFERRAL_SHARE_E4(96, 1_000, 0, 10_000),
    /** Volume up to which a referred account has a discount, in micros. */
    REFERRAL_DISCOUNT_VOLUME_MICROS(97, 25_000_000_000_000L, 0, 1L << 60),
    /** That discount, in 10<sup>-4</sup> of its fee rates. */
    REFERRAL_DISCOUNT_E4(98, 400, 0, 10_000),
    /** What an account must have traded to get a code, in micros. */
    REFERRAL_VOLUME_MICROS(99, 10_000_000_000L, 0, 1L << 60);

    /** Ids are below this. */
    public static final int ID_LIMIT = 128;

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
