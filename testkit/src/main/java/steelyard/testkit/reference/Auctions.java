package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.event.Event;

/** Sections 5 and 14: states of a market, and what becomes of a crossed book. */
final class Auctions {
    private record Price(long ticks, BigInteger volume, BigInteger surplus) {
    }

    private static final Remark END = new Remark("auction", "end");

    private final Floor floor;
    private final State state;
    private final Emission out;
    private final Fills fills;

    Auctions(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
        this.fills = floor.fills;
    }

    /** Gives a market a state, and tells it. */
    void change(final Market market, final MarketState to, final long endsMillis, final Remark remark) {
        final boolean workedOnTriggers = market.worksOnTriggers();
        final MarketState from = market.state;
        out.add(new Event.MarketStateChanged(out.header(), market.id(), to.code(), endsMillis, remark));
        market.state = to;
        state.removeDeadline(Deadline.INDICATION, market.id());
        state.removeDeadline(Deadline.END_OF_AUCTION, market.id());
        if (to == MarketState.AUCTION) {
            begin(market, endsMillis);
        }
        if (to == MarketState.SETTLING && from != MarketState.SETTLING) {
            state.followUps.add(new FollowUp.Delisting(market.id()));
        }
        final boolean uncrosses =
            to == MarketState.ACTIVE || to == MarketState.POST_ONLY || to == MarketState.CLOSE_ONLY;
        if (uncrosses && isCrossed(market) && !market.isUncrossing) {
            market.isUncrossing = true;
            market.isPriced = false;
            state.followUps.add(new FollowUp.Uncrossing(market.id()));
        } else if (!uncrosses && market.isUncrossing) {
            market.isUncrossing = false;
            state.followUps.remove(new FollowUp.Uncrossing(market.id()));
        }
        if (!workedOnTriggers && market.worksOnTriggers()) {
            floor.triggers.lookAtAll(market);
        }
    }

    /** A market is in the state of an auction. */
    void begin(final Market market, final long endsMillis) {
        state.setDeadline(Math.addExact(state.now, indicationNanos()), Deadline.INDICATION, market.id());
        if (endsMillis != 0) {
            state.setDeadline(State.nanos(endsMillis), Deadline.END_OF_AUCTION, market.id());
        }
    }

    private long indicationNanos() {
        return state.parameter(Parameter.AUCTION_INDICATION_MILLIS) * 1_000_000L;
    }

    void end(final int marketId) {
        change(state.market(marketId), MarketState.ACTIVE, 0, END);
    }

    void indicate(final Deadline due) {
        final Market market = state.market((int) due.id());
        if (isCrossed(market)) {
            final Price price = price(market);
            out.add(new Event.AuctionIndicated(
                out.header(), price.ticks(), price.volume().longValueExact(), price.surplus().longValueExact(),
                market.id()));
        }
        long next = due.timeNanos();
        while (next <= state.now) {
            next = Math.addExact(next, indicationNanos());
        }
        state.setDeadline(next, Deadline.INDICATION, market.id());
    }

    private boolean isCrossed(final Market market) {
        final List<Order> bids = state.bestOrders(market.id(), Side.BUY);
        final List<Order> asks = state.bestOrders(market.id(), Side.SELL);
        return !bids.isEmpty() && !asks.isEmpty() && bids.getFirst().priceTicks() >= asks.getFirst().priceTicks();
    }

    /** The auction's price of a crossed book. */
    private Price price(final Market market) {
        final List<Order> bids = state.bookSide(market.id(), Side.BUY);
        final List<Order> asks = state.bookSide(market.id(), Side.SELL);
        final long highest = bids.getFirst().priceTicks();
        final long lowest = asks.getFirst().priceTicks();
        final SortedSet<Long> ticks = new TreeSet<>();
        Stream.concat(bids.stream(), asks.stream()).map(Order::priceTicks)
            .filter(each -> each >= lowest && each <= highest).forEach(ticks::add);
        final List<Price> prices = ticks.stream().map(each -> at(each, bids, asks)).toList();
        final BigInteger volume = prices.stream().map(Price::volume).max(Comparator.naturalOrder()).orElseThrow();
        final List<Price> largest = prices.stream().filter(each -> each.volume().equals(volume)).toList();
        final BigInteger surplus =
            largest.stream().map(each -> each.surplus().abs()).min(Comparator.naturalOrder()).orElseThrow();
        final List<Price> best = largest.stream().filter(each -> each.surplus().abs().equals(surplus)).toList();
        if (best.stream().allMatch(each -> each.surplus().signum() > 0)) {
            return best.getLast();
        }
        if (best.stream().allMatch(each -> each.surplus().signum() < 0)) {
            return best.getFirst();
        }
        return nearest(best, anchor(market, lowest, highest));
    }

