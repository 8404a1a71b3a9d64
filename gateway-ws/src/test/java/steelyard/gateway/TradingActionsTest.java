package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TriggerKind;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;

/** Trigger orders, groups, TWAPs, quotes and what else traders ask for: the commands, and the answers. */
class TradingActionsTest extends GatewayFixture {
    private static final String MALFORMED = "Failed to deserialize the JSON body into the target type";
    private static final String STOP = "{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"51000\",\"tpsl\":\"sl\"}}";

    private static String order(final String type, final String extra) {
        return "{\"a\":0,\"b\":false,\"p\":\"50000.5\",\"s\":\"0.01\",\"r\":true,\"t\":" + type + extra + "}";
    }

    private static String limit(final String tif) {
        return "{\"limit\":{\"tif\":\"" + tif + "\"}}";
    }

    private static String place(final String grouping, final String... orders) {
        return "{\"type\":\"order\",\"orders\":[" + String.join(",", orders) + "],\"grouping\":\"" + grouping + "\"}";
    }

    private static String ok(final String response) {
        return "{\"status\":\"ok\",\"response\":" + response + "}";
    }

    private static String statuses(final String type, final String statuses) {
        return ok("{\"type\":\"" + type + "\",\"data\":{\"statuses\":[" + statuses + "]}}");
    }

    private void check(final String action, final Events events, final String answer) {
        node.script = command -> events;
        assertEquals(answer, client.act(KEY, action));
    }

    /** The command that an action becomes; what becomes of it does not matter. */
    private DirectBuffer command(final String action) {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        assertEquals("{\"status\":\"err\",\"response\":\"Action already expired\"}", client.act(KEY, action));
        return node.commands.poll();
    }

    private List<String> advanced(final String action) {
        final PlaceAdvancedOrdersDecoder command =
            new PlaceAdvancedOrdersDecoder().wrapAndApplyHeader(command(action), 0, new MessageHeaderDecoder());
        final List<String> orders = new ArrayList<>();
        orders.add("grouping " + command.grouping());
        for (final PlaceAdvancedOrdersDecoder.OrdersDecoder o : command.orders()) {
            orders.add("tif " + o.timeInForce() + " flags " + o.flags() + " display " + o.displaySizeE8() + " expires "
                + o.expiresMillis() + " kind " + o.triggerKind() + " source " + o.triggerSource() + " market "
                + o.isMarket() + " at " + o.triggerPriceE8() + " trail " + o.trailE8() + "/" + o.trailBps());
        }
        return orders;
    }

    private static String terms(final String rest) {
        return "tif 0 flags 1 display 0 expires 0 " + rest;
    }

