package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.gateway.json.JsonBody;

/**
 * The answer of {@code userFees}: the exchange's two rates. There are no tiers, discounts, referrals or spot markets,
 * and volume by day is not kept.
 */
record FeeSchedule(String takerRate, String makerRate) implements JsonBody {
    private static final String ZERO = "0.0";

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeEmptyList(json, "dailyUserVlm");
        json.writeObjectFieldStart("feeSchedule");
        writeRates(json, "cross", "add", "spotCross", "spotAdd");
        json.writeObjectFieldStart("tiers");
        writeEmptyList(json, "vip");
        writeEmptyList(json, "mm");
        json.writeEndObject();
        json.writeStringField("referralDiscount", ZERO);
        writeEmptyList(json, "stakingDiscountTiers");
        json.writeEndObject();
        writeRates(json, "userCrossRate", "userAddRate", "userSpotCrossRate", "userSpotAddRate");
        json.writeStringField("activeReferralDiscount", ZERO);
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

    private void writeRates(
        final JsonGenerator json, final String taker, final String maker, final String spotTaker,
        final String spotMaker) throws IOException {
        json.writeStringField(taker, takerRate);
        json.writeStringField(maker, makerRate);
        json.writeStringField(spotTaker, ZERO);
        json.writeStringField(spotMaker, ZERO);
    }

    private static void writeEmptyList(final JsonGenerator json, final String name) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeEndArray();
    }
}
