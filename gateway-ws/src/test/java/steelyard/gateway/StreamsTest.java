package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.node.BookView;
import steelyard.node.BookView.Levels;
import steelyard.node.HistoryReader;
import steelyard.protocol.Address;

/** What streams carry. */
class StreamsTest extends GatewayFixture {
    private static final Address NEW_USER = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final int NEW_USER_ID = 18;
    private static final String BTC_BOOK = "{\"type\":\"l2Book\",\"coin\":\"BTC\"}";

    private Stream stream;

    @BeforeEach
    void open() {
        stream = new Stream(server.port());
    }

    @AfterEach
    @Override
    void stop() {
        stream.close();
        super.stop();
    }

    private static String ofUser(final String type) {
        return ofUser(type, USER);
    }

    private static String ofUser(final String type, final Address user) {
        return "{\"type\":\"" + type + "\",\"user\":\"" + user + "\"}";
    }

    private static Levels level(final long price, final long lots) {
        return new Levels(new long[] {price}, new long[] {lots}, new int[] {1});
    }

    private void book(final int market, final long bid, final long ask) {
        node.books.put(market, new BookView(market, 0, 0, level(bid, 100_000), level(ask, 200_000)));
    }

    private static Events bookChange(final int market) {
        return Events.of().rested(0, OTHER_ID, market, 300, Side.BUY, 1, 1);
    }

    // ---- market data

