package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.model.TwapStatus;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.OrderView;
import steelyard.node.ProtectionView;
import steelyard.node.TraderView;
import steelyard.node.TriggerView;
import steelyard.node.TwapView;

/** How trigger orders, groups, icebergs and TWAPs are shown. */
class TradingReadsTest extends GatewayFixture {
    private static final TriggerView STOP =
        new TriggerView(TriggerKind.STOP, PriceSource.MARK, true, 840_000, 0, 0, true, 0, false);
    private static final TwapView TWAP = new TwapView(70, USER_ID, BTC, Side.BUY, 100_000, 25_000, 21_453_500_000L, 30,
        true, OrderFlags.REDUCE_ONLY, 900_000, true, 920_000, FakeNode.NOW_NANOS - 60_000_000_000L);

    private Stream stream;

    @BeforeEach
    void forgetOthers() {
        node.orders.clear();
        node.pastOrders.clear();
        node.fills.clear();
        stream = new Stream(server.port());
    }

    private static OrderView open(
        final long id, final int flags, final long limit, final long lots, final long expires, final TriggerView trigger) {
        return new OrderView(id, USER_ID, BTC, Side.SELL, limit, lots, lots, flags, 0, 0,
            FakeNode.NOW_NANOS, 0, trigger == null ? lots : 0, expires, trigger);
    }

    private JsonNode read(final String type) {
        return Client.tree(client.info("{\"type\":\"" + type + "\",\"user\":\"" + USER + "\"}").body());
    }

    private static String form(final JsonNode order) {
        return order.path("oid").asText() + " " + order.path("orderType").asText() + ", "
            + order.path("triggerCondition").asText() + ", " + order.path("isTrigger").asText() + " "
            + order.path("triggerPx").asText() + ", limit " + order.path("limitPx").asText() + " sz "
            + order.path("sz").asText() + " tif " + order.path("tif").asText() + (order.path("isPositionTpsl")
            .asBoolean() ? " of position" : "") + (order.has("exp") ? " exp " + order.path("exp").asText() : "")
            + (order.has("trail") ? " trail " + order.path("trail") : "")
            + (order.has("src") ? " src " + order.path("src").asText() : "");
    }

    @Test
    void shouldShowTriggerOrders() {
        node.orders.add(open(1, OrderFlags.REDUCE_ONLY, 0, 1_000, 0, STOP));
        node.orders.add(open(2, OrderFlags.REDUCE_ONLY, 850_005, 1_000, 77,
            new TriggerView(TriggerKind.TAKE_PROFIT, PriceSource.LAST, false, 870_005, 0, 0, true, 0, false)));
        node.orders.add(open(3, OrderFlags.REDUCE_ONLY | OrderFlags.LINKED, 0, 0, 0,
            new TriggerView(TriggerKind.TAKE_PROFIT, PriceSource.ORACLE, true, 870_000, 0, 0, true, 0, true)));
        node.orders.add(open(4, 0, 0, 1_000, 0,
            new TriggerView(TriggerKind.TRAILING_STOP, PriceSource.MARK, true, 0, 125, 0, true, 0, false)));
        node.orders.add(open(5, 0, 840_000, 1_000, 0,
            new TriggerView(TriggerKind.TRAILING_STOP, PriceSource.MARK, false, 0, 0, 50, true, 0, false)));
        node.orders.add(open(6, OrderFlags.TRIGGERED, 850_000, 1_000, 0, null));
        assertEquals(List.of(
            "1 Stop Market, Price below 84000, true 84000.0, limit 0.0 sz 0.01 tif null",
            "2 Take Profit Limit, Last price above 87000.5, true 87000.5, limit 85000.5 sz 0.01 tif Gtt exp 77 src last",
            "3 Take Profit Market, Oracle price above 87000, true 87000.0, limit 0.0 sz 0.0 tif null of position "
                + "src oracle",
            "4 Stop Market, Trail by 12.5, true 0.0, limit 0.0 sz 0.01 tif null trail {\"by\":\"12.5\"}",
            "5 Stop Limit, Trail by 50 bps, true 0.0, limit 84000.0 sz 0.01 tif Gtc trail {\"bps\":50}",
            "6 Limit, Triggered, false 0.0, limit 85000.0 sz 0.01 tif Gtc"),
            read("frontendOpenOrders").findParents("orderType").stream().map(TradingReadsTest::form).toList());
        assertEquals(6, read("openOrders").size());
        assertEquals("1 Stop Market, Price below 84000, true 84000.0, limit 0.0 sz 0.01 tif null", form(Client.tree(
            client.info("{\"type\":\"orderStatus\",\"user\":\"" + USER + "\",\"oid\":1}").body())
            .at("/order/order")));
    }

