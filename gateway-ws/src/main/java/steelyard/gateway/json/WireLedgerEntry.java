package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.LedgerEntry;

/** A change of an account's cash, other than by trading, as clients are shown it. */
public record WireLedgerEntry(LedgerEntry entry) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("time", millis(entry.timestampNanos()));
        json.writeStringField("hash", TransactionName.of(entry.logPosition(), entry.commandIndex()));
        json.writeObjectFieldStart("delta");
        switch (entry.kind()) {
            case DEPOSIT -> {
                json.writeStringField("type", "deposit");
                json.writeStringField("usdc", WireDecimal.format(entry.amountMicros(), MICRO_DECIMALS));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
