package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.testkit.event.RiskEvent;

/** Section 6 of the risk rules: samples of premiums, rates of hours, and what everybody pays. */
final class Funding {
    private static final long SLOT_NANOS = 5_000_000_000L;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final int MARKETS_A_COMMAND = 256;
    private static final int LEVELS_MAX = 64;
    private static final BigInteger TEN = BigInteger.TEN;
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
    private static final BigInteger USED = BigInteger.valueOf(10_000);
    private static final BigInteger CROWDED = BigInteger.valueOf(7_000);

    private final State state;
    private final Emission out;

    Funding(final Floor floor) {
        this.state = floor.state;
        this.out = floor.out;
    }

    /** What time brings, before a command. */
    void pass() {
        final long slot = state.now / SLOT_NANOS;
        if (!state.isSampling() && slot > state.lastSampleSlot) {
            state.lastSampleSlot = slot;
            state.nextToSample = 0;
        }
        if (state.isSampling()) {
            sample();
        }
        final long hour = state.now / HOUR_NANOS;
        if (!state.isClosing() && !state.isPaying() && hour > state.lastFundingHour) {
            state.lastFundingHour = hour;
            state.nextToClose = 0;
            state.hasClosedAny = false;
        }
        if (state.isClosing()) {
            close();
        }
    }

    private void sample() {
        for (int done = 0; done < MARKETS_A_COMMAND && state.nextToSample < state.markets.size(); done++) {
            final Market market = state.markets.get(state.nextToSample++);
            if (market.risk(MarketParameter.IMPACT_NOTIONAL_USDC) != 0
                && state.openInterest(market.id()).signum() != 0 && market.oracleTicks != 0
                && market.state == MarketState.ACTIVE && Prices.isFresh(state, market)) {
                market.premiumSum = market.premiumSum.add(premium(market));
                market.premiumSamples++;
            }
        }
        if (state.nextToSample >= state.markets.size()) {
            state.nextToSample = State.IDLE;
        }
    }

    private BigInteger premium(final Market market) {
        final BigInteger oracle = BigInteger.valueOf(market.oracleTicks).multiply(TEN);
        final BigInteger bid = impact(market, Side.BUY);
        final BigInteger ask = impact(market, Side.SELL);
        final BigInteger above = bid == null ? BigInteger.ZERO : bid.subtract(oracle).max(BigInteger.ZERO);
        final BigInteger below = ask == null ? BigInteger.ZERO : oracle.subtract(ask).max(BigInteger.ZERO);
        return above.subtract(below).multiply(NANOS).divide(oracle.abs());
    }

    /** The average price of taking the impact notional from a side, in tenths of a tick; {@code null}: not deep enough. */
    private BigInteger impact(final Market market, final Side side) {
        BigInteger missing = BigInteger.valueOf(market.risk(MarketParameter.IMPACT_NOTIONAL_USDC)).multiply(MICROS);
        BigInteger lots = BigInteger.ZERO;
        BigInteger cost = BigInteger.ZERO;
        int levels = 0;
        for (final Map.Entry<Long, BigInteger> level : levels(market, side).entrySet()) {
            if (missing.signum() <= 0 || levels++ == LEVELS_MAX) {
                break;
            }
            final BigInteger price = BigInteger.valueOf(level.getKey());
            final BigInteger taken = price.signum() == 0
                ? level.getValue()
                : level.getValue().min(Choices.ceiling(missing, price.abs()));
            lots = lots.add(taken);
            cost = cost.add(price.multiply(taken));
            missing = missing.subtract(price.abs().multiply(taken));
        }
        if (missing.signum() > 0 || lots.signum() == 0) {
            return null;
        }
        final BigInteger down = floorDiv(cost.multiply(TEN), lots);
        final boolean isWhole = cost.multiply(TEN).mod(lots).signum() == 0;
        return side == Side.BUY || isWhole ? down : down.add(BigInteger.ONE);
    }

    /** What each price of a side shows, best first. */
    private Map<Long, BigInteger> levels(final Market market, final Side side) {
        final Map<Long, BigInteger> levels = new LinkedHashMap<>();
        for (final Order order : state.bookSide(market.id(), side)) {
            levels.merge(order.priceTicks(), BigInteger.valueOf(order.shownLots()), BigInteger::add);
        }
        return levels;
    }

    private void close() {
        for (int done = 0; done < MARKETS_A_COMMAND && state.nextToClose < state.markets.size(); done++) {
            final Market market = state.markets.get(state.nextToClose++);
            if (market.premiumSamples > 0) {
                fix(market);
                state.hasClosedAny = true;
            }
        }
        if (state.nextToClose >= state.markets.size()) {
            state.nextToClose = State.IDLE;
            if (state.hasClosedAny) {
                state.fundingInterval++;
                state.nextToPay = 0;
            }
        }
    }

    private void fix(final Market market) {
        final BigInteger premium = market.premiumSum.divide(BigInteger.valueOf(market.premiumSamples));
        final BigInteger clamp = risk(market, MarketParameter.INTEREST_CLAMP_NANOS);
        BigInteger rate = premium.add(
            risk(market, MarketParameter.INTEREST_NANOS).subtract(premium).max(clamp.negate()).min(clamp));
        rate = rate.add(crowding(market, premium)).subtract(inventory(market));
        final BigInteger cap = risk(market, MarketParameter.FUNDING_CAP_NANOS);
        rate = rate.multiply(risk(market, MarketParameter.FUNDING_PERCENT)).divide(BigInteger.valueOf(800))
            .max(cap.negate()).min(cap);
        market.fundingRate = rate;
        market.fundingOracleTicks = market.oracleTicks;
        market.fundingInterval = state.fundingInterval + 1;
        out.addFree(new RiskEvent.FundingRateFixed(
            out.header(), state.lastFundingHour * HOUR_NANOS, rate.longValueExact(), premium.longValueExact(),
            market.premiumSamples, market.oracleTicks, market.id()));
        market.premiumSum = BigInteger.ZERO;
        market.premiumSamples = 0;
    }

