package steelyard.risk.fee;

import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.risk.margin.Accounts;
import steelyard.risk.market.Markets;
import steelyard.risk.table.LongRows;

/**
 * The rates that accounts pay on the present day. What a schedule gives an account is worked out once a day, when it is
 * first asked for; it is derived and never written anywhere. {@code docs/risk-rules.md#7-fees}. One thread; allocates
 * only when its table grows.
 */
public final class FeeRates {
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int HUNDRED = 100;
    /** Version, day and group for which the rates were worked out, plus one; then both rates. */
    private static final int OF = 0;
    private static final int RATES = 1;
    private static final int FIELDS = 2;
    private static final int VERSION_SHIFT = 32;
    private static final int DAY_SHIFT = 8;

    private final Accounts accounts;
    private final Markets markets;
    private final FeeSchedules schedules;
    private final TradedVolumes volumes;
    private final BaseRates base;
    private final LongRows known = new LongRows(FIELDS);
    private long day;

    /** Rates of these accounts in these markets. */
    public FeeRates(
        final Accounts accounts,
        final Markets markets,
        final FeeSchedules schedules,
        final TradedVolumes volumes,
        final BaseRates base) {
        this.accounts = accounts;
        this.markets = markets;
        this.schedules = schedules;
        this.volumes = volumes;
        this.base = base;
    }

    /** The day of a time, since 1970. */
    public static long day(final long nowNanos) {
        return nowNanos / DAY_NANOS;
    }

    /** It is now this time. */
    public void passTime(final long nowNanos) {
        if (nowNanos - day * DAY_NANOS >= DAY_NANOS) {
            day = day(nowNanos);
        }
    }

    /** The present day, since 1970. */
    public long day() {
        return day;
    }

    /** What the account pays as a taker in the market, as a rate in nanos. */
    public long takerNanos(final int accountId, final int marketId) {
        final FeeSchedule schedule = schedule(accountId);
        final long rate = schedule == null ? base.takerNanos() : (int) (rates(accountId, schedule) >> Integer.SIZE);
        return inMarket(rate, accountId, marketId);
    }

    /** What the account pays as a maker in the market, as a rate in nanos; negative if it is paid. */
    public long makerNanos(final int accountId, final int marketId) {
        final FeeSchedule schedule = schedule(accountId);
        final long rate = schedule == null ? base.makerNanos() : (int) rates(accountId, schedule);
        return inMarket(rate, accountId, marketId);
    }

    private FeeSchedule schedule(final int accountId) {
        return schedules.mayHave() ? schedules.of(accounts.feeGroup(accountId)) : null;
    }

    private long inMarket(final long rate, final int accountId, final int marketId) {
        if (accountId < HouseAccount.ID_LIMIT) {
            return 0;
        }
        final long percent = markets.risk(marketId).value(MarketParameter.FEE_PERCENT);
        return percent == HUNDRED ? rate : rate * percent / HUNDRED;
    }

    private long rates(final int accountId, final FeeSchedule schedule) {
        while (known.limit() <= accountId) {
            known.allocate();
        }
        final long of = ((long) schedules.version() << VERSION_SHIFT | day << DAY_SHIFT | accounts.feeGroup(accountId))
            + 1;
        if (known.get(accountId, OF) != of) {
            known.set(accountId, OF, of);
            final int ownerId = accounts.ownerId(accountId);
            known.set(accountId, RATES, schedule.takerNanos(volumes, ownerId, day) << Integer.SIZE
                | schedule.makerNanos(volumes, ownerId, day) & 0xFFFF_FFFFL);
        }
        return known.get(accountId, RATES);
    }
}
