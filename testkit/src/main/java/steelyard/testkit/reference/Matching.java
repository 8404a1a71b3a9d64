package steelyard.testkit.reference;

import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.event.Event;

/** Section 6 but for its checks, and the booking of section 7. */
final class Matching {
    private final State state;
    private final Choices choices;
    private final Emission out;

    Matching(final State state, final Choices choices, final Emission out) {
        this.state = state;
        this.choices = choices;
        this.out = out;
    }

    /** One order of the action; {@code replaced} is the target of a modification, or {@code null}. */
    void place(final Action action, final OrderEntry entry, final int batchIndex, final Order replaced) {
        final Order given = incoming(action, entry);
        final TimeInForce timeInForce = TimeInForce.of(entry.timeInForce());
        final OrderChecks.Checked checked =
            new OrderChecks(state, choices, given, timeInForce, replaced).check(action.boundMet);
        if (!checked.verdict().isAccepted()) {
            reject(given, timeInForce, batchIndex, checked.verdict());
            return;
        }
        if (replaced != null) {
            state.resting.remove(replaced.id());
            cancel(replaced, CancelReason.MODIFIED, Event.NO_BATCH_INDEX, TimeInForce.GTC, true);
        }
        final Order order = checked.order();
        out.add(new Event.OrderPlaced(
            out.header(), order.id(), order.priceTicks(), order.remainingLots(), order.clientOrderId(),
            replaced == null ? 0 : replaced.id(), order.accountId(), order.marketId(), batchIndex, order.flags(),
            order.side().code(), timeInForce.code(), 0, 0));
        match(action, order, timeInForce, batchIndex);
    }

    private Order incoming(final Action action, final OrderEntry entry) {
        final Market market = state.market(entry.marketId());
        final long lots = entry.sizeE8() / market.e8PerLot();
        state.lastOrderId++;
        return new Order(
            state.lastOrderId, action.accountId, entry.marketId(), Side.of(entry.side()),
            entry.priceE8() / market.e8PerTick(), lots, lots, state.now, 0, clientOrderId(entry), entry.flags());
    }

    /** A client order id without its flag counts as none. */
    static ClientOrderId clientOrderId(final OrderEntry entry) {
        return OrderFlags.hasClientOrderId(entry.flags()) ? entry.clientOrderId() : ClientOrderId.NONE;
    }

    private void reject(
        final Order order, final TimeInForce timeInForce, final int batchIndex, final Verdict verdict) {
        out.add(new Event.OrderRejected(
            out.header(), order.id(), order.priceTicks(), order.remainingLots(), order.clientOrderId(),
            verdict.detail1(), verdict.detail2(), order.accountId(), order.marketId(), batchIndex, order.flags(),
            verdict.reason().code(), order.side().code(), timeInForce.code()));
    }

    private void match(
        final Action action, final Order placed, final TimeInForce timeInForce, final int batchIndex) {
        Order taker = placed;
        while (taker.remainingLots() > 0) {
            final List<Order> best = state.bestOrders(taker.marketId(), taker.side().opposite());
            if (best.isEmpty() || !taker.crosses(best.getFirst().priceTicks())) {
                break;
            }
            final Order maker = choices.maker(best);
            if (meetsBound(action, maker, taker, batchIndex)) {
                action.boundMet = true;
                cancel(taker, CancelReason.COMMAND_BOUND, batchIndex, timeInForce, false);
                return;
            }
            if (maker.accountId() == taker.accountId()) {
                cancelResting(maker, CancelReason.SELF_TRADE);
                continue;
            }
            final long lots = Math.min(maker.remainingLots(), taker.remainingLots());
            if (!canSettle(maker, lots, maker.priceTicks(), Parameter.MAKER_FEE_NANOS)) {
                cancelResting(maker, CancelReason.MARGIN);
                continue;
            }
            if (!canSettle(taker, lots, maker.priceTicks(), Parameter.TAKER_FEE_NANOS)) {
                cancel(taker, CancelReason.MARGIN, batchIndex, timeInForce, false);
                return;
            }
            taker = fill(maker, taker, lots);
            action.fills++;
        }
        if (taker.remainingLots() == 0) {
            return;
        }
        if (timeInForce == TimeInForce.IOC) {
            cancel(taker, CancelReason.IOC_REMAINDER, batchIndex, timeInForce, false);
        } else {
            rest(taker, batchIndex);
        }
    }

    private boolean meetsBound(
        final Action action, final Order maker, final Order taker, final int batchIndex) {
        final boolean isFill = maker.accountId() != taker.accountId();
        final int stepEvents = isFill
            ? 3 + state.reduceOnlyOrders(maker.accountId(), maker.marketId()).size()
                + state.reduceOnlyOrders(taker.accountId(), taker.marketId()).size()
            : 1;
        final long events = out.count() + stepEvents + 1L + 3L * action.entriesAfter(batchIndex) + 1;
        return events > state.parameter(Parameter.EVENTS_MAX)
            || isFill && action.fills + 1 > state.parameter(Parameter.FILLS_MAX);
    }

    private Settlement settlement(
        final Order order, final long lots, final long priceTicks, final Parameter feeRate) {
        return Settlement.of(
            choices, state.position(order.accountId(), order.marketId()), order.side(), priceTicks, lots,
            state.parameter(feeRate));
    }

