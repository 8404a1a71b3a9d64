package steelyard.server.readmodel;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.risk.margin.MarginFormulas;

/** The margin that an account's resting orders take, worked out order by order when asked for. */
final class OrderMargin {
    private static final int ROWS_START = 16;

    private final Positions positions;
    private final RestingOrders orders;
    private final Markets markets;
    private final MarginViews margins;
    /** One row for each market in which the account has orders. */
    private final Int2IntHashMap rowByMarket = new Int2IntHashMap(Slab.NONE);
    private int[] marketIds = new int[ROWS_START];
    private long[] buyLots = new long[ROWS_START];
    private long[] sellLots = new long[ROWS_START];

    OrderMargin(
        final Positions positions, final RestingOrders orders, final Markets markets, final MarginViews margins) {
        this.positions = positions;
        this.orders = orders;
        this.markets = markets;
        this.margins = margins;
    }

    /**
     * What the orders that are not reduce-only add to the requirement of the positions, and their open loss: the terms
     * of {@code docs/rules.md}, section 5.
     */
    long micros(final int accountId) {
        return micros(accountId, false);
    }

    /** The same of isolated markets alone. */
    long isolatedMicros(final int accountId) {
        return micros(accountId, true);
    }

    private long micros(final int accountId, final boolean isolatedOnly) {
        rowByMarket.clear();
        long micros = 0;
        for (int slot = orders.first(accountId); slot != Slab.NONE; slot = orders.next(slot)) {
            if ((orders.flags(slot) & OrderFlags.REDUCE_ONLY) == 0
                && (!isolatedOnly || margins.isIsolated(accountId, orders.marketId(slot)))) {
                micros = Math.addExact(micros, reserve(slot));
            }
        }
        for (int row = 0; row < rowByMarket.size(); row++) {
            micros = Math.addExact(micros, requirementMicros(accountId, row));
        }
        return micros;
    }

    /** Adds an order to its market's row and returns its open loss. */
    private long reserve(final int slot) {
        final int row = row(orders.marketId(slot));
        final Side side = orders.side(slot);
        final long lots = orders.remainingLots(slot);
        if (side == Side.BUY) {
            buyLots[row] += lots;
        } else {
            sellLots[row] += lots;
        }
        final long markTicks = markets.get(orders.marketId(slot)).markPriceTicks();
        return MarginFormulas.lossMicros(side, orders.priceTicks(slot), markTicks, lots);
    }

    private long requirementMicros(final int accountId, final int row) {
        final Market market = markets.get(marketIds[row]);
        final long lots = positions.lots(positions.find(accountId, marketIds[row]));
        final long reserveLots = MarginFormulas.reserveLots(lots, buyLots[row], sellLots[row]);
        final int leverage = margins.cappedLeverage(accountId, market);
        return market.initialMicros(reserveLots, leverage) - market.initialMicros(Math.abs(lots), leverage);
    }

    private int row(final int marketId) {
        final int known = rowByMarket.get(marketId);
        if (known != Slab.NONE) {
            return known;
        }
        final int row = rowByMarket.size();
        rowByMarket.put(marketId, row);
        if (row == marketIds.length) {
            marketIds = Arrays.copyOf(marketIds, 2 * row);
            buyLots = Arrays.copyOf(buyLots, 2 * row);
            sellLots = Arrays.copyOf(sellLots, 2 * row);
        }
        marketIds[row] = marketId;
        buyLots[row] = 0;
        sellLots[row] = 0;
        return row;
    }
}
