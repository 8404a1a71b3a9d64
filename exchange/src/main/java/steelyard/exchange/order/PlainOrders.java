package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.MarketTerms;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;

/**
 * The most frequent commands of all in one pass: a resting order gets another price, at which it rests again; a new
 * order rests. What is asked and done is what {@link Modification} and {@link OrderEntry} would; whatever is in the
 * least unusual, and every refusal, is left to them. {@code docs/decisions/0008-moves-in-one-pass.md}.
 */
final class PlainOrders {
    /** Flags that change nothing about an order that rests. */
    private static final int PLAIN_FLAGS = OrderFlags.POST_ONLY | OrderFlags.HAS_CLIENT_ORDER_ID
        | OrderFlags.FRONTEND_MARKET | SelfTradeMode.FLAGS_MASK;

    private final ExchangeState state;
    private final MarketBooks books;
    private final MarketTerms terms;
    private final OrderStore orders;
    private final Positions positions;
    private final CrossMargin margin;
    private final ActionBounds bounds;
    private final Limits limits;
    private final OrderChecks checks;
    private final RestingChanges changes;
    private final FundingPayments payments;
    /** Of checks whose answer is asked for again where it is told. */
    private final Refusal unheard = new Refusal();

    PlainOrders(final OrderParts parts) {
        this.state = parts.state;
        this.books = parts.state.books();
        this.terms = parts.state.marketTerms();
        this.orders = parts.state.books().orders();
        this.positions = parts.state.positions();
        this.margin = parts.state.margin();
        this.bounds = parts.bounds;
        this.limits = parts.limits;
        this.checks = parts.checks;
        this.changes = parts.changes;
        this.payments = parts.payments;
    }

    /**
     * Moves a resting order of the request's account and market, if that is all there is to do and it is allowed.
     *
     * @return {@code false}: it is something else, or refused; nothing has changed
     */
    boolean move(final int target, final OrderRequest order) {
        final long fromTicks = orders.priceTicks(target);
        if (!isMove(target, order, fromTicks) || !rests(order) || !isAllowed(target, order)) {
            return false;
        }
        final int slot = orders.positionSlot(target);
        final long moreLossMicros =
            lossMicros(order) - margin.lossMicros(order.marketId(), order.side(), fromTicks, order.quantityLots());
        if (!isMoveWithinRisk(order, slot, moreLossMicros)) {
            return false;
        }
        number(order);
        changes.move(target, order, fromTicks, moreLossMicros, state.counters().takePrioritySequence());
        return true;
    }

    /**
     * Rests a new order of an account that has something in the market, if that is all there is to do and it is
     * allowed.
     *
     * @return {@code false}: it is something else, or refused; nothing has changed
     */
    boolean place(final OrderRequest order) {
        if (!isPlain(order, order.flags()) || !rests(order) || !isAllowed(OrderStore.NONE, order)) {
            return false;
        }
        final int slot = positions.find(order.accountId(), order.marketId());
        if (slot == Positions.NONE || !isPlacementWithinRisk(order, slot)) {
            return false;
        }
        number(order);
        changes.place(order, slot, state.counters().takePrioritySequence());
        return true;
    }

    private void number(final OrderRequest order) {
        order.orderId(state.counters().takeOrderId());
        order.placedTimeNanos(state.counters().nowNanos());
    }

    /** Whether only the price is another, and both orders do nothing but rest. */
    private boolean isMove(final int target, final OrderRequest order, final long fromTicks) {
        return isPlain(order, order.flags() | orders.flags(target))
            && order.priceTicks() != fromTicks
            && order.quantityLots() == orders.remainingLots(target)
            && order.side() == orders.side(target)
            && !state.groups().hasOrder(orders.orderId(target));
    }

    private static boolean isPlain(final OrderRequest order, final int flags) {
        return (flags & ~PLAIN_FLAGS) == 0
            && order.timeInForce() == TimeInForce.GTC
            && order.triggerKind() == TriggerKind.NONE;
    }

    /** Whether the order is sure to rest if it is allowed, and nothing has to be done before. */
    private boolean rests(final OrderRequest order) {
        final int marketId = order.marketId();
        return terms.takes(marketId, order.side(), order.priceTicks(), order.quantityLots())
            && !books.book(marketId).crosses(order.side(), order.priceTicks())
            && !bounds.met()
            && payments.isUpToDate(order.accountId());
    }

    private boolean isAllowed(final int target, final OrderRequest order) {
        final int accountId = order.accountId();
        return state.oracle().isFresh(order.marketId(), state.counters().nowNanos())
            && !state.killSwitches().ofAccount(accountId)
            && !state.accounts().isFrozen(accountId)
            && hasRoom(order, target == OrderStore.NONE ? 1 : 0)
            && passes(checks.clientOrderId(order, target, unheard));
    }

    private boolean hasRoom(final OrderRequest order, final int more) {
        final int accountId = order.accountId();
        return terms.allowsOpenOrders(order.marketId(), state.traders().openOrders(accountId) + more,
                state.traders().openOrders() + more)
            || passes(limits.openOrders(accountId, false, more, unheard));
    }

    private long lossMicros(final OrderRequest order) {
        return margin.lossMicros(order.marketId(), order.side(), order.priceTicks(), order.quantityLots());
    }

    private boolean isMoveWithinRisk(final OrderRequest order, final int slot, final long moreLossMicros) {
        final boolean buys = order.side() == Side.BUY;
        final long lots = order.quantityLots();
        final long reserveLots = positions.reserveLots(slot, 0, 0, 0);
        final boolean reserves = reserveLots > positions.reserveLots(slot, 0, buys ? -lots : 0, buys ? 0 : -lots);
        return isWithinLimits(order, slot, reserveLots, reserves)
            && margin.coversMove(order.accountId(), order.marketId(), slot, reserves, moreLossMicros);
    }

    private boolean isPlacementWithinRisk(final OrderRequest order, final int slot) {
        final int accountId = order.accountId();
        final int marketId = order.marketId();
        final boolean buys = order.side() == Side.BUY;
        final long lots = order.quantityLots();
        final long reserveLots = positions.reserveLots(slot, 0, buys ? lots : 0, buys ? 0 : lots);
        final boolean reserves = reserveLots > positions.reserveLots(slot, 0, 0, 0);
        if (!isWithinLimits(order, slot, reserveLots, reserves)) {
            return false;
        }
        return margin.portfolio().has(accountId) && !positions.isIsolated(slot, marketId)
            ? passes(margin.portfolio().replacing(0, 0, 0).order(
                accountId, marketId, slot, order.side(), lots, false, true, lossMicros(order)))
            : !reserves || margin.covers(accountId, marketId, slot, reserveLots, lossMicros(order));
    }

    private boolean isWithinLimits(
        final OrderRequest order, final int slot, final long reserveLots, final boolean reserves) {
        return reserveLots <= terms.positionMostLots(order.marketId())
            && !(reserves && terms.hasManyTiers(order.marketId())
                && margin.exceedsTier(order.accountId(), order.marketId(), slot, reserveLots));
    }

    private static boolean passes(final RejectReason reason) {
        return reason == RejectReason.NONE;
    }
}
