package steelyard.gateway.exchange;

import java.util.Set;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.WireDecimal;

/** Reads one order of an action. Only the form is checked; the exchange judges what it says. */
final class OrderDecoder {
    private static final Set<String> FIELDS = Set.of("a", "b", "p", "s", "r", "t", "c");
    private static final Set<String> KINDS = Set.of("limit", "trigger");
    private static final Set<String> LIMIT_FIELDS = Set.of("tif");
    private static final Set<String> TRIGGER_FIELDS = Set.of("isMarket", "triggerPx", "tpsl");
    private static final Set<String> TRIGGER_SIDES = Set.of("tp", "sl");

    private final MarketDirectory markets;

    OrderDecoder(final MarketDirectory markets) {
        this.markets = markets;
    }

    OrderEntry decode(final Fields order) throws RequestFault {
        order.only(FIELDS);
        final int marketId = order.small("a");
        final String timeInForce = timeInForce(order.object("t").only(KINDS));
        final ClientOrderId clientOrderId = order.has("c") ? order.clientOrderId("c") : null;
        int flags = order.flag("r", false) ? OrderFlags.REDUCE_ONLY : 0;
        if (clientOrderId != null) {
            flags |= OrderFlags.HAS_CLIENT_ORDER_ID;
        }
        return new OrderEntry(marketId, order.flag("b") ? Side.BUY : Side.SELL,
            decimal(order.text("p"), allowsNegative(marketId)), decimal(order.text("s"), false),
            isImmediate(timeInForce) ? TimeInForce.IOC : TimeInForce.GTC, flags | flagOf(timeInForce), clientOrderId);
    }

    /** The word for the time in force of a limit order. */
    private static String timeInForce(final Fields kind) throws RequestFault {
        if (kind.has("trigger") == kind.has("limit")) {
            throw RequestFault.malformed();
        }
        if (kind.has("trigger")) {
            throw trigger(kind.object("trigger").only(TRIGGER_FIELDS));
        }
        return kind.object("limit").only(LIMIT_FIELDS).text("tif");
    }

    private static RequestFault trigger(final Fields trigger) throws RequestFault {
        trigger.flag("isMarket");
        decimal(trigger.text("triggerPx"), false);
        return TRIGGER_SIDES.contains(trigger.text("tpsl"))
            ? RequestFault.refusal("Trigger orders are not supported yet.")
            : RequestFault.malformed();
    }

    private static boolean isImmediate(final String timeInForce) {
        return timeInForce.equals("Ioc") || timeInForce.equals("FrontendMarket");
    }

    private static int flagOf(final String timeInForce) throws RequestFault {
        return switch (timeInForce) {
            case "Gtc", "Ioc" -> 0;
            case "Alo" -> OrderFlags.POST_ONLY;
            case "FrontendMarket" -> OrderFlags.FRONTEND_MARKET;
            default -> throw RequestFault.malformed();
        };
    }

    private boolean allowsNegative(final int marketId) {
        final MarketSpec spec = markets.spec(marketId);
        return spec != null && spec.allowsNonPositive();
    }

    private static long decimal(final String text, final boolean negativeAllowed) throws RequestFault {
        final long value = WireDecimal.parseE8(text);
        if (value == WireDecimal.INVALID || !negativeAllowed && text.startsWith("-")) {
            throw RequestFault.malformed();
        }
        return value;
    }
}
