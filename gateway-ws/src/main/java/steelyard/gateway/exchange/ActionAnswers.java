package steelyard.gateway.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.Reply;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.MarketSpec;
import steelyard.model.RejectReason;
import steelyard.model.WireDecimal;
import steelyard.protocol.Address;

/** Writes what became of an action as clients expect it. */
final class ActionAnswers {
    /** The command reached the log and its fate is not known in time. */
    static final Reply OUTCOME_UNKNOWN = Reply.refusal("Outcome unknown: the action may still be executed. "
        + "Look up its orders by cloid; sending the same signed action again is safe.");
    /** No key can have made the signature. */
    static final Reply UNRECOVERABLE = Reply.refusal("Unable to recover signer.");

    private final MarketDirectory markets;

    ActionAnswers(final MarketDirectory markets) {
        this.markets = markets;
    }

    Reply answer(final Action action, final Authority authority, final ActionOutcome outcome) {
        if (outcome.skipped) {
            return Reply.refusal("The action was skipped by the operators.", outcome.eventSequence);
        }
        if (outcome.reason != RejectReason.NONE) {
            return Reply.refusal(wholeAction(authority, outcome), outcome.eventSequence);
        }
        if (action instanceof Action.Modify modify && !modify.batch()
            && outcome.entries[0].ending == ActionOutcome.Ending.REJECTED) {
            return Reply.refusal(entryText(outcome.entries[0], action.marketId(0)), outcome.eventSequence);
        }
        return Reply.ok(json -> writeSuccess(json, action, outcome), outcome.eventSequence);
    }

    private static String wholeAction(final Authority authority, final ActionOutcome outcome) {
        final Address address = outcome.reason == RejectReason.VAULT_NOT_REGISTERED
            ? authority.vaultAddress() : authority.signer();
        return RejectText.of(outcome.reason, outcome.detail1, outcome.detail2, address);
    }

    private void writeSuccess(final JsonGenerator json, final Action action, final ActionOutcome outcome)
        throws IOException {
        json.writeStartObject();
        json.writeStringField("status", "ok");
        json.writeObjectFieldStart("response");
        json.writeStringField("type", action.answerType());
        if (!action.answerType().equals("default")) {
            json.writeObjectFieldStart("data");
            json.writeArrayFieldStart("statuses");
            for (int i = 0; i < outcome.entries.length; i++) {
                writeStatus(json, action, i, outcome.entries[i]);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeStatus(
        final JsonGenerator json, final Action action, final int index, final ActionOutcome.Entry entry)
        throws IOException {
        switch (entry.ending) {
            case DONE -> json.writeString("success");
            case RESTING -> writeOrder(json, "resting", entry, null, action.clientOrderId(index));
            case FILLED -> writeOrder(
                json, "filled", entry, markets.spec(action.marketId(index)), action.clientOrderId(index));
            case REJECTED -> {
                json.writeStartObject();
                json.writeStringField("error", entryText(entry, action.marketId(index)));
                json.writeEndObject();
            }
            case NONE -> throw new IllegalStateException("no event tells what became of entry " + index);
        }
    }

    /** The average price is cut to the decimals of a price. */
    private static void writeOrder(
        final JsonGenerator json, final String status, final ActionOutcome.Entry entry, final MarketSpec filledIn,
        final ClientOrderId clientOrderId) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart(status);
        if (filledIn != null) {
            json.writeStringField("totalSz", WireDecimal.format(entry.filledLots, filledIn.sizeDecimals()));
            json.writeStringField("avgPx",
                WireDecimal.format(entry.filledMicros / entry.filledLots, filledIn.priceDecimals()));
        }
        json.writeNumberField("oid", entry.orderId);
        if (clientOrderId != null) {
            json.writeStringField("cloid", clientOrderId.toString());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private String entryText(final ActionOutcome.Entry entry, final int marketId) {
        return RejectText.ofEntry(entry.reason, entry.detail1, entry.detail2, markets.spec(marketId), marketId);
    }
}
