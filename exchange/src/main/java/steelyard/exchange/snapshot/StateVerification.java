package steelyard.exchange.snapshot;

import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderStore;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.risk.margin.MarginWatch;
import steelyard.risk.margin.Positions;

/** Counts everything again and compares it with what is kept. Throws {@link IllegalStateException}. Slow; allocates. */
public final class StateVerification {
    private final ExchangeState state;

    /** Looks at this state. */
    public StateVerification(final ExchangeState state) {
        this.state = state;
    }

    /** Throws at the first difference. */
    public void run() {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            state.books().book(marketId).verify();
        }
        state.books().orders().verify();
        state.margin().verify();
        state.marketTerms().verify();
        final boolean watched = state.parameters().value(Parameter.LIQUIDATION) != 0
            && state.riskQueues().looks().size() == 0 && state.riskQueues().sweepLeft() == 0
            && state.markets().repriced().isEmpty();
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            verifyAddress(accountId);
            if (watched && MarginWatch.isWatched(accountId)) {
                verifyHealth(accountId, MarginWatch.CROSS);
            }
            final Positions positions = state.positions();
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                verifyUse(slot);
                if (watched && MarginWatch.isWatched(accountId)
                    && positions.isIsolated(slot, positions.market(slot))) {
                    verifyHealth(accountId, positions.market(slot));
                }
                verifyReduceOnly(slot);
            }
        }
    }

    /** When all looks are done, every set below its maintenance margin is in liquidation. */
    private void verifyHealth(final int accountId, final int marketId) {
        final MarginWatch watch = state.margin().watch();
        final boolean healthy = !watch.hasPosition(accountId, marketId)
            || watch.equityMicros(accountId, marketId) >= watch.floorMicros(accountId, marketId);
        require(healthy || watch.level(accountId, marketId) == MarginWatch.LIQUIDATED,
            "a set below its maintenance margin that nobody noticed, of account ", accountId);
    }

    private void verifyAddress(final int accountId) {
        final AddressTable addresses = state.addresses();
        final int row = addresses.ofAccount(accountId);
        require(addresses.accountId(row) == accountId, "address of account ", accountId);
        require(addresses.find(addresses.high(row), addresses.mid(row), addresses.low(row)) == row,
            "address is not found of account ", accountId);
    }

    private void verifyUse(final int slot) {
        final Positions positions = state.positions();
        final boolean used = positions.quantityLots(slot) != 0 || positions.chosenLeverage(slot) != 0
            || state.books().orders().orderCount(slot) != 0 || positions.level(slot) != 0;
        require(used, "position slot that holds nothing: ", slot);
    }

    /** Every reduce-only order could bring its position to zero at most. */
    private void verifyReduceOnly(final int slot) {
        final OrderStore orders = state.books().orders();
        final Positions positions = state.positions();
        final long quantity = positions.quantityLots(slot);
        require(positions.reduceOnlyCount(slot) == orders.reduceOnlyCount(slot), "reduce-only count of slot ", slot);
        int order = orders.firstReduceOnlyOfOwner(slot);
        while (order != OrderStore.NONE) {
            final boolean opposes = orders.side(order) == Side.BUY ? quantity < 0 : quantity > 0;
            require(opposes && orders.remainingLots(order) <= Math.abs(quantity),
                "reduce-only order beyond its position: ", orders.orderId(order));
            order = orders.nextOfOwner(order);
        }
    }

    private static void require(final boolean holds, final String what, final long number) {
        if (!holds) {
            throw new IllegalStateException(what + number);
        }
    }
}
