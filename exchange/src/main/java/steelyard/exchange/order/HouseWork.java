package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.Groups;
import steelyard.exchange.state.TriggerOrders;
import steelyard.exchange.event.EventStage;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;

/**
 * What the house does because time passed or because something happened, a bounded amount with each command. {@code
 * docs/matching-rules.md#1-house-work}.
 */
public final class HouseWork {
    /** What an order action may emit without a fill: three events for each of a hundred entries, and two more. */
    private static final long LEAST_FOR_COMMAND = 302;

    private final ExchangeState state;
    private final EventStage stage;
    private final ActionBounds bounds;
    private final FollowUps followUps;
    private final Deadlines deadlines;
    private final TriggerOrders triggers;
    private final RestingChanges changes;
    private final OrderEvents events;
    private final OrderEntry orderEntry;
    private final TriggerEntry triggerEntry;
    private final Limits limits;
    private final GroupEnds groupEnds;
    private final Sweeps sweeps;
    private final TwapWork twaps;
    private final AuctionWork auctions;
    private final OrderRequest order = new OrderRequest();

    /** Works on the state of these parts. */
    public HouseWork(final OrderParts parts, final EventStage stage, final Sweeps sweeps, final TwapWork twaps,
        final AuctionWork auctions) {
        this.state = parts.state;
        this.stage = stage;
        this.bounds = parts.bounds;
        this.followUps = parts.state.followUps();
        this.deadlines = parts.state.deadlines();
        this.triggers = parts.state.triggers();
        this.changes = parts.changes;
        this.events = parts.events;
        this.orderEntry = parts.orderEntry;
        this.triggerEntry = parts.triggerEntry;
        this.limits = parts.limits;
        this.groupEnds = new GroupEnds(parts.state);
        this.sweeps = sweeps;
        this.twaps = twaps;
        this.auctions = auctions;
    }

