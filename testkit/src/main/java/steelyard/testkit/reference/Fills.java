package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.testkit.event.Event;

/** One fill: whether it may be, and all that it does at once. */
final class Fills {
    private final Floor floor;
    private final State state;
    private final Emission out;

    Fills(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    /** Settles lots that an account gets, signed, without a fee and without an order; answers what it won by closing. */
    long move(final int accountId, final Market market, final long lots, final long priceTicks) {
        final Position start = state.position(accountId, market.id());
        final Side side = lots > 0 ? Side.BUY : Side.SELL;
        final Settlement settlement = market.isIsolated(start)
            ? Settlement.ofIsolated(
                floor.choices, market,
                new StandardMargin(state, floor.choices, state.account(accountId), market),
                start, side, priceTicks, Math.abs(lots), 0)
            : Settlement.of(floor.choices, start, side, priceTicks, Math.abs(lots), 0);
        state.movePosition(accountId, market.id(), settlement.end());
        state.addCash(accountId, settlement.cashMicros());
        market.settledMicros = Math.addExact(market.settledMicros, settlement.settledMicros());
        if (Long.signum(settlement.end().lots()) != Long.signum(start.lots()) && start.lots() != 0) {
            floor.groups.positionClosed(accountId, market.id());
        }
        return settlement.closedPnlMicros();
    }

    private Settlement settlement(
        final Order order, final long lots, final long priceTicks, final long feeRateNanos) {
        final Position position = state.position(order.accountId(), order.marketId());
        final Market market = state.market(order.marketId());
        return market.isIsolated(position)
            ? Settlement.ofIsolated(
                floor.choices, market, margin(order), position, order.side(), priceTicks, lots, feeRateNanos)
            : Settlement.of(floor.choices, position, order.side(), priceTicks, lots, feeRateNanos);
    }

    private StandardMargin margin(final Order order) {
        return new StandardMargin(
            state, floor.choices, state.account(order.accountId()), state.market(order.marketId()));
    }

    /** Whether the fill only closes the position of the order's account. */
    boolean closes(final Order order, final long lots) {
        final long q = state.position(order.accountId(), order.marketId()).lots();
        return order.isAgainst(q) && lots <= Math.abs(q);
    }

    /** Whether the fill brings the account's position closer to zero, or the account can margin what it becomes. */
    boolean canSettle(final Order order, final long lots, final long priceTicks, final long feeRateNanos) {
        final Settlement settlement = settlement(order, lots, priceTicks, feeRateNanos);
        final Market market = state.market(order.marketId());
        final boolean isIsolated = market.isIsolated(settlement.start());
        final Portfolio before = Portfolio.of(state, floor.choices, order.accountId());
        final boolean isOfPortfolio = before.isOfPortfolio(market);
        if (isIsolated ? settlement.onlyCloses() : settlement.reduces() && !isOfPortfolio) {
            return true;
        }
        Portfolio after = before
            .with(order.marketId(), settlement.end())
            .withCash(Math.addExact(before.cashMicros(), settlement.cashMicros()));
        if (state.resting.containsKey(order.id())) {
            after = after.without(order).plus(order.filled(lots));
        }
        final boolean isCovered = !isIsolated || Portfolio.isolatedEquity(market, settlement.end())
            .compareTo(margin(order).maintenance(settlement.end().lots())) >= 0;
        return isCovered && after.isMargined()
            || isOfPortfolio && after.isAsSafeAs(before.equity(), before, after.equity());
    }

    boolean raisesOpenInterestBeyondCap(final Order maker, final Order taker, final long lots) {
        final Market market = state.market(taker.marketId());
        final BigInteger before = state.openInterest(market.id());
        final BigInteger after = before.add(longChange(maker, lots)).add(longChange(taker, lots));
        return after.compareTo(before) > 0 && Limits.isBeyondCap(market, after);
    }

    private BigInteger longChange(final Order order, final long lots) {
        final long q = state.position(order.accountId(), order.marketId()).lots();
        final long after = q + order.side().sign() * lots;
        return BigInteger.valueOf(Math.max(0, after)).subtract(BigInteger.valueOf(Math.max(0, q)));
    }

    /** Books the fill. Either order may rest or not. */
    void fill(
        final Order maker,
        final Order taker,
        final long lots,
        final long priceTicks,
        final Fees.OfFill rates) {
        final Order makerLeft = fillInBook(maker, lots);
        final Order takerLeft = fillInBook(taker, lots);
        state.lastTradeId++;
        out.add(new Event.TradeExecuted(
            out.header(), state.lastTradeId, maker.id(), taker.id(), priceTicks, lots,
            makerLeft.remainingLots(), takerLeft.remainingLots(), maker.accountId(), taker.accountId(),
            taker.marketId(), taker.side().code()));
        settle(makerLeft, lots, priceTicks, rates.maker(), false);
        settle(takerLeft, lots, priceTicks, rates.taker(), true);
        last(maker, taker, lots, priceTicks);
        endIfFilled(maker, makerLeft);
        endIfFilled(taker, takerLeft);
        floor.quotes.count(maker, lots, priceTicks);
        if (taker.prioritySequence() > 0) {
            floor.quotes.count(taker, lots, priceTicks);
        }
        keepReduceOnly(maker.accountId(), maker.marketId());
        keepReduceOnly(taker.accountId(), taker.marketId());
        floor.book.refresh(maker.id());
        floor.book.refresh(taker.id());
    }

    private Order fillInBook(final Order order, final long lots) {
        final Order left = order.filled(lots);
        if (state.resting.containsKey(order.id())) {
            if (left.remainingLots() == 0) {
                floor.book.takeOut(order);
            } else {
                state.putResting(left);
            }
        }
        return left;
    }

    /** A resting order that is filled entirely has ended; an incoming one ends when its matching does. */
    private void endIfFilled(final Order before, final Order left) {
        if (before.prioritySequence() > 0 && left.remainingLots() == 0) {
            floor.groups.ended(left.id(), true, true, null);
        }
    }

    private void last(final Order maker, final Order taker, final long lots, final long priceTicks) {
        final Market market = state.market(taker.marketId());
        market.hasLast = true;
        market.lastTicks = priceTicks;
        final BigInteger notional = Limits.value(priceTicks, lots);
        state.volumes.merge(maker.accountId(), notional, BigInteger::add);
        state.volumes.merge(taker.accountId(), notional, BigInteger::add);
        state.referrals.count(maker.accountId(), notional);
        state.referrals.count(taker.accountId(), notional);
        floor.fees.count(maker.accountId(), taker.accountId(), notional);
        floor.triggers.look(market, PriceSource.LAST);
    }

    private void settle(
        final Order left,
        final long lots,
        final long priceTicks,
        final long feeRateNanos,
        final boolean isTaker) {
        final Settlement settlement = settlement(left, lots, priceTicks, feeRateNanos);
        final Position end = settlement.end();
        state.movePosition(left.accountId(), left.marketId(), end);
        state.addCash(left.accountId(), settlement.cashMicros());
        state.addCash(HouseAccount.FEES.id(), settlement.feeMicros());
        final Builders.Debt debt = state.builders.of(left.id());
        final long ofBuilder = debt.of(Limits.value(priceTicks, lots)).longValueExact();
        state.addCash(HouseAccount.FEES.id(), -ofBuilder);
        state.addCash(debt.builderId(), ofBuilder);
        final Referrals.Reward reward =
            state.referrals.share(left.accountId(), settlement.feeMicros() - ofBuilder, isTaker);
        final Market market = state.market(left.marketId());
        market.settledMicros = Math.addExact(market.settledMicros, settlement.settledMicros());
        out.add(new Event.FillSettled(
            out.header(), left.id(), state.lastTradeId, priceTicks, lots, settlement.feeMicros(),
            settlement.closedPnlMicros(), settlement.start().lots(), end.lots(), end.quoteMicros(),
            end.entryMicros(), state.account(left.accountId()).cashMicros(), left.priceTicks(),
            left.originalLots(), left.remainingLots(), left.placedTimeNanos(), left.clientOrderId(),
            left.accountId(), left.marketId(), left.flags(), left.side().code(), isTaker, end.isolatedMicros(),
            ofBuilder, debt.builderId(), reward.micros(), reward.referrerId()));
        if (Long.signum(end.lots()) != Long.signum(settlement.start().lots()) && settlement.start().lots() != 0) {
            floor.groups.positionClosed(left.accountId(), left.marketId());
        }
    }

    /** No resting reduce-only order of the account may be able to do more than close the position. */
    void keepReduceOnly(final int accountId, final int marketId) {
        final long q = state.position(accountId, marketId).lots();
        for (final Order order : state.reduceOnlyOrders(accountId, marketId)) {
            if (!order.isAgainst(q)) {
                floor.book.cancelResting(order, CancelReason.REDUCE_ONLY);
            } else if (order.remainingLots() > Math.abs(q)) {
                floor.book.reduce(order.withRemaining(Math.abs(q)), Event.NO_BATCH_INDEX);
            }
        }
    }
}
