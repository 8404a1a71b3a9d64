package steelyard.gateway.info;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.gateway.json.JsonBody;
import steelyard.model.WireDecimal;
import steelyard.node.ReferralView;

/**
 * The answer of {@code referral}. Builders are paid at once, so they have nothing to claim; there is one token, and no
 * history of rewards besides the claims in the ledger.
 */
record WireReferral(ReferralView referral) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;
    private static final String ZERO = "0.0";
    /** The collateral. */
    private static final int TOKEN = 0;

    @FunctionalInterface
    private interface State {
        void write() throws IOException;
    }

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (referral.referrer() == null) {
            json.writeNullField("referredBy");
        } else {
            json.writeObjectFieldStart("referredBy");
            json.writeStringField("referrer", referral.referrer().toString());
            json.writeStringField("code", referral.referrerCode());
            json.writeEndObject();
        }
        writeRewards(json);
        json.writeObjectFieldStart("referrerState");
        writeState(json);
        json.writeEndObject();
        json.writeArrayFieldStart("rewardHistory");
        json.writeEndArray();
        writeToken(json, () -> writeRewards(json));
        json.writeEndObject();
    }

    private void writeRewards(final JsonGenerator json) throws IOException {
        json.writeStringField("cumVlm", usdc(referral.volumeMicros()));
        json.writeStringField("unclaimedRewards", usdc(referral.unclaimedMicros()));
        json.writeStringField("claimedRewards", usdc(referral.claimedMicros()));
        json.writeStringField("builderRewards", ZERO);
    }

    private void writeState(final JsonGenerator json) throws IOException {
        if (!referral.code().isEmpty()) {
            json.writeStringField("stage", "ready");
            json.writeObjectFieldStart("data");
            json.writeStringField("code", referral.code());
            json.writeNumberField("nReferrals", referral.count());
            json.writeArrayFieldStart("referralStates");
            for (final ReferralView.Referred each : referral.referred()) {
                writeReferred(json, each);
            }
            json.writeEndArray();
            json.writeEndObject();
        } else if (referral.volumeMicros() >= referral.requiredMicros()) {
            json.writeStringField("stage", "needToCreateCode");
        } else {
            json.writeStringField("stage", "needToTrade");
            json.writeObjectFieldStart("data");
            json.writeStringField("required", usdc(referral.requiredMicros()));
            json.writeEndObject();
        }
    }

    private static void writeReferred(final JsonGenerator json, final ReferralView.Referred each) throws IOException {
        json.writeStartObject();
        writeFees(json, each);
        json.writeNumberField("timeJoined", millis(each.joinedNanos()));
        json.writeStringField("user", each.address().toString());
        writeToken(json, () -> writeFees(json, each));
        json.writeEndObject();
    }

    private static void writeFees(final JsonGenerator json, final ReferralView.Referred each) throws IOException {
        json.writeStringField("cumVlm", usdc(each.volumeMicros()));
        json.writeStringField("cumRewardedFeesSinceReferred", usdc(each.feesMicros()));
        json.writeStringField("cumFeesRewardedToReferrer", usdc(each.rewardedMicros()));
    }

    private static void writeToken(final JsonGenerator json, final State state) throws IOException {
        json.writeArrayFieldStart("tokenToState");
        json.writeStartArray();
        json.writeNumber(TOKEN);
        json.writeStartObject();
        state.write();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndArray();
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }
}
