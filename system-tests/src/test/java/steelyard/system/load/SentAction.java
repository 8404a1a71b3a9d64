package steelyard.system.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import steelyard.client.ApiException;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderStatus;
import steelyard.client.SignedAction;
import steelyard.client.Wallet;

/** One command as its client knows it: what was asked, and what was answered. */
final class SentAction {
    /** What a client may believe. */
    enum Outcome {
        /** Answered, entry by entry. */
        ANSWERED,
        /** Done, as the refusal of its second sending says; its own answer was lost. */
        DONE,
        /** Refused as a whole: nothing was done. */
        NOT_DONE,
        /** No answer, or one that says so: done or not. */
        IN_DOUBT
    }

    /** What an entry asked for. */
    enum Kind { PLACE, MODIFY, CANCEL }

    /**
     * One entry.
     *
     * @param cloid of the order that it makes or cancels
     */
    record Entry(Kind kind, String cloid) {
    }

    private static final int TOO_MANY = 429;
    private static final String USED = "Invalid nonce: duplicate nonce ";

    private final Wallet wallet;
    private final SignedAction signed;
    private final List<Entry> entries;
    private volatile Outcome outcome = Outcome.IN_DOUBT;
    private volatile List<OrderStatus> statuses = List.of();
    private volatile String error;

    SentAction(final Wallet wallet, final SignedAction signed, final List<Entry> entries) {
        this.wallet = wallet;
        this.signed = signed;
        this.entries = entries;
    }

    Wallet wallet() {
        return wallet;
    }

    SignedAction signed() {
        return signed;
    }

    List<Entry> entries() {
        return entries;
    }

    Outcome outcome() {
        return outcome;
    }

    /** What became of each entry, if answered. */
    List<OrderStatus> statuses() {
        return statuses;
    }

    /** Why nothing was done, if refused as a whole. */
    String error() {
        return error;
    }

    /** Notes the answer that is to come; done when it is noted, and never fails. */
    CompletableFuture<Void> follow(final CompletableFuture<ExchangeReply> answer) {
        return answer.handle((reply, failure) -> {
            note(reply, failure);
            return null;
        });
    }

    private void note(final ExchangeReply reply, final Throwable failure) {
        final Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof ApiException refused) {
            error = refused.getMessage();
            outcome = refused.status() == TOO_MANY ? Outcome.NOT_DONE : Outcome.IN_DOUBT;
        } else if (cause == null && reply.isOk()) {
            statuses = reply.statuses();
            outcome = Outcome.ANSWERED;
        } else if (cause == null && !reply.error().startsWith("Outcome unknown")) {
            error = reply.error();
            outcome = error.equals(USED + signed.nonce()) ? Outcome.DONE : Outcome.NOT_DONE;
        }
    }

    @Override
    public String toString() {
        return outcome + " " + (error == null ? statuses : error) + " " + signed.body();
    }
}
