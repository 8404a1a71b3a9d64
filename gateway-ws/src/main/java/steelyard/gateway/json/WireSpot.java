package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;

/**
 * Spot balances of an account, as clients are shown them. There are no spot markets: all collateral is in the
 * perpetuals' account. In portfolio mode clients look for it here, though.
 *
 * @param account or {@code null}
 */
public record WireSpot(AccountView account) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;

    @Override
    public void write(final JsonGenerator json) throws IOException {
        final boolean isPortfolio = account != null && account.isPortfolio();
        json.writeStartObject();
        if (isPortfolio) {
            json.writeBooleanField("portfolioMarginEnabled", true);
        }
        json.writeArrayFieldStart("balances");
        if (isPortfolio) {
            writeBalance(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeBalance(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", "USDC");
        json.writeNumberField("token", 0);
        json.writeStringField("total", WireDecimal.format(account.accountValueMicros(), MICRO_DECIMALS));
        json.writeStringField("hold", WireDecimal.format(
            account.accountValueMicros() - account.withdrawableMicros(), MICRO_DECIMALS));
        json.writeStringField("entryNtl", "0.0");
        json.writeEndObject();
    }
}
