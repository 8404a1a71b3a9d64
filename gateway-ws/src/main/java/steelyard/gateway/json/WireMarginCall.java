package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;

/**
 * A new level of an account's cross positions or of one isolated position: a margin call, the begin of a liquidation, or
 * the end of either. {@code docs/risk-rules.md#8-levels-and-looks}.
 *
 * @param eventSequence     of the event that tells it
 * @param spec              of the isolated position, or {@code null}: all cross positions
 * @param level             0 normal, 1 warned, 2 in liquidation
 * @param equityMicros      by which it was decided, as {@code maintenanceMicros}
 */
public record WireMarginCall(
    long eventSequence, long timestampNanos, MarketSpec spec, int level, long equityMicros, long maintenanceMicros) {
    private static final int MICRO_DECIMALS = 6;
    private static final List<String> LEVELS = List.of("normal", "warned", "liquidation");

    /** Writes it as an element of {@code marginCalls}. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec == null ? null : spec.coin());
        json.writeStringField("level", LEVELS.get(level));
        json.writeStringField("equity", WireDecimal.format(equityMicros, MICRO_DECIMALS));
        json.writeStringField("maintenance", WireDecimal.format(maintenanceMicros, MICRO_DECIMALS));
        json.writeNumberField("time", millis(timestampNanos));
        json.writeNumberField("seq", eventSequence);
        json.writeEndObject();
    }

    /** In words, or {@code null} if all is well again. */
    public String notification() {
        if (level == 0) {
            return null;
        }
        return (level == 1 ? "Margin call" : "Liquidation") + (spec == null ? "" : " of isolated " + spec.coin())
            + ": equity $" + WireDecimal.format(equityMicros, MICRO_DECIMALS)
            + ", maintenance margin $" + WireDecimal.format(maintenanceMicros, MICRO_DECIMALS);
    }
}
