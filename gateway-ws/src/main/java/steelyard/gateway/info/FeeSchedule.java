package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import steelyard.gateway.json.JsonBody;
import steelyard.model.WireDecimal;
import steelyard.node.FeesView;

/**
 * The answer of {@code userFees}: the schedule of the account's fee group, its rates of today, and the volumes of the
 * last days. There is no discount but that of referrals, and there are no spot markets.
 */
record FeeSchedule(FeesView fees) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;
    private static final int NANO_DECIMALS = 9;
    private static final int E4_DECIMALS = 4;
    private static final String ZERO = "0.0";

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeVolumes(json);
        json.writeObjectFieldStart("feeSchedule");
        final FeesView.Tier base = fees.tiers().getFirst();
        writeRates(json, base.takerNanos(), base.makerNanos());
        json.writeObjectFieldStart("tiers");
        writeTiers(json);
        writeMakerTiers(json);
        json.writeEndObject();
        json.writeStringField("referralDiscount", WireDecimal.format(fees.referralDiscountE4(), E4_DECIMALS));
        json.writeArrayFieldStart("stakingDiscountTiers");
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("userCrossRate", rate(fees.takerNanos()));
        json.writeStringField("userAddRate", rate(fees.makerNanos()));
        json.writeStringField("userSpotCrossRate", ZERO);
        json.writeStringField("userSpotAddRate", ZERO);
        json.writeStringField(
            "activeReferralDiscount", WireDecimal.format(fees.activeDiscountE4(), E4_DECIMALS));
        json.writeNullField("trial");
        json.writeStringField("feeTrialEscrow", ZERO);
        json.writeNullField("nextTrialAvailableTimestamp");
        json.writeNullField("stakingLink");
        json.writeObjectFieldStart("activeStakingDiscount");
        json.writeStringField("bpsOfMaxSupply", ZERO);
        json.writeStringField("discount", ZERO);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeVolumes(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("dailyUserVlm");
        for (final FeesView.Day day : fees.days()) {
            json.writeStartObject();
            json.writeStringField("date", LocalDate.ofEpochDay(day.day()).toString());
            json.writeStringField("userCross", WireDecimal.format(day.takerMicros(), MICRO_DECIMALS));
            json.writeStringField("userAdd", WireDecimal.format(day.makerMicros(), MICRO_DECIMALS));
            json.writeStringField("exchange", WireDecimal.format(day.exchangeMicros(), MICRO_DECIMALS));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The tiers above the first, which is the schedule's own rates. */
    private void writeTiers(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("vip");
        for (final FeesView.Tier tier : fees.tiers().subList(1, fees.tiers().size())) {
            json.writeStartObject();
            json.writeStringField("ntlCutoff", WireDecimal.format(tier.volumeFromUsdc(), 0));
            writeRates(json, tier.takerNanos(), tier.makerNanos());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeMakerTiers(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("mm");
        for (final FeesView.MakerTier tier : fees.makerTiers()) {
            json.writeStartObject();
            json.writeStringField("makerFractionCutoff", WireDecimal.format(tier.shareFromE6(), MICRO_DECIMALS));
            json.writeStringField("add", rate(tier.makerNanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeRates(final JsonGenerator json, final long takerNanos, final long makerNanos)
        throws IOException {
        json.writeStringField("cross", rate(takerNanos));
        json.writeStringField("add", rate(makerNanos));
        json.writeStringField("spotCross", ZERO);
        json.writeStringField("spotAdd", ZERO);
    }

    private static String rate(final long nanos) {
        return WireDecimal.format(nanos, NANO_DECIMALS);
    }
}
