package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.Side;
import steelyard.node.HistoryReader.Candle;
import steelyard.node.HistoryReader.CandleUnit;

/** Streams of what is read again and again: accounts, contexts of markets, candles; and lists of the past. */
class StateStreamsTest extends GatewayFixture {
    private static final String QUOTE = "\"";

    private static String ofUser(final String type) {
        return "{\"type\":\"" + type + "\",\"user\":\"" + USER + "\"}";
    }

    private String info(final String type) {
        return client.info("{\"type\":\"" + type + "\",\"user\":\"" + USER + "\"}").body();
    }

    @ParameterizedTest
    @CsvSource({"clearinghouseState,clearinghouseState", "openOrders,frontendOpenOrders"})
    void shouldShowWhatTheReadAnswers(final String stream, final String read) {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode data = Client.tree(socket.subscribe(ofUser(stream)).data(stream));
            assertEquals("", data.path("dex").asText(null));
            assertEquals(USER.toString(), data.path("user").asText());
            final String field = stream.equals("openOrders") ? "orders" : stream;
            assertEquals(info(read), data.path(field).toString());
        }
    }

    @Test
    void shouldShowAnAccountAgainWhenItChanges() {
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe(ofUser("clearinghouseState")).data("clearinghouseState");
            socket.expectSilence(1_200);
            node.run(() -> node.account(USER_ID, USER));
            final JsonNode state = Client.tree(socket.data("clearinghouseState")).path("clearinghouseState");
            assertEquals(0, state.path("assetPositions").size());
        }
    }

    @Test
    void shouldShowAnAddressWithoutAnAccount() {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode data = Client.tree(socket.subscribe(
                "{\"type\":\"clearinghouseState\",\"user\":\"0x0000000000000000000000000000000000000001\"}")
                .data("clearinghouseState"));
            assertEquals("0.0", data.path("clearinghouseState").path("marginSummary").path("accountValue").asText());
        }
    }

    @Test
    void shouldShowContextsOfMarkets() {
        final JsonNode contexts = Client.tree(client.info("{\"type\":\"metaAndAssetCtxs\"}").body()).path(1);
        try (Stream socket = new Stream(server.port())) {
            assertEquals("{\"coin\":\"ETH\",\"ctx\":" + contexts.path(1) + "}",
                socket.subscribe("{\"type\":\"activeAssetCtx\",\"coin\":\"ETH\"}").data("activeAssetCtx"));
            assertEquals("{\"dex\":\"\",\"ctxs\":" + contexts + "}",
                socket.subscribe("{\"type\":\"assetCtxs\"}").data("assetCtxs"));
            assertEquals("{\"ctxs\":[[\"\"," + contexts + "]]}",
                socket.subscribe("{\"type\":\"allDexsAssetCtxs\"}").data("allDexsAssetCtxs"));
            assertEquals("[]", socket.subscribe("{\"type\":\"spotAssetCtxs\"}").data("spotAssetCtxs"));
        }
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe("{\"type\":\"assetCtxs\"}").data("assetCtxs");
            node.run(() -> node.markets.set(BTC,
                FakeNode.market(FakeNode.spec(BTC, "BTC", 5, 50), 858_150, 858_110, 858_125)));
            assertEquals("85815.0", Client.tree(socket.data("assetCtxs")).path("ctxs").path(0).path("markPx").asText());
        }
    }

    @Test
    void shouldShowWhatAnAccountCanTrade() {
        try (Stream socket = new Stream(server.port())) {
            final String data = socket.subscribe(
                "{\"type\":\"activeAssetData\",\"user\":\"" + USER + "\",\"coin\":\"ETH\"}").data("activeAssetData");
            assertEquals(client.info("{\"type\":\"activeAssetData\",\"user\":\"" + USER + "\",\"coin\":\"ETH\"}").body(),
                data);
        }
    }

    @Test
    void shouldShowTheWholeOfAFrontEnd() {
        try (Stream socket = new Stream(server.port())) {
            final String data = socket.subscribe(ofUser("webData2")).data("webData2");
            assertEquals(info("webData2"), data);
            final JsonNode tree = Client.tree(data);
            assertEquals(info("clearinghouseState"), tree.path("clearinghouseState").toString());
            assertEquals("0x1234567890123456789012345678901234567890", tree.path("agentAddress").asText());
            assertEquals("13000.0", tree.path("cumLedger").asText());
            assertEquals(2, tree.path("openOrders").size());
            final JsonNode third = Client.tree(socket.subscribe(ofUser("webData3")).data("webData3"));
            assertEquals("13000.0", third.path("userState").path("cumLedger").asText());
            assertEquals("[{\"totalVaultEquity\":\"0.0\",\"perpsAtOpenInterestCap\":[]}]",
                third.path("perpDexStates").toString());
        }
    }

    @Test
    void shouldShowWhatIsEmptyHere() {
        try (Stream socket = new Stream(server.port())) {
            final String user = QUOTE + USER + QUOTE;
            assertEquals("{\"user\":" + user + ",\"spotState\":{\"balances\":[]}}",
                socket.subscribe(ofUser("spotState")).data("spotState"));
            assertEquals("{\"dex\":\"\",\"user\":" + user + ",\"states\":[]}",
                socket.subscribe(ofUser("twapStates")).data("twapStates"));
            assertEquals("{\"isSnapshot\":true,\"user\":" + user + ",\"history\":[]}",
                socket.subscribe(ofUser("userTwapHistory")).data("userTwapHistory"));
            socket.subscribe(ofUser("notification")).expectSilence(100);
        }
    }

    @Test
    void shouldTellPastOrdersAndThenChanges() {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode snapshot =
                Client.tree(socket.subscribe(ofUser("userHistoricalOrders")).data("userHistoricalOrders"));
            assertTrue(snapshot.path("isSnapshot").asBoolean());
            assertEquals(info("historicalOrders"), snapshot.path("orderHistory").toString());
            node.publish(Events.of().placed(0, USER_ID, BTC, 101, Side.BUY, 858_110, 1_000, 0, 0));
            final JsonNode news = Client.tree(socket.data("userHistoricalOrders"));
            assertTrue(news.path("isSnapshot").isMissingNode());
            assertEquals(101, news.path("orderHistory").path(0).path("order").path("oid").asInt());
            assertEquals("open", news.path("orderHistory").path(0).path("status").asText());
        }
    }

    @Test
    void shouldTellTheLedgerAndThenDeposits() {
        try (Stream socket = new Stream(server.port())) {
            final String type = "userNonFundingLedgerUpdates";
            final JsonNode snapshot = Client.tree(socket.subscribe(ofUser(type)).data(type));
            assertEquals(client.info("{\"type\":\"" + type + "\",\"user\":\"" + USER + "\",\"startTime\":0}").body(),
                snapshot.path("nonFundingLedgerUpdates").toString());
            node.publish(Events.of().deposited(USER_ID, 25_500_000));
            assertEquals("{\"type\":\"deposit\",\"usdc\":\"25.5\"}", Client.tree(socket.data(type))
                .path("nonFundingLedgerUpdates").path(0).path("delta").toString());
        }
    }

    @Test
    void shouldTellWhatTheHouseTook() {
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe(ofUser("userFills")).data("userFills");
            node.publish(Events.of().transferred(USER_ID, BTC, 33_500, 0).transferred(USER_ID, BTC, -500, 2));
            final JsonNode fills = Client.tree(socket.data("userFills")).path("fills");
            assertEquals("Liquidated Cross Long", fills.path(0).path("dir").asText());
            assertEquals("0.335", fills.path(0).path("startPosition").asText());
            assertEquals("Auto-Deleveraging", fills.path(1).path("dir").asText());
        }
    }

    @Test
    void shouldTellFundingAndThenPayments() {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode snapshot = Client.tree(socket.subscribe(ofUser("userFundings")).data("userFundings"));
            assertTrue(snapshot.path("isSnapshot").asBoolean());
            assertEquals("0.287356", snapshot.path("fundings").path(0).path("usdc").asText());
            node.publish(Events.of().fundingPaid(USER_ID, BTC, 33_500, 12_500, 287_357));
            final JsonNode news = Client.tree(socket.data("userFundings"));
            assertTrue(news.path("isSnapshot").isMissingNode());
            assertEquals("\"coin\":\"BTC\",\"usdc\":\"-0.287357\",\"szi\":\"0.335\",\"fundingRate\":\"0.0000125\","
                + "\"nSamples\":null}", news.path("fundings").path(0).toString().replaceFirst(".*?,", ""));
        }
    }

    @Test
    void shouldTellCandlesWhenTheMarketTrades() {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode all = Client.tree(client.info("{\"type\":\"candleSnapshot\",\"req\":{\"coin\":\"BTC\","
                + "\"interval\":\"15m\",\"startTime\":0}}").body());
            assertEquals(all.path(2).toString(),
                socket.subscribe("{\"type\":\"candle\",\"coin\":\"BTC\",\"interval\":\"15m\"}").data("candle"));
            socket.expectSilence(400);
            final List<Candle> before = node.candles.get(CandleUnit.QUARTER_HOUR);
            final Candle last = before.get(2);
            trade(new Candle(last.startMillis(), last.openTicks(), 860_000, last.lowTicks(), 860_000,
                last.volumeLots() + 5, last.tradeCount() + 1),
                new Candle(last.startMillis() + 900_000, 860_010, 860_010, 860_010, 860_010, 1, 1));
            assertEquals("86000.0", Client.tree(socket.data("candle")).path("c").asText(), "the last one's end");
            assertEquals("86001.0", Client.tree(socket.data("candle")).path("c").asText(), "then the new one");
            socket.expectSilence(400);
        }
    }

    private void trade(final Candle... candles) {
        node.publish(Events.of().trade(BTC, 77, Side.BUY, 860_010, 1, OTHER_ID, USER_ID),
            () -> node.candles.put(CandleUnit.QUARTER_HOUR, List.of(candles)));
    }
}
