package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.LiquidationFills;
import steelyard.exchange.risk.LiquidationOrders;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** Orders of accounts in liquidation: canceled, and sent by the house. */
public final class LiquidationEntry implements LiquidationOrders {
    /** {@code LiquidationFeePaid} follows the order. */
    private static final int FEE_EVENT = 1;

    private final ExchangeState state;
    private final OrderStore orders;
    private final ActionBounds bounds;
    private final OrderEntry entry;
    private final RestingChanges changes;
    private final GroupEnds groupEnds;
    private final Fills fills;
    private final FillCosts costs;
    private final OrderRequest order = new OrderRequest();

    /** Works with the parts that all orders share. */
    public LiquidationEntry(final OrderParts parts) {
        this.state = parts.state;
        this.orders = parts.state.books().orders();
        this.bounds = parts.bounds;
        this.entry = parts.orderEntry;
        this.changes = parts.changes;
        this.groupEnds = new GroupEnds(parts.state);
        this.fills = parts.fills;
        this.costs = new FillCosts(parts.state);
    }

    @Override
    public int cancelOpening(final int slot, final int most) {
        int canceled = 0;
        while (canceled < most && orders.firstOfOwner(slot) != OrderStore.NONE) {
            changes.cancel(orders.firstOfOwner(slot), CancelReason.LIQUIDATED, Refusal.NO_BATCH_INDEX);
            canceled++;
        }
        return canceled;
    }

    @Override
    public boolean cancelReducing(final int slot) {
        cancelOldestReducing(slot, CancelReason.LIQUIDATED);
        return orders.reduceOnlyCount(slot) == 0;
    }

    @Override
    public boolean trimReducing(final int slot) {
        if (!costs.isOvergrown(slot)) {
            return false;
        }
        cancelOldestReducing(slot, CancelReason.COMMAND_BOUND);
        return true;
    }

    private void cancelOldestReducing(final int slot, final CancelReason reason) {
        for (long left = costs.upkeepMax(); left > 0 && orders.reduceOnlyCount(slot) > 0; left--) {
            changes.cancel(orders.firstReduceOnlyOfOwner(slot), reason, Refusal.NO_BATCH_INDEX);
        }
    }

    @Override
    public void positionClosed(final int accountId, final int marketId) {
        groupEnds.positionClosed(accountId, marketId);
    }

    @Override
    public void keepWithinPosition(final int slot) {
        fills.keepWithinPosition(slot, OrderStore.NONE);
    }

    @Override
    public boolean crosses(final int marketId, final Side side, final long limitTicks) {
        return state.books().book(marketId).crosses(side, limitTicks);
    }

    @Override
    public void close(
        final int accountId, final int marketId, final Side side, final long lots, final long limitTicks,
        final boolean paysFee) {
        fills.ofLiquidation().begin(paysFee && state.parameters().value(Parameter.LIQUIDATION_MAKER_E4) != 0);
        bounds.limit(state.parameters().value(Parameter.EVENTS_MAX) - (paysFee ? FEE_EVENT : 0));
        bounds.begin(1);
        bounds.nextEntry();
        order.entry(accountId, marketId, Refusal.NO_BATCH_INDEX, side.code(), TimeInForce.IOC.code());
        order.identity(OrderFlags.REDUCE_ONLY | OrderFlags.LIQUIDATION, 0, 0);
        order.terms(limitTicks, lots);
        entry.enter(order);
    }

    @Override
    public LiquidationFills fills() {
        return fills.ofLiquidation();
    }
}
