package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.system.node.TestServer.BTC;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.TestServer;

/** A market whose only source of prices has fallen silent. */
@Timeout(120)
class StalePricesTest {
    private static final String STALE =
        "Market price is stale: only orders that reduce a position are accepted. asset=0";

    @TempDir
    private Path directory;

    @Test
    void shouldTakeOnlyCancelsAndReducingOrders() {
        try (TestServer server = new TestServer(directory)) {
            server.write("genesis.yaml", """
                markets:
                  - {coin: BTC, sizeDecimals: 5, maxLeverage: 40, maxPrice: 10_000_000, maxOrder: 500, maxPosition: 5_000,
                     staleAfterMillis: 5000}
                """);
            server.write("prices.csv", "time,coin,price\n2025-01-01T00:00:00Z,BTC,100000\n");
            server.configure("speed: 10000", "speed: 60");
            server.start();
            final Wallet maker = server.fund("10000");
            final Wallet taker = server.fund("10000");
            final OrderRequest bid = OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01");
            assertEquals("resting", place(server, maker, OrderRequest.gtc(BTC, Side.SELL, "100000", "0.02")));
            assertEquals("filled", place(server, taker, OrderRequest.gtc(BTC, Side.BUY, "100000", "0.02")));
            assertEquals("resting", place(server, maker, bid));

            server.process().await("stale prices", Duration.ofSeconds(60),
                () -> place(server, taker, OrderRequest.ioc(BTC, Side.BUY, "90000", "0.01")).equals(STALE));
            assertEquals(STALE, place(server, taker, bid));
            assertEquals(STALE, place(server, taker, OrderRequest.gtc(BTC, Side.SELL, "100500", "0.03")));
            assertEquals("resting", place(server, taker, OrderRequest.gtc(BTC, Side.SELL, "100500", "0.01")));
            assertEquals(STALE, place(server, taker, OrderRequest.gtc(BTC, Side.SELL, "100500", "0.02")));
            assertEquals("filled", place(server, taker, OrderRequest.ioc(BTC, Side.SELL, "99000", "0.01").reducing()));
            final long oid = server.api().info("openOrders", taker).path(0).path("oid").longValue();
            assertEquals(new OrderStatus.Accepted("success"),
                server.api().exchange(taker, Actions.cancel(BTC, oid)).statuses().getFirst());

            server.kill();
            server.start();
            server.process().await("fresh prices", Duration.ofSeconds(30),
                () -> place(server, taker, bid).equals("resting"));
        }
    }

    private static String place(final TestServer server, final Wallet wallet, final OrderRequest order) {
        final List<OrderStatus> statuses = server.api().exchange(wallet, Actions.order(order)).statuses();
        return switch (statuses.getFirst()) {
            case OrderStatus.Resting resting -> "resting";
            case OrderStatus.Filled filled -> "filled";
            case OrderStatus.Rejected rejected -> rejected.error();
            default -> statuses.toString();
        };
    }
}
