package steelyard.bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.testkit.command.ClientOrderId;

/** The orders that rest, and the positions, as the events say: what a trader knows when it decides. */
final class LiveOrders {
    /** A resting order. */
    static final class Live {
        private final long orderId;
        private final int account;
        private final int market;
        private final Side side;
        private final long priceTicks;
        private final int flags;
        private final ClientOrderId clientOrderId;
        private long lots;
        private int place;

        private Live(final OrderPlacedDecoder placed, final int firstAccountId) {
            orderId = placed.orderId();
            account = placed.accountId() - firstAccountId;
            market = placed.marketId();
            side = Side.of(placed.side());
            priceTicks = placed.priceTicks();
            flags = placed.flags();
            clientOrderId = new ClientOrderId(placed.clientOrderIdHigh(), placed.clientOrderIdLow());
        }

        long orderId() {
            return orderId;
        }

        /** Number of the account, from 0. */
        int account() {
            return account;
        }

        int market() {
            return market;
        }

        Side side() {
            return side;
        }

        long priceTicks() {
            return priceTicks;
        }

        int flags() {
            return flags;
        }

        boolean isNamed() {
            return OrderFlags.hasClientOrderId(flags);
        }

        ClientOrderId clientOrderId() {
            return clientOrderId;
        }

        long lots() {
            return lots;
        }
    }

    private final int firstAccountId;
    private final Long2ObjectHashMap<Live> byId = new Long2ObjectHashMap<>();
    private final List<List<Live>> byMarket = new ArrayList<>();
    private final long[] positionLots;
    private final EventBatch batch = new EventBatch();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRestedDecoder rested = new OrderRestedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final FillSettledDecoder settled = new FillSettledDecoder();
    private Live incoming;
    private Live gone;
    private long events;
    private long fills;

    /** Follows so many accounts, whose ids are consecutive from {@code firstAccountId}. */
    LiveOrders(final int firstAccountId, final int accounts, final int markets) {
        this.firstAccountId = firstAccountId;
        this.positionLots = new long[accounts * markets];
        for (int market = 0; market < markets; market++) {
            byMarket.add(new ArrayList<>());
        }
    }

    /** Takes the events of a command. */
    void onEvents(final DirectBuffer buffer, final int offset) {
        batch.wrap(buffer, offset);
        events += batch.count();
        while (batch.next()) {
            switch (batch.templateId()) {
                case OrderPlacedDecoder.TEMPLATE_ID -> incoming = new Live(
                    placed.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version()),
                    firstAccountId);
                case OrderRestedDecoder.TEMPLATE_ID -> {
                    rested.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                    rest(rested.remainingLots());
                }
                case OrderReducedDecoder.TEMPLATE_ID -> {
                    reduced.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                    byId.get(reduced.orderId()).lots = reduced.remainingLots();
                }
                case OrderCanceledDecoder.TEMPLATE_ID -> {
                    canceled.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                    remove(canceled.orderId());
                }
                case FillSettledDecoder.TEMPLATE_ID -> {
                    settled.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                    onFill();
                }
                default -> { }
            }
        }
    }

    private void rest(final long lots) {
        final List<Live> market = byMarket.get(incoming.market);
        incoming.lots = lots;
        incoming.place = market.size();
        market.add(incoming);
        byId.put(incoming.orderId, incoming);
    }

    private void onFill() {
        fills += settled.isTaker();
        positionLots[(settled.accountId() - firstAccountId) * byMarket.size() + settled.marketId()] =
            settled.positionLots();
        final Live live = byId.get(settled.orderId());
        if (live != null) {
            live.lots = settled.remainingLots();
            if (live.lots == 0) {
                remove(live.orderId);
            }
        }
    }

    private void remove(final long orderId) {
        final Live live = byId.remove(orderId);
        if (live == null) {
            return;
        }
        final List<Live> market = byMarket.get(live.market);
        final Live last = market.removeLast();
        if (last != live) {
            market.set(live.place, last);
            last.place = live.place;
        }
        gone = live;
    }

    /** Number of resting orders of a market. */
    int count(final int market) {
        return byMarket.get(market).size();
    }

    /** Any resting order of a market that has one. */
    Live pick(final int market, final RandomGenerator random) {
        final List<Live> orders = byMarket.get(market);
        return orders.get(random.nextInt(orders.size()));
    }

    /** The order that was the last to leave the books, or {@code null}. */
    Live gone() {
        return gone;
    }

    /** An account's position in a market, in lots. */
    long positionLots(final int account, final int market) {
        return positionLots[account * byMarket.size() + market];
    }

    /** Events so far. */
    long events() {
        return events;
    }

    /** Fills so far. */
    long fills() {
        return fills;
    }
}
