package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader;
import steelyard.node.OrderView;

/**
 * An order as clients are shown it, with its status. An order that is filled shows a size of zero.
 *
 * @param remainingLots   what is open, or was when the order ended
 * @param statusTimeNanos log time of the event that brought the status
 * @param extras          {@link OrderExtras#NONE} if there are none
 */
public record WireOrder(
    MarketSpec spec,
    long orderId,
    Side side,
    TimeInForce timeInForce,
    int flags,
    long priceTicks,
    long originalLots,
    long remainingLots,
    long clientOrderIdHigh,
    long clientOrderIdLow,
    long placedTimeNanos,
    String status,
    long statusTimeNanos,
    OrderExtras extras) {

    /** An open order, resting or trigger order, without its children. */
    public static WireOrder of(final OrderView order, final MarketSpec spec) {
        return of(order, spec, List.of());
    }

    private static WireOrder of(final OrderView order, final MarketSpec spec, final List<WireOrder> children) {
        final TimeInForce timeInForce = order.expiresMillis() == 0 ? TimeInForce.GTC : TimeInForce.GTT;
        return new WireOrder(spec, order.orderId(), order.side(), timeInForce, order.flags(), order.priceTicks(),
            order.originalLots(), order.remainingLots(), order.clientOrderIdHigh(), order.clientOrderIdLow(),
            order.placedTimeNanos(), OrderStatuses.OPEN, order.placedTimeNanos(),
            new OrderExtras(order.trigger(), order.displayLots(), order.expiresMillis(), children));
    }

    /** Open orders of an account; trigger orders that wait for their parents stand within these. */
    public static List<WireOrder> open(final List<OrderView> orders, final IntFunction<MarketSpec> specs) {
        final List<WireOrder> open = new ArrayList<>(orders.size());
        for (final OrderView order : orders) {
            if (parentOf(order) == 0) {
                final List<WireOrder> children = !OrderFlags.isLinked(order.flags()) ? List.of() : orders.stream()
                    .filter(child -> parentOf(child) == order.orderId())
                    .map(child -> of(child, specs.apply(child.marketId()))).toList();
                open.add(of(order, specs.apply(order.marketId()), children));
            }
        }
        return open;
    }

    private static long parentOf(final OrderView order) {
        return order.trigger() == null ? 0 : order.trigger().parentOrderId();
    }

    /** An order out of history; one that has fired and rests is shown as what it is now. */
    public static WireOrder of(final HistoryReader.Order order, final MarketSpec spec) {
        final boolean isOpen = order.status() == HistoryReader.OrderStatus.OPEN;
        final long openLots = order.status() == HistoryReader.OrderStatus.FILLED ? 0 : order.remainingLots();
        return new WireOrder(spec, order.orderId(), order.side(), order.timeInForce(), order.flags(),
            order.priceTicks(), order.originalLots(), openLots, order.clientOrderIdHigh(), order.clientOrderIdLow(),
            order.placedTimeNanos(), OrderStatuses.of(order), order.statusTimeNanos(),
            new OrderExtras(isOpen && hasFired(order.flags()) ? null : order.trigger(), order.displayLots(),
                order.expiresMillis(), List.of()));
    }

    private static boolean hasFired(final int flags) {
        return (flags & OrderFlags.TRIGGERED) != 0;
    }

    /** Whether the order is open. */
    public boolean isOpen() {
        return OrderStatuses.OPEN.equals(status);
    }

    /** The short form: {@code openOrders}, {@code orderUpdates}. */
    public void writeShort(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeCommon(json);
        if (OrderFlags.hasClientOrderId(flags)) {
            json.writeStringField("cloid", ClientOrderId.print(clientOrderIdHigh, clientOrderIdLow));
        }
        if (OrderFlags.isReduceOnly(flags)) {
            json.writeBooleanField("reduceOnly", true);
        }
        json.writeEndObject();
    }

    /** The long form: {@code frontendOpenOrders}, {@code orderStatus}. */
    public void writeLong(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeCommon(json);
        json.writeStringField("triggerCondition", extras.isTrigger() ? extras.condition(spec, side)
            : hasFired(flags) ? "Triggered" : "N/A");
        json.writeBooleanField("isTrigger", extras.isTrigger());
        json.writeStringField("triggerPx", extras.triggerPrice(spec));
        json.writeArrayFieldStart("children");
        for (final WireOrder child : extras.children()) {
            child.writeLong(json);
        }
        json.writeEndArray();
        json.writeBooleanField("isPositionTpsl", extras.isTrigger() && extras.trigger().ofPosition());
        json.writeBooleanField("reduceOnly", OrderFlags.isReduceOnly(flags));
        json.writeStringField("orderType", orderType());
        json.writeStringField("tif", timeInForceWord());
        json.writeStringField("cloid", OrderFlags.hasClientOrderId(flags)
            ? ClientOrderId.print(clientOrderIdHigh, clientOrderIdLow) : null);
        extras.writeAdded(json, spec);
        json.writeEndObject();
    }

    private String orderType() {
        if (extras.isTrigger()) {
            return extras.orderType();
        }
        if ((flags & OrderFlags.TWAP_SLICE) != 0) {
            return "Twap Slice";
        }
        return isFrontendMarket() || OrderFlags.isLiquidation(flags) ? "Market" : "Limit";
    }

    /** An element of {@code orderUpdates}. */
    public void writeUpdate(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("order");
        writeShort(json);
        writeStatus(json);
        json.writeEndObject();
    }

    /** An element of {@code historicalOrders}. */
    public void writeHistorical(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("order");
        writeLong(json);
        writeStatus(json);
        json.writeEndObject();
    }

    /** The answer of {@code orderStatus}. */
    public void writeStatusAnswer(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", "order");
        json.writeFieldName("order");
        writeHistorical(json);
        json.writeEndObject();
    }

    private void writeCommon(final JsonGenerator json) throws IOException {
        json.writeStringField("coin", spec.coin());
        json.writeStringField("side", sideWord(side));
        json.writeStringField("limitPx", WireDecimal.format(priceTicks, spec.priceDecimals()));
        json.writeStringField("sz", WireDecimal.format(remainingLots, spec.sizeDecimals()));
        json.writeNumberField("oid", orderId);
        json.writeNumberField("timestamp", millis(placedTimeNanos));
        json.writeStringField("origSz", WireDecimal.format(originalLots, spec.sizeDecimals()));
    }

    private void writeStatus(final JsonGenerator json) throws IOException {
        json.writeStringField("status", status);
        json.writeNumberField("statusTimestamp", millis(statusTimeNanos));
    }

    private boolean isFrontendMarket() {
        return (flags & OrderFlags.FRONTEND_MARKET) != 0;
    }

    /** A trigger order at the market's price has none. */
    private String timeInForceWord() {
        if (extras.isTrigger() && extras.trigger().isMarket()) {
            return null;
        }
        if (isFrontendMarket()) {
            return "FrontendMarket";
        }
        if (OrderFlags.isLiquidation(flags)) {
            return "LiquidationMarket";
        }
        return switch (timeInForce) {
            case GTC -> OrderFlags.isPostOnly(flags) ? "Alo" : "Gtc";
            case IOC -> "Ioc";
            case FOK -> "Fok";
            case GTT -> "Gtt";
        };
    }

    /** {@code B} for a buy, {@code A} for a sell. */
    static String sideWord(final Side side) {
        return side == Side.BUY ? "B" : "A";
    }
}
