package steelyard.model;

/**
 * Numbers of one market that the risk rules read, beside its specification. They enter through the log, one market's at
 * a time, and are part of the snapshot. Ids are on the wire; none is ever reused. Every default leaves the feature out.
 * {@code docs/risk-rules.md#1-parameters}.
 */
public enum MarketParameter {
    /** Notional above which the second margin tier starts, in whole USDC; 0: there is none. */
    TIER_1_FROM_USDC(1, 0, 0, 72_000_000_000L),
    /** Largest leverage of the second margin tier. */
    TIER_1_LEVERAGE(2, 0, 0, 1_000),
    /** Notional above which the third margin tier starts, in whole USDC; 0: there is none. */
    TIER_2_FROM_USDC(3, 0, 0, 72_000_000_000L),
    /** Largest leverage of the third margin tier. */
    TIER_2_LEVERAGE(4, 0, 0, 1_000),
    /** Notional above which the fourth margin tier starts, in whole USDC; 0: there is none. */
    TIER_3_FROM_USDC(5, 0, 0, 72_000_000_000L),
    /** Largest leverage of the fourth margin tier. */
    TIER_3_LEVERAGE(6, 0, 0, 1_000),
    /** 0: cross and isolated; 1: isolated only; 2: isolated only, and margin is never taken out again. */
    ISOLATION(7, 0, 0, 2),
    /** Open interest at which initial margin begins to rise, in whole USDC. */
    RAMP_FROM_USDC(8, 0, 0, 72_000_000_000L),
    /** Open interest at which initial margin is the whole notional, in whole USDC; 0: it does not rise. */
    RAMP_TO_USDC(9, 0, 0, 72_000_000_000L),
    /** The row of leverage caps per account class that counts here. */
    LEVERAGE_CLASS(10, 0, 0, 15),
    /** Notionals for margin are at least at this price, in ticks; for prices about zero. */
    MARGIN_PRICE_MIN_TICKS(11, 0, 0, 1L << 40),

    /** Own shock of portfolio margin, in 10<sup>-5</sup>; 0: the maintenance rates of the margin tiers. */
    SHOCK_E5(15, 0, 0, 80_000),
    /** Notional above which the second shock counts, in whole USDC; 0: there is none. */
    SHOCK_1_FROM_USDC(16, 0, 0, 72_000_000_000L),
    /** The second shock, in 10<sup>-5</sup>. */
    SHOCK_1_E5(17, 0, 0, 80_000),
    /** Notional above which the third shock counts, in whole USDC; 0: there is none. */
    SHOCK_2_FROM_USDC(18, 0, 0, 72_000_000_000L),
    /** The third shock, in 10<sup>-5</sup>. */
    SHOCK_2_E5(19, 0, 0, 80_000),
    /** Least share of a position's own shock that no hedge takes away, in percent. */
    SCAN_FLOOR_PERCENT(20, 100, 0, 100),
    /** Fee and half spread of closing a position, in 10<sup>-5</sup>. */
    CLOSE_COST_E5(21, 0, 0, 2_000),
    /** What the book takes within two percent, in whole USDC; 0: no charge for depth. */
    DEPTH_USDC(22, 0, 0, 72_000_000_000L),
    /** Price of what is beyond the depth, in 10<sup>-5</sup>. */
    DEPTH_CHARGE_E5(23, 0, 0, 1_000),
    /** Hours of funding that are provided for. */
    PROVISION_HOURS(24, 0, 0, 168),
    /** The calendar of the market's underlying; 0: always open. */
    CALENDAR(25, 0, 0, 255),
    /** What margins are multiplied by when the underlying closes, in percent. */
    CLOSE_PERCENT(26, 100, 100, 500),

    /** 0: the mark is the oracle price; 1: the median of three prices. */
    MARK_METHOD(30, 0, 0, 1),
    /** Largest move of the mark in one update, in millionths; 0: any. */
    MARK_CLAMP_E6(31, 0, 0, 1_000_000),
    /** A source farther than this from the others' median is left out, in millionths; 0: none is. */
    OUTLIER_E6(32, 0, 0, 1_000_000),
    /** A price with a wider confidence than this is not taken, in millionths; 0: any is. */
    CONFIDENCE_MAX_E6(33, 0, 0, 1_000_000),
    /** Largest distance between mark and oracle price, in millionths; 0: any. */
    MARK_BAND_E6(34, 0, 0, 1_000_000),

    /** Notional by which impact prices are measured, in whole USDC; 0: no funding in this market. */
    IMPACT_NOTIONAL_USDC(40, 0, 0, 100_000_000),
    /** Interest of eight hours, in nanos. */
    INTEREST_NANOS(41, 100_000, -10_000_000, 10_000_000),
    /** How far interest pulls the premium, in nanos for eight hours. */
    INTEREST_CLAMP_NANOS(42, 500_000, 0, 100_000_000),
    /** Largest funding rate of an hour, in nanos. */
    FUNDING_CAP_NANOS(43, 40_000_000, 0, 1_000_000_000),
    /** What the funding rate is multiplied by, in percent. */
    FUNDING_PERCENT(44, 100, 0, 1_000),
    /** Funding for crowding: rate of eight hours at full open interest, in nanos; grows and decays with the premium. */
    CROWDING_NANOS(45, 0, 0, 100_000_000),
    /** Funding for the backstop's inventory: rate of eight hours at its cap, in nanos. */
    INVENTORY_NANOS(46, 0, 0, 100_000_000),

    /** What fee rates are multiplied by, in percent. */
    FEE_PERCENT(50, 100, 0, 300),

    /** Farthest limit of a liquidation order from the mark, in millionths. */
    LIQUIDATION_BAND_E6(55, 50_000, 1_000, 500_000),
    /** Largest notional that the backstop holds here, in whole USDC. */
    BACKSTOP_CAP_USDC(56, 0, 0, 72_000_000_000L);

    /** Ids are below this. */
    public static final int ID_LIMIT = 64;

    private static final MarketParameter[] BY_ID = new MarketParameter[ID_LIMIT];

    static {
        for (final MarketParameter parameter : values()) {
            BY_ID[parameter.id] = parameter;
        }
    }

    private final int id;
    private final long defaultValue;
    private final long min;
    private final long max;

    MarketParameter(final int id, final long defaultValue, final long min, final long max) {
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
    public static MarketParameter of(final int id) {
        return id >= 0 && id < ID_LIMIT ? BY_ID[id] : null;
    }
}
