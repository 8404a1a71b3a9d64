package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.model.TriggerKind;
import steelyard.model.WireDecimal;
import steelyard.node.TriggerView;

/**
 * What an order may have beside its price and size.
 *
 * @param trigger       of a trigger order, or {@code null}
 * @param displayLots   what an iceberg shows at a time, or 0
 * @param expiresMillis end of its life, or 0
 * @param children      trigger orders that wait for it
 */
public record OrderExtras(TriggerView trigger, long displayLots, long expiresMillis, List<WireOrder> children) {
    /** Of an order without any. */
    public static final OrderExtras NONE = new OrderExtras(null, 0, 0, List.of());

    /** Of a trigger order. */
    public static OrderExtras of(final TriggerView trigger, final long expiresMillis) {
        return new OrderExtras(trigger, 0, expiresMillis, List.of());
    }

    /** Whether the order waits for a price, or did until it ended. */
    boolean isTrigger() {
        return trigger != null;
    }

    String orderType() {
        final String kind = trigger.kind() == TriggerKind.TAKE_PROFIT ? "Take Profit" : "Stop";
        return kind + (trigger.isMarket() ? " Market" : " Limit");
    }

    String triggerPrice(final MarketSpec spec) {
        return isTrigger() ? WireDecimal.format(trigger.triggerPriceTicks(), spec.priceDecimals()) : "0.0";
    }

    /** In words. */
    String condition(final MarketSpec spec, final Side side) {
        if (trigger.kind() == TriggerKind.TRAILING_STOP) {
            return "Trail by " + (trigger.trailTicks() == 0
                ? trigger.trailBps() + " bps" : whole(trigger.trailTicks(), spec.priceDecimals()));
        }
        final String price = switch (trigger.source()) {
            case MARK -> "Price ";
            case LAST -> "Last price ";
            case ORACLE -> "Oracle price ";
        };
        return price + (trigger.kind().looksUp(side) ? "above " : "below ")
            + whole(trigger.triggerPriceTicks(), spec.priceDecimals());
    }

    /** Whole numbers stand without decimals. */
    private static String whole(final long value, final int decimals) {
        final String text = WireDecimal.format(value, decimals);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** What the venue's form of an order has no fields for. */
    void writeAdded(final JsonGenerator json, final MarketSpec spec) throws IOException {
        if (displayLots != 0) {
            json.writeStringField("displaySz", WireDecimal.format(displayLots, spec.sizeDecimals()));
        }
        if (expiresMillis != 0) {
            json.writeNumberField("exp", expiresMillis);
        }
        if (!isTrigger()) {
            return;
        }
        if (trigger.source() != PriceSource.MARK) {
            json.writeStringField("src", trigger.source() == PriceSource.LAST ? "last" : "oracle");
        }
        if (trigger.kind() == TriggerKind.TRAILING_STOP) {
            json.writeObjectFieldStart("trail");
            if (trigger.trailTicks() != 0) {
                json.writeStringField("by", WireDecimal.format(trigger.trailTicks(), spec.priceDecimals()));
            } else {
                json.writeNumberField("bps", trigger.trailBps());
            }
            json.writeEndObject();
        }
    }
}
