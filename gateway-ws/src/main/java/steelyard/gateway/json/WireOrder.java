package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
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
    long statusTimeNanos) {

    /** A resting order. */
    public static WireOrder of(final OrderView order, final MarketSpec spec) {
        return new WireOrder(spec, order.orderId(), order.side(), TimeInForce.GTC, order.flags(), order.priceTicks(),
            order.originalLots(), order.remainingLots(), order.clientOrderIdHigh(), order.clientOrderIdLow(),
            order.placedTimeNanos(), OrderStatuses.OPEN, order.placedTimeNanos());
    }

    /** An order out of history. */
    public static WireOrder of(final HistoryReader.Order order, final MarketSpec spec) {
        final long openLots = order.status() == HistoryReader.OrderStatus.FILLED ? 0 : order.remainingLots();
        return new WireOrder(spec, order.orderId(), order.side(), order.timeInForce(), order.flags(),
            order.priceTicks(), order.originalLots(), openLots, order.clientOrderIdHigh(), order.clientOrderIdLow(),
            order.placedTimeNanos(), OrderStatuses.of(order), order.statusTimeNanos());
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
        json.writeStringField("triggerCondition", "N/A");
        json.writeBooleanField("isTrigger", false);
        json.writeStringField("triggerPx", "0.0");
        json.writeArrayFieldStart("children");
        json.writeEndArray();
        json.writeBooleanField("isPositionTpsl", false);
        json.writeBooleanField("reduceOnly", OrderFlags.isReduceOnly(flags));
        json.writeStringField("orderType", isFrontendMarket() ? "Market" : "Limit");
        json.writeStringField("tif", timeInForceWord());
        json.writeStringField("cloid", OrderFlags.hasClientOrderId(flags)
            ? ClientOrderId.print(clientOrderIdHigh, clientOrderIdLow) : null);
        json.writeEndObject();
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

    private String timeInForceWord() {
        if (isFrontendMarket()) {
            return "FrontendMarket";
        }
        if (timeInForce == TimeInForce.IOC) {
            return "Ioc";
        }
        return OrderFlags.isPostOnly(flags) ? "Alo" : "Gtc";
    }

    /** {@code B} for a buy, {@code A} for a sell. */
    static String sideWord(final Side side) {
        return side == Side.BUY ? "B" : "A";
    }
}
