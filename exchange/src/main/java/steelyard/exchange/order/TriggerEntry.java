package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Groups;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.OrderStore;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.TriggerKind;
import steelyard.risk.market.Markets;

/** Places trigger orders. {@code docs/matching-rules.md#9-trigger-orders}. */
final class TriggerEntry {
    private final ExchangeState state;
    private final Counters counters;
    private final TriggerOrders triggers;
    private final Groups groups;
    private final OrderChecks checks;
    private final Limits limits;
    private final ActionBounds bounds;
    private final OrderEntry orderEntry;
    private final OrderEvents events;
    private final Refusal refusal = new Refusal();
    /** What the order under way is to its group: 0 for none. */
    private long groupId;
    private long parentId;
    private boolean waits;
    private boolean ofPosition;

    TriggerEntry(
        final ExchangeState state, final OrderChecks checks, final Limits limits, final ActionBounds bounds,
        final OrderEntry orderEntry, final OrderEvents events) {
        this.state = state;
        this.counters = state.counters();
        this.triggers = state.triggers();
        this.groups = state.groups();
        this.checks = checks;
        this.limits = limits;
        this.bounds = bounds;
        this.orderEntry = orderEntry;
        this.events = events;
    }

    /** One that belongs to no group. */
    void enter(final OrderRequest order) {
        kin(0, 0, false, false);
        enter(order, Grouping.NONE);
    }

    /** A child of the parent that was placed before it; the parent's id is the group's. */
    void enterChild(final OrderRequest order, final long parent, final boolean isWaiting) {
        kin(parent, parent, isWaiting, false);
        enter(order, Grouping.ORDER);
    }

    /** One that protects a position, of a group with this id,
        or a new one of its own id if that is 0; answers its id. */
    long enterProtection(final OrderRequest order, final long group) {
        kin(group, 0, false, true);
        return enter(order, Grouping.POSITION) ? groupId : group;
    }

    /** One that replaces another order, or that is placed though there is none to replace. */
    void enterReplacement(final OrderRequest order) {
        final int target = order.triggerTarget();
        final boolean targetWaits = target != TriggerOrders.NONE && triggers.status(target) == TriggerOrders.WAITING;
        final int group = groupOfTarget(order);
        kin(0, targetWaits && group != Groups.NONE ? groups.parentId(group) : 0, targetWaits,
            group != Groups.NONE && groups.ofPosition(group));
        enter(order, Grouping.NONE);
    }

    private int groupOfTarget(final OrderRequest order) {
        if (!order.replaces()) {
            return Groups.NONE;
        }
        return groups.ofOrder(order.target() == OrderStore.NONE
            ? triggers.orderId(order.triggerTarget())
            : state.books().orders().orderId(order.target()));
    }

    private void kin(final long group, final long parent, final boolean isWaiting, final boolean isOfPosition) {
        groupId = group;
        parentId = parent;
        waits = isWaiting;
        ofPosition = isOfPosition;
    }

    /** {@code true} if it passed every check. */
    private boolean enter(final OrderRequest order, final Grouping grouping) {
        order.orderId(counters.takeOrderId());
        order.placedTimeNanos(counters.nowNanos());
        if (check(order) != RejectReason.NONE) {
            events.rejected(order, refusal);
            return false;
        }
        final long replacedOrderId = orderEntry.replaceTarget(order, false);
        state.positions().closeIfEmpty(state.positions().find(order.accountId(), order.marketId()));
        if (grouping != Grouping.NONE) {
            groupId = groupId == 0 ? order.orderId() : groupId;
            groups.join(groupId, waits ? parentId : 0, order.orderId(), ofPosition);
            order.addFlags(OrderFlags.LINKED);
        }
        final int row = open(order);
        events.triggerPlaced(row, order, replacedOrderId, waits ? parentId : 0, grouping.code());
        return true;
    }

    private int open(final OrderRequest order) {
        final int row = triggers.add(order.orderId(), order.accountId(), order.marketId());
        triggers.terms(
            row, order.priceTicks(), followsPosition(order) ? 0 : order.quantityLots(),
            order.placedTimeNanos());
        triggers.trigger(row, order.triggerPriceTicks(), order.trailTicks(), order.trailBps());
        triggers.identity(
            row, order.flags(), order.clientOrderIdHigh(), order.clientOrderIdLow(), order.expiresMillis());
        triggers.codes(
            row, order.side().code(), order.timeInForce().code(), order.triggerKind().code(),
            order.triggerSource().code(), order.isMarket());
        triggers.open(row);
        if (order.builderTenths() != 0) {
            state.builders().owe(order.orderId(), order.builderId(), order.builderTenths());
        }
        if (!waits) {
            arm(row);
        }
        return row;
    }

