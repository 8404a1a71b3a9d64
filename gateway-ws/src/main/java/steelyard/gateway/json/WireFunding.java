package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.FundingPayment;
import steelyard.node.HistoryReader.FundingRate;

/** What a position paid for an hour of funding, as clients are shown it: what was received is above zero. */
public record WireFunding(FundingPayment payment, MarketSpec spec) {
    private static final int MICRO_DECIMALS = 6;
    private static final int NANO_DECIMALS = 9;

    /** Writes it as an element of {@code userFunding}. */
    public void writeEntry(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("time", millis(payment.timestampNanos()));
        json.writeStringField("hash", TransactionName.NONE);
        json.writeObjectFieldStart("delta");
        json.writeStringField("type", "funding");
        writeTerms(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes it as an element of the streams. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("time", millis(payment.timestampNanos()));
        writeTerms(json);
        json.writeEndObject();
    }

    private void writeTerms(final JsonGenerator json) throws IOException {
        json.writeStringField("coin", spec.coin());
        json.writeStringField("usdc", WireDecimal.format(-payment.amountMicros(), MICRO_DECIMALS));
        json.writeStringField("szi", WireDecimal.format(payment.quantityLots(), spec.sizeDecimals()));
        json.writeStringField("fundingRate", WireDecimal.format(payment.rateNanos(), NANO_DECIMALS));
        json.writeNullField("nSamples");
    }

    /** Writes the rate of an hour as an element of {@code fundingHistory}. */
    public static void writeRate(final JsonGenerator json, final FundingRate rate, final MarketSpec spec)
        throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("fundingRate", WireDecimal.format(rate.rateNanos(), NANO_DECIMALS));
        json.writeStringField("premium", WireDecimal.format(rate.premiumNanos(), NANO_DECIMALS));
        json.writeNumberField("time", millis(rate.intervalEndNanos()));
        json.writeEndObject();
    }
}