    /** Whether the fill brings the account's position closer to zero, or the account can margin what it becomes. */
    private boolean canSettle(
        final Order order, final long lots, final long priceTicks, final Parameter feeRate) {
        final Settlement settlement = settlement(order, lots, priceTicks, feeRate);
        if (settlement.reduces()) {
            return true;
        }
        final Portfolio before = Portfolio.of(state, choices, order.accountId());
        Portfolio after = before
            .with(order.marketId(), settlement.end())
            .withCash(Math.addExact(before.cashMicros(), settlement.cashChangeMicros()));
        if (state.resting.containsKey(order.id())) {
            after = after.without(order).plus(order.withRemaining(order.remainingLots() - lots));
        }
        return after.isMargined();
    }

    /** Books the fill and answers what is left of the taker. */
    private Order fill(final Order maker, final Order taker, final long lots) {
        final long priceTicks = maker.priceTicks();
        final Order makerLeft = maker.withRemaining(maker.remainingLots() - lots);
        final Order takerLeft = taker.withRemaining(taker.remainingLots() - lots);
        if (makerLeft.remainingLots() == 0) {
            state.resting.remove(maker.id());
        } else {
            state.resting.put(maker.id(), makerLeft);
        }
        state.lastTradeId++;
        out.add(new Event.TradeExecuted(
            out.header(), state.lastTradeId, maker.id(), taker.id(), priceTicks, lots,
            makerLeft.remainingLots(), takerLeft.remainingLots(), maker.accountId(), taker.accountId(),
            taker.marketId(), taker.side().code()));
        settle(makerLeft, lots, priceTicks, Parameter.MAKER_FEE_NANOS, false);
        settle(takerLeft, lots, priceTicks, Parameter.TAKER_FEE_NANOS, true);
        keepReduceOnly(maker.accountId(), maker.marketId());
        keepReduceOnly(taker.accountId(), taker.marketId());
        return takerLeft;
    }

    private void settle(
        final Order left,
        final long lots,
        final long priceTicks,
        final Parameter feeRate,
        final boolean isTaker) {
        final Settlement settlement = settlement(left, lots, priceTicks, feeRate);
        final Position end = settlement.end();
        state.putPosition(left.accountId(), left.marketId(), end);
        state.addCash(left.accountId(), settlement.cashChangeMicros());
        state.addCash(HouseAccount.FEES.id(), settlement.feeMicros());
        state.replace(state.market(left.marketId()).settled(settlement.settledMicros()));
        out.add(new Event.FillSettled(
            out.header(), left.id(), state.lastTradeId, priceTicks, lots, settlement.feeMicros(),
            settlement.closedPnlMicros(), settlement.start().lots(), end.lots(), end.quoteMicros(),
            end.entryMicros(), state.account(left.accountId()).cashMicros(), left.priceTicks(),
            left.originalLots(), left.remainingLots(), left.placedTimeNanos(), left.clientOrderId(),
            left.accountId(), left.marketId(), left.flags(), left.side().code(), isTaker));
    }

    /** No resting reduce-only order of the account may be able to do more than close the position. */
    private void keepReduceOnly(final int accountId, final int marketId) {
        final long q = state.position(accountId, marketId).lots();
        for (final Order order : state.reduceOnlyOrders(accountId, marketId)) {
            final boolean isAgainst = order.side() == Side.BUY ? q < 0 : q > 0;
            if (!isAgainst) {
                cancelResting(order, CancelReason.REDUCE_ONLY);
            } else if (order.remainingLots() > Math.abs(q)) {
                reduce(order.withRemaining(Math.abs(q)), Event.NO_BATCH_INDEX);
            }
        }
    }

    private void rest(final Order order, final int batchIndex) {
        state.lastPrioritySequence++;
        final Order resting = order.resting(state.lastPrioritySequence);
        state.resting.put(resting.id(), resting);
        out.add(new Event.OrderRested(
            out.header(), resting.id(), resting.priceTicks(), resting.remainingLots(), resting.prioritySequence(),
            resting.accountId(), resting.marketId(), batchIndex, resting.side().code(), resting.remainingLots()));
    }

    /** Puts a smaller order in the place of the one with its id. */
    void reduce(final Order smaller, final int batchIndex) {
        state.resting.put(smaller.id(), smaller);
        out.add(new Event.OrderReduced(
            out.header(), smaller.id(), smaller.priceTicks(), smaller.originalLots(), smaller.remainingLots(),
            smaller.placedTimeNanos(), smaller.clientOrderId(), smaller.accountId(), smaller.marketId(), batchIndex,
            smaller.flags(), smaller.side().code(), smaller.remainingLots()));
    }

    private void cancelResting(final Order order, final CancelReason reason) {
        cancelResting(order, reason, Event.NO_BATCH_INDEX);
    }

    /** Takes a resting order out of the book. */
    void cancelResting(final Order order, final CancelReason reason, final int batchIndex) {
        state.resting.remove(order.id());
        cancel(order, reason, batchIndex, TimeInForce.GTC, true);
    }

    private void cancel(
        final Order order,
        final CancelReason reason,
        final int batchIndex,
        final TimeInForce timeInForce,
        final boolean wasResting) {
        out.add(new Event.OrderCanceled(
            out.header(), order.id(), order.priceTicks(), order.originalLots(), order.remainingLots(),
            order.placedTimeNanos(), order.clientOrderId(), order.accountId(), order.marketId(), batchIndex,
            order.flags(), order.side().code(), reason.code(), timeInForce.code(), wasResting));
    }
}