    @Test
    void shouldSendTheBookAndThenItsChanges() {
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"levels\":[[{\"px\":\"85811.0\","
            + "\"sz\":\"0.96592\",\"n\":4},"
            + "{\"px\":\"85808.0\",\"sz\":\"0.80629\",\"n\":1},{\"px\":\"85799.0\",\"sz\":\"0.001\",\"n\":2}],"
            + "[{\"px\":\"85812.5\",\"sz\":\"26.98831\",\"n\":71},{\"px\":\"85823.0\",\"sz\":\"4.42262\",\"n\":4}]]}",
            stream.subscribe(BTC_BOOK).data("l2Book"));
        node.publish(bookChange(ETH), () -> book(ETH, 1, 2));
        node.publish(bookChange(BTC), () -> book(BTC, 858_100, 858_110));
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"levels\":[[{\"px\":\"85810.0\",\"sz\":\"1.0\","
            + "\"n\":1}],"
            + "[{\"px\":\"85811.0\",\"sz\":\"2.0\",\"n\":1}]]}", stream.data("l2Book"));
        node.publish(bookChange(BTC));
        stream.expectSilence(150);
    }

    @Test
    void shouldSendBooksInTheFormAskedFor() {
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"levels\":[[{\"px\":\"85810.0\","
            + "\"sz\":\"0.96592\",\"n\":4},"
            + "{\"px\":\"85800.0\",\"sz\":\"0.80629\",\"n\":1},{\"px\":\"85790.0\",\"sz\":\"0.001\",\"n\":2}],"
            + "[{\"px\":\"85820.0\",\"sz\":\"26.98831\",\"n\":71},"
            + "{\"px\":\"85830.0\",\"sz\":\"4.42262\",\"n\":4}]],\"spread\":\"1.5\"}",
            stream.subscribe("{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":4}").data("l2Book"));
        final long[] prices = {9, 8, 7, 6, 5, 4, 3};
        node.books.put(ETH, new BookView(ETH, 0, 0, new Levels(prices, prices, new int[7]),
            new Levels(new long[0], new long[0], new int[0])));
        final JsonNode fast =
            Client.tree(stream.subscribe("{\"type\":\"l2Book\",\"coin\":\"ETH\",\"fast\":true}").data("l2Book"));
        assertEquals(5, fast.at("/levels/0").size());
        assertTrue(fast.path("fast").asBoolean());
    }

    @Test
    void shouldSendBestPricesOnlyWhenTheyChange() {
        assertEquals("{\"coin\":\"ETH\",\"time\":1791280942711,\"bbo\":[null,null]}",
            stream.subscribe("{\"type\":\"bbo\",\"coin\":\"ETH\"}").data("bbo"));
        node.publish(bookChange(ETH), () -> book(ETH, 298_590, 298_600));
        assertEquals("{\"coin\":\"ETH\",\"time\":1791280942711,\"bbo\":[{\"px\":\"2985.9\",\"sz\":\"10.0\",\"n\":1},"
            + "{\"px\":\"2986.0\",\"sz\":\"20.0\",\"n\":1}]}", stream.data("bbo"));
        node.publish(bookChange(ETH));
        stream.expectSilence(150);
    }

    @Test
    void shouldSendAllMids() {
        assertEquals("{\"mids\":{\"BTC\":\"85811.75\",\"ETH\":\"2985.9\"}}",
            stream.subscribe("{\"type\":\"allMids\",\"dex\":\"\"}").data("allMids"));
        node.publish(bookChange(ETH), () -> node.markets.set(ETH,
            FakeNode.market(FakeNode.spec(ETH, "ETH", 4, 25), 298_590, 298_595, 298_600)));
        assertEquals("{\"mids\":{\"BTC\":\"85811.75\",\"ETH\":\"2985.975\"}}", stream.data("allMids"));
        node.publish(bookChange(ETH));
        stream.expectSilence(150);
        final steelyard.model.MarketSpec listed = FakeNode.spec(2, "SOL", 2, 10);
        node.publish(Events.of().marketListed(listed),
            () -> node.markets.add(FakeNode.market(listed, 1_000_000, 0, 0)));
        node.publish(bookChange(2));
        assertEquals("{\"mids\":{\"BTC\":\"85811.75\",\"ETH\":\"2985.975\",\"SOL\":\"100.0\"}}",
            stream.data("allMids"));
    }

    @Test
    void shouldConflateBooksOfOneInterval() {
        stream.subscribe(BTC_BOOK).data("l2Book");
        for (int i = 1; i <= 200; i++) {
            final int step = i;
            node.publish(bookChange(BTC), () -> book(BTC, 858_000 + step, 858_300));
        }
        int frames = 1;
        while (!stream.data("l2Book").contains("\"px\":\"85820.0\"")) {
            frames++;
        }
        assertTrue(frames < 100, frames + " frames");
    }

    @Test
    void shouldStopWhenUnsubscribed() {
        stream.subscribe(BTC_BOOK).data("l2Book");
        stream.send("{\"method\":\"unsubscribe\",\"subscription\":" + BTC_BOOK + "}");
        stream.data("subscriptionResponse");
        node.publish(bookChange(BTC), () -> book(BTC, 858_100, 858_110));
        stream.expectSilence(150);
        stream.subscribe(BTC_BOOK).data("l2Book");
    }

    // ---- trades

    @Test
    void shouldReplayTradesOldestFirstAndGoOn() {
        final JsonNode replay = Client.tree(stream.subscribe("{\"type\":\"trades\",\"coin\":\"BTC\"}").data("trades"));
        assertEquals("7 9", replay.at("/0/tid").asText() + " " + replay.at("/1/tid").asText());
        node.publish(Events.of()
            .trade(BTC, 11, Side.SELL, 858_110, 500, OTHER_ID, USER_ID)
            .trade(ETH, 12, Side.SELL, 298_600, 500, OTHER_ID, USER_ID)
            .trade(BTC, 13, Side.SELL, 858_100, 100, OTHER_ID, USER_ID));
        final String common = "\"time\":1791280942711,"
            + "\"hash\":\"0x00000000000000000000000000000000000000000000000000000000" + "12340003\",";
        final String users = "\"users\":[\"" + OTHER + "\",\"" + USER + "\"]}";
        assertEquals("[{\"coin\":\"BTC\",\"side\":\"A\",\"px\":\"85811.0\",\"sz\":\"0.005\","
            + common + "\"tid\":11," + users
            + ",{\"coin\":\"BTC\",\"side\":\"A\",\"px\":\"85810.0\",\"sz\":\"0.001\"," + common + "\"tid\":13,"
            + users + "]",
            stream.data("trades"));
    }

    @Test
    void shouldJoinReplayAndTradesWithoutGapOrRepeat() {
        node.holdHistory = true;
        stream.subscribe("{\"type\":\"trades\",\"coin\":\"BTC\"}");
        // The first is in the replay too, the second only in the stream.
        node.publish(Events.of().trade(BTC, 11, Side.SELL, 858_110, 500, OTHER_ID, USER_ID), () ->
            node.trades.add(new HistoryReader.Trade(1_001, Events.LOG_POSITION, 3, FakeNode.NOW_NANOS, BTC, 11,
                Side.SELL, 858_110, 500, OTHER_ID, USER_ID)));
        node.publish(Events.of().trade(BTC, 12, Side.SELL, 858_110, 500, OTHER_ID, USER_ID));
        stream.expectSilence(100);
        node.releaseHistory();
        assertEquals(List.of("7", "9", "11"), ids(stream.data("trades"), "tid"));
        assertEquals(List.of("12"), ids(stream.data("trades"), "tid"));
    }

    private static List<String> ids(final String list, final String name) {
        final List<String> ids = new ArrayList<>();
        Client.tree(list).forEach(element -> ids.add(element.path(name).asText()));
        return ids;
    }

    // ---- private streams

    @Test
    void shouldSendOrderUpdates() {
        stream.subscribe(ofUser("orderUpdates"));
        node.publish(Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 858_110, 1_000, 0, 0)
            .trade(BTC, 11, Side.BUY, 858_110, 300, OTHER_ID, USER_ID)
            .fill(OTHER_ID, BTC, 50, 11, Side.SELL, false, 858_110, 300, 0, 0)
            .fill(USER_ID, BTC, 101, 11, Side.BUY, true, 858_110, 300, 0, 700)
            .trade(BTC, 12, Side.BUY, 858_110, 200, OTHER_ID, USER_ID)
            .fill(OTHER_ID, BTC, 51, 12, Side.SELL, false, 858_110, 200, 0, 0)
            .fill(USER_ID, BTC, 101, 12, Side.BUY, true, 858_110, 200, 0, 500)
            .rested(0, USER_ID, BTC, 101, Side.BUY, 858_110, 500));
        assertEquals("[" + update("0.01", "0.01", "open") + "," + update("0.005", "0.007", "open") + "]",
            stream.data("orderUpdates"));
        node.publish(Events.of().fill(USER_ID, BTC, 101, 13, Side.BUY, false, 858_110, 500, 0, 0));
        assertEquals("[" + update("0.0", "0.005", "filled") + "]", stream.data("orderUpdates"));
    }

    private static String update(final String size, final String original, final String status) {
        return "{\"order\":{\"coin\":\"BTC\",\"side\":\"B\",\"limitPx\":\"85811.0\",\"sz\":\"" + size
            + "\",\"oid\":101,\"timestamp\":1791280942711,\"origSz\":\"" + original + "\"},\"status\":\"" + status
            + "\",\"statusTimestamp\":1791280942711}";
    }

    @ParameterizedTest
    @CsvSource({"REQUESTED, canceled", "IOC_REMAINDER, canceled", "SELF_TRADE, selfTradeCanceled",
        "REDUCE_ONLY, reduceOnlyCanceled", "MARGIN, marginCanceled", "MODIFIED, canceled",
        "COMMAND_BOUND, internalCancel"})
    void shouldTellWhyOrdersWereCanceled(final CancelReason reason, final String status) {
        stream.subscribe(ofUser("orderUpdates"));
        node.publish(Events.of()
            .canceled(Events.NO_INDEX, USER_ID, BTC, 101, Side.BUY, 858_110, 1_000, reason, true));
        assertEquals("[" + update("0.01", "0.01", status) + "]", stream.data("orderUpdates"));
    }

    @ParameterizedTest
    @CsvSource({"OFF_TICK, tickRejected", "MIN_NOTIONAL, minTradeNtlRejected",
        "INSUFFICIENT_MARGIN, perpMarginRejected",
        "REDUCE_ONLY, reduceOnlyRejected", "POST_ONLY_WOULD_MATCH, badAloPxRejected", "IOC_NO_MATCH, iocCancelRejected",
        "POSITION_LIMIT, perpMaxPositionRejected", "PRICE_STALE, rejected"})
    void shouldTellWhyOrdersWereRejected(final RejectReason reason, final String status) {
        stream.subscribe(ofUser("orderUpdates"));
        node.publish(Events.of().rejected(0, USER_ID, BTC, 101, reason, 0, 0));
        assertEquals("[" + update("0.01", "0.01", status).replace("85811.0", "50000.0") + "]",
            stream.data("orderUpdates"));
    }

    @Test
    void shouldSendUserEvents() {
        stream.subscribe(ofUser("userEvents"));
        node.publish(Events.of()
            .fill(USER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0)
            .canceled(Events.NO_INDEX, USER_ID, BTC, 102, Side.BUY, 858_110, 1_000, CancelReason.REDUCE_ONLY, true)
            .canceled(0, USER_ID, BTC, 103, Side.BUY, 858_110, 1_000, CancelReason.REQUESTED, true));
        assertEquals("{\"fills\":[" + FILL + "]}", stream.data("user"));
        assertEquals("{\"nonUserCancel\":[{\"coin\":\"BTC\",\"oid\":102}]}", stream.data("user"));
        node.publish(Events.of().fill(OTHER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0));
        stream.expectSilence(100);
    }

    private static final String FILL = "{\"coin\":\"BTC\",\"px\":\"85811.0\",\"sz\":\"0.005\",\"side\":\"A\","
        + "\"time\":1791280942711,\"startPosition\":\"0.003\",\"dir\":\"Long > Short\",\"closedPnl\":\"-2.600745\","
        + "\"hash\":\"0x0000000000000000000000000000000000000000000000000000000012340003\",\"oid\":101,"
        + "\"crossed\":false,"
        + "\"fee\":\"0.009997\",\"tid\":13,\"feeToken\":\"USDC\",\"twapId\":null}";

    @Test
    void shouldSendASnapshotOfFillsAndThenFills() {
        final JsonNode snapshot = Client.tree(stream.subscribe(ofUser("userFills")).data("userFills"));
        assertTrue(snapshot.path("isSnapshot").asBoolean());
        assertEquals(USER.toString(), snapshot.path("user").asText());
        assertEquals(List.of("7", "8", "9"), ids(snapshot.path("fills").toString(), "tid"));
        node.publish(Events.of().fill(USER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0));
        assertEquals("{\"user\":\"" + USER + "\",\"fills\":[" + FILL + "]}", stream.data("userFills"));
    }

    @Test
    void shouldMergeFillsIfAskedTo() {
        final JsonNode snapshot = Client.tree(stream.subscribe(
            "{\"type\":\"userFills\",\"user\":\"" + USER + "\",\"aggregateByTime\":true}").data("userFills"));
        assertEquals(List.of("7", "9"), ids(snapshot.path("fills").toString(), "tid"));
        node.publish(Events.of()
            .fill(USER_ID, BTC, 101, 13, Side.SELL, true, 858_110, 500, 300, 0)
            .fill(USER_ID, BTC, 101, 14, Side.SELL, true, 858_130, 500, -200, 0));
        final JsonNode merged = Client.tree(stream.data("userFills")).path("fills");
        assertEquals(1, merged.size());
        assertEquals("85812.0 0.01 0.019994", merged.at("/0/px").asText() + " " + merged.at("/0/sz").asText() + " "
            + merged.at("/0/fee").asText());
    }

    @Test
    void shouldJoinSnapshotAndFillsWithoutGapOrRepeat() {
        node.holdHistory = true;
        stream.subscribe(ofUser("userFills"));
        node.publish(Events.of().fill(USER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0),
            () -> node.fills.add(fill(1_001, 101, 13, Side.SELL, false, 858_110, 500, 300, 3)));
        node.publish(Events.of().fill(USER_ID, BTC, 101, 14, Side.SELL, false, 858_110, 500, 300, 0));
        stream.expectSilence(100);
        node.releaseHistory();
        assertEquals(List.of("7", "8", "9", "13"),
            ids(Client.tree(stream.data("userFills")).path("fills").toString(), "tid"));
        assertEquals(List.of("14"), ids(Client.tree(stream.data("userFills")).path("fills").toString(), "tid"));
    }

    @Test
    void shouldSendNothingAfterTheEndOfASubscription() {
        node.holdHistory = true;
        final String trades = "{\"type\":\"trades\",\"coin\":\"BTC\"}";
        stream.subscribe(trades).subscribe(ofUser("userFills"));
        for (final String subscription : List.of(trades, ofUser("userFills"))) {
            stream.send("{\"method\":\"unsubscribe\",\"subscription\":" + subscription + "}");
            stream.data("subscriptionResponse");
        }
        node.releaseHistory();
        stream.expectSilence(150);
        stream.subscribe(ofUser("userFills")).data("userFills");
    }

    @Test
    void shouldFollowAnAddressThatHasNoAccountYet() {
        assertEquals("{\"isSnapshot\":true,\"user\":\"" + NEW_USER + "\",\"fills\":[]}",
            stream.subscribe(ofUser("userFills", NEW_USER)).data("userFills"));
        node.publish(Events.of().accountCreated(NEW_USER_ID, NEW_USER),
            () -> node.account(NEW_USER_ID, NEW_USER));
        node.publish(Events.of().fill(NEW_USER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0));
        assertEquals("{\"user\":\"" + NEW_USER + "\",\"fills\":[" + FILL + "]}", stream.data("userFills"));
    }

    @Test
    void shouldSubscribeWhenTheNodeIsBusyAtFirst() {
        node.acceptsReads = false;
        stream.subscribe(BTC_BOOK);
        stream.send("{\"method\":\"subscribe\",\"subscription\":" + ofUser("userFills") + "}");
        stream.expectSilence(100);
        node.acceptsReads = true;
        final List<String> channels = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            channels.add(stream.nextTree().path("channel").asText());
        }
        assertEquals(List.of("l2Book", "subscriptionResponse", "userFills"), channels.stream().sorted().toList());
    }

    @Test
    void shouldDisconnectWhenTheSnapshotCannotBeRead() {
        node.historyFails = true;
        stream.subscribe(ofUser("userFills"));
        assertEquals("1013 History cannot be read now", stream.closing());
    }

    @Test
    void shouldForgetTheSubscriptionsOfAClosedConnection() {
        stream.subscribe(ofUser("userFills")).data("userFills");
        stream.subscribe("{\"type\":\"trades\",\"coin\":\"BTC\"}").data("trades");
        stream.subscribe(BTC_BOOK).data("l2Book");
        stream.close();
        try (Stream again = new Stream(server.port())) {
            again.subscribe(ofUser("userFills")).data("userFills");
            node.publish(Events.of().fill(USER_ID, BTC, 101, 13, Side.SELL, false, 858_110, 500, 300, 0));
            assertEquals("{\"user\":\"" + USER + "\",\"fills\":[" + FILL + "]}", again.data("userFills"));
        }
    }
}