    @Test
    void shouldShowChildrenWithinTheirParent() {
        node.orders.add(open(1, OrderFlags.LINKED, 850_000, 1_000, 0, null));
        node.orders.add(open(2, OrderFlags.REDUCE_ONLY | OrderFlags.LINKED, 0, 1_000, 0,
            new TriggerView(TriggerKind.STOP, PriceSource.MARK, true, 840_000, 0, 0, false, 1, false)));
        node.orders.add(open(3, 0, 850_000, 1_000, 0, null));
        final JsonNode orders = read("frontendOpenOrders");
        assertEquals("[1,3]", "[" + orders.at("/0/oid") + "," + orders.at("/1/oid") + "]");
        assertEquals("2 Stop Market, Price below 84000, true 84000.0, limit 0.0 sz 0.01 tif null",
            form(orders.at("/0/children/0")));
        assertEquals(2, read("webData2").at("/openOrders").size());
        assertEquals(2, read("openOrders").size());
        assertEquals(2, Client.tree(client.info("{\"type\":\"orderStatus\",\"user\":\"" + USER + "\",\"oid\":1}").body())
            .at("/order/order/children/0/oid").asInt());
        assertEquals("open", Client.tree(client.info("{\"type\":\"orderStatus\",\"user\":\"" + USER + "\",\"oid\":2}")
            .body()).at("/order/status").asText());
    }

    @Test
    void shouldShowIcebergsAndEnds() {
        node.orders.add(new OrderView(1, USER_ID, BTC, Side.SELL, 860_000, 1_000, 900, OrderFlags.ICEBERG
            | OrderFlags.EXPIRES, 0, 0, FakeNode.NOW_NANOS, 100, 100, 1_800_000_000_000L, null));
        final JsonNode order = read("frontendOpenOrders").get(0);
        assertEquals("0.001", order.path("displaySz").asText());
        assertEquals("0.009", order.path("sz").asText());
        assertEquals("Gtt", order.path("tif").asText());
        assertEquals(1_800_000_000_000L, order.path("exp").asLong());
    }

    @Test
    void shouldShowTriggersOfThePast() {
        node.pastOrders.add(past(5, OrderFlags.TRIGGERED, HistoryReader.OrderStatus.FILLED));
        node.pastOrders.add(past(6, 0, HistoryReader.OrderStatus.CANCELED));
        node.pastOrders.add(past(7, OrderFlags.TRIGGERED, HistoryReader.OrderStatus.OPEN));
        final JsonNode orders = read("historicalOrders");
        assertEquals("7 Limit, Triggered, false 0.0, limit 85000.0 sz 0.01 tif Ioc", form(orders.at("/0/order")));
        assertEquals("6 Stop Market, Price below 84000, true 84000.0, limit 85000.0 sz 0.01 tif null",
            form(orders.at("/1/order")));
        assertEquals("siblingFilledCanceled", orders.at("/1/status").asText());
        assertEquals("5 Stop Market, Price below 84000, true 84000.0, limit 85000.0 sz 0.0 tif null",
            form(orders.at("/2/order")));
    }

    private static HistoryReader.Order past(final long id, final int flags, final HistoryReader.OrderStatus status) {
        return new HistoryReader.Order(id, USER_ID, BTC, Side.SELL, TimeInForce.IOC, flags, 850_000, 1_000, 1_000, 0, 0,
            FakeNode.NOW_NANOS, status, null,
            status == HistoryReader.OrderStatus.CANCELED ? CancelReason.SIBLING_FILLED : null, FakeNode.NOW_NANOS, 0, 0,
            STOP);
    }

    private static final String STATE = "{\"coin\":\"BTC\",\"user\":\"" + USER + "\",\"side\":\"B\",\"sz\":\"1.0\","
        + "\"executedSz\":\"0.25\",\"executedNtl\":\"21453.5\",\"minutes\":30,\"reduceOnly\":true,\"randomize\":true,"
        + "\"timestamp\":1791280882711,\"trigger\":{\"px\":\"90000.0\",\"above\":true},\"stopPx\":\"92000.0\"}";

    @Test
    void shouldShowTwaps() {
        node.twaps.add(TWAP);
        node.twapChanges.add(new TwapChange(5, FakeNode.NOW_NANOS, TWAP, TwapStatus.RUNNING, RejectReason.NONE));
        node.twapChanges.add(
            new TwapChange(6, FakeNode.NOW_NANOS, TWAP, TwapStatus.ERROR, RejectReason.REDUCE_ONLY));
        assertEquals("[[70," + STATE + "]]", read("webData2").path("twapStates").toString());
        assertEquals("[{\"time\":1791280942,\"state\":" + STATE + ",\"status\":{\"status\":\"error\","
            + "\"description\":\"Reduce only order would increase position.\"},\"twapId\":70},"
            + "{\"time\":1791280942,\"state\":" + STATE + ",\"status\":{\"status\":\"activated\"},\"twapId\":70}]",
            read("twapHistory").toString());
        stream.subscribe("{\"type\":\"twapStates\",\"user\":\"" + USER + "\"}");
        assertEquals("{\"dex\":\"\",\"user\":\"" + USER + "\",\"states\":[[70," + STATE + "]]}",
            stream.data("twapStates"));
    }

