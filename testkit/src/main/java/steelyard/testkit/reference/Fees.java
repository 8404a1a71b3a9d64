package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Section 7 of the risk rules: what fills cost whom. */
final class Fees {
    /** What was traded on a day by an owner of accounts, or by all; in micros. */
    static final class Volume {
        BigInteger taker = BigInteger.ZERO;
        BigInteger maker = BigInteger.ZERO;
    }

    /** Rates in nanos. */
    record Rates(long taker, long maker) {
    }

    /** What the two sides of a fill pay, in nanos. */
    record OfFill(long maker, long taker) {
    }

    /** Stands for the exchange where an owner could stand; each fill counts once, as the maker's. */
    static final int ALL = -1;

    private static final int GROUP_MAX = 15;
    private static final int TIERS_MAX = 16;
    private static final int MAKER_TIERS_MAX = 8;
    private static final long VOLUME_MAX_USDC = 1L << 40;
    private static final int RATE_MAX = 10_000_000;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int DAYS = 14;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final State state;
    private final Emission out;

    Fees(final Floor floor) {
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict set(final RiskCommand.SetFeeSchedule c) {
        if (c.feeGroup() < 0 || c.feeGroup() > GROUP_MAX) {
            return Verdict.refused(RejectReason.INVALID_CLASS);
        }
        final Map<Integer, RiskCommand.SetFeeSchedule> schedules = new TreeMap<>(state.feeSchedules);
        schedules.remove(c.feeGroup());
        if (!c.tiers().isEmpty()) {
            schedules.put(c.feeGroup(), c);
        }
        if (!isValid(c) || isNegative(schedules, state.parameters)) {
            return Verdict.refused(RejectReason.INVALID_FEES);
        }
        state.feeSchedules.clear();
        state.feeSchedules.putAll(schedules);
        out.add(new RiskEvent.FeeScheduleChanged(out.header(), c.feeGroup(), c.tiers(), c.makerTiers(), c.remark()));
        return Verdict.ACCEPTED;
    }

    private static boolean isValid(final RiskCommand.SetFeeSchedule c) {
        if (c.tiers().size() > TIERS_MAX || c.makerTiers().size() > MAKER_TIERS_MAX
            || c.tiers().isEmpty() && !c.makerTiers().isEmpty()) {
            return false;
        }
        long from = -1;
        for (final RiskCommand.FeeTier tier : c.tiers()) {
            final boolean isFirst = from == -1;
            if (isFirst && tier.volumeFromUsdc() != 0 || tier.volumeFromUsdc() <= from
                || tier.volumeFromUsdc() > VOLUME_MAX_USDC || tier.takerNanos() < 0 || tier.takerNanos() > RATE_MAX
                || !isMakerRate(tier.makerNanos())) {
                return false;
            }
            from = tier.volumeFromUsdc();
        }
        long share = -1;
        for (final RiskCommand.MakerTier tier : c.makerTiers()) {
            if (tier.shareFromE6() <= share || tier.shareFromE6() > 1_000_000 || !isMakerRate(tier.makerNanos())) {
                return false;
            }
            share = tier.shareFromE6();
        }
        return true;
    }

    private static boolean isMakerRate(final int nanos) {
        return nanos >= -RATE_MAX && nanos <= RATE_MAX;
    }

    /** Whether the lowest rates of a taker and of a maker together would be below zero. */
    static boolean isNegative(
        final Map<Integer, RiskCommand.SetFeeSchedule> schedules, final Map<Parameter, Long> parameters) {
        long taker = parameters.get(Parameter.TAKER_FEE_NANOS);
        long maker = parameters.get(Parameter.MAKER_FEE_NANOS);
        for (final RiskCommand.SetFeeSchedule schedule : schedules.values()) {
            for (final RiskCommand.FeeTier tier : schedule.tiers()) {
                taker = Math.min(taker, tier.takerNanos());
                maker = Math.min(maker, tier.makerNanos());
            }
            for (final RiskCommand.MakerTier tier : schedule.makerTiers()) {
                maker = Math.min(maker, tier.makerNanos());
            }
        }
        return taker + maker < 0;
    }

    private long day() {
        return Math.floorDiv(state.now, DAY_NANOS);
    }

    private int owner(final int accountId) {
        final Account account = state.account(accountId);
        return account.kind() == AccountKind.SUB_ACCOUNT ? account.ownerId() : accountId;
    }

    /** A fill was settled. */
    void count(final int makerId, final int takerId, final BigInteger notional) {
        final Volume maker = volume(day(), owner(makerId));
        maker.maker = maker.maker.add(notional);
        final Volume taker = volume(day(), owner(takerId));
        taker.taker = taker.taker.add(notional);
        final Volume all = volume(day(), ALL);
        all.maker = all.maker.add(notional);
    }

    private Volume volume(final long day, final int owner) {
        return state.volumesByDay.computeIfAbsent(day, each -> new TreeMap<>())
            .computeIfAbsent(owner, each -> new Volume());
    }

    /** What an owner traded on the days before this one. */
    private Volume before(final int owner) {
        final Volume sum = new Volume();
        for (long day = day() - DAYS; day < day(); day++) {
            final Volume each = state.volumesByDay.getOrDefault(day, Map.of()).get(owner);
            if (each != null) {
                sum.taker = sum.taker.add(each.taker);
                sum.maker = sum.maker.add(each.maker);
            }
        }
        return sum;
    }

    /** The rates of an account on this day. */
    Rates rates(final int accountId) {
        final Account account = state.account(accountId);
        final RiskCommand.SetFeeSchedule schedule = state.feeSchedules.get(account.feeGroup());
        if (account.kind() == AccountKind.HOUSE) {
            return new Rates(0, 0);
        }
        if (schedule == null) {
            return new Rates(
                state.parameter(Parameter.TAKER_FEE_NANOS), state.parameter(Parameter.MAKER_FEE_NANOS));
        }
        final Volume own = before(owner(accountId));
        final BigInteger usdc = own.taker.add(own.maker).divide(MILLION);
        RiskCommand.FeeTier tier = schedule.tiers().getFirst();
        for (final RiskCommand.FeeTier each : schedule.tiers()) {
            tier = BigInteger.valueOf(each.volumeFromUsdc()).compareTo(usdc) <= 0 ? each : tier;
        }
        final BigInteger all = before(ALL).maker;
        final BigInteger share = all.signum() == 0 ? BigInteger.ZERO : own.maker.multiply(MILLION).divide(all);
        long maker = tier.makerNanos();
        for (final RiskCommand.MakerTier each : schedule.makerTiers()) {
            if (BigInteger.valueOf(each.shareFromE6()).compareTo(share) < 0) {
                maker = Math.min(tier.makerNanos(), each.makerNanos());
            }
        }
        return new Rates(tier.takerNanos(), maker);
    }

    /** The rates of an account in a market. */
    Rates rates(final int accountId, final Market market) {
        final Rates rates = rates(accountId);
        final long percent = market.risk(MarketParameter.FEE_PERCENT);
        return new Rates(rates.taker() * percent / 100, rates.maker() * percent / 100);
    }

    /** The rates of a fill of so many lots; in an auction both pay as makers. */
    OfFill ofFill(final Order maker, final Order taker, final long lots, final boolean isAuction) {
        final Market market = state.market(maker.marketId());
        final long ofMaker = rates(maker.accountId(), market).maker();
        final Rates ofTaker = rates(taker.accountId(), market);
        final long makerRate = against(taker, lots, isAuction ? Math.max(0, ofMaker) : ofMaker);
        final long takerRate = against(maker, lots, isAuction ? Math.max(0, ofTaker.maker()) : ofTaker.taker());
        return new OfFill(
            state.referrals.discounted(makerRate, maker.accountId(), 0) + owed(maker),
            state.referrals.discounted(takerRate, taker.accountId(), -makerRate) + owed(taker));
    }

    /** What an order owes its builder besides, in nanos. */
    long owed(final Order order) {
        return state.builders.of(order.id()).nanos();
    }

    /** What a rate becomes in a fill with another order: the house pays nobody, and whoever relieves it pays less. */
    private long against(final Order other, final long lots, final long rate) {
        if (state.account(other.accountId()).kind() != AccountKind.HOUSE) {
            return rate;
        }
        final long q = state.position(other.accountId(), other.marketId()).lots();
        final long after = q + (other.side() == Side.BUY ? lots : -lots);
        final boolean isRelieved =
            other.accountId() == HouseAccount.BACKSTOP.id() && Math.abs(after) < Math.abs(q);
        final long positive = Math.max(0, rate);
        return isRelieved
            ? positive - positive * state.parameter(Parameter.BACKSTOP_REBATE_PERCENT) / 100
            : positive;
    }
}