    private BigInteger crowding(final Market market, final BigInteger premium) {
        final long most = market.risk(MarketParameter.CROWDING_NANOS);
        final boolean isFar = premium.abs().compareTo(BigInteger.valueOf(500_000)) > 0;
        market.crowding = isFar
            ? Math.min(most, market.crowding + Math.ceilDiv(most, 4))
            : Math.max(0, market.crowding - Math.ceilDiv(most, 48));
        final BigInteger full = risk(market, MarketParameter.RAMP_TO_USDC).multiply(MICROS);
        if (full.signum() == 0) {
            return BigInteger.ZERO;
        }
        final BigInteger interest =
            state.openInterest(market.id()).multiply(BigInteger.valueOf(market.markTicks).abs());
        final BigInteger beyond =
            interest.multiply(USED).divide(full).min(USED).subtract(CROWDED).max(BigInteger.ZERO);
        return BigInteger.valueOf(market.crowding).multiply(beyond).multiply(beyond)
            .divide(BigInteger.valueOf(9_000_000)).multiply(BigInteger.valueOf(premium.signum()));
    }

    private BigInteger inventory(final Market market) {
        final BigInteger cap = risk(market, MarketParameter.BACKSTOP_CAP_USDC).multiply(MICROS);
        if (cap.signum() == 0) {
            return BigInteger.ZERO;
        }
        final BigInteger value = BigInteger.valueOf(state.position(HouseAccount.BACKSTOP.id(), market.id()).lots())
            .multiply(BigInteger.valueOf(market.markTicks));
        return risk(market, MarketParameter.INVENTORY_NANOS).multiply(value.max(cap.negate()).min(cap)).divide(cap);
    }

    /** Pays the account, or lets it pay, what it has not yet of the interval that is due. */
    void bringUpToDate(final int accountId) {
        if (!state.isPaying() || state.paidIntervals.getOrDefault(accountId, 0L) == state.fundingInterval) {
            return;
        }
        state.paidIntervals.put(accountId, state.fundingInterval);
        for (final int marketId : state.positions.get(accountId).keySet()) {
            final Market market = state.market(marketId);
            if (state.position(accountId, marketId).lots() != 0 && market.fundingInterval == state.fundingInterval
                && market.fundingRate.signum() != 0) {
                pay(accountId, market);
            }
        }
    }

    private void pay(final int accountId, final Market market) {
        final Position position = state.position(accountId, market.id());
        final BigInteger product = BigInteger.valueOf(position.lots()).abs()
            .multiply(BigInteger.valueOf(market.fundingOracleTicks).abs()).multiply(market.fundingRate.abs());
        final boolean pays = position.lots() > 0 == market.fundingRate.signum() > 0;
        final long amount = pays
            ? Choices.ceiling(product, NANOS).longValueExact()
            : product.divide(NANOS).negate().longValueExact();
        if (market.isIsolated(position)) {
            state.putPosition(accountId, market.id(),
                position.withIsolated(Math.subtractExact(position.isolatedMicros(), amount)));
            state.changed.add(accountId);
        } else {
            state.addCash(accountId, -amount);
        }
        state.addCash(HouseAccount.FUNDING.id(), amount);
        final Position after = state.position(accountId, market.id()).withFunding(amount);
        state.putPosition(accountId, market.id(), after);
        final long allTime =
            state.fundingPaid.merge(new State.Pair(accountId, market.id()), amount, Math::addExact);
        out.addFree(new RiskEvent.FundingPaid(
            out.header(), state.fundingInterval, market.fundingRate.longValueExact(), market.fundingOracleTicks,
            position.lots(), amount, after.isolatedMicros(), state.account(accountId).cashMicros(), accountId,
            market.id(), allTime, after.fundingSinceOpen(), after.fundingSinceChange()));
    }

    /** The sweep that pays everybody. */
    void sweep() {
        if (!state.isPaying()) {
            return;
        }
        final long eventsMax = state.parameter(Parameter.EVENTS_MAX) / 2;
        for (long done = 0; done < state.parameter(Parameter.SWEEP_MAX) && out.all() < eventsMax
            && state.nextToPay < state.accounts.size(); done++) {
            bringUpToDate(state.nextToPay++);
        }
        if (state.nextToPay == state.accounts.size()) {
            state.nextToPay = State.IDLE;
            moveRest();
        }
    }

    private void moveRest() {
        final int from = HouseAccount.FUNDING.id();
        final int to = HouseAccount.ROUNDING.id();
        final long rest = state.account(from).cashMicros();
        if (rest != 0) {
            state.addCash(from, -rest);
            state.addCash(to, rest);
            out.addFree(new RiskEvent.HouseTransferred(
                out.header(), rest, state.account(from).cashMicros(), state.account(to).cashMicros(), from, to));
        }
    }

    private static BigInteger risk(final Market market, final MarketParameter parameter) {
        return BigInteger.valueOf(market.risk(parameter));
    }

    private static BigInteger floorDiv(final BigInteger dividend, final BigInteger positive) {
        return dividend.subtract(dividend.mod(positive)).divide(positive);
    }
}
