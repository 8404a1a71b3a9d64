package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import steelyard.gateway.json.JsonBody;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.DayVolume;

/**
 * The answer of {@code userFees}: the exchange's two rates, and the volumes of the last days. There are no tiers,
 * discounts, referrals or spot markets.
 *
 * @param today the present day, since 1970
 * @param own   what the account traded
 * @param all   what the exchange traded
 */
record FeeSchedule(String takerRate, String makerRate, long today, List<DayVolume> own, List<DayVolume> all)
    implements JsonBody {

    /** Days that are shown, the present one included. */
    static final int DAYS = 15;

    private static final int MICRO_DECIMALS = 6;
    private static final String ZERO = "0.0";

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeVolumes(json);
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

    private void writeVolumes(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("dailyUserVlm");
        for (long day = today - DAYS + 1; day <= today; day++) {
            final DayVolume ofUser = of(own, day);
            json.writeStartObject();
            json.writeStringField("date", LocalDate.ofEpochDay(day).toString());
            json.writeStringField("userCross", WireDecimal.format(ofUser.takerMicros(), MICRO_DECIMALS));
            json.writeStringField("userAdd", WireDecimal.format(ofUser.makerMicros(), MICRO_DECIMALS));
            json.writeStringField("exchange", WireDecimal.format(of(all, day).takerMicros(), MICRO_DECIMALS));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static DayVolume of(final List<DayVolume> volumes, final long day) {
        return volumes.stream().filter(volume -> volume.day() == day).findFirst().orElse(new DayVolume(day, 0, 0));
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
