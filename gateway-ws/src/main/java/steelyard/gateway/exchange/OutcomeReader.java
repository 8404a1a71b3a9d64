package steelyard.gateway.exchange;

import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.AuctionPricedDecoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.QuotesRejectedDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;
import steelyard.protocol.sbe.RequestsReservedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;

/** Reads the events of an action into its {@link ActionOutcome}. Belongs to the node's session thread; only copies. */
final class OutcomeReader {
    private static final int NO_BATCH_INDEX = 65535;
    private static final int SKIPPED = 2;
    private static final int WAITS_FOR_PARENT = 0;

    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final RequestRejectedDecoder requestRejected = new RequestRejectedDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final OrderRestedDecoder rested = new OrderRestedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final TriggerPlacedDecoder triggerPlaced = new TriggerPlacedDecoder();
    private final TwapStartedDecoder twapStarted = new TwapStartedDecoder();
    private final QuotesRejectedDecoder quotesRejected = new QuotesRejectedDecoder();
    private final RequestsReservedDecoder reserved = new RequestsReservedDecoder();
    private final CommandDoneDecoder done = new CommandDoneDecoder();
    /** The order whose trades follow its {@code OrderPlaced}; {@code null}: the house trades. */
    private ActionOutcome.Entry current;

    ActionOutcome read(final EventBatch events, final int entryCount) {
        final ActionOutcome outcome = new ActionOutcome(entryCount);
        current = null;
        while (events.next()) {
            read(events, outcome);
        }
        return outcome;
    }

    private void read(final EventBatch events, final ActionOutcome outcome) {
        switch (events.templateId()) {
            case OrderPlacedDecoder.TEMPLATE_ID -> place(events, outcome);
            case TradeExecutedDecoder.TEMPLATE_ID -> fill(events);
            case OrderRestedDecoder.TEMPLATE_ID -> rest(events, outcome);
            case OrderReducedDecoder.TEMPLATE_ID -> reduce(events, outcome);
            case OrderCanceledDecoder.TEMPLATE_ID -> cancel(events, outcome);
            case OrderRejectedDecoder.TEMPLATE_ID -> reject(events, outcome);
            case RequestRejectedDecoder.TEMPLATE_ID -> rejectRequest(events, outcome);
            case TriggerPlacedDecoder.TEMPLATE_ID -> placeTrigger(events, outcome);
            case TwapStartedDecoder.TEMPLATE_ID -> startTwap(events, outcome);
            case QuotesRejectedDecoder.TEMPLATE_ID -> rejectQuotes(events, outcome);
            case AuctionPricedDecoder.TEMPLATE_ID -> current = null;
            case AccountCreatedDecoder.TEMPLATE_ID -> outcome.created = Address.from(
                events.buffer(), events.blockOffset() + AccountCreatedDecoder.addressEncodingOffset());
            case RequestsReservedDecoder.TEMPLATE_ID -> reserve(events, outcome);
            case CommandDoneDecoder.TEMPLATE_ID -> end(events, outcome);
            default -> { }
        }
    }

    private void place(final EventBatch events, final ActionOutcome outcome) {
        placed.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        current = placed.batchIndex() == NO_BATCH_INDEX ? null : outcome.entries[placed.batchIndex()];
        if (current != null) {
            current.orderId = placed.orderId();
        }
    }

    private void fill(final EventBatch events) {
        if (current == null) {
            return;
        }
        trade.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        current.ending = ActionOutcome.Ending.FILLED;
        current.filledLots += trade.quantityLots();
        current.filledMicros += trade.quantityLots() * trade.priceTicks();
    }

    private void placeTrigger(final EventBatch events, final ActionOutcome outcome) {
        triggerPlaced.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (triggerPlaced.batchIndex() != NO_BATCH_INDEX) {
            final ActionOutcome.Entry entry = outcome.entries[triggerPlaced.batchIndex()];
            entry.ending = triggerPlaced.status() == WAITS_FOR_PARENT
                ? ActionOutcome.Ending.WAITING : ActionOutcome.Ending.ARMED;
            entry.orderId = triggerPlaced.orderId();
        }
    }

