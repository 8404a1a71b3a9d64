package steelyard.exchange.order;

import java.util.Arrays;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.Protection;
import steelyard.matching.BookSide;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;
import steelyard.risk.margin.Positions;

/** Ladders of quotes, and their protection. {@code docs/matching-rules.md#13-quotes}. */
public final class QuoteCommands {
    private static final int GROUP_MAX = 255;
    private static final long WINDOW_MAX_MILLIS = 3_600_000;
    private static final long FROZEN_MAX_MILLIS = 86_400_000;
    private static final int COUNT_MAX = 1_024;
    private static final int QUOTE_FLAGS = OrderFlags.POST_ONLY | OrderFlags.QUOTE;

    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final Authority authority;
    private final StaticChecks staticChecks;
    private final ActionBounds bounds;
    private final Limits limits;
    private final QuoteProtection protection;
    private final RestingChanges changes;
    private final OrderEvents events;
    private final FundingPayments payments;
    private final TradingEvents tradingEvents;
    private final MassQuoteDecoder massQuote = new MassQuoteDecoder();
    private final SetProtectionDecoder setProtection = new SetProtectionDecoder();
    private final ResetProtectionDecoder resetProtection = new ResetProtectionDecoder();
    private final Ladder ladder = new Ladder();
    private final OrderRequest order = new OrderRequest();
    private final IncomingOrder incoming = new IncomingOrder();
    private final Refusal refusalOfLadder = new Refusal();
    private long[] seenMarkets = new long[0];
    private int accountId;
    private int group;
    private int slot;

    /** Applies to the state of these parts. */
    public QuoteCommands(final OrderParts parts, final Authority authority) {
        this.state = parts.state;
        this.books = parts.state.books();
        this.orders = parts.state.books().orders();
        this.positions = parts.state.positions();
        this.authority = authority;
        this.staticChecks = new StaticChecks(state);
        this.bounds = parts.bounds;
        this.limits = parts.limits;
        this.protection = parts.protection;
        this.changes = parts.changes;
        this.events = parts.events;
        this.payments = parts.payments;
        this.tradingEvents = parts.tradingEvents;
    }

