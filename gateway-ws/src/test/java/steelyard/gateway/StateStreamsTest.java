package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.OrderFlags;
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
    void shouldShowHowMarginComesAbout() {
        try (Stream socket = new Stream(server.port())) {
            final JsonNode data = Client.tree(socket.subscribe(ofUser("margin")).data("margin"));
            assertEquals(USER.toString(), data.path("user").asText());
            assertEquals(info("marginExplain"), data.path("margin").toString());
            socket.expectSilence(1_200);
        }
    }

    @Test
    void shouldShowNoMarginWithoutAnAccount() {
        try (Stream socket = new Stream(server.port())) {
            assertEquals("{\"user\":\"0x0000000000000000000000000000000000000001\",\"margin\":null}", socket.subscribe(
                "{\"type\":\"margin\",\"user\":\"0x0000000000000000000000000000000000000001\"}").data("margin"));
        }
    }

    @Test
    void shouldTellMarginCalls() {
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe(ofUser("marginCalls"));
            socket.subscribe(ofUser("notification"));
            node.publish(Events.of().marginLevel(USER_ID + 1, -1, 1, 1, 1)
                .marginLevel(USER_ID, -1, 1, 120_500_000, 100_000_000)
                .marginLevel(USER_ID, BTC, 2, -1_000_000, 50_250_000));
            final JsonNode data = Client.tree(socket.data("marginCalls"));
            assertEquals(USER.toString(), data.path("user").asText());
            final List<String> told = new ArrayList<>();
            data.path("calls").forEach(call -> told.add(call.path("coin").asText() + ' ' + call.path("level").asText() + ' '
                + call.path("equity").asText() + ' ' + call.path("maintenance").asText()));
            assertEquals(List.of("null warned 120.5 100.0", "BTC liquidation -1.0 50.25"), told);
            assertEquals(1, data.path("calls").path(1).path("seq").asLong() - data.path("calls").path(0).path("seq").asLong());
            assertTrue(data.path("calls").path(0).path("time").asLong() > 0);
            assertEquals("{\"notification\":\"Margin call: equity $120.5, maintenance margin $100.0\"}",
                socket.data("notification"));
            assertEquals("{\"notification\":\"Liquidation of isolated BTC: equity $-1.0, maintenance margin $50.25\"}",
                socket.data("notification"));
            node.publish(Events.of().marginLevel(USER_ID, -1, 0, 300_000_000, 100_000_000));
            assertEquals("normal", Client.tree(socket.data("marginCalls")).path("calls").path(0).path("level").asText());
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
            assertEquals("{\"BTC\":{\"markPx\":\"85814.0\",\"midPx\":\"85811.75\"},"
                + "\"ETH\":{\"markPx\":\"2985.9\",\"midPx\":null}}",
                inflated(socket.subscribe("{\"type\":\"fastAssetCtxs\"}").data("fastAssetCtxs")));
            assertEquals("{\"updates\":[]}",
                socket.subscribe("{\"type\":\"outcomeMetaUpdates\"}").data("outcomeMetaUpdates"));
        }
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe("{\"type\":\"assetCtxs\"}").data("assetCtxs");
            node.run(() -> node.markets.set(BTC,
                FakeNode.market(FakeNode.spec(BTC, "BTC", 5, 50), 858_150, 858_110, 858_125)));
            assertEquals("85815.0", Client.tree(socket.data("assetCtxs")).path("ctxs").path(0).path("markPx").asText());
        }
    }

    /** What raw DEFLATE data in base 64, as a text of JSON, say. */
    private static String inflated(final String data) {
        final ByteArrayInputStream deflated = new ByteArrayInputStream(Base64.getDecoder().decode(Client.tree(data).asText()));
        try (InflaterInputStream in = new InflaterInputStream(deflated, new Inflater(true))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void shouldShowThePortfoliosMoneyAmongSpotBalances() {
        node.run(() -> node.portfolio(USER_ID));
        final String balances = info("spotClearinghouseState");
        assertTrue(balances.startsWith("{\"portfolioMarginEnabled\":true,\"balances\":[{\"coin\":\"USDC\","), balances);
        try (Stream socket = new Stream(server.port())) {
            assertEquals("{\"user\":\"" + USER + "\",\"spotState\":" + balances + "}",
                socket.subscribe(ofUser("spotState")).data("spotState"));
            assertEquals("portfolioMargin", Client.tree(socket.subscribe(ofUser("webData3")).data("webData3"))
                .path("userState").path("abstraction").asText());
        }
        assertEquals(balances, Client.tree(info("webData2")).path("spotState").toString());
    }

    @Test
    void shouldNotifyOfRestingOrdersAndLiquidations() {
        try (Stream socket = new Stream(server.port())) {
            socket.subscribe(ofUser("notification"));
            node.publish(Events.of().fill(USER_ID, BTC, 11, 7, Side.SELL, false, 858_100, 1_000, 0, 0)
                .fill(USER_ID, BTC, 12, 8, Side.BUY, true, 858_100, 1_000, 0, 0).transferred(USER_ID, BTC, 200, 0));
            assertEquals("{\"notification\":\"Resting order filled: Sold 0.01 BTC at $85810.0\"}",
                socket.data("notification"));
            assertEquals("{\"notification\":\"Liquidated Cross Long: Sold 0.002 BTC at $85800.0\"}",
                socket.data("notification"));
            socket.expectSilence(100);
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
            assertEquals("{\"liquidatedUser\":\"" + USER + "\",\"markPx\":\"85800.0\",\"method\":\"backstop\"}",
                fills.path(0).path("liquidation").toString());
            assertTrue(fills.path(1).path("liquidation").isMissingNode());
            assertEquals(1, fills.path(1).path("tid").asLong() - fills.path(0).path("tid").asLong(), "each has its own");
        }
    }

    @Test
    void shouldTellBothSidesOfALiquidationOnTheBook() {
        try (Stream liquidated = new Stream(server.port()); Stream maker = new Stream(server.port())) {
            liquidated.subscribe(ofUser("userFills")).data("userFills");
            maker.subscribe("{\"type\":\"userFills\",\"user\":\"" + OTHER + "\"}").data("userFills");
            node.publish(Events.of().liquidationStep(USER_ID, BTC, 100)
                .placed(0, USER_ID, BTC, 202, Side.BUY, 858_200, 100, 0, OrderFlags.LIQUIDATION)
                .liquidationFill(OTHER_ID, USER_ID, 202, 7, 100));
            final String expected =
                "{\"liquidatedUser\":\"" + USER + "\",\"markPx\":\"85810.0\",\"method\":\"market\"}";
            final JsonNode own = Client.tree(liquidated.data("userFills")).path("fills").path(0);
            assertEquals(expected, own.path("liquidation").toString());
            assertEquals("Close Short", own.path("dir").asText());
            assertEquals(expected, Client.tree(maker.data("userFills")).path("fills").path(0).path("liquidation").toString());
            node.publish(Events.of().placed(0, OTHER_ID, BTC, 203, Side.BUY, 858_200, 100, 0, 0)
                .liquidationFill(OTHER_ID, USER_ID, 203, 8, 100));
            assertTrue(Client.tree(maker.data("userFills")).path("fills").path(0).path("liquidation").isMissingNode(),
                "another command");
        }
    }

    @Test
    void shouldTellWhoIsLiquidatedWhatWasClosed() {
        final String type = "userNonFundingLedgerUpdates";
        try (Stream events = new Stream(server.port()); Stream ledger = new Stream(server.port())) {
            events.subscribe(ofUser("userEvents"));
            ledger.subscribe(ofUser(type)).data(type);
            node.publish(Events.of().liquidationStep(USER_ID, BTC, 100)
                .placed(0, USER_ID, BTC, 202, Side.BUY, 858_200, 100, 0, OrderFlags.LIQUIDATION)
                .liquidationFill(OTHER_ID, USER_ID, 202, 7, 60).liquidationFill(OTHER_ID, USER_ID, 202, 8, 40)
                .transferred(USER_ID, BTC, 200, 0));
            final JsonNode updates = Client.tree(ledger.data(type)).path("nonFundingLedgerUpdates");
            assertEquals("{\"type\":\"liquidation\",\"liquidatedNtlPos\":\"85.81\",\"accountValue\":\"2.956494\","
                + "\"leverageType\":\"Cross\",\"liquidatedPositions\":[{\"coin\":\"BTC\",\"szi\":\"-0.001\"}]}",
                updates.path(0).path("delta").toString());
            assertEquals("{\"type\":\"liquidation\",\"liquidatedNtlPos\":\"171.6\",\"accountValue\":\"-1.5\","
                + "\"leverageType\":\"Cross\",\"liquidatedPositions\":[{\"coin\":\"BTC\",\"szi\":\"0.002\"}]}",
                updates.path(1).path("delta").toString());
            assertTrue(events.data("user").startsWith("{\"fills\":"));
            final JsonNode first = Client.tree(events.data("user")).path("liquidation");
            assertEquals("\"liquidator\":\"0xfe00000000000000000000000000000000000002\",\"liquidated_user\":\"" + USER
                + "\",\"liquidated_ntl_pos\":\"85.81\",\"liquidated_account_value\":\"2.956494\"}",
                first.toString().replaceFirst(".*?,", ""));
            assertEquals("171.6",
                Client.tree(events.data("user")).path("liquidation").path("liquidated_ntl_pos").asText());
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