    private static Price at(final long ticks, final List<Order> bids, final List<Order> asks) {
        BigInteger demand = BigInteger.ZERO;
        BigInteger supply = BigInteger.ZERO;
        for (final Order bid : bids) {
            demand = demand.add(BigInteger.valueOf(bid.priceTicks() >= ticks ? bid.shownLots() : 0));
        }
        for (final Order ask : asks) {
            supply = supply.add(BigInteger.valueOf(ask.priceTicks() <= ticks ? ask.shownLots() : 0));
        }
        return new Price(ticks, demand.min(supply), demand.subtract(supply));
    }

    private static long anchor(final Market market, final long ask, final long bid) {
        if (market.hasPrice) {
            return market.markTicks;
        }
        return market.hasLast ? market.lastTicks : Math.floorDiv(ask + bid, 2);
    }

    /** The nearest price; of two the higher. */
    private static Price nearest(final List<Price> rising, final long anchor) {
        Price nearest = rising.getFirst();
        for (final Price each : rising) {
            if (Math.abs(each.ticks() - anchor) <= Math.abs(nearest.ticks() - anchor)) {
                nearest = each;
            }
        }
        return nearest;
    }

    /** The follow-up: rounds at one price each, until the book is not crossed any more. */
    boolean uncross(final FollowUp.Uncrossing f) {
        final Market market = state.market(f.marketId());
        while (true) {
            if (!market.isPriced) {
                if (!out.fits(1)) {
                    return false;
                }
                if (!isCrossed(market)) {
                    end(market);
                    return true;
                }
                openRound(market);
            }
            if (!round(market)) {
                return false;
            }
            market.isPriced = false;
        }
    }

    private void openRound(final Market market) {
        final Price price = price(market);
        market.isPriced = true;
        market.auctionTicks = price.ticks();
        out.add(new Event.AuctionPriced(
            out.header(), price.ticks(), price.volume().longValueExact(), price.surplus().longValueExact(),
            market.id()));
    }

    private void end(final Market market) {
        market.isUncrossing = false;
        out.add(new Event.AuctionEnded(out.header(), market.id()));
        if (market.worksOnTriggers()) {
            floor.triggers.lookAtAll(market);
        }
    }

    /** Fills at the price of the round; false if the next one does not fit. */
    private boolean round(final Market market) {
        while (true) {
            final List<Order> bids = state.bestOrders(market.id(), Side.BUY);
            final List<Order> asks = state.bestOrders(market.id(), Side.SELL);
            if (bids.isEmpty() || asks.isEmpty() || bids.getFirst().priceTicks() < market.auctionTicks
                || asks.getFirst().priceTicks() > market.auctionTicks) {
                return true;
            }
            final Order bid = floor.choices.maker(bids);
            final Order ask = floor.choices.maker(asks);
            final Order overgrown = floor.matching.isOvergrown(bid) ? bid
                : floor.matching.isOvergrown(ask) ? ask : null;
            final long events = overgrown != null ? 1
                : 3 + 4 + state.reduceOnlyOrders(bid.accountId(), market.id()).size()
                    + state.reduceOnlyOrders(ask.accountId(), market.id()).size();
            if (!out.fits(events)) {
                return false;
            }
            if (overgrown != null) {
                floor.book.cancelResting(overgrown, CancelReason.COMMAND_BOUND);
            } else {
                meet(market, bid, ask);
            }
        }
    }

    private void meet(final Market market, final Order bid, final Order ask) {
        floor.funding.bringUpToDate(bid.accountId());
        floor.funding.bringUpToDate(ask.accountId());
        final boolean bidIsOlder = bid.prioritySequence() < ask.prioritySequence();
        final Order older = bidIsOlder ? bid : ask;
        final Order younger = bidIsOlder ? ask : bid;
        if (SelfTrade.isSameOwner(state, bid, ask)) {
            floor.book.cancelResting(younger, CancelReason.SELF_TRADE);
            return;
        }
        final long lots = Math.min(bid.shownLots(), ask.shownLots());
        final Fees.OfFill rates = floor.fees.ofFill(older, younger, lots, true);
        for (final Order order : List.of(bid, ask)) {
            final CancelReason reason =
                reasonAgainst(market, order, lots, order == older ? rates.maker() : rates.taker());
            if (reason != null) {
                floor.book.cancelResting(order, reason);
                return;
            }
        }
        if (fills.raisesOpenInterestBeyondCap(older, younger, lots)) {
            floor.book.cancelResting(younger, CancelReason.OPEN_INTEREST_CAP);
            return;
        }
        fills.fill(older, younger, lots, market.auctionTicks, rates);
    }

    private CancelReason reasonAgainst(
        final Market market, final Order order, final long lots, final long feeNanos) {
        if (floor.matching.isOver(order)) {
            return CancelReason.EXPIRED;
        }
        if (floor.quotes.isFrozen(order)) {
            return CancelReason.PROTECTION;
        }
        if (market.state == MarketState.CLOSE_ONLY && !fills.closes(order, lots)) {
            return CancelReason.MARKET_CLOSE_ONLY;
        }
        return fills.canSettle(order, lots, market.auctionTicks, feeNanos) ? null : CancelReason.MARGIN;
    }
}
