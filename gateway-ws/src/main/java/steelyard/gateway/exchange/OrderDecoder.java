package steelyard.gateway.exchange;

import java.util.List;
import java.util.Set;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.model.WireDecimal;

/** Reads one order of an action. Only the form is checked; the exchange judges what it says. */
final class OrderDecoder {
    private static final Set<String> FIELDS = Set.of("a", "b", "p", "s", "r", "t", "c", "d", "stp");
    private static final Set<String> KINDS = Set.of("limit", "trigger", "trail");
    private static final Set<String> LIMIT_FIELDS = Set.of("tif", "exp");
    private static final Set<String> TRIGGER_FIELDS = Set.of("isMarket", "triggerPx", "tpsl", "src", "exp");
    private static final Set<String> TRAIL_FIELDS = Set.of("isMarket", "by", "bps", "src", "exp");
    private static final List<String> SOURCES = List.of("mark", "last", "oracle");
    /** In the order of {@link SelfTradeMode}, from {@link SelfTradeMode#CANCEL_MAKER} on. */
    private static final List<String> SELF_TRADE_MODES = List.of("maker", "taker", "both", "decrement");
    private static final int TRAIL_BPS_MAX = 65_535;

    private final MarketDirectory markets;

    OrderDecoder(final MarketDirectory markets) {
        this.markets = markets;
    }

    OrderEntry decode(final Fields order) throws RequestFault {
        order.only(FIELDS);
        final int marketId = order.small("a");
        final Fields type = order.object("t").only(KINDS);
        if (KINDS.stream().filter(type::has).count() != 1) {
            throw RequestFault.malformed();
        }
        final long displaySizeE8 = order.has("d") ? size(order.text("d")) : 0;
        if (type.has("limit")) {
            return limit(order, marketId, type.object("limit").only(LIMIT_FIELDS), displaySizeE8);
        }
        final OrderTerms terms = type.has("trigger")
            ? trigger(type.object("trigger").only(TRIGGER_FIELDS), marketId, displaySizeE8)
            : trail(type.object("trail").only(TRAIL_FIELDS), displaySizeE8);
        return entry(
            order, marketId, terms.expiresMillis() == 0 ? TimeInForce.GTC : TimeInForce.GTT, 0, terms);
    }

    private OrderEntry limit(
        final Fields order, final int marketId, final Fields limit, final long displaySizeE8) throws RequestFault {
        final String word = limit.text("tif");
        final TimeInForce timeInForce = timeInForce(word);
        if (limit.has("exp") != (timeInForce == TimeInForce.GTT)) {
            throw RequestFault.malformed();
        }
        return entry(
            order, marketId, timeInForce, flagOf(word), OrderTerms.ofLimit(displaySizeE8, expiresMillis(limit)));
    }

    private OrderTerms trigger(final Fields trigger, final int marketId, final long displaySizeE8)
        throws RequestFault {
        final TriggerKind kind = switch (trigger.text("tpsl")) {
            case "tp" -> TriggerKind.TAKE_PROFIT;
            case "sl" -> TriggerKind.STOP;
            default -> throw RequestFault.malformed();
        };
        return new OrderTerms(displaySizeE8, expiresMillis(trigger), kind, source(trigger), trigger.flag("isMarket"),
            price(trigger.text("triggerPx"), marketId), 0, 0);
    }

    private static OrderTerms trail(final Fields trail, final long displaySizeE8) throws RequestFault {
        if (trail.has("by") == trail.has("bps")) {
            throw RequestFault.malformed();
        }
        final long byE8 = trail.has("by") ? size(trail.text("by")) : 0;
        final int bps = trail.small("bps", 0);
        if (bps > TRAIL_BPS_MAX) {
            throw RequestFault.malformed();
        }
        return new OrderTerms(displaySizeE8, expiresMillis(trail), TriggerKind.TRAILING_STOP, source(trail),
            trail.flag("isMarket"), 0, byE8, bps);
    }

    private OrderEntry entry(
        final Fields order, final int marketId, final TimeInForce timeInForce, final int flagsOfType,
        final OrderTerms terms) throws RequestFault {
        final ClientOrderId clientOrderId = order.has("c") ? order.clientOrderId("c") : null;
        int flags = flagsOfType | (order.flag("r", false) ? OrderFlags.REDUCE_ONLY : 0);
        if (clientOrderId != null) {
            flags |= OrderFlags.HAS_CLIENT_ORDER_ID;
        }
        if (order.has("stp")) {
            flags |= SelfTradeMode.of(selfTradeMode(order.text("stp"))).flags();
        }
        return new OrderEntry(marketId, order.flag("b") ? Side.BUY : Side.SELL, price(order.text("p"), marketId),
            size(order.text("s")), timeInForce, flags, clientOrderId, terms);
    }

    /** The code of the mode with this name. */
    static int selfTradeMode(final String name) throws RequestFault {
        final int index = SELF_TRADE_MODES.indexOf(name);
        if (index < 0) {
            throw RequestFault.malformed();
        }
        return index + SelfTradeMode.CANCEL_MAKER.code();
    }

    private static PriceSource source(final Fields trigger) throws RequestFault {
        final int code = SOURCES.indexOf(trigger.text("src", "mark"));
        if (code < 0) {
            throw RequestFault.malformed();
        }
        return PriceSource.of(code);
    }

    private static long expiresMillis(final Fields fields) throws RequestFault {
        return fields.has("exp") ? Math.max(1, fields.number("exp")) : 0;
    }

    private static TimeInForce timeInForce(final String word) throws RequestFault {
        return switch (word) {
            case "Gtc", "Alo" -> TimeInForce.GTC;
            case "Ioc", "FrontendMarket" -> TimeInForce.IOC;
            case "Fok" -> TimeInForce.FOK;
            case "Gtt" -> TimeInForce.GTT;
            default -> throw RequestFault.malformed();
        };
    }

    private static int flagOf(final String word) {
        return switch (word) {
            case "Alo" -> OrderFlags.POST_ONLY;
            case "FrontendMarket" -> OrderFlags.FRONTEND_MARKET;
            default -> 0;
        };
    }

    /** A price in 10<sup>-8</sup> USDC; below zero where the market allows it. */
    long price(final String text, final int marketId) throws RequestFault {
        final MarketSpec spec = markets.spec(marketId);
        return decimal(text, spec != null && spec.allowsNonPositive());
    }

    /** A size, or another decimal not below zero, in 10<sup>-8</sup>. */
    static long size(final String text) throws RequestFault {
        return decimal(text, false);
    }

    private static long decimal(final String text, final boolean negativeAllowed) throws RequestFault {
        final long value = WireDecimal.parseE8(text);
        if (value == WireDecimal.INVALID || !negativeAllowed && text.startsWith("-")) {
            throw RequestFault.malformed();
        }
        return value;
    }
}
