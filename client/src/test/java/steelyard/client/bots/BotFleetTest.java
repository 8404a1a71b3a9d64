package steelyard.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import steelyard.client.bots.FakeExchange.Order;
import steelyard.signing.Network;

@Timeout(60)
class BotFleetTest {
    private static final int LEVELS = 3;

    private final FakeExchange exchange = new FakeExchange();
    private BotFleet fleet;

    @AfterEach
    void close() {
        exchange.close();
    }

    @Test
    void shouldQuoteAroundOraclePriceAndFollowIt() {
        start(1, 0);

        await(() -> isLadderAround(50_000));
        exchange.move("51000.0");
        await(() -> isLadderAround(51_000));

        final BotSummary summary = fleet.stop();
        assertEquals(Map.of(), exchange.resting);
        assertTrue(summary.modifications() >= 2 * LEVELS, summary.toString());
        assertEquals(2 * LEVELS, summary.orders(), summary.toString());
        assertEquals(2 * LEVELS, summary.cancels(), summary.toString());
        assertEquals(2 * LEVELS, summary.canceled(), summary.toString());
        assertEquals(summary.orders() + summary.modifications(), summary.rested(), summary.toString());
        assertEquals(Map.of(), summary.rejects());
    }

    @Test
    void shouldReplaceFilledOrder() {
        start(1, 0);
        await(() -> isLadderAround(50_000));
        final List<Long> oids = List.copyOf(exchange.resting.keySet());

        exchange.fill(oids.getFirst());

        await(() -> fleet.summary().fills() == 1 && exchange.resting.size() == 2 * LEVELS);
        final BotSummary summary = fleet.stop();
        assertEquals(5_000_000_000.0, summary.volumeMicros(), 100_000_000, summary.toString());
        assertTrue(summary.answers().count() > 0 && summary.answers().median() > 0, summary.toString());
    }

    @Test
    void shouldOnlyReduceFullInventory() {
        exchange.position = "10.0";
        start(1, 0);

        await(() -> exchange.resting.size() == LEVELS);
        assertTrue(exchange.resting.values().stream().noneMatch(Order::isBuy));

        fleet.stop();
    }

    @Test
    void shouldTakeWithEveryTakerAndCountRefusals() {
        start(0, 2);

        await(() -> fleet.summary().rejected() >= 20);

        final BotSummary summary = fleet.stop();
        assertEquals(
            Map.of("Order could not immediately match against any resting orders. asset=#", summary.orders()),
            summary.rejects());
    }

    @Test
    void shouldStartAnewOnNewConnection() {
        start(1, 0);
        await(() -> isLadderAround(50_000));

        exchange.server.closeSockets(1012, "restart");
        exchange.oraclePrice = "49000.0";

        await(() -> isLadderAround(49_000));
        final BotSummary summary = fleet.stop();
        assertEquals(Map.of(), exchange.resting);
        assertEquals(1L, summary.rejects().get("connection closed: # restart"), summary.toString());
    }

    @Test
    void shouldHaveAccountsOfItsSeed() {
        assertEquals(new BotFleet(config(2, 1, 7)).addresses(), new BotFleet(config(2, 1, 7)).addresses());
        assertNotEquals(new BotFleet(config(2, 1, 7)).addresses(), new BotFleet(config(2, 1, 8)).addresses());
        assertEquals(3, new BotFleet(config(2, 1, 7)).addresses().stream().distinct().count());
    }

    @Test
    void shouldFailToStartWithoutMarkets() {
        final BotConfig config = BotConfig.of(exchange.server.uri());
        fleet = new BotFleet(new BotConfig(
            config.server(), config.network(), 1, List.of("OLD"), 1, 0, 1, config.levelNotionalMicros(),
            config.inventoryMaxMicros(), 200, 100, 300, 20, 10));

        assertThrows(CompletionException.class, () -> fleet.start().join());
        fleet.stop();
    }

    private void start(final int makers, final int takers) {
        fleet = new BotFleet(config(makers, takers, 1));
        fleet.start().join();
    }

    private BotConfig config(final int makers, final int takers, final long seed) {
        return new BotConfig(exchange.server.uri(), Network.MAINNET, seed, List.of("BTC"), makers, takers, LEVELS,
            5_000_000_000L, 200_000_000_000L, 200, 100, 300, 20, 10);
    }

    /** All levels on both sides, at most 0.06 % away, on the grid of five figures, half to one and a half the size. */
    private boolean isLadderAround(final double price) {
        final List<Order> orders = List.copyOf(exchange.resting.values());
        return orders.size() == 2 * LEVELS
            && orders.stream().filter(Order::isBuy).count() == LEVELS
            && orders.stream().allMatch(order -> order.isBuy()
                ? order.price() < price && order.price() > price * 0.9994
                : order.price() > price && order.price() < price * 1.0006)
            && orders.stream().allMatch(order -> order.price() % 1 == 0)
            && orders.stream().mapToDouble(order -> order.price() * order.size()).allMatch(
                value -> value > 2_400 && value < 7_600);
    }

    private static void await(final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
