package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.risk.market.Markets;

/** Changes of a market's state, and auctions. {@code docs/matching-rules.md}, sections 5 and 14. */
public final class AuctionWork {
    /** Of the wait of an auction's end: whoever writes the event of a change of state. */
    @FunctionalInterface
    public interface EndListener {
        /** A market's auction has ended by its time; the state is the one that follows. */
        void ended(int marketId, MarketState state);
    }

    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final FollowUps followUps;
    private final ActionBounds bounds;
    private final FillCosts costs;
    private final RestingChanges changes;
    private final SelfTrade selfTrade;
    private final QuoteProtection protection;
    private final Limits limits;
    private final Fills fills;
    private final FundingPayments payments;
    private final TradingEvents events;
    private final AuctionPrice price;
    private final EndListener endListener;
    private final IncomingOrder taker = new IncomingOrder();

    /** Works on the state of these parts. */
    public AuctionWork(final OrderParts parts, final EndListener endListener) {
        this.state = parts.state;
        this.books = parts.state.books();
        this.orders = parts.state.books().orders();
        this.followUps = parts.state.followUps();
        this.bounds = parts.bounds;
        this.costs = parts.costs;
        this.changes = parts.changes;
        this.selfTrade = parts.selfTrade;
        this.protection = parts.protection;
        this.limits = parts.limits;
        this.fills = parts.fills;
        this.payments = parts.payments;
        this.events = parts.tradingEvents;
        this.price = new AuctionPrice(parts.state);
        this.endListener = endListener;
    }

    /** What a new state of a market means; its event was written. */
    public void change(final int marketId, final MarketState to, final long endsMillis) {
        final boolean worked = books.worksOnTriggers(marketId);
        final MarketState from = books.state(marketId);
        books.state(marketId, to);
        state.markets().touched().add(marketId);
        state.deadlines().remove(Deadlines.AUCTION_INDICATION, marketId);
        state.deadlines().remove(Deadlines.AUCTION_END, marketId);
        if (to == MarketState.AUCTION) {
            begin(marketId, endsMillis);
        }
        if (to == MarketState.SETTLING && from != MarketState.SETTLING) {
            followUps.putMarket(FollowUps.DELISTING, 0, marketId);
        }
        if (!to.mayBeCrossed() && books.book(marketId).isCrossed() && !books.isUncrossing(marketId)) {
            books.uncrossing(marketId, true);
            followUps.putMarket(FollowUps.UNCROSSING, 0, marketId);
        } else if (to.mayBeCrossed() && books.isUncrossing(marketId)) {
            books.uncrossing(marketId, false);
            followUps.removeMarket(FollowUps.UNCROSSING, marketId);
        }
        if (!worked && books.worksOnTriggers(marketId)) {
            lookAtAll(marketId);
        }
    }

    /** A market is in the state of an auction; an end of 0: an operator ends it. */
    public void begin(final int marketId, final long endsMillis) {
        state.deadlines().set(Deadlines.AUCTION_INDICATION, marketId,
            Math.addExact(state.counters().nowNanos(), indicationNanos()));
        if (endsMillis != 0) {
            state.deadlines().set(Deadlines.AUCTION_END, marketId, Deadlines.nanos(endsMillis));
        }
    }

    /** The auction's time is over. */
    void end(final int marketId) {
        endListener.ended(marketId, MarketState.ACTIVE);
        change(marketId, MarketState.ACTIVE, 0);
    }

    /** It is time to tell what the auction would give. */
    void indicate(final int marketId, final long dueNanos) {
        if (books.book(marketId).isCrossed()) {
            price.workOut(marketId);
            events.auctionIndicated(marketId, price.ticks(), price.volumeLots(), price.surplusLots());
        }
        final long interval = indicationNanos();
        final long passed = (state.counters().nowNanos() - dueNanos) / interval;
        state.deadlines().set(
            Deadlines.AUCTION_INDICATION, marketId, Math.addExact(dueNanos, (passed + 1) * interval));
    }

    /** The first follow-up: rounds at one price each; {@code true} when the book is no longer crossed. */
    boolean uncross() {
        final int marketId = followUps.marketId(0);
        final OrderBook book = books.touch(marketId);
        while (true) {
            if (followUps.side(0) == 0) {
                if (!bounds.fits(1)) {
                    return false;
                }
                if (!book.isCrossed()) {
                    finish(marketId);
                    return true;
                }
                price.workOut(marketId);
                followUps.note(price.ticks(), 1);
                events.auctionPriced(marketId, price.ticks(), price.volumeLots(), price.surplusLots());
            }
            if (!round(book, followUps.orderId(0))) {
                return false;
            }
            followUps.note(0, 0);
        }
    }

    private void finish(final int marketId) {
        books.uncrossing(marketId, false);
        state.markets().touched().add(marketId);
        events.auctionEnded(marketId);
        if (books.worksOnTriggers(marketId)) {
            lookAtAll(marketId);
        }
    }

    private void lookAtAll(final int marketId) {
        final Markets markets = state.markets();
        if (markets.hasPrice(marketId)) {
            state.triggers().look(marketId, PriceSource.MARK, markets.markPriceTicks(marketId));
        }
        if (books.hasLastPrice(marketId)) {
            state.triggers().look(marketId, PriceSource.LAST, books.lastPriceTicks(marketId));
        }
        if (markets.hasPrice(marketId)) {
            state.triggers().look(marketId, PriceSource.ORACLE, markets.oraclePriceTicks(marketId));
        }
    }