    /** It looks at prices from now on. */
    void arm(final int row) {
        final boolean trails = triggers.kind(row) == TriggerKind.TRAILING_STOP;
        triggers.arm(row, counters.takePrioritySequence(),
            trails ? priceTicks(triggers.marketId(row), triggers.source(row)) : 0);
    }

    /** A market's price of a source, in ticks. */
    long priceTicks(final int marketId, final PriceSource source) {
        final Markets markets = state.markets();
        return switch (source) {
            case MARK -> markets.markPriceTicks(marketId);
            case LAST -> state.books().lastPriceTicks(marketId);
            case ORACLE -> markets.oraclePriceTicks(marketId);
        };
    }

    private boolean followsPosition(final OrderRequest order) {
        return ofPosition && (order.quantityLots() == 0 || order.quantityLots() >= Math.abs(position(order)));
    }

    private long position(final OrderRequest order) {
        return state.positions().quantityLots(state.positions().find(order.accountId(), order.marketId()));
    }

    private RejectReason check(final OrderRequest order) {
        if (bounds.met()) {
            return refusal.because(RejectReason.COMMAND_BOUND);
        }
        final int marketId = order.marketId();
        final long valueMicros = valueMicros(order);
        RejectReason reason = limits.open(marketId, refusal);
        reason = reason != RejectReason.NONE
            ? reason
            : limits.stopped(order.accountId(), marketId, order.isReduceOnly(), refusal);
        reason = reason != RejectReason.NONE ? reason : prices(order);
        reason = reason != RejectReason.NONE ? reason : limits.size(marketId, order.quantityLots(), refusal);
        reason = reason != RejectReason.NONE ? reason : limits.value(marketId, valueMicros, order.isMarket(), refusal);
        reason = reason != RejectReason.NONE ? reason : checks.expiry(order, refusal);
        reason = reason != RejectReason.NONE ? reason : checks.clientOrderId(order, refusal);
        reason = reason != RejectReason.NONE
            ? reason
            : limits.openOrders(order.accountId(), true, order.replaces() ? 0 : 1, refusal);
        reason = reason != RejectReason.NONE ? reason : source(order);
        if (reason == RejectReason.NONE && ofPosition && position(order) * order.side().sign() >= 0) {
            return refusal.because(RejectReason.REDUCE_ONLY);
        }
        return reason != RejectReason.NONE || order.isReduceOnly()
            ? reason
            : limits.notional(marketId, valueMicros, refusal);
    }

    private RejectReason prices(final OrderRequest order) {
        final RejectReason reason = order.triggerKind() == TriggerKind.TRAILING_STOP
            ? RejectReason.NONE
            : limits.price(order.marketId(), order.triggerPriceTicks(), refusal);
        return reason != RejectReason.NONE || order.isMarket()
            ? reason
            : limits.price(order.marketId(), order.priceTicks(), refusal);
    }

    /** Saturates: prices and sizes are not checked yet. */
    private long valueMicros(final OrderRequest order) {
        final long priceTicks;
        if (!order.isMarket()) {
            priceTicks = order.priceTicks();
        } else if (order.triggerKind() == TriggerKind.TRAILING_STOP) {
            priceTicks = state.markets().markPriceTicks(order.marketId());
        } else {
            priceTicks = order.triggerPriceTicks();
        }
        final long magnitude = Math.abs(priceTicks);
        return Math.multiplyHigh(magnitude, order.quantityLots()) != 0 || magnitude * order.quantityLots() < 0
            ? Long.MAX_VALUE
            : magnitude * order.quantityLots();
    }

    private RejectReason source(final OrderRequest order) {
        final int marketId = order.marketId();
        final boolean hasPrice = order.triggerSource() == PriceSource.LAST
            ? state.books().hasLastPrice(marketId)
            : state.markets().hasPrice(marketId);
        if (!hasPrice) {
            return refusal.because(RejectReason.INVALID_TRIGGER);
        }
        if (waits || order.triggerKind() == TriggerKind.TRAILING_STOP) {
            return RejectReason.NONE;
        }
        final long ticks = priceTicks(marketId, order.triggerSource());
        final boolean fires = order.triggerKind().looksUp(order.side())
            ? ticks >= order.triggerPriceTicks()
            : ticks <= order.triggerPriceTicks();
        return fires ? refusal.because(RejectReason.INVALID_TRIGGER) : RejectReason.NONE;
    }
}
