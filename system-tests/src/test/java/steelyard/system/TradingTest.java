package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.system.node.Json.assertAnswer;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.PublicApi;
import steelyard.system.node.TestServer;

/**
 * Two wallets trade over WebSocket; afterwards every read says the same of it, to the last unit. The maker sells 0.02 at
 * 100050 and 0.03 at 100100; the taker buys 0.03; the maker cancels the rest; the taker bids 0.01 at 99000. Market
 * price 100000, leverage 20, fees of 0.015 % and 0.045 %.
 */
@Timeout(120)
class TradingTest {
    private static final String CLOID = "0x" + "a1".repeat(16);

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static Wallet maker;
    private static Wallet taker;
    private static List<OrderStatus> statuses;

    @BeforeAll
    static void trade() {
        server = new TestServer(directory);
        server.start();
        maker = server.fund("10000");
        taker = server.fund("10000");
        final SteelyardSocket makers = server.api().connect((channel, data) -> { });
        final SteelyardSocket takers = server.api().connect((channel, data) -> { });
        statuses = List.of(
            place(makers, maker, OrderRequest.gtc(BTC, Side.SELL, "100050", "0.02").withCloid(CLOID)),
            place(makers, maker, OrderRequest.gtc(BTC, Side.SELL, "100100", "0.03")),
            place(takers, taker, OrderRequest.ioc(BTC, Side.BUY, "100100", "0.03")),
            PublicApi.await(makers.exchange(maker.sign(Actions.cancel(BTC, 2)))).statuses().getFirst(),
            place(takers, taker, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01")));
        makers.close();
        takers.close();
    }

    private static OrderStatus place(final SteelyardSocket socket, final Wallet wallet, final OrderRequest order) {
        return PublicApi.await(socket.exchange(wallet.sign(Actions.order(order)))).statuses().getFirst();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void shouldAnswerWhatBecameOfEachEntry() {
        assertEquals(List.of(
            new OrderStatus.Resting(1, CLOID),
            new OrderStatus.Resting(2, null),
            new OrderStatus.Filled(3, null, "0.03", "100066.6"),
            new OrderStatus.Accepted("success"),
            new OrderStatus.Resting(4, null)), statuses);
    }

    @Test
    void shouldSettleTheTaker() {
        // Cash 10000 - 0.00045 × 3002; entry 3002 / 0.03, cut; maintenance 3000 / 80; withdrawable less a tenth of 3000.
        assertAnswer("""
            {"marginSummary":
              {"accountValue":"9996.6491","totalNtlPos":"3000.0","totalRawUsd":"6996.6491","totalMarginUsed":"150.0"},
             "crossMarginSummary":
              {"accountValue":"9996.6491","totalNtlPos":"3000.0","totalRawUsd":"6996.6491","totalMarginUsed":"150.0"},
             "crossMaintenanceMarginUsed":"37.5","withdrawable":"9696.6491",
             "assetPositions":[{"type":"oneWay","position":
              {"coin":"BTC","szi":"0.03","leverage":{"type":"cross","value":20},"entryPx":"100066.6",
               "positionValue":"3000.0","unrealizedPnl":"-2.0","returnOnEquity":"-0.0133244503","liquidationPx":null,
               "marginUsed":"150.0","maxLeverage":40,
               "cumFunding":{"allTime":"0.0","sinceOpen":"0.0","sinceChange":"0.0"}}}]}
            """, server.api().info("clearinghouseState", taker), "time");
    }

    @Test
    void shouldSettleTheMaker() {
        // Cash 10000 - 0.00015 × 3002; liquidation at 100000 + (10001.5497 - 37.5) / 0.03 / (1 + 1 / 80).
        assertAnswer("""
            {"marginSummary":
              {"accountValue":"10001.5497","totalNtlPos":"3000.0","totalRawUsd":"13001.5497","totalMarginUsed":"150.0"},
             "crossMarginSummary":
              {"accountValue":"10001.5497","totalNtlPos":"3000.0","totalRawUsd":"13001.5497","totalMarginUsed":"150.0"},
             "crossMaintenanceMarginUsed":"37.5","withdrawable":"9701.5497",
             "assetPositions":[{"type":"oneWay","position":
              {"coin":"BTC","szi":"-0.03","leverage":{"type":"cross","value":20},"entryPx":"100066.6",
               "positionValue":"3000.0","unrealizedPnl":"2.0","returnOnEquity":"0.0133244503",
               "liquidationPx":"428034.55802469","marginUsed":"150.0","maxLeverage":40,
               "cumFunding":{"allTime":"0.0","sinceOpen":"0.0","sinceChange":"0.0"}}}]}
            """, server.api().info("clearinghouseState", maker), "time");
    }

    @Test
    void shouldShowOpenOrders() {
        assertAnswer("[]", server.api().info("openOrders", maker));
        assertAnswer("""
            [{"coin":"BTC","side":"B","limitPx":"99000.0","sz":"0.01","oid":4,"origSz":"0.01"}]
            """, server.api().info("openOrders", taker), "timestamp");
    }

    @Test
    void shouldShowFillsNewestFirst() {
        final JsonNode ofMaker = server.api().info("userFills", maker);
        final JsonNode ofTaker = server.api().info("userFills", taker);
        assertAnswer("""
            [{"coin":"BTC","px":"100100.0","sz":"0.01","side":"A","startPosition":"-0.02","dir":"Open Short",
              "closedPnl":"0.0","oid":2,"crossed":false,"fee":"0.15015","tid":2,"feeToken":"USDC","twapId":null},
             {"coin":"BTC","px":"100050.0","sz":"0.02","side":"A","startPosition":"0.0","dir":"Open Short",
              "closedPnl":"0.0","oid":1,"crossed":false,"fee":"0.30015","tid":1,"cloid":"%s","feeToken":"USDC",
              "twapId":null}]
            """.formatted(CLOID), ofMaker, "time", "hash");
        assertAnswer("""
            [{"coin":"BTC","px":"100100.0","sz":"0.01","side":"B","startPosition":"0.02","dir":"Open Long",
              "closedPnl":"0.0","oid":3,"crossed":true,"fee":"0.45045","tid":2,"feeToken":"USDC","twapId":null},
             {"coin":"BTC","px":"100050.0","sz":"0.02","side":"B","startPosition":"0.0","dir":"Open Long",
              "closedPnl":"0.0","oid":3,"crossed":true,"fee":"0.90045","tid":1,"feeToken":"USDC","twapId":null}]
            """, ofTaker, "time", "hash");
        assertEquals(ofMaker.findValuesAsText("hash"), ofTaker.findValuesAsText("hash"));
        assertEquals(ofMaker.findValuesAsText("time"), ofTaker.findValuesAsText("time"));
    }

    @Test
    void shouldShowPublicTradesNewestFirst() {
        assertAnswer("""
            [{"coin":"BTC","side":"B","px":"100100.0","sz":"0.01","tid":2,"users":["%1$s","%2$s"]},
             {"coin":"BTC","side":"B","px":"100050.0","sz":"0.02","tid":1,"users":["%1$s","%2$s"]}]
            """.formatted(taker.address(), maker.address()),
            server.api().info("{\"type\":\"recentTrades\",\"coin\":\"BTC\"}"), "time", "hash");
    }

    @Test
    void shouldShowTheBook() {
        assertAnswer("""
            {"coin":"BTC","levels":[[{"px":"99000.0","sz":"0.01","n":1}],[]]}
            """, server.api().info("{\"type\":\"l2Book\",\"coin\":\"BTC\"}"), "time");
    }

    @Test
    void shouldSayWhatBecameOfEachOrder() {
        assertOrder(maker, "1", "A", "100050.0", "0.0", "0.02", "Gtc", "\"" + CLOID + "\"", "filled");
        assertOrder(maker, "\"" + CLOID + "\"", "A", "100050.0", "0.0", "0.02", "Gtc", "\"" + CLOID + "\"", "filled");
        assertOrder(maker, "2", "A", "100100.0", "0.02", "0.03", "Gtc", null, "canceled");
        assertOrder(taker, "3", "B", "100100.0", "0.0", "0.03", "Ioc", null, "filled");
        assertOrder(taker, "4", "B", "99000.0", "0.01", "0.01", "Gtc", null, "open");
        assertAnswer("{\"status\":\"unknownOid\"}", server.api().orderStatus(taker, "1"));
        assertAnswer("{\"status\":\"unknownOid\"}", server.api().orderStatus(maker, "5"));
    }

    private static void assertOrder(
        final Wallet wallet,
        final String asked,
        final String side,
        final String price,
        final String size,
        final String originalSize,
        final String timeInForce,
        final String cloid,
        final String status) {
        final String oid = asked.startsWith("\"") ? "1" : asked;
        assertAnswer("""
            {"status":"order","order":{"order":
             {"coin":"BTC","side":"%s","limitPx":"%s","sz":"%s","oid":%s,"origSz":"%s","triggerCondition":"N/A",
              "isTrigger":false,"triggerPx":"0.0","children":[],"isPositionTpsl":false,"reduceOnly":false,
              "orderType":"Limit","tif":"%s","cloid":%s},"status":"%s"}}
            """.formatted(side, price, size, oid, originalSize, timeInForce, cloid, status),
            server.api().orderStatus(wallet, asked), "timestamp", "statusTimestamp");
    }
}