    /** Others may start in the same command, but they were placed before. */
    private void startTwap(final EventBatch events, final ActionOutcome outcome) {
        twapStarted.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        outcome.twapId = Math.max(outcome.twapId, twapStarted.twapId());
    }

    private void rejectQuotes(final EventBatch events, final ActionOutcome outcome) {
        quotesRejected.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        outcome.refusedQuotes.add(new ActionOutcome.RefusedQuotes(quotesRejected.marketId(),
            RejectReason.of(quotesRejected.rejectReason()), quotesRejected.detail1(), quotesRejected.detail2()));
    }

    private void rest(final EventBatch events, final ActionOutcome outcome) {
        rested.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (rested.batchIndex() != NO_BATCH_INDEX) {
            outcome.entries[rested.batchIndex()].ending = ActionOutcome.Ending.RESTING;
        }
    }

    private void reduce(final EventBatch events, final ActionOutcome outcome) {
        reduced.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        final boolean rests = reduced.shownLots() > 0;
        if (rests && reduced.batchIndex() != NO_BATCH_INDEX) {
            final ActionOutcome.Entry entry = outcome.entries[reduced.batchIndex()];
            entry.ending = ActionOutcome.Ending.RESTING;
            entry.orderId = reduced.orderId();
        }
    }

    private void cancel(final EventBatch events, final ActionOutcome outcome) {
        canceled.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (canceled.batchIndex() == NO_BATCH_INDEX) {
            return;
        }
        final ActionOutcome.Entry entry = outcome.entries[canceled.batchIndex()];
        if (canceled.wasResting() != 0 || canceled.reason() == CancelReason.REQUESTED.code()) {
            entry.ending = ActionOutcome.Ending.DONE;
        } else if (entry.filledLots == 0) {
            entry.reject(whyNothingHappened(CancelReason.of(canceled.reason())), 0, 0);
        }
    }

    /** An order that was taken, filled nothing and did not rest is told as if it had been refused. */
    private static RejectReason whyNothingHappened(final CancelReason reason) {
        return switch (reason) {
            case MARGIN -> RejectReason.INSUFFICIENT_MARGIN;
            case COMMAND_BOUND -> RejectReason.COMMAND_BOUND;
            case OPEN_INTEREST_CAP -> RejectReason.OPEN_INTEREST_INCREASE;
            case SELF_TRADE -> RejectReason.SELF_TRADE;
            case MARKET_CLOSE_ONLY -> RejectReason.MARKET_CLOSE_ONLY;
            default -> RejectReason.IOC_NO_MATCH;
        };
    }

    private void reject(final EventBatch events, final ActionOutcome outcome) {
        rejected.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (rejected.batchIndex() != NO_BATCH_INDEX) {
            outcome.entries[rejected.batchIndex()]
                .reject(RejectReason.of(rejected.rejectReason()), rejected.detail1(), rejected.detail2());
        }
    }

    private void rejectRequest(final EventBatch events, final ActionOutcome outcome) {
        requestRejected.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        outcome.entries[requestRejected.batchIndex()].reject(
            RejectReason.of(requestRejected.rejectReason()), requestRejected.detail1(), requestRejected.detail2());
    }

    private void reserve(final EventBatch events, final ActionOutcome outcome) {
        reserved.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        outcome.reservedFor = reserved.destinationAccountId();
        outcome.reservedRequests = reserved.reservedRequests();
    }

    private void end(final EventBatch events, final ActionOutcome outcome) {
        done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        outcome.eventSequence = done.header().eventSequence();
        outcome.reason = RejectReason.of(done.rejectReason());
        outcome.detail1 = done.detail1();
        outcome.detail2 = done.detail2();
        outcome.skipped = done.result() == SKIPPED;
    }
}