    @Test
    void shouldTellTwapsAsTheyChange() {
        final String user = "\"user\":\"" + USER + "\"";
        stream.subscribe("{\"type\":\"userTwapHistory\"," + user + "}");
        assertEquals("{\"isSnapshot\":true," + user + ",\"history\":[]}", stream.data("userTwapHistory"));
        stream.subscribe("{\"type\":\"userTwapSliceFills\"," + user + "}");
        assertEquals("{\"isSnapshot\":true," + user + ",\"twapSliceFills\":[]}", stream.data("userTwapSliceFills"));
        node.publish(Events.of().twapStarted(USER_ID, 70).twapSliced(USER_ID, 70, 90)
            .slice(USER_ID, 90, 7, 100), () -> node.twapChanges.add(
                new TwapChange(node.eventSequence + 1, FakeNode.NOW_NANOS, TWAP, TwapStatus.RUNNING,
                    RejectReason.NONE)));
        final JsonNode slices = Client.tree(stream.data("userTwapSliceFills")).path("twapSliceFills");
        assertEquals(70, slices.at("/0/twapId").asInt());
        assertEquals(70, slices.at("/0/fill/twapId").asInt());
        assertEquals("0x" + "0".repeat(64), slices.at("/0/fill/hash").asText());
        assertEquals("{" + user + ",\"history\":[{\"time\":1791280942,\"state\":" + STATE
            + ",\"status\":{\"status\":\"activated\"},\"twapId\":70}]}", stream.data("userTwapHistory"));
    }

    @Test
    void shouldTellSliceFills() {
        node.fills.add(new HistoryReader.Fill(501, Events.LOG_POSITION, 1, FakeNode.NOW_NANOS, USER_ID, BTC, 90, 7,
            Side.BUY, true, 858_100, 100, 1, 0, 0, OrderFlags.TWAP_SLICE, 0, 0, 70));
        node.fills.add(fill(502, 80, 8, Side.BUY, true, 858_125, 2_905, -9_136, 1));
        final JsonNode slices = read("userTwapSliceFills");
        assertEquals(1, slices.size());
        assertEquals(70, slices.at("/0/twapId").asInt());
        assertEquals(2, read("userFills").size());
        assertEquals(70, read("userFills").at("/1/twapId").asInt());
    }

    @Test
    void shouldTellWhatABuilderGot() {
        node.fills.add(new HistoryReader.Fill(501, Events.LOG_POSITION, 1, FakeNode.NOW_NANOS, USER_ID, BTC, 90, 7,
            Side.BUY, true, 858_100, 100, 1_500_000, 0, 0, OrderFlags.BUILDER, 0, 0, 0, 500_000));
        final JsonNode fill = read("userFills").get(0);
        assertEquals("1.5", fill.path("fee").asText());
        assertEquals("0.5", fill.path("builderFee").asText());
    }

    @Test
    void shouldTellTriggersAsTheyFire() {
        stream.subscribe("{\"type\":\"userHistoricalOrders\",\"user\":\"" + USER + "\"}");
        stream.data("userHistoricalOrders");
        node.publish(Events.of()
            .triggerPlaced(0, USER_ID, 80, Side.SELL, TriggerKind.STOP, 840_000, 1_000, true, Grouping.NONE));
        final JsonNode placed = Client.tree(stream.data("userHistoricalOrders")).at("/orderHistory/0");
        assertEquals("80 Stop Market, Price below 84000, true 84000.0, limit 0.0 sz 0.01 tif null",
            form(placed.path("order")));
        assertEquals("open", placed.path("status").asText());
        node.publish(Events.of().triggered(USER_ID, 80, Side.SELL, 756_000, 1_000)
            .placed(Events.NO_INDEX, USER_ID, BTC, 80, Side.SELL, 756_000, 1_000, 0, OrderFlags.TRIGGERED)
            .fill(USER_ID, BTC, 80, 9, Side.SELL, true, 840_000, 1_000, 1_000, 0));
        final JsonNode history = Client.tree(stream.data("userHistoricalOrders")).path("orderHistory");
        assertEquals(List.of("triggered", "open", "filled"), history.findValuesAsText("status"));
        assertEquals("80 Stop Market, Price below 84000, true 84000.0, limit 84000.0 sz 0.0 tif null",
            form(history.at("/2/order")));
        assertEquals(1791280937711L, history.at("/1/order/timestamp").asLong());
    }

    @Test
    void shouldShowSettings() {
        node.trader = new TraderView(SelfTradeMode.CANCEL_BOTH, 1_800_000_000_000L, List.of(
            new ProtectionView(1, 1_000, 0, 10, 150_000_000, 0, ProtectionView.NOT_FROZEN),
            new ProtectionView(2, 1_000, 0, 10, 0, 5_000_000, 0)));
        assertEquals("{\"selfTradeMode\":\"both\",\"scheduledCancel\":1800000000000,\"protections\":["
            + "{\"g\":1,\"window\":1000,\"frozen\":0,\"count\":10,\"size\":\"1.5\",\"value\":\"0.0\","
            + "\"isFrozen\":false,\"frozenUntil\":null},"
            + "{\"g\":2,\"window\":1000,\"frozen\":0,\"count\":10,\"size\":\"0.0\",\"value\":\"5.0\","
            + "\"isFrozen\":true,\"frozenUntil\":null}]}", read("tradingSettings").toString());
    }
}
