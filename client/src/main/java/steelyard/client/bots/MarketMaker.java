package steelyard.client.bots;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.model.Side;

/**
 * Keeps a ladder of post-only orders around the oracle price of one market. The center moves against the inventory,
 * and a full inventory ends the quotes on its side. For the bots' thread.
 */
final class MarketMaker {
    private static final List<String> GONE = List.of("Cannot modify canceled", "Order was never placed");

    private static final class Slot {
        private final Side side;
        private final int level;
        private long oid;
        private long priceTicks;
        private long wantedTicks;

        private Slot(final Side side, final int level) {
            this.side = side;
            this.level = level;
        }

        private boolean isEmpty() {
            return oid == 0;
        }
    }

    private final BotSession session;
    private final BotMarket market;
    private final BotConfig config;
    private final Random random;
    private final List<Slot> slots = new ArrayList<>();
    private int unanswered;

    MarketMaker(final BotSession session, final BotMarket market, final BotConfig config, final Random random) {
        this.session = session;
        this.market = market;
        this.config = config;
        this.random = random;
        for (int level = 0; level < config.levels(); level++) {
            slots.add(new Slot(Side.BUY, level));
            slots.add(new Slot(Side.SELL, level));
        }
    }

    /** Forgets all orders: there are none on a new connection. */
    void reset() {
        unanswered = 0;
        slots.forEach(slot -> slot.oid = 0);
    }

    void onOrderOver(final long oid) {
        slots.stream().filter(slot -> slot.oid == oid).forEach(slot -> slot.oid = 0);
    }

    /** Brings the orders to where they should stand now, unless answers to the last change are still to come. */
    void quote() {
        if (!session.isReady() || unanswered > 0 || market.referenceTicks() == 0) {
            return;
        }
        slots.forEach(slot -> slot.wantedTicks = wantedTicks(slot));
        cancel(slots.stream().filter(slot -> !slot.isEmpty() && slot.wantedTicks == 0).toList());
        modify(slots.stream()
            .filter(slot -> !slot.isEmpty() && slot.wantedTicks != 0 && slot.wantedTicks != slot.priceTicks).toList());
        place(slots.stream().filter(slot -> slot.isEmpty() && slot.wantedTicks != 0).toList());
    }

    /** Where a slot's order should stand, 0 for nowhere. */
    private long wantedTicks(final Slot slot) {
        final long inventoryMicros = session.inventoryMicros(market);
        if (inventoryMicros * slot.side.sign() >= config.inventoryMaxMicros()) {
            return 0;
        }
        final double fullness = Math.clamp((double) inventoryMicros / config.inventoryMaxMicros(), -1, 1);
        final long center = market.referenceTicks() - market.share(config.skewPpm() * fullness);
        final double distancePpm = config.halfSpreadPpm() + config.levelStepPpm() * (slot.level + random.nextDouble());
        final long distance = Math.max(1, market.share(distancePpm));
        return Math.max(0, market.quotable(slot.side, center - slot.side.sign() * distance));
    }

    private void place(final List<Slot> empty) {
        if (empty.isEmpty()) {
            return;
        }
        session.counters().onOrders(empty.size());
        sent(empty, session.send(Actions.order(empty.stream().map(this::order).toList()),
            reply -> forEach(empty, reply.statuses())));
    }

    private void modify(final List<Slot> moved) {
        if (moved.isEmpty()) {
            return;
        }
        session.counters().onModifications(moved.size());
        sent(moved, session.send(
            Actions.batchModify(moved.stream().map(slot -> new Actions.Modification(slot.oid, order(slot))).toList()),
            reply -> forEach(moved, reply.statuses())));
    }

    private void cancel(final List<Slot> unwanted) {
        if (unwanted.isEmpty()) {
            return;
        }
        session.counters().onCancels(unwanted.size());
        sent(unwanted, session.send(
            Actions.cancel(market.asset(), unwanted.stream().mapToLong(slot -> slot.oid).toArray()),
            reply -> forEach(unwanted, reply.statuses())));
    }

    private void sent(final List<Slot> changed, final CompletableFuture<Void> answered) {
        unanswered++;
        answered.thenRun(() -> unanswered = Math.max(0, unanswered - 1));
    }

    private OrderRequest order(final Slot slot) {
        final long half = config.levelNotionalMicros() / 2;
        final long notionalMicros = half + (long) (random.nextDouble() * 2 * half);
        return OrderRequest.postOnly(
            market.asset(), slot.side, market.price(slot.wantedTicks), market.size(market.lots(notionalMicros)));
    }

    private static void forEach(final List<Slot> asked, final List<OrderStatus> statuses) {
        for (int i = 0; i < Math.min(asked.size(), statuses.size()); i++) {
            onStatus(asked.get(i), statuses.get(i));
        }
    }

    /** What is refused leaves the order where it is, unless there is none. */
    private static void onStatus(final Slot slot, final OrderStatus status) {
        switch (status) {
            case OrderStatus.Resting resting -> {
                slot.oid = resting.oid();
                slot.priceTicks = slot.wantedTicks;
            }
            case OrderStatus.Rejected rejected ->
                slot.oid = GONE.stream().anyMatch(rejected.error()::startsWith) ? 0 : slot.oid;
            case OrderStatus.Filled filled -> slot.oid = 0;
            case OrderStatus.Accepted accepted -> slot.oid = 0;
        }
    }
}
