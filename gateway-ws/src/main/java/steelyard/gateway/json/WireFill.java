package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.Fill;

/**
 * A fill as its account is shown it: one, or several of the same order and time merged into one.
 *
 * @param first           the earliest of the fills: its trade, transaction and start position are shown
 * @param quantityLots    sum
 * @param feeMicros       sum
 * @param builderFeeMicros sum of what builders got of it
 * @param closedPnlMicros sum
 * @param costMicros      sum of price × size: the price shown is it over the quantity, rounded half up to ten decimals
 */
public record WireFill(
    MarketSpec spec,
    Fill first,
    long quantityLots,
    long feeMicros,
    long builderFeeMicros,
    long closedPnlMicros,
    long costMicros) {

    private static final int PRICE_DECIMALS_MAX = 10;
    private static final int MICRO_DECIMALS = 6;
    /** Above the ids of all trades: what is no trade is numbered from here on. */
    private static final long TRANSFERS = 1L << 50;

    /** One fill. */
    public static WireFill of(final Fill fill, final MarketSpec spec) {
        return new WireFill(spec, fill, fill.quantityLots(), fill.feeMicros(), fill.builderFeeMicros(),
            fill.closedPnlMicros(), fill.priceTicks() * fill.quantityLots());
    }

    /** Merges neighbours of the same order and time. {@code fills} are in the order in which they happened. */
    public static List<WireFill> merged(final List<WireFill> fills) {
        final List<WireFill> merged = new ArrayList<>(fills.size());
        for (final WireFill fill : fills) {
            if (!merged.isEmpty() && merged.getLast().isOfSameOrderAndTime(fill)) {
                merged.set(merged.size() - 1, merged.getLast().with(fill));
            } else {
                merged.add(fill);
            }
        }
        return merged;
    }

    /** The first {@code limit} of these fills. */
    public static JsonBody list(final List<WireFill> fills, final int limit) {
        return JsonBody.list(fills.stream().limit(limit).<JsonBody>map(fill -> fill::write).toList());
    }

    private boolean isOfSameOrderAndTime(final WireFill other) {
        return !first.isTransfer() && first.orderId() == other.first.orderId()
            && first.timestampNanos() == other.first.timestampNanos()
            && Objects.equals(first.liquidation(), other.first.liquidation());
    }

    private WireFill with(final WireFill later) {
        return new WireFill(spec, first, quantityLots + later.quantityLots, feeMicros + later.feeMicros,
            builderFeeMicros + later.builderFeeMicros, closedPnlMicros + later.closedPnlMicros, costMicros + later.costMicros);
    }

    /** Writes the fill. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("px", price());
        json.writeStringField("sz", WireDecimal.format(quantityLots, spec.sizeDecimals()));
        json.writeStringField("side", WireOrder.sideWord(first.side()));
        json.writeNumberField("time", millis(first.timestampNanos()));
        json.writeStringField("startPosition", WireDecimal.format(first.startPositionLots(), spec.sizeDecimals()));
        json.writeStringField("dir", direction());
        json.writeStringField("closedPnl", WireDecimal.format(closedPnlMicros, MICRO_DECIMALS));
        json.writeStringField("hash",
            first.twapId() == 0 ? TransactionName.of(first.logPosition(), first.commandIndex()) : TransactionName.NONE);
        json.writeNumberField("oid", first.orderId());
        json.writeBooleanField("crossed", first.taker());
        json.writeStringField("fee", WireDecimal.format(feeMicros, MICRO_DECIMALS));
        if (builderFeeMicros != 0) {
            json.writeStringField("builderFee", WireDecimal.format(builderFeeMicros, MICRO_DECIMALS));
        }
        json.writeNumberField("tid", first.isTransfer() ? TRANSFERS + first.eventSequence() : first.tradeId());
        if (OrderFlags.hasClientOrderId(first.flags())) {
            json.writeStringField("cloid", ClientOrderId.print(first.clientOrderIdHigh(), first.clientOrderIdLow()));
        }
        if (first.liquidation() != null) {
            writeLiquidation(json);
        }
        json.writeStringField("feeToken", "USDC");
        if (first.twapId() == 0) {
            json.writeNullField("twapId");
        } else {
            json.writeNumberField("twapId", first.twapId());
        }
        json.writeEndObject();
    }

    private void writeLiquidation(final JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("liquidation");
        json.writeStringField("liquidatedUser", first.liquidation().user().toString());
        json.writeStringField(
            "markPx", WireDecimal.format(first.liquidation().markPriceTicks(), spec.priceDecimals()));
        json.writeStringField("method", first.isTransfer() ? "backstop" : "market");
        json.writeEndObject();
    }

    /** Writes the fill of a TWAP's slice. */
    public void writeSlice(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("fill");
        write(json);
        json.writeNumberField("twapId", first.twapId());
        json.writeEndObject();
    }

    /** What the account is notified of: that its resting order was filled, or its position liquidated; or {@code null}. */
    public String notification() {
        if (first.taker() && first.liquidation() == null) {
            return null;
        }
        final String what = first.taker() || first.isTransfer() ? direction() : "Resting order filled";
        return what + ": " + (first.side() == Side.BUY ? "Bought " : "Sold ")
            + WireDecimal.format(quantityLots, spec.sizeDecimals()) + ' ' + spec.coin() + " at $" + price();
    }

    private String price() {
        if (quantityLots == first.quantityLots()) {
            return WireDecimal.format(first.priceTicks(), spec.priceDecimals());
        }
        return Decimals.quotient(BigDecimal.valueOf(costMicros), quantityLots, spec.priceDecimals(),
            PRICE_DECIMALS_MAX, RoundingMode.HALF_UP);
    }

    private String direction() {
        if (!first.isTransfer()) {
            return direction(first.side(), first.startPositionLots(), quantityLots);
        }
        if (!OrderFlags.isLiquidation(first.flags())) {
            return "Auto-Deleveraging";
        }
        return (first.isOfIsolated() ? "Liquidated Isolated " : "Liquidated Cross ")
            + (first.side() == Side.SELL ? "Long" : "Short");
    }

    /** What the fill does to the position that was there before it. */
    static String direction(final Side side, final long startPositionLots, final long quantityLots) {
        final boolean buys = side == Side.BUY;
        if (startPositionLots == 0 || startPositionLots > 0 == buys) {
            return buys ? "Open Long" : "Open Short";
        }
        if (quantityLots > Math.abs(startPositionLots)) {
            return buys ? "Short > Long" : "Long > Short";
        }
        return buys ? "Close Short" : "Close Long";
    }
}