    /** {@code MassQuote}. */
    public RejectReason quote(final CommandFrame command, final Refusal refusal) {
        command.decode(massQuote);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkEntries(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        massQuote.sbeRewind();
        accountId = command.accountId();
        payments.bringUpToDate(accountId);
        group = massQuote.quoteGroup();
        final MassQuoteDecoder.EntriesDecoder entries = massQuote.entries();
        final int count = entries.count();
        ladder.clear();
        bounds.begin(count);
        boolean boundMet = false;
        for (int i = 0; i < count; i++) {
            entries.next();
            if (ladder.entries() > 0 && ladder.marketId() != entries.marketId()) {
                boundMet = replaceUnlessRefused(boundMet, count - i);
            }
            ladder.add(entries.marketId(), i, entries.side(), entries.priceE8(), entries.sizeE8(), state.markets());
        }
        replaceUnlessRefused(boundMet, 0);
        return RejectReason.NONE;
    }

    /** {@code SetProtection}. */
    public RejectReason setProtection(final CommandFrame command, final Refusal refusal) {
        command.decode(setProtection);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final SetProtectionDecoder d = setProtection;
        final boolean none = (d.windowMillis() | d.frozenMillis() | d.countMax() | d.quantityMaxE8()
            | d.valueMaxMicros()) == 0;
        final boolean valid = d.windowMillis() >= 1 && d.windowMillis() <= WINDOW_MAX_MILLIS
            && d.frozenMillis() >= 0 && d.frozenMillis() <= FROZEN_MAX_MILLIS
            && d.countMax() >= 1 && d.countMax() <= COUNT_MAX && d.quantityMaxE8() >= 0 && d.valueMaxMicros() >= 0;
        if (!isGroup(d.quoteGroup()) || !none && !valid) {
            return refusal.because(RejectReason.PROTECTION_INVALID);
        }
        final Protection set = state.quotes().open(command.accountId(), d.quoteGroup());
        set.set(d.windowMillis(), d.frozenMillis(), d.quantityMaxE8(), d.valueMaxMicros(), d.countMax());
        tradingEvents.protectionSet(set);
        return RejectReason.NONE;
    }

    /** {@code ResetProtection}. */
    public RejectReason resetProtection(final CommandFrame command, final Refusal refusal) {
        command.decode(resetProtection);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int reset = resetProtection.quoteGroup();
        if (!isGroup(reset)) {
            return refusal.because(RejectReason.PROTECTION_INVALID);
        }
        final Protection known = state.quotes().protection(command.accountId(), reset);
        if (known != null) {
            known.forget();
            known.freeze(false, 0);
        }
        tradingEvents.protectionReset(command.accountId(), reset);
        return RejectReason.NONE;
    }

    private static boolean isGroup(final int number) {
        return number >= 1 && number <= GROUP_MAX;
    }

    private RejectReason checkEntries(final Refusal refusal) {
        if (!isGroup(massQuote.quoteGroup())) {
            return refusal.because(RejectReason.QUOTE_INVALID);
        }
        final MassQuoteDecoder.EntriesDecoder e = massQuote.entries();
        RejectReason reason = staticChecks.count(e.count(), refusal);
        int lastMarket = -1;
        clearSeen();
        for (int i = 0; reason == RejectReason.NONE && e.hasNext(); i++) {
            e.next();
            reason = checkEntry(e.marketId(), e.side(), e.priceE8(), e.sizeE8(), refusal);
            if (reason == RejectReason.NONE && e.marketId() != lastMarket) {
                lastMarket = e.marketId();
                reason = seen(lastMarket) ? refusal.because(RejectReason.QUOTE_INVALID) : RejectReason.NONE;
            }
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private RejectReason checkEntry(
        final int marketId, final int side, final long priceE8, final long sizeE8, final Refusal refusal) {
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        if (side > Side.SELL.code()) {
            return refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
        }
        if (sizeE8 != 0 && !staticChecks.isPrice(marketId, priceE8)) {
            return refusal.because(RejectReason.INVALID_PRICE);
        }
        return staticChecks.isSize(marketId, sizeE8) ? RejectReason.NONE : refusal.because(RejectReason.INVALID_SIZE);
    }

    private void clearSeen() {
        final int words = (state.markets().count() + 63) >>> 6;
        if (seenMarkets.length < words) {
            seenMarkets = new long[2 * words];
        }
        Arrays.fill(seenMarkets, 0);
    }

    /** Whether the market was seen before; it is now. */
    private boolean seen(final int marketId) {
        final long bit = 1L << marketId;
        final boolean before = (seenMarkets[marketId >>> 6] & bit) != 0;
        seenMarkets[marketId >>> 6] |= bit;
        return before;
    }

    /** The ladder's market is done; {@code true} if a bound was met. */
    private boolean replaceUnlessRefused(final boolean boundMet, final int laterEntries) {
        slot = positions.find(accountId, ladder.marketId());
        refusalOfLadder.clear();
        if (boundMet) {
            refusalOfLadder.because(RejectReason.COMMAND_BOUND);
        } else {
            check(laterEntries, refusalOfLadder);
        }
        if (refusalOfLadder.reason() == RejectReason.NONE) {
            replace();
        } else {
            final int index = refusalOfLadder.batchIndex() == Refusal.NO_BATCH_INDEX
                ? ladder.firstIndex()
                : refusalOfLadder.batchIndex();
            tradingEvents.quotesRejected(accountId, ladder.marketId(), group, index, refusalOfLadder);
        }
        ladder.clear();
        return boundMet || refusalOfLadder.reason() == RejectReason.COMMAND_BOUND;
    }

    private RejectReason check(final int laterEntries, final Refusal refusal) {
        final int marketId = ladder.marketId();
        final int old = oldQuotes();
        if (!bounds.fits(old + 2L * ladder.entries() + 3L * laterEntries + 1)) {
            return refusal.because(RejectReason.COMMAND_BOUND);
        }
        if (ladder.count() == 0) {
            return books.state(marketId) == MarketState.HALTED
                ? refusal.because(RejectReason.MARKET_HALTED)
                : RejectReason.NONE;
        }
        if (protection.isFrozen(accountId, group)) {
            return refusal.because(RejectReason.QUOTES_FROZEN);
        }
        if (limits.closed(marketId, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        if (books.state(marketId) == MarketState.CLOSE_ONLY) {
            return refusal.because(RejectReason.MARKET_CLOSE_ONLY);
        }
        if (books.isUncrossing(marketId)) {
            return refusal.because(RejectReason.AUCTION_UNDER_WAY);
        }
        if (limits.stopped(accountId, marketId, false, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        RejectReason reason = checkRungs(refusal);
        if (reason == RejectReason.NONE && !ladder.isWellFormed()) {
            reason = refusal.because(RejectReason.QUOTE_INVALID);
        }
        reason = reason != RejectReason.NONE ? reason : checkCrossing(refusal);
        reason = reason != RejectReason.NONE
            ? reason
            : limits.openOrders(accountId, false, ladder.count() - old, refusal);
        return reason != RejectReason.NONE ? reason : checkMargin(refusal);
    }

    private RejectReason checkRungs(final Refusal refusal) {
        for (int i = 0; i < ladder.count(); i++) {
            if (checkRung(i, refusal) != RejectReason.NONE) {
                refusal.entry(ladder.index(i));
                return refusal.reason();
            }
        }
        return RejectReason.NONE;
    }

    private RejectReason checkRung(final int i, final Refusal refusal) {
        final int marketId = ladder.marketId();
        final long ticks = ladder.priceTicks(i);
        RejectReason reason = limits.price(marketId, ticks, refusal);
        reason = reason != RejectReason.NONE ? reason : limits.size(marketId, ladder.lots(i), refusal);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        final long valueMicros = Math.multiplyExact(Math.abs(ticks), ladder.lots(i));
        reason = limits.value(marketId, valueMicros, false, refusal);
        if (reason == RejectReason.NONE && !state.oracle().isFresh(marketId, state.counters().nowNanos())) {
            reason = refusal.because(RejectReason.PRICE_STALE);
        }
        reason = reason != RejectReason.NONE ? reason : limits.notional(marketId, valueMicros, refusal);
        reason = reason != RejectReason.NONE ? reason : limits.band(marketId, ladder.side(i), ticks, refusal);
        return reason != RejectReason.NONE
            ? reason
            : limits.openInterest(marketId, ladder.side(i), ticks, false, false, refusal);
    }

    private RejectReason checkCrossing(final Refusal refusal) {
        final int marketId = ladder.marketId();
        if (books.state(marketId) == MarketState.AUCTION) {
            return RejectReason.NONE;
        }
        final int bid = bestOfOthers(books.book(marketId).bids());
        final int ask = bestOfOthers(books.book(marketId).asks());
        for (int i = 0; i < ladder.count(); i++) {
            final int opposite = ladder.side(i) == Side.BUY ? ask : bid;
            if (opposite != OrderStore.NONE
                && (ladder.priceTicks(i) - orders.priceTicks(opposite)) * ladder.side(i).sign() >= 0) {
                refusal.because(RejectReason.POST_ONLY_WOULD_MATCH,
                    bid == OrderStore.NONE ? 0 : orders.priceTicks(bid),
                    ask == OrderStore.NONE ? 0 : orders.priceTicks(ask));
                refusal.entry(ladder.index(i));
                return refusal.reason();
            }
        }
        return RejectReason.NONE;
    }

    /** The best order of a side that is no quote of the account, or NONE. */
    private int bestOfOthers(final BookSide side) {
        for (int level = side.best(); level != OrderStore.NONE; level = side.worse(level)) {
            for (int at = side.firstOrder(level); at != OrderStore.NONE; at = orders.nextOfLevel(at)) {
                if (orders.accountId(at) != accountId || !OrderFlags.isQuote(orders.flags(at))) {
                    return at;
                }
            }
        }
        return OrderStore.NONE;
    }

    private RejectReason checkMargin(final Refusal refusal) {
        final int marketId = ladder.marketId();
        long buyLots = 0;
        long sellLots = 0;
        long costMicros = 0;
        for (int i = 0; i < ladder.count(); i++) {
            buyLots += ladder.side(i) == Side.BUY ? ladder.lots(i) : 0;
            sellLots += ladder.side(i) == Side.SELL ? ladder.lots(i) : 0;
            costMicros += state.margin().lossMicros(marketId, ladder.side(i), ladder.priceTicks(i), ladder.lots(i));
        }
        for (int at = orders.firstOfOwner(slot); at != OrderStore.NONE; at = orders.nextOfOwner(at)) {
            if (OrderFlags.isQuote(orders.flags(at))) {
                final long lots = orders.remainingLots(at);
                buyLots -= orders.side(at) == Side.BUY ? lots : 0;
                sellLots -= orders.side(at) == Side.SELL ? lots : 0;
                costMicros -= state.margin().lossMicros(marketId, orders.side(at), orders.priceTicks(at), lots);
            }
        }
        final long reserveLots = positions.reserveLots(slot, 0, buyLots, sellLots);
        if (reserveLots > state.markets().spec(marketId).maxPositionLots()) {
            return refusal.because(RejectReason.POSITION_LIMIT);
        }
        if (state.margin().portfolio().has(accountId) && !positions.isIsolated(slot, marketId)) {
            final RejectReason reason =
                state.margin().portfolio().quotes(accountId, marketId, slot, buyLots, sellLots, costMicros);
            return reason == RejectReason.NONE ? reason : refusal.because(reason);
        }
        return reserveLots > positions.reserveLots(slot, 0, 0, 0)
            && !state.margin().covers(accountId, marketId, slot, reserveLots, costMicros)
            ? refusal.because(RejectReason.INSUFFICIENT_MARGIN)
            : RejectReason.NONE;
    }

    /** Gathers the account's quotes in the ladder's market, in the order of their ids; answers how many. */
    private int oldQuotes() {
        ladder.clearOld();
        for (int at = orders.firstOfOwner(slot); at != OrderStore.NONE; at = orders.nextOfOwner(at)) {
            if (OrderFlags.isQuote(orders.flags(at))) {
                ladder.addOld(orders.orderId(at));
            }
        }
        return ladder.sortOld();
    }

    private void replace() {
        final int marketId = ladder.marketId();
        final int opened = positions.open(accountId, marketId);
        for (int i = 0; i < ladder.oldCount(); i++) {
            final int old = orders.slotOf(ladder.oldId(i));
            final int rung = ladder.keep(orders.side(old), orders.priceTicks(old), orders.remainingLots(old));
            if (rung < 0) {
                changes.cancel(old, CancelReason.QUOTE_REPLACED, Refusal.NO_BATCH_INDEX);
            } else if (ladder.lots(rung) < orders.remainingLots(old)) {
                changes.amend(old, ladder.lots(rung), ladder.index(rung));
            }
        }
        for (int i = 0; i < ladder.count(); i++) {
            if (!ladder.isKept(i)) {
                rest(i, opened);
            }
        }
        positions.closeIfEmpty(opened);
        state.quotes().group(accountId, marketId, group);
    }

    private void rest(final int i, final int opened) {
        order.entry(accountId, ladder.marketId(), ladder.index(i), ladder.side(i).code(), TimeInForce.GTC.code());
        order.identity(QUOTE_FLAGS, 0, 0);
        order.terms(ladder.priceTicks(i), ladder.lots(i));
        order.orderId(state.counters().takeOrderId());
        order.placedTimeNanos(state.counters().nowNanos());
        incoming
            .owner(order.orderId(), accountId, opened)
            .terms(order.side(), order.priceTicks(), order.acceptedLots())
            .circumstances(QUOTE_FLAGS, order.placedTimeNanos())
            .clientOrderId(0, 0);
        events.placed(order, 0);
        changes.rest(order, incoming, state.counters().takePrioritySequence(), OrderStore.NONE);
    }
}
