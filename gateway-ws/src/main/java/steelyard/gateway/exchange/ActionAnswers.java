package steelyard.gateway.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.Reply;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.Grouping;
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
        if (outcome.reason != RejectReason.NONE && !isToldInside(action, outcome.reason)) {
            return Reply.refusal(wholeAction(authority, outcome), outcome.eventSequence);
        }
        if (action instanceof Action.Modify modify && !modify.batch()
            && outcome.entries[0].ending == ActionOutcome.Ending.REJECTED) {
            return Reply.refusal(entryText(outcome.entries[0], action.marketId(0)), outcome.eventSequence);
        }
        return Reply.ok(json -> writeSuccess(json, action, outcome), outcome.eventSequence);
    }

    /** Why a TWAP was refused stands where its number would: only what is wrong with the envelope is the action's. */
    private static boolean isToldInside(final Action action, final RejectReason reason) {
        return (action instanceof TradingAction.PlaceTwap || action instanceof TradingAction.CancelTwap)
            && reason.code() >= RejectReason.NO_ORDERS.code();
    }

    private static String wholeAction(final Authority authority, final ActionOutcome outcome) {
        if (outcome.reason == RejectReason.VAULT_NOT_REGISTERED) {
            return RejectText.of(outcome.reason, outcome.detail1, outcome.detail2, authority.vaultAddress())
                + ". Signed by " + authority.signer() + "; expected the key of its owner or of the owner's agent.";
        }
        return RejectText.of(outcome.reason, outcome.detail1, outcome.detail2, authority.signer());
    }

    private void writeSuccess(final JsonGenerator json, final Action action, final ActionOutcome outcome)
        throws IOException {
        json.writeStartObject();
        json.writeStringField("status", "ok");
        json.writeObjectFieldStart("response");
        json.writeStringField("type", action.answerType());
        if (action instanceof FundsAction.CreateSubAccount) {
            json.writeStringField("data", outcome.created.toString());
        } else if (!action.answerType().equals("default")) {
            json.writeObjectFieldStart("data");
            writeData(json, action, outcome);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeData(final JsonGenerator json, final Action action, final ActionOutcome outcome)
        throws IOException {
        switch (action) {
            case TradingAction.CancelAll cancel -> json.writeNumberField("count", outcome.detail1);
            case TradingAction.PlaceTwap place -> {
                json.writeObjectFieldStart("status");
                if (outcome.reason == RejectReason.NONE) {
                    json.writeObjectFieldStart("running");
                    json.writeNumberField("twapId", outcome.twapId);
                    json.writeEndObject();
                } else {
                    json.writeStringField("error", twapError(outcome));
                }
                json.writeEndObject();
            }
            case TradingAction.CancelTwap cancel -> {
                if (outcome.reason == RejectReason.NONE) {
                    json.writeStringField("status", "success");
                } else {
                    json.writeObjectFieldStart("status");
                    json.writeStringField("error", twapError(outcome));
                    json.writeEndObject();
                }
            }
            default -> {
                json.writeArrayFieldStart("statuses");
                for (int i = 0; i < outcome.entries.length; i++) {
                    writeStatus(json, action, i, outcome);
                }
                json.writeEndArray();
            }
        }
    }

    private static String twapError(final ActionOutcome outcome) {
        return RejectText.of(outcome.reason, outcome.detail1, outcome.detail2, Address.ZERO);
    }

    private void writeStatus(
        final JsonGenerator json, final Action action, final int index, final ActionOutcome outcome)
        throws IOException {
        if (action instanceof TradingAction.MassQuote quotes) {
            writeQuote(json, quotes, index, outcome);
        } else {
            writeStatus(json, action, index, outcome.entries[index]);
        }
    }

    /** What nothing is said of is a quote that stays as it was, or one of size zero. */
    private void writeQuote(
        final JsonGenerator json, final TradingAction.MassQuote action, final int index, final ActionOutcome outcome)
        throws IOException {
        final int marketId = action.marketId(index);
        for (final ActionOutcome.RefusedQuotes refused : outcome.refusedQuotes) {
            if (refused.marketId() == marketId) {
                writeError(json, RejectText.ofEntry(refused.reason(), refused.detail1(), refused.detail2(),
                    markets.spec(marketId), marketId));
                return;
            }
        }
        if (outcome.entries[index].ending != ActionOutcome.Ending.NONE) {
            writeStatus(json, action, index, outcome.entries[index]);
        } else {
            json.writeString(action.quotes().get(index).sizeE8() == 0 ? "success" : "kept");
        }
    }

    private void writeStatus(
        final JsonGenerator json, final Action action, final int index, final ActionOutcome.Entry entry)
        throws IOException {
        switch (entry.ending) {
            case DONE -> json.writeString("success");
            case RESTING -> writeOrder(json, "resting", entry, null, action.clientOrderId(index));
            case FILLED -> writeOrder(
                json, "filled", entry, markets.spec(action.marketId(index)), action.clientOrderId(index));
            case WAITING -> json.writeString("waitingForFill");
            case ARMED -> {
                if (action instanceof Action.Place place && place.grouping() != Grouping.NONE) {
                    json.writeString("waitingForTrigger");
                } else {
                    writeOrder(json, "resting", entry, null, action.clientOrderId(index));
                }
            }
            case REJECTED -> writeError(json, entryText(entry, action.marketId(index)));
            case NONE -> throw new IllegalStateException("no event tells what became of entry " + index);
        }
    }

    private static void writeError(final JsonGenerator json, final String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("error", text);
        json.writeEndObject();
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
