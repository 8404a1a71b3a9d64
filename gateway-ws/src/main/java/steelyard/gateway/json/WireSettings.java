package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import steelyard.model.WireDecimal;
import steelyard.node.ProtectionView;
import steelyard.node.TraderView;

/** What an account has set for its trading: {@code tradingSettings}. */
public record WireSettings(TraderView trader) implements JsonBody {
    private static final int E8_DECIMALS = 8;
    private static final int MICRO_DECIMALS = 6;
    private static final String CANCEL = "cancel_";

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("selfTradeMode",
            trader.selfTradeMode().name().toLowerCase(Locale.ROOT).replace(CANCEL, ""));
        if (trader.scheduledCancelMillis() == 0) {
            json.writeNullField("scheduledCancel");
        } else {
            json.writeNumberField("scheduledCancel", trader.scheduledCancelMillis());
        }
        json.writeArrayFieldStart("protections");
        for (final ProtectionView protection : trader.protections()) {
            write(json, protection);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(final JsonGenerator json, final ProtectionView set) throws IOException {
        json.writeStartObject();
        json.writeNumberField("g", set.group());
        json.writeNumberField("window", set.windowMillis());
        json.writeNumberField("frozen", set.frozenMillis());
        json.writeNumberField("count", set.countMax());
        json.writeStringField("size", WireDecimal.format(set.quantityMaxE8(), E8_DECIMALS));
        json.writeStringField("value", WireDecimal.format(set.valueMaxMicros(), MICRO_DECIMALS));
        json.writeBooleanField("isFrozen", set.frozenUntilMillis() != ProtectionView.NOT_FROZEN);
        if (set.frozenUntilMillis() > 0) {
            json.writeNumberField("frozenUntil", set.frozenUntilMillis());
        } else {
            json.writeNullField("frozenUntil");
        }
        json.writeEndObject();
    }
}
