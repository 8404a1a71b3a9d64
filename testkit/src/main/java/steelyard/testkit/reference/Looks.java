package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.testkit.event.RiskEvent;

/** Section 8 of the risk rules: who is looked at, and what a look finds. */
final class Looks {
    private static final int NORMAL = 0;
    private static final int WARNED = 1;
    private static final int IN_LIQUIDATION = 2;
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger FARTHEST = BigInteger.ONE.shiftLeft(60);

    private final Floor floor;
    private final State state;
    private final Emission out;
    /** The market whose mark crossed the trigger that the present look is for, or {@code null}. */
    private Market moving;

    Looks(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    /** Changed accounts go to the end of the list. */
    void list() {
        for (final int accountId : state.changed) {
            if (!isPassedOver(accountId)) {
                state.toLookAt.add(accountId);
            }
        }
        state.changed.clear();
    }

    private static boolean isPassedOver(final int accountId) {
        return accountId < HouseAccount.ID_LIMIT && accountId != HouseAccount.BACKSTOP.id();
    }

    /** As many looks as a command may do. */
    void run() {
        long left = state.parameter(Parameter.LOOKS_MAX);
        for (; left > 0 && !state.toLookAt.isEmpty(); left--) {
            account(state.toLookAt.removeFirst());
        }
        long withWork = state.parameter(Parameter.STEPS_MAX);
        for (int marketId = 0; marketId < state.markets.size() && left > 0 && withWork > 0;) {
            final State.Pair crossed = firstCrossed(state.market(marketId));
            if (crossed == null) {
                marketId++;
                continue;
            }
            floor.funding.bringUpToDate(crossed.first());
            final Market market = state.market(crossed.second());
            final boolean isIsolated = market.isIsolated(state.position(crossed.first(), market.id()));
            moving = market;
            look(new MarginSet(floor, crossed.first(), isIsolated ? market.id() : MarginSet.CROSS));
            moving = null;
            left--;
            withWork -= state.liquidations.isEmpty() ? 0 : 1;
        }
        sweep(left);
    }

    private void sweep(final long looks) {
        long left = looks;
        while (left > 0 && state.sweepLeft > 0) {
            state.sweepNext = state.sweepNext >= state.accounts.size() ? 0 : state.sweepNext;
            if (!isPassedOver(state.sweepNext)) {
                account(state.sweepNext);
                left--;
            }
            state.sweepNext++;
            state.sweepLeft--;
        }
    }

    /** The account and market of the first trigger in a market that the mark crosses, or {@code null}. */
    private State.Pair firstCrossed(final Market market) {
        final List<Map.Entry<State.Pair, State.Trigger>> crossed = state.marginTriggers.entrySet().stream()
            .filter(each -> each.getKey().second() == market.id() && each.getValue().isCrossed(market.markTicks))
            .toList();
        final Comparator<Map.Entry<State.Pair, State.Trigger>> byAccount =
            Comparator.comparingInt(each -> each.getKey().first());
        final Comparator<Map.Entry<State.Pair, State.Trigger>> byTicks =
            Comparator.comparingLong(each -> each.getValue().ticks());
        return crossed.stream().filter(each -> each.getValue().isLong())
            .min(byTicks.reversed().thenComparing(byAccount))
            .or(() -> crossed.stream().min(byTicks.thenComparing(byAccount)))
            .map(Map.Entry::getKey).orElse(null);
    }

    private void account(final int accountId) {
        floor.funding.bringUpToDate(accountId);
        look(new MarginSet(floor, accountId, MarginSet.CROSS));
        for (final Market market : state.markets) {
            if (market.isIsolated(state.position(accountId, market.id()))) {
                look(new MarginSet(floor, accountId, market.id()));
            }
        }
    }

    private void look(final MarginSet set) {
        if (level(set) != IN_LIQUIDATION) {
            judge(set);
        }
    }

    private int level(final MarginSet set) {
        return state.marginLevels.getOrDefault(set.key(), NORMAL);
    }

    /** Level and triggers of a set, also of one that leaves liquidation. */
    void judge(final MarginSet set) {
        final List<Market> markets = set.markets();
        if (markets.isEmpty()) {
            cover(set);
            change(set, NORMAL, BigInteger.ZERO, BigInteger.ZERO);
            return;
        }
        final BigInteger equity = set.equity();
        final BigInteger maintenance = set.least();
        final BigInteger warn = Choices.ceiling(
            maintenance.multiply(TEN_THOUSAND), BigInteger.valueOf(state.parameter(Parameter.WARN_E4)));
        if (equity.compareTo(maintenance) < 0) {
            markets.forEach(market -> state.marginTriggers.remove(new State.Pair(set.accountId(), market.id())));
            state.liquidations.add(new State.Liquidation(set.accountId(), set.marketId(), 0, 0));
            change(set, IN_LIQUIDATION, equity, maintenance);
        } else if (equity.compareTo(warn) < 0) {
            setTriggers(set, equity.subtract(maintenance), WARNED);
            change(set, WARNED, equity, maintenance);
        } else {
            setTriggers(set, equity.subtract(warn), NORMAL);
            change(set, NORMAL, equity, maintenance);
        }
    }

    /** Nobody who has no position owes anything, as long as the fund has it. */
    private void cover(final MarginSet set) {
        final int fund = HouseAccount.INSURANCE.id();
        final long owed = -state.account(set.accountId()).cashMicros();
        final long paid = Math.min(owed, state.account(fund).cashMicros());
        final boolean hasPosition = state.markets.stream()
            .anyMatch(market -> state.position(set.accountId(), market.id()).lots() != 0);
        if (set.marketId() == MarginSet.CROSS && paid > 0 && !hasPosition) {
            state.addCash(fund, -paid);
            state.addCash(set.accountId(), paid);
            out.addFree(new RiskEvent.InsurancePaid(out.header(), paid, state.account(fund).cashMicros(),
                state.account(set.accountId()).cashMicros(), set.accountId()));
        }
    }

    private void change(
        final MarginSet set, final int level, final BigInteger equity, final BigInteger maintenance) {
        if (level(set) != level) {
            state.marginLevels.put(set.key(), level);
            out.addFree(new RiskEvent.MarginLevelChanged(
                out.header(), equity.longValueExact(), maintenance.longValueExact(), set.accountId(),
                set.marketId(), level));
        }
    }

    private void setTriggers(final MarginSet set, final BigInteger above, final int level) {
        final List<Market> markets = set.markets();
        final long rounding = set.isPortfolio() ? 50_000L * (1 + markets.size()) : 4L * markets.size();
        final BigInteger slack = above.subtract(BigInteger.valueOf(rounding)).max(BigInteger.ZERO);
        BigInteger weights = BigInteger.ZERO;
        for (final Market market : markets) {
            weights = weights.add(weight(set, market));
        }
        final BigInteger extra = moving == null ? BigInteger.ZERO : slack.shiftRight(1);
        for (final Market market : markets) {
            final BigInteger share = slack.subtract(extra).multiply(weight(set, market)).divide(weights)
                .add(market == moving ? extra : BigInteger.ZERO);
            final long lots = set.position(market).lots();
            final BigInteger distance = share.divide(perTick(set, market, level));
            final BigInteger mark = BigInteger.valueOf(market.markTicks);
            final BigInteger ticks = lots > 0
                ? mark.subtract(distance).max(FARTHEST.negate())
                : mark.add(distance).min(FARTHEST);
            state.marginTriggers.put(
                new State.Pair(set.accountId(), market.id()), new State.Trigger(ticks.longValueExact(), lots > 0));
        }
    }

    private static BigInteger weight(final MarginSet set, final Market market) {
        return set.isPortfolio() ? set.hedged().weight(market) : set.maintenance(market).max(BigInteger.ONE);
    }

    /** What the move of a mark by one tick can cost the set at most, in micros. */
    private BigInteger perTick(final MarginSet set, final Market market, final int level) {
        final BigInteger slope = set.isPortfolio()
            ? PortfolioMargin.steepestNanos(market)
            : set.margin(market).steepestNanos();
        final BigInteger scaled = level == NORMAL
            ? Choices.ceiling(slope.multiply(TEN_THOUSAND), BigInteger.valueOf(state.parameter(Parameter.WARN_E4)))
            : slope;
        final BigInteger lots = BigInteger.valueOf(set.position(market).lots()).abs();
        return lots.add(Choices.ceiling(lots.multiply(scaled), NANOS));
    }
}