    private long indicationNanos() {
        return state.parameters().value(Parameter.AUCTION_INDICATION_MILLIS) * 1_000_000;
    }

    /** Fills at the price of the round; {@code false} if the next one does not fit. */
    private boolean round(final OrderBook book, final long priceTicks) {
        final BookSide bids = book.bids();
        final BookSide asks = book.asks();
        while (!bids.isEmpty() && !asks.isEmpty() && bids.priceTicks(bids.best()) >= priceTicks
            && asks.priceTicks(asks.best()) <= priceTicks) {
            final int bid = bids.firstOrder(bids.best());
            final int ask = asks.firstOrder(asks.best());
            final int overgrown = costs.isOvergrown(orders.positionSlot(bid)) ? bid
                : costs.isOvergrown(orders.positionSlot(ask)) ? ask : OrderStore.NONE;
            if (!bounds.fits(overgrown == OrderStore.NONE ? costs.eventsOfUncrossing(bid, ask) : 1)) {
                return false;
            }
            if (overgrown == OrderStore.NONE) {
                meet(book, bid, ask, priceTicks);
            } else {
                cancel(overgrown, CancelReason.COMMAND_BOUND);
            }
        }
        return true;
    }

    private void meet(final OrderBook book, final int bid, final int ask, final long priceTicks) {
        payments.bringUpToDate(orders.accountId(bid));
        payments.bringUpToDate(orders.accountId(ask));
        final boolean bidIsOlder = orders.prioritySequence(bid) < orders.prioritySequence(ask);
        final int older = bidIsOlder ? bid : ask;
        final int younger = bidIsOlder ? ask : bid;
        if (selfTrade.isSameOwner(orders.accountId(bid), orders.accountId(ask))) {
            cancel(younger, CancelReason.SELF_TRADE);
            return;
        }
        final long lots = Math.min(orders.remainingLots(bid), orders.remainingLots(ask));
        if (isAgainst(book.marketId(), bid, priceTicks, lots) || isAgainst(book.marketId(), ask, priceTicks, lots)) {
            return;
        }
        if (limits.hasCap(book.marketId())) {
            final long change = fills.openInterestChange(
                orders.positionSlot(older), orders.positionSlot(younger), orders.side(younger).sign() * lots);
            if (change > 0 && limits.isBeyondCap(
                book.marketId(), state.markets().openInterestLots(book.marketId()) + change)) {
                cancel(younger, CancelReason.OPEN_INTEREST_CAP);
                return;
            }
        }
        fill(book, older, younger, priceTicks, lots);
    }

    /** Cancels an order that must not have this fill, and says so. */
    private boolean isAgainst(final int marketId, final int order, final long priceTicks, final long lots) {
        final int slot = orders.positionSlot(order);
        final Side side = orders.side(order);
        final long reservedLots = OrderFlags.isReduceOnly(orders.flags(order)) ? 0 : lots;
        if (limits.isOver(order)) {
            cancel(order, CancelReason.EXPIRED);
        } else if (protection.isFrozen(order)) {
            cancel(order, CancelReason.PROTECTION);
        } else if (books.state(marketId) == MarketState.CLOSE_ONLY && !fills.closes(slot, side.sign() * lots)) {
            cancel(order, CancelReason.MARKET_CLOSE_ONLY);
        } else if (!fills.isMargined(
            slot, side.sign() * lots, priceTicks, fills.auctionRate(marketId, order), orders.priceTicks(order), reservedLots)) {
            cancel(order, CancelReason.MARGIN);
        } else {
            return false;
        }
        return true;
    }

    private void fill(final OrderBook book, final int older, final int younger, final long priceTicks,
        final long lots) {
        final int olderSlot = orders.positionSlot(older);
        final int youngerSlot = orders.positionSlot(younger);
        final long olderTicks = orders.priceTicks(older);
        final long youngerTicks = orders.priceTicks(younger);
        book.take(older, lots);
        book.take(younger, lots);
        taker
            .owner(orders.orderId(younger), orders.accountId(younger), youngerSlot)
            .terms(orders.side(younger), orders.priceTicks(younger), books.remainingLots(younger))
            .originalLots(orders.originalLots(younger))
            .circumstances(orders.flags(younger), orders.placedTimeNanos(younger))
            .clientOrderId(orders.clientOrderIdHigh(younger), orders.clientOrderIdLow(younger));
        changes.filled(younger, lots);
        fills.settle(book.marketId(), older, taker, priceTicks, lots, fills.auctionRate(book.marketId(), older),
            fills.auctionRate(book.marketId(), younger));
        changes.endIfFilled(older);
        changes.endIfFilled(younger);
        protection.filled(older, priceTicks, lots);
        protection.filled(younger, priceTicks, lots);
        final boolean olderOut = orders.remainingLots(older) == 0;
        final boolean youngerOut = orders.remainingLots(younger) == 0;
        fills.keepWithinPosition(olderSlot, olderOut ? older : OrderStore.NONE);
        fills.keepWithinPosition(youngerSlot, youngerOut ? younger : OrderStore.NONE);
        if (olderOut) {
            changes.refresh(older, olderTicks);
            book.release(older);
        }
        if (youngerOut) {
            changes.refresh(younger, youngerTicks);
            book.release(younger);
        }
        changes.closeIfEmpty(olderSlot);
        changes.closeIfEmpty(youngerSlot);
    }

    private void cancel(final int order, final CancelReason reason) {
        final int slot = orders.positionSlot(order);
        changes.cancel(order, reason, Refusal.NO_BATCH_INDEX);
        changes.closeIfEmpty(slot);
    }
}
