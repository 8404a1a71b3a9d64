package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;

/** Section 4: whether a fill-or-kill order would be filled entirely, whatever happens while it matches. */
final class FillOrKill {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private final Floor floor;
    private final State state;
    private final Action action;
    private final Order order;
    private final int batchIndex;
    private final Target replaced;
    private final Market market;
    private final SortedMap<Long, Long> taken = new TreeMap<>();
    private long left;
    private long events;
    private long fills;

    FillOrKill(
        final Floor floor,
        final Action action,
        final Order order,
        final int batchIndex,
        final Target replaced) {
        this.floor = floor;
        this.state = floor.state;
        this.action = action;
        this.order = order;
        this.batchIndex = batchIndex;
        this.replaced = replaced;
        this.market = state.market(order.marketId());
        this.left = order.remainingLots();
        this.fills = action.fills;
    }

    /** Lots that sure makers give, by price. */
    SortedMap<Long, Long> taken() {
        return taken;
    }

    boolean isFillable(final boolean onlyReduces) {
        final SelfTradeMode mode = SelfTrade.mode(state, order);
        events = 1 + (replaced == null ? 0 : 1);
        for (final Order maker : state.bookSide(market.id(), order.side().opposite())) {
            if (left == 0 || !order.crosses(maker.priceTicks())) {
                break;
            }
            final boolean isOwn = SelfTrade.isSameOwner(state, maker, order);
            if (isOwn && mode != SelfTradeMode.CANCEL_MAKER) {
                return false;
            }
            events += floor.matching.stepEvents(maker, order);
            fills += isOwn ? 0 : 1;
            if (!floor.matching.fits(action, events, batchIndex)
                || fills > state.parameter(Parameter.FILLS_MAX)) {
                return false;
            }
            if (!isOwn && isSure(maker)) {
                final long lots = Math.min(left, maker.shownLots());
                taken.merge(maker.priceTicks(), lots, Math::addExact);
                left -= lots;
            }
        }
        final BigInteger after =
            state.openInterest(market.id()).add(BigInteger.valueOf(order.remainingLots()));
        return left == 0 && (onlyReduces || !Limits.isBeyondCap(market, after));
    }

    private boolean isSure(final Order maker) {
        final long q = state.position(maker.accountId(), market.id()).lots();
        BigInteger sameSide = BigInteger.ZERO;
        for (final Order each : state.restingOf(maker.accountId())) {
            if (each.marketId() == market.id() && each.side() == maker.side()) {
                sameSide = sameSide.add(BigInteger.valueOf(each.remainingLots()));
            }
        }
        if (floor.quotes.isFrozen(maker)) {
            return false;
        }
        if (maker.isAgainst(q) && sameSide.compareTo(BigInteger.valueOf(q).abs()) <= 0) {
            return true;
        }
        return !market.isIsolated(state.position(maker.accountId(), market.id()))
            && !maker.isReduceOnly() && market.state != MarketState.CLOSE_ONLY
            && !(floor.limits.isOpenInterestCapped(market)
                && Limits.isMoreAggressiveThanOracle(market, maker.side(), maker.priceTicks()))
            && canPay(maker);
    }

    private boolean canPay(final Order maker) {
        final long best = state.bestOrders(market.id(), order.side().opposite()).getFirst().priceTicks();
        final long price = Math.max(Math.abs(best), Math.abs(order.priceTicks()));
        final long rate = Math.max(0, state.parameter(Parameter.MAKER_FEE_NANOS));
        final BigInteger fee = Choices.ceiling(
            Limits.value(price, order.remainingLots()).multiply(BigInteger.valueOf(rate)), NANOS);
        final Portfolio portfolio = Portfolio.of(state, floor.choices, maker.accountId());
        return portfolio.equity().subtract(portfolio.openLoss()).subtract(portfolio.requirement())
            .compareTo(fee) >= 0;
    }
}