    /** What is due before a command; afterwards the command has its own limit of events. */
    public void before() {
        final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX);
        final long most = 3 * eventsMax / 4;
        if (isThereWork()) {
            final long limit = Math.min(eventsMax / 2, most - LEAST_FOR_COMMAND);
            run(Math.floorDiv(limit, 2), limit);
        }
        bounds.limit(most);
    }

    /** What a command caused. */
    public void after() {
        if (isThereWork()) {
            final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX);
            run(3 * eventsMax / 4, eventsMax);
        }
    }

    private boolean isThereWork() {
        return followUps.count() > 0 || triggers.hasFired() || deadlines.isDue(state.counters().nowNanos());
    }

    private void run(final long start, final long limit) {
        bounds.limit(limit);
        final long stepsMax = state.parameters().value(Parameter.WORK_STEPS_MAX);
        for (long steps = 0; steps < stepsMax && stage.boundedCount() < start; steps++) {
            if (!step()) {
                return;
            }
        }
    }

    /** The next step; {@code false} if there is none. */
    private boolean step() {
        bounds.begin(0);
        if (followUps.count() > 0) {
            if (followUp()) {
                followUps.removeFirst();
            }
            return true;
        }
        if (deadlines.isDue(state.counters().nowNanos())) {
            due(deadlines.firstKind(), deadlines.firstId(), deadlines.firstTimeNanos());
            return true;
        }
        return triggers.hasFired() && stepOfFirstFired();
    }

    /** {@code true} if it is done. */
    private boolean followUp() {
        return switch (followUps.kind(0)) {
            case FollowUps.SWEEP -> sweeps.sweep();
            case FollowUps.ARM_CHILDREN -> children(true);
            case FollowUps.CANCEL_CHILDREN -> children(false);
            case FollowUps.CANCEL_SIBLINGS -> siblings();
            case FollowUps.POSITION_CLOSED -> sweeps.positionClosed(groupEnds);
            case FollowUps.DELISTING -> sweeps.delist(twaps);
            case FollowUps.TAKE_QUOTES_BACK -> sweeps.takeQuotesBack();
            case FollowUps.UNCROSSING -> auctions.uncross();
            default -> throw new IllegalStateException("no work of kind " + followUps.kind(0));
        };
    }

    private void due(final int kind, final long id, final long timeNanos) {
        deadlines.removeFirst();
        switch (kind) {
            case Deadlines.ORDER_END -> changes.cancelOpen(id, CancelReason.EXPIRED);
            case Deadlines.SCHEDULED_CANCEL -> sweeps.scheduledIsDue((int) id);
            case Deadlines.TWAP_SLICE -> twaps.slice(state.twaps().find(id));
            case Deadlines.AUCTION_INDICATION -> auctions.indicate((int) id, timeNanos);
            case Deadlines.AUCTION_END -> auctions.end((int) id);
            default -> throw new IllegalStateException("no deadline of kind " + kind);
        }
    }

    private boolean children(final boolean arms) {
        final int group = state.groups().find(followUps.orderId(0));
        for (int i = 0; i < 2; i++) {
            final long childId = group == Groups.NONE ? 0 : state.groups().siblingId(group, i == 1);
            final int child = childId == 0 ? TriggerOrders.NONE : triggers.find(childId);
            if (child == TriggerOrders.NONE || triggers.status(child) != TriggerOrders.WAITING) {
                continue;
            }
            if (!bounds.fits(1)) {
                return false;
            }
            if (arms) {
                arm(child);
            } else {
                changes.cancelTrigger(child, CancelReason.PARENT_CANCELED, Refusal.NO_BATCH_INDEX);
                return children(false);
            }
        }
        return true;
    }

    private void arm(final int child) {
        triggerEntry.arm(child);
        events.triggerArmed(child);
        final int marketId = triggers.marketId(child);
        if (state.books().worksOnTriggers(marketId)
            && triggers.wouldFire(child, triggerEntry.priceTicks(marketId, triggers.source(child)))) {
            triggers.fire(child);
        }
    }

    private boolean siblings() {
        final int group = state.groups().find(followUps.orderId(0));
        if (group == Groups.NONE) {
            return true;
        }
        for (int i = 0; i < 2; i++) {
            final long siblingId = state.groups().siblingId(group, i == 1);
            if (siblingId != 0 && isOpen(siblingId)) {
                if (!bounds.fits(1)) {
                    return false;
                }
                changes.cancelOpen(siblingId, CancelReason.SIBLING_FILLED);
                return siblings();
            }
        }
        return true;
    }

    private boolean isOpen(final long orderId) {
        final int trigger = triggers.find(orderId);
        return trigger == TriggerOrders.NONE || triggers.isOpen(trigger);
    }

    private boolean stepOfFirstFired() {
        final int markets = state.markets().count();
        for (int marketId = 0; marketId < markets; marketId++) {
            final int row = triggers.firstFired(marketId);
            if (row != TriggerOrders.NONE && state.books().worksOnTriggers(marketId)) {
                if (triggers.kind(row) == TriggerKind.TWAP) {
                    twaps.fired(row);
                } else if (isOver(row)) {
                    changes.cancelTrigger(row, CancelReason.EXPIRED, Refusal.NO_BATCH_INDEX);
                } else {
                    execute(row, marketId);
                }
                return true;
            }
        }
        return false;
    }

    /** Whether the life of one that fired ended before it is worked on. */
    private boolean isOver(final int row) {
        return triggers.expiresMillis(row) != 0
            && Deadlines.nanos(triggers.expiresMillis(row)) <= state.counters().nowNanos();
    }

    private void execute(final int row, final int marketId) {
        final boolean isMarket = triggers.isMarket(row);
        final Side side = triggers.side(row);
        final int timeInForce = isMarket ? TimeInForce.IOC.code() : triggers.timeInForce(row);
        order.entry(triggers.accountId(row), marketId, Refusal.NO_BATCH_INDEX, side.code(), timeInForce);
        order.identity(triggers.flags(row), triggers.clientOrderIdHigh(row), triggers.clientOrderIdLow(row));
        order.extras(0, triggers.expiresMillis(row));
        order.addFlags(OrderFlags.TRIGGERED);
        order.atMarketPrice(isMarket);
        order.orderId(triggers.orderId(row));
        order.placedTimeNanos(triggers.placedTimeNanos(row));
        final long limitTicks = isMarket
            ? limits.marketLimitTicks(marketId, side, Parameter.TRIGGER_SLIPPAGE_NANOS)
            : limits.validTicks(marketId, side, triggers.priceTicks(row));
        order.terms(limitTicks, quantityLots(row, side));
        triggers.remove(row);
        events.triggered(order);
        if (orderEntry.enterNumbered(order) != RejectReason.NONE) {
            groupEnds.ended(order.orderId(), false, false, null);
        }
    }

    private long quantityLots(final int row, final Side side) {
        if (triggers.quantityLots(row) != 0) {
            return triggers.quantityLots(row);
        }
        final int slot = state.positions().find(triggers.accountId(row), triggers.marketId(row));
        final long position = state.positions().quantityLots(slot);
        return position * side.sign() < 0 ? Math.abs(position) : 0;
    }
}
