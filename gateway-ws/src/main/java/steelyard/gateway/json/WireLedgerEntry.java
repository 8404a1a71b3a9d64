package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.protocol.Address;

/**
 * A change of an account's cash, other than by trading, as clients are shown it. Amounts are told without a sign: who
 * sent and who received says it. A withdrawal that was rejected comes back as a deposit.
 *
 * @param user whose entry it is
 */
public record WireLedgerEntry(Address user, LedgerEntry entry) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("time", millis(entry.timestampNanos()));
        json.writeStringField("hash", TransactionName.of(entry.logPosition(), entry.commandIndex()));
        json.writeObjectFieldStart("delta");
        switch (entry.kind()) {
            case DEPOSIT, WITHDRAWAL_REJECTED -> writeStart(json, "deposit");
            case TRANSFER -> {
                writeStart(json, "internalTransfer");
                writeParties(json);
                json.writeStringField("fee", usdc(entry.feeMicros()));
            }
            case SUB_ACCOUNT_TRANSFER -> {
                writeStart(json, "subAccountTransfer");
                writeParties(json);
            }
            case WITHDRAWAL -> {
                writeStart(json, "withdraw");
                json.writeNumberField("nonce", entry.number());
                json.writeStringField("fee", usdc(entry.feeMicros()));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeStart(final JsonGenerator json, final String type) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("usdc", usdc(Math.abs(entry.amountMicros())));
    }

    private void writeParties(final JsonGenerator json) throws IOException {
        final boolean sent = entry.amountMicros() < 0;
        json.writeStringField("user", (sent ? user : entry.other()).toString());
        json.writeStringField("destination", (sent ? entry.other() : user).toString());
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }
}
