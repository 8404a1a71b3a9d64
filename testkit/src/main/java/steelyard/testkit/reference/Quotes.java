package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.reference.State.Pair;

/** Section 13: ladders of quotes, and the protection of who makes them. */
final class Quotes {
    /** An entry of a ladder in the units of its market. */
    private record Rung(int batchIndex, Side side, long priceTicks, long lots) {
    }

    /** The rungs of one market; {@code batchIndex} is that of the market's first entry. */
    private record Ladder(Market market, int batchIndex, List<Rung> rungs, int entries, int laterEntries) {
    }

    private static final int GROUP_MAX = 255;
    private static final long WINDOW_MAX_MILLIS = 3_600_000;
    private static final long FROZEN_MAX_MILLIS = 86_400_000;
    private static final int COUNT_MAX = 1_024;

    private final Floor floor;
    private final State state;
    private final Emission out;

    Quotes(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict quote(final Command.MassQuote command, final int accountId) {
        floor.funding.bringUpToDate(accountId);
        boolean boundMet = false;
        for (final Ladder ladder : ladders(command)) {
            final Verdict verdict = boundMet
                ? Verdict.refused(RejectReason.COMMAND_BOUND)
                : check(command.quoteGroup(), accountId, ladder);
            if (verdict.isAccepted()) {
                replace(command.quoteGroup(), accountId, ladder);
            } else {
                boundMet |= verdict.reason() == RejectReason.COMMAND_BOUND;
                final int batchIndex =
                    verdict.batchIndex() == Event.NO_BATCH_INDEX ? ladder.batchIndex() : verdict.batchIndex();
                out.add(new Event.QuotesRejected(
                    out.header(), verdict.detail1(), verdict.detail2(), accountId, ladder.market().id(), batchIndex,
                    verdict.reason().code(), command.quoteGroup()));
            }
        }
        return Verdict.ACCEPTED;
    }

    private List<Ladder> ladders(final Command.MassQuote command) {
        final Map<Integer, Integer> firsts = new LinkedHashMap<>();
        for (int i = 0; i < command.entries().size(); i++) {
            firsts.putIfAbsent(command.entries().get(i).marketId(), i);
        }
        final List<Ladder> ladders = new ArrayList<>();
        firsts.forEach((marketId, first) -> {
            final Market market = state.market(marketId);
            final List<Rung> rungs = new ArrayList<>();
            int end = first;
            for (; end < command.entries().size() && command.entries().get(end).marketId() == marketId; end++) {
                final Command.QuoteEntry entry = command.entries().get(end);
                if (entry.sizeE8() != 0) {
                    rungs.add(new Rung(end, Side.of(entry.side()), entry.priceE8() / market.e8PerTick(),
                        entry.sizeE8() / market.e8PerLot()));
                }
            }
            ladders.add(new Ladder(market, first, rungs, end - first, command.entries().size() - end));
        });
        return ladders;
    }

    private List<Order> quotes(final int accountId, final int marketId) {
        return state.restingOf(accountId).stream()
            .filter(order -> order.marketId() == marketId && order.isQuote())
            .sorted(Comparator.comparingLong(Order::id))
            .toList();
    }

    private Verdict check(final int group, final int accountId, final Ladder ladder) {
        final Market market = ladder.market();
        final List<Order> old = quotes(accountId, market.id());
        if (!out.fits(old.size() + 2L * ladder.entries() + 3L * ladder.laterEntries() + 1)) {
            return Verdict.refused(RejectReason.COMMAND_BOUND);
        }
        if (ladder.rungs().isEmpty()) {
            return market.state == MarketState.HALTED
                ? Verdict.refused(RejectReason.MARKET_HALTED)
                : Verdict.ACCEPTED;
        }
        if (isFrozen(accountId, group)) {
            return Verdict.refused(RejectReason.QUOTES_FROZEN);
        }
        final Verdict closed = Limits.closed(market);
        if (!closed.isAccepted()) {
            return closed;
        }
        if (market.state == MarketState.CLOSE_ONLY) {
            return Verdict.refused(RejectReason.MARKET_CLOSE_ONLY);
        }
        if (market.isUncrossing) {
            return Verdict.refused(RejectReason.AUCTION_UNDER_WAY);
        }
        return floor.limits.checkStopped(market, accountId, false)
            .and(() -> checkRungs(ladder))
            .and(() -> checkShape(ladder))
            .and(() -> checkCrossing(accountId, ladder))
            .and(() -> checkCount(accountId, ladder, old))
            .and(() -> checkMargin(accountId, ladder, old));
    }

    private Verdict checkRungs(final Ladder ladder) {
        for (final Rung rung : ladder.rungs()) {
            final Verdict verdict = checkRung(ladder.market(), rung);
            if (!verdict.isAccepted()) {
                return verdict.at(rung.batchIndex());
            }
        }
        return Verdict.ACCEPTED;
    }

    private Verdict checkRung(final Market market, final Rung rung) {
        final BigInteger value = Limits.value(rung.priceTicks(), rung.lots());
        return OrderChecks.checkPrice(market, rung.priceTicks())
            .and(() -> OrderChecks.checkSize(market, rung.lots()))
            .and(() -> floor.limits.checkValue(market, value, false))
            .and(() -> Prices.isFresh(state, market)
                ? Verdict.ACCEPTED
                : Verdict.refused(RejectReason.PRICE_STALE))
            .and(() -> OrderChecks.isBelowMinNotional(market, value)
                ? Verdict.refused(RejectReason.MIN_NOTIONAL, market.spec.minNotionalMicros())
                : Verdict.ACCEPTED)
            .and(() -> Limits.checkBand(market, rung.side(), rung.priceTicks()))
            .and(() -> floor.limits.isOpenInterestCapped(market)
                && Limits.isMoreAggressiveThanOracle(market, rung.side(), rung.priceTicks())
                ? Verdict.refused(RejectReason.OPEN_INTEREST_AGGRESSIVE)
                : Verdict.ACCEPTED);
    }

    private static Verdict checkShape(final Ladder ladder) {
        final Set<List<Long>> places = new LinkedHashSet<>();
        long highestBuy = Long.MIN_VALUE;
        long lowestSell = Long.MAX_VALUE;
        boolean isTwice = false;
        for (final Rung rung : ladder.rungs()) {
            isTwice |= !places.add(List.of((long) rung.side().code(), rung.priceTicks()));
            if (rung.side() == Side.BUY) {
                highestBuy = Math.max(highestBuy, rung.priceTicks());
            } else {
                lowestSell = Math.min(lowestSell, rung.priceTicks());
            }
        }
        return isTwice || highestBuy >= lowestSell
            ? Verdict.refused(RejectReason.QUOTE_INVALID)
            : Verdict.ACCEPTED;
    }

    private Verdict checkCrossing(final int accountId, final Ladder ladder) {
        final Market market = ladder.market();
        if (market.state == MarketState.AUCTION) {
            return Verdict.ACCEPTED;
        }
        final Order bid = bestOfOthers(accountId, market, Side.BUY);
        final Order ask = bestOfOthers(accountId, market, Side.SELL);
        for (final Rung rung : ladder.rungs()) {
            final boolean crosses = rung.side() == Side.BUY
                ? ask != null && rung.priceTicks() >= ask.priceTicks()
                : bid != null && rung.priceTicks() <= bid.priceTicks();
            if (crosses) {
                return Verdict.refused(
                    RejectReason.POST_ONLY_WOULD_MATCH,
                    bid == null ? 0 : bid.priceTicks(), ask == null ? 0 : ask.priceTicks()).at(rung.batchIndex());
            }
        }
        return Verdict.ACCEPTED;
    }

    /** The best order of a side that is no quote of the account. */
    private Order bestOfOthers(final int accountId, final Market market, final Side side) {
        return state.bookSide(market.id(), side).stream()
            .filter(order -> order.accountId() != accountId || !order.isQuote())
            .findFirst().orElse(null);
    }

    private Verdict checkCount(final int accountId, final Ladder ladder, final List<Order> old) {
        final long max = floor.limits.openOrdersMax(accountId, false);
        final int more = ladder.rungs().size() - old.size();
        return floor.limits.checkAllOrders(more).and(() -> state.openOrders(accountId) + more > max
            ? Verdict.refused(RejectReason.TOO_MANY_OPEN_ORDERS, max)
            : Verdict.ACCEPTED);
    }

    private Verdict checkMargin(final int accountId, final Ladder ladder, final List<Order> old) {
        final Market market = ladder.market();
        final Portfolio before = Portfolio.of(state, floor.choices, accountId);
        Portfolio after = before;
        for (final Order order : old) {
            after = after.without(order);
        }
        long id = Long.MAX_VALUE;
        for (final Rung rung : ladder.rungs()) {
            after = after.plus(order(id, accountId, market, rung));
            id--;
        }
        final long reserve = after.reserveLots(market.id());
        if (reserve > market.spec.maxPositionLots()) {
            return Verdict.refused(RejectReason.POSITION_LIMIT);
        }
        if (before.isOfPortfolio(market)) {
            return checkPortfolio(before, after, market);
        }
        return reserve > before.reserveLots(market.id()) && !after.isMargined()
            ? Verdict.refused(RejectReason.INSUFFICIENT_MARGIN)
            : Verdict.ACCEPTED;
    }

    private static Verdict checkPortfolio(final Portfolio before, final Portfolio after, final Market market) {
        if (!after.hedged().reachesBeyond(before.hedged(), market.id())) {
            return Verdict.ACCEPTED;
        }
        final BigInteger largest = after.hedged().largest(market.id());
        if (PortfolioMargin.isTooLarge(largest)
            && largest.compareTo(before.hedged().largest(market.id())) > 0) {
            return Verdict.refused(RejectReason.PORTFOLIO_LIMIT);
        }
        final boolean isMargined = after.isMargined()
            && (after.isWithinCaps(before.equity(), market.id())
                || after.equity().subtract(after.openLoss()).compareTo(after.standardRequirement()) >= 0);
        return isMargined ? Verdict.ACCEPTED : Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
    }

    private Order order(final long id, final int accountId, final Market market, final Rung rung) {
        return new Order(
            id, accountId, market.id(), rung.side(), rung.priceTicks(), rung.lots(), rung.lots(), rung.lots(), 0,
            state.now, 0, ClientOrderId.NONE, OrderFlags.POST_ONLY | OrderFlags.QUOTE, TimeInForce.GTC, 0);
    }

    private void replace(final int group, final int accountId, final Ladder ladder) {
        final Set<Rung> kept = new LinkedHashSet<>();
        for (final Order order : quotes(accountId, ladder.market().id())) {
            final Rung rung = ladder.rungs().stream()
                .filter(each -> each.side() == order.side() && each.priceTicks() == order.priceTicks()
                    && each.lots() <= order.remainingLots() && !kept.contains(each))
                .findFirst().orElse(null);
            if (rung == null) {
                floor.book.cancelResting(order, CancelReason.QUOTE_REPLACED);
            } else {
                kept.add(rung);
                if (rung.lots() < order.remainingLots()) {
                    floor.book.reduce(order.resized(rung.lots()), rung.batchIndex());
                }
            }
        }
        for (final Rung rung : ladder.rungs()) {
            if (!kept.contains(rung)) {
                state.lastOrderId++;
                final Order order = order(state.lastOrderId, accountId, ladder.market(), rung);
                floor.matching.tellPlaced(order, rung.batchIndex(), 0);
                floor.book.rest(order, rung.batchIndex());
            }
        }
        state.quoteGroups.put(new Pair(accountId, ladder.market().id()), group);
    }

    Verdict set(final Command.SetProtection c, final int accountId) {
        final boolean isNone = c.windowMillis() == 0 && c.frozenMillis() == 0 && c.countMax() == 0
            && c.quantityMaxE8() == 0 && c.valueMaxMicros() == 0;
        final boolean isValid = c.windowMillis() >= 1 && c.windowMillis() <= WINDOW_MAX_MILLIS
            && c.frozenMillis() >= 0 && c.frozenMillis() <= FROZEN_MAX_MILLIS
            && c.countMax() >= 1 && c.countMax() <= COUNT_MAX
            && c.quantityMaxE8() >= 0 && c.valueMaxMicros() >= 0;
        if (c.quoteGroup() < 1 || c.quoteGroup() > GROUP_MAX || !isNone && !isValid) {
            return Verdict.refused(RejectReason.PROTECTION_INVALID);
        }
        final Protection protection = protection(accountId, c.quoteGroup());
        protection.windowMillis = c.windowMillis();
        protection.frozenMillis = c.frozenMillis();
        protection.countMax = c.countMax();
        protection.quantityMaxE8 = c.quantityMaxE8();
        protection.valueMaxMicros = c.valueMaxMicros();
        protection.fills.clear();
        out.add(new Event.ProtectionSet(
            out.header(), c.windowMillis(), c.frozenMillis(), c.quantityMaxE8(), c.valueMaxMicros(), c.countMax(),
            accountId, c.quoteGroup()));
        return Verdict.ACCEPTED;
    }

    Verdict reset(final Command.ResetProtection c, final int accountId) {
        if (c.quoteGroup() < 1 || c.quoteGroup() > GROUP_MAX) {
            return Verdict.refused(RejectReason.PROTECTION_INVALID);
        }
        final Protection protection = protection(accountId, c.quoteGroup());
        protection.fills.clear();
        protection.isFrozen = false;
        out.add(new Event.ProtectionReset(out.header(), accountId, c.quoteGroup()));
        return Verdict.ACCEPTED;
    }

    private Protection protection(final int accountId, final int group) {
        return state.protections.computeIfAbsent(new Pair(accountId, group), pair -> new Protection());
    }

    private boolean isFrozen(final int accountId, final int group) {
        final Protection protection = protection(accountId, group);
        return protection.isFrozen
            && (protection.frozenUntilMillis == 0 || state.nowMillis() < protection.frozenUntilMillis);
    }

    /** Whether the order is a quote of a frozen group. */
    boolean isFrozen(final Order order) {
        return order.isQuote() && isFrozen(order.accountId(), group(order.accountId(), order.marketId()));
    }

    private int group(final int accountId, final int marketId) {
        return state.quoteGroups.getOrDefault(new Pair(accountId, marketId), 0);
    }

    /** A quote that rested had a fill. */
    void count(final Order order, final long lots, final long priceTicks) {
        if (!order.isQuote() || isFrozen(order)) {
            return;
        }
        final int group = group(order.accountId(), order.marketId());
        final Protection protection = protection(order.accountId(), group);
        if (!protection.isSet()) {
            return;
        }
        final long since = state.now - protection.windowMillis * 1_000_000L;
        protection.fills.removeIf(fill -> fill.timeNanos() <= since);
        protection.fills.add(fill(order, lots, priceTicks));
        if (isReached(protection, protection.fills)) {
            freeze(order.accountId(), group, protection);
        }
    }

    /** Whether an order might meet this quote frozen, if it fills all of the quotes before. */
    boolean mightBeFrozen(final Order quote, final List<Order> before) {
        final int group = group(quote.accountId(), quote.marketId());
        final Protection protection = protection(quote.accountId(), group);
        if (!quote.isQuote() || !protection.isSet()) {
            return false;
        }
        final List<Protection.Fill> fills = new ArrayList<>();
        for (final Protection.Fill fill : protection.fills) {
            if (fill.timeNanos() > state.now - protection.windowMillis * 1_000_000L) {
                fills.add(fill);
            }
        }
        for (final Order each : before) {
            if (each.isQuote() && each.accountId() == quote.accountId()) {
                fills.add(fill(each, each.remainingLots(), each.priceTicks()));
            }
        }
        return isReached(protection, fills);
    }

    private Protection.Fill fill(final Order order, final long lots, final long priceTicks) {
        return new Protection.Fill(
            state.now, Math.multiplyExact(lots, state.market(order.marketId()).e8PerLot()),
            Limits.value(priceTicks, lots).longValueExact());
    }

    private static boolean isReached(final Protection protection, final List<Protection.Fill> fills) {
        BigInteger quantity = BigInteger.ZERO;
        BigInteger value = BigInteger.ZERO;
        for (final Protection.Fill fill : fills) {
            quantity = quantity.add(BigInteger.valueOf(fill.quantityE8()));
            value = value.add(BigInteger.valueOf(fill.valueMicros()));
        }
        return fills.size() >= protection.countMax
            || isReached(quantity, protection.quantityMaxE8)
            || isReached(value, protection.valueMaxMicros);
    }

    private static boolean isReached(final BigInteger sum, final long max) {
        return max > 0 && sum.compareTo(BigInteger.valueOf(max)) >= 0;
    }

    private void freeze(final int accountId, final int group, final Protection protection) {
        protection.fills.clear();
        protection.isFrozen = true;
        protection.frozenUntilMillis =
            protection.frozenMillis == 0 ? 0 : state.nowMillis() + protection.frozenMillis;
        out.add(new Event.ProtectionTriggered(out.header(), protection.frozenUntilMillis, accountId, group));
        state.followUps.add(new FollowUp.QuotesFrozen(accountId, group));
    }

    /** The follow-up: the quotes of a group are canceled, in all markets. */
    boolean takeBack(final FollowUp.QuotesFrozen f) {
        final List<Order> quotes = state.restingOf(f.accountId()).stream()
            .filter(order -> order.isQuote() && group(f.accountId(), order.marketId()) == f.group())
            .sorted(Comparator.comparingLong(Order::id))
            .toList();
        for (final Order order : quotes) {
            if (!out.fits(1)) {
                return false;
            }
            floor.book.cancelResting(order, CancelReason.PROTECTION);
        }
        return true;
    }
}