    // ---- orders

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"51000\",\"tpsl\":\"sl\"}}"
            + "| tif 0 flags 1 display 0 expires 0 kind 2 source 0 market 1 at 5100000000000 trail 0/0",
        "{\"trigger\":{\"isMarket\":false,\"triggerPx\":\"49000.5\",\"tpsl\":\"tp\",\"src\":\"last\"}}"
            + "| tif 0 flags 1 display 0 expires 0 kind 1 source 1 market 0 at 4900050000000 trail 0/0",
        "{\"trigger\":{\"isMarket\":false,\"triggerPx\":\"1\",\"tpsl\":\"tp\",\"src\":\"oracle\",\"exp\":77}}"
            + "| tif 3 flags 1 display 0 expires 77 kind 1 source 2 market 0 at 100000000 trail 0/0",
        "{\"trail\":{\"isMarket\":true,\"by\":\"12.5\"}}"
            + "| tif 0 flags 1 display 0 expires 0 kind 3 source 0 market 1 at 0 trail 1250000000/0",
        "{\"trail\":{\"isMarket\":false,\"bps\":50,\"src\":\"mark\"}}"
            + "| tif 0 flags 1 display 0 expires 0 kind 3 source 0 market 0 at 0 trail 0/50",
        "{\"limit\":{\"tif\":\"Gtt\",\"exp\":1800000000000}}"
            + "| tif 3 flags 1 display 0 expires 1800000000000 kind 0 source 0 market 0 at 0 trail 0/0"})
    void shouldPlaceOrdersWithTerms(final String type, final String order) {
        assertEquals(List.of("grouping 0", order), advanced(place("na", order(type, ""))));
    }

    @Test
    void shouldPlaceIcebergs() {
        assertEquals(List.of("grouping 0",
            "tif 0 flags 3 display 200000 expires 0 kind 0 source 0 market 0 at 0 trail 0/0"),
            advanced(place("na", order(limit("Alo"), ",\"d\":\"0.002\""))));
    }

    @Test
    void shouldPlacePlainOrdersAsBefore() {
        final PlaceOrdersDecoder command = new PlaceOrdersDecoder().wrapAndApplyHeader(
            command(place("na", order(limit("Fok"), ",\"stp\":\"both\""))), 0, new MessageHeaderDecoder());
        final PlaceOrdersDecoder.OrdersDecoder order = command.orders().next();
        assertEquals(2, order.timeInForce());
        assertEquals(OrderFlags.REDUCE_ONLY | 3 << 10, order.flags());
    }

    @Test
    void shouldGroupOrders() {
        assertEquals(List.of("grouping 1", terms("kind 0 source 0 market 0 at 0 trail 0/0"),
            terms("kind 2 source 0 market 1 at 5100000000000 trail 0/0")),
            advanced(place("normalTpsl", order(limit("Gtc"), ""), order(STOP, ""))));
        assertEquals(List.of("grouping 2", terms("kind 2 source 0 market 1 at 5100000000000 trail 0/0")),
            advanced(place("positionTpsl", order(STOP, ""))));
        assertEquals(List.of("grouping 0", terms("kind 2 source 0 market 1 at 5100000000000 trail 0/0")),
            advanced(place("normalTpsl", order(STOP, ""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"limit\":{\"tif\":\"Gtt\"}}", "{\"limit\":{\"tif\":\"Gtc\",\"exp\":5}}", "{\"limit\":{\"tif\":\"Gte\"}}",
        "{\"trail\":{\"isMarket\":true}}", "{\"trail\":{\"isMarket\":true,\"by\":\"1\",\"bps\":1}}",
        "{\"trail\":{\"isMarket\":true,\"bps\":65536}}",
        "{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"1\",\"tpsl\":\"xx\"}}",
        "{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"1\",\"tpsl\":\"tp\",\"src\":\"mid\"}}",
        "{\"trigger\":{\"isMarket\":true,\"tpsl\":\"tp\"}}", "{}",
        "{\"limit\":{\"tif\":\"Gtc\"},\"trail\":{\"isMarket\":true,\"bps\":1}}"})
    void shouldRefuseOtherTypes(final String type) {
        assertEquals(MALFORMED, client.act(KEY, place("na", order(type, ""))));
        assertTrue(node.commands.isEmpty());
    }

    @Test
    void shouldModifyTriggersAndPlaceInAnyCase() {
        final ModifyAdvancedOrdersDecoder command = new ModifyAdvancedOrdersDecoder().wrapAndApplyHeader(
            command("{\"type\":\"modify\",\"oid\":77,\"order\":" + order(STOP, "") + "}"), 0,
            new MessageHeaderDecoder());
        assertEquals(0, command.alwaysPlace());
        final ModifyAdvancedOrdersDecoder.ModifiesDecoder entry = command.modifies().next();
        assertEquals(77, entry.targetOrderId());
        assertEquals(TriggerKind.STOP.code(), entry.triggerKind());
        assertEquals(5_100_000_000_000L, entry.triggerPriceE8());
        final ModifyAdvancedOrdersDecoder placing = new ModifyAdvancedOrdersDecoder().wrapAndApplyHeader(
            command("{\"type\":\"batchModify\",\"modifies\":[{\"oid\":7,\"order\":" + order(limit("Gtc"), "")
                + "}],\"a\":true}"), 0, new MessageHeaderDecoder());
        assertEquals(1, placing.alwaysPlace());
    }

    @Test
    void shouldTellTriggersAndGroups() {
        check(place("na", order(STOP, "")), Events.of()
            .triggerPlaced(0, USER_ID, 80, Side.SELL, TriggerKind.STOP, 510_000, 1_000, true, Grouping.NONE),
            statuses("order", "{\"resting\":{\"oid\":80}}"));
        check(place("normalTpsl", order(limit("Gtc"), ""), order(STOP, ""), order(STOP, "")), Events.of()
            .placed(0, USER_ID, BTC, 81, Side.BUY, 500_000, 1_000, 0, 0)
            .rested(0, USER_ID, BTC, 81, Side.BUY, 500_000, 1_000)
            .triggerPlaced(1, USER_ID, 82, Side.SELL, TriggerKind.STOP, 510_000, 1_000, false, Grouping.ORDER)
            .rejected(2, USER_ID, BTC, 83, RejectReason.INVALID_TRIGGER, 0, 0),
            statuses("order", "{\"resting\":{\"oid\":81}},\"waitingForFill\","
                + "{\"error\":\"Invalid TP/SL price. asset=0\"}"));
        check(place("positionTpsl", order(STOP, "")), Events.of()
            .triggerPlaced(0, USER_ID, 84, Side.SELL, TriggerKind.STOP, 510_000, 0, true, Grouping.POSITION),
            statuses("order", "\"waitingForTrigger\""));
    }

    @Test
    void shouldTellCanceledTriggers() {
        check("{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":80}]}",
            Events.of().canceled(0, USER_ID, BTC, 80, Side.SELL, 0, 1_000, CancelReason.REQUESTED, false),
            statuses("cancel", "\"success\""));
    }

    @Test
    void shouldCancelFast() {
        for (final boolean fast : new boolean[] {true, false, true}) {
            final CancelOrdersDecoder command = new CancelOrdersDecoder().wrapAndApplyHeader(
                command("{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":80}]" + (fast ? ",\"f\":true}" : "}")), 0,
                new MessageHeaderDecoder());
            assertEquals(fast ? 1 : 0, command.fast());
        }
    }

    @Test
    void shouldNotTellFillsOfAnAuctionAsTheOrders() {
        check(place("na", order(limit("Gtc"), "")), Events.of()
            .placed(0, USER_ID, BTC, 81, Side.BUY, 500_000, 1_000, 0, 0)
            .rested(0, USER_ID, BTC, 81, Side.BUY, 500_000, 1_000)
            .auctionPriced(BTC)
            .trade(BTC, 5, Side.BUY, 500_000, 400, OTHER_ID, USER_ID),
            statuses("order", "{\"resting\":{\"oid\":81}}"));
    }

    // ---- cancels

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"type\":\"cancelAll\"} | -1 255 0", "{\"type\":\"cancelAll\",\"a\":1} | 1 255 0",
        "{\"type\":\"cancelAll\",\"a\":1,\"b\":true} | 1 0 0", "{\"type\":\"cancelAll\",\"b\":false} | -1 1 0",
        "{\"type\":\"cancelAll\",\"k\":\"resting\"} | -1 255 1",
        "{\"type\":\"cancelAll\",\"k\":\"trigger\"} | -1 255 2",
        "{\"type\":\"cancelAll\",\"a\":0,\"k\":\"quote\"} | 0 255 3"})
    void shouldCancelAll(final String action, final String fields) {
        final CancelAllDecoder command =
            new CancelAllDecoder().wrapAndApplyHeader(command(action), 0, new MessageHeaderDecoder());
        assertEquals(fields, command.marketId() + " " + command.side() + " " + command.kind());
    }

    @Test
    void shouldTellHowManyAreCanceled() {
        check("{\"type\":\"cancelAll\"}", Events.of().counted(12),
            ok("{\"type\":\"cancelAll\",\"data\":{\"count\":12}}"));
        assertEquals(MALFORMED, client.act(KEY, "{\"type\":\"cancelAll\",\"k\":\"some\"}"));
    }

    @Test
    void shouldScheduleCancels() {
        final ScheduleCancelDecoder command = new ScheduleCancelDecoder();
        command.wrapAndApplyHeader(
            command("{\"type\":\"scheduleCancel\",\"time\":1795288394485}"), 0, new MessageHeaderDecoder());
        assertEquals(1_795_288_394_485L, command.timeMillis());
        command.wrapAndApplyHeader(command("{\"type\":\"scheduleCancel\"}"), 0, new MessageHeaderDecoder());
        assertEquals(0, command.timeMillis());
        check("{\"type\":\"scheduleCancel\"}", Events.of(), ok("{\"type\":\"default\"}"));
        check("{\"type\":\"scheduleCancel\",\"time\":5}",
            Events.of().refused(RejectReason.SCHEDULE_VOLUME, 1_000_000_000_000L, 2_500_000),
            "{\"status\":\"err\",\"response\":\"Cannot set scheduled cancel time until enough volume traded. "
                + "Required: $1000000. Traded: $2.5.\"}");
    }

    // ---- TWAP

    @Test
    void shouldPlaceTwaps() {
        final PlaceTwapDecoder plain = new PlaceTwapDecoder().wrapAndApplyHeader(
            command("{\"type\":\"twapOrder\",\"twap\":{\"a\":1,\"b\":true,\"s\":\"1\",\"r\":false,\"m\":10,"
                + "\"t\":false}}"), 0, new MessageHeaderDecoder());
        assertEquals("1 0 100000000 0 10 0 0 0 0", twap(plain));
        final PlaceTwapDecoder detailed = new PlaceTwapDecoder().wrapAndApplyHeader(
            command("{\"type\":\"twapOrder\",\"twap\":{\"a\":0,\"b\":false,\"s\":\"0.5\",\"r\":true,\"m\":30,"
                + "\"t\":true},\"details\":{\"t\":{\"p\":\"90\",\"a\":true},\"s\":\"92.5\"}}"), 0,
            new MessageHeaderDecoder());
        assertEquals("0 1 50000000 1 30 1 9000000000 1 9250000000", twap(detailed));
        final PlaceTwapDecoder half = new PlaceTwapDecoder().wrapAndApplyHeader(
            command("{\"type\":\"twapOrder\",\"twap\":{\"a\":0,\"b\":false,\"s\":\"0.5\",\"r\":true,\"m\":30,"
                + "\"t\":true},\"details\":{\"t\":null,\"s\":\"92.5\"}}"), 0, new MessageHeaderDecoder());
        assertEquals("0 1 50000000 1 30 1 0 0 9250000000", twap(half));
    }

    private static String twap(final PlaceTwapDecoder command) {
        return command.marketId() + " " + command.side() + " " + command.sizeE8() + " " + command.flags() + " "
            + command.minutes() + " " + command.randomize() + " " + command.triggerPriceE8() + " "
            + command.triggerAbove() + " " + command.stopPriceE8();
    }

    @Test
    void shouldTellTwaps() {
        final String place = "{\"type\":\"twapOrder\",\"twap\":{\"a\":0,\"b\":true,\"s\":\"1\",\"r\":false,\"m\":10,"
            + "\"t\":false}}";
        check(place, Events.of().twapStarted(USER_ID, 70).twapStarted(USER_ID, 95),
            ok("{\"type\":\"twapOrder\",\"data\":{\"status\":{\"running\":{\"twapId\":95}}}}"));
        check(place, Events.of().refused(RejectReason.TWAP_DURATION, 1, 0),
            ok("{\"type\":\"twapOrder\",\"data\":{\"status\":{\"error\":\"Invalid TWAP duration: 1 min(s)\"}}}"));
        check(place, Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0),
            "{\"status\":\"err\",\"response\":\"Action already expired\"}");
        final String cancel = "{\"type\":\"twapCancel\",\"a\":0,\"t\":95}";
        check(cancel, Events.of(), ok("{\"type\":\"twapCancel\",\"data\":{\"status\":\"success\"}}"));
        check(cancel, Events.of().refused(RejectReason.TWAP_NOT_FOUND, 0, 0),
            ok("{\"type\":\"twapCancel\",\"data\":{\"status\":{\"error\":"
                + "\"TWAP was never placed, already canceled, or filled.\"}}}"));
        final CancelTwapDecoder command =
            new CancelTwapDecoder().wrapAndApplyHeader(command0(cancel), 0, new MessageHeaderDecoder());
        assertEquals(95, command.twapId());
    }

    private DirectBuffer command0(final String action) {
        node.commands.clear();
        return command(action);
    }

    // ---- quotes and settings

    @Test
    void shouldQuote() {
        final String action = "{\"type\":\"massQuote\",\"g\":3,\"quotes\":["
            + "{\"a\":0,\"b\":true,\"p\":\"50000\",\"s\":\"0.01\"},{\"a\":0,\"b\":false,\"p\":\"50010\",\"s\":\"0.01\"},"
            + "{\"a\":1,\"b\":true,\"p\":\"3000\",\"s\":\"0\"}]}";
        final MassQuoteDecoder command =
            new MassQuoteDecoder().wrapAndApplyHeader(command(action), 0, new MessageHeaderDecoder());
        assertEquals(3, command.quoteGroup());
        final List<String> entries = new ArrayList<>();
        for (final MassQuoteDecoder.EntriesDecoder entry : command.entries()) {
            entries.add(entry.marketId() + " " + entry.side() + " " + entry.priceE8() + " " + entry.sizeE8());
        }
        assertEquals(List.of("0 0 5000000000000 1000000", "0 1 5001000000000 1000000", "1 0 300000000000 0"), entries);
        check(action, Events.of()
            .placed(1, USER_ID, BTC, 82, Side.SELL, 500_100, 1_000, 0, OrderFlags.QUOTE)
            .rested(1, USER_ID, BTC, 82, Side.SELL, 500_100, 1_000),
            statuses("massQuote", "\"kept\",{\"resting\":{\"oid\":82}},\"success\""));
        check(action, Events.of().quotesRejected(1, USER_ID, BTC, RejectReason.QUOTES_FROZEN),
            statuses("massQuote", "{\"error\":\"Quotes were taken back by market-maker protection; reset it first. "
                + "asset=0\"},{\"error\":\"Quotes were taken back by market-maker protection; reset it first. "
                + "asset=0\"},\"success\""));
    }

    @Test
    void shouldSetProtection() {
        final SetProtectionDecoder set = new SetProtectionDecoder();
        set.wrapAndApplyHeader(command("{\"type\":\"setProtection\",\"g\":3,\"window\":1000,\"frozen\":5000,"
            + "\"count\":10,\"size\":\"1.5\",\"value\":\"100000\"}"), 0, new MessageHeaderDecoder());
        assertEquals("3 1000 5000 10 150000000 100000000000", set.quoteGroup() + " " + set.windowMillis() + " "
            + set.frozenMillis() + " " + set.countMax() + " " + set.quantityMaxE8() + " " + set.valueMaxMicros());
        set.wrapAndApplyHeader(
            command("{\"type\":\"setProtection\",\"g\":3}"), 0, new MessageHeaderDecoder());
        assertEquals("3 0 0 0 0 0", set.quoteGroup() + " " + set.windowMillis() + " " + set.frozenMillis() + " "
            + set.countMax() + " " + set.quantityMaxE8() + " " + set.valueMaxMicros());
        final ResetProtectionDecoder reset = new ResetProtectionDecoder();
        reset.wrapAndApplyHeader(
            command("{\"type\":\"resetProtection\",\"g\":7}"), 0, new MessageHeaderDecoder());
        assertEquals(7, reset.quoteGroup());
        check("{\"type\":\"resetProtection\",\"g\":7}", Events.of(), ok("{\"type\":\"default\"}"));
    }

    @ParameterizedTest
    @CsvSource({"maker, 1", "taker, 2", "both, 3", "decrement, 4"})
    void shouldChooseSelfTradeModes(final String mode, final int code) {
        final ChooseSelfTradeModeDecoder command = new ChooseSelfTradeModeDecoder().wrapAndApplyHeader(
            command("{\"type\":\"selfTradeMode\",\"mode\":\"" + mode + "\"}"), 0, new MessageHeaderDecoder());
        assertEquals(code, command.mode());
    }
}
