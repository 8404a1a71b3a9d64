package steelyard.risk.margin;

import org.agrona.collections.Long2LongHashMap;
import steelyard.model.Side;
import steelyard.risk.market.Markets;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * What an account has in a market: a position, a chosen leverage, resting orders. A slot exists while there is any of
 * the three and is found by (account, market); the slots of an account form a chain in no particular order. Slots are
 * reused and are never visible outside.
 *
 * <p>Invariants: a slot without quantity has neither quote nor entry; {@code buyLots} and {@code sellLots} are the
 * remaining lots of the account's resting orders there that are not reduce-only; no such buy has a limit above
 * {@link #buyBoundTicks}, no such sell one below {@link #sellBoundTicks}.
 */
public final class Positions {
    /** The slot of an account without anything in the market: all numbers are zero. Nothing may be changed in it. */
    public static final int NONE = 0;

    /** The version of terms that are out of date; no market's is so low. */
    static final long OUT_OF_DATE = 0;

    /** The first eight are all that the check of an order reads: one line. */
    private static final int ACCOUNT_AND_MARKET = 0;
    private static final int LINKS = 1;
    private static final int QUANTITY = 2;
    private static final int BUY_LOTS = 3;
    private static final int SELL_LOTS = 4;
    private static final int LEVERAGE = 5;
    /** Number of orders; above it whether there are terms of a portfolio's market, which is derived. */
    private static final int REDUCE_ONLY_COUNT = 6;
    private static final int REQUIREMENT = 7;
    private static final int TERMS_VERSION = 8;
    private static final int QUOTE = 9;
    private static final int VALUE = 10;
    private static final int OPEN_LOSS = 11;
    private static final int BUY_BOUND = 12;
    private static final int SELL_BOUND = 13;
    private static final int ENTRY = 14;
    private static final int ISOLATED = 15;
    private static final int FIELDS = 16;

    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final long ISOLATED_MODE = 1L << 32;
    /** Beside the leverage, where fills look anyway: funding was paid since the last change of size. */
    private static final long FUNDED_SINCE_CHANGE = 1L << 33;
    /** Funding was paid since the position was opened. */
    private static final long FUNDED_SINCE_OPEN = 1L << 34;
    private static final long FUNDED = FUNDED_SINCE_CHANGE | FUNDED_SINCE_OPEN;

    private static final int TRIGGER = 0;
    /** Number of the heap plus one; the place in it. */
    private static final int HEAP = 1;
    private static final int LEVEL = 2;
    private static final int WATCH_FIELDS = 4;

    private final LongRows rows = new LongRows(FIELDS);
    private final LongRows watch = new LongRows(WATCH_FIELDS);
    private final Triggers triggers = new Triggers(this);
    private final Long2LongHashMap slots = new Long2LongHashMap(NONE);
    private final Accounts accounts;
    private final Markets markets;
    private final RowSet touched = new RowSet();
    private final FundingSums fundingSums = new FundingSums();
    private long isolatedTotalMicros;

    /** No positions yet. */
    public Positions(final Accounts accounts, final Markets markets) {
        this.accounts = accounts;
        this.markets = markets;
        rows.allocate();
        watch.allocate();
    }

    /** The account's slot in the market, or {@link #NONE}. */
    public int find(final int accountId, final int marketId) {
        return (int) slots.get(key(accountId, marketId));
    }

    /**
     * Reads a slot, so that it is in the caches; the answer means nothing.
     *
     * @param mayClose whether also what is asked when the slot may be given up
     */
    public long preload(final int slot, final boolean mayClose) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        return page[base + ACCOUNT_AND_MARKET] + page[base + TERMS_VERSION] + (mayClose ? watch.get(slot, LEVEL) : 0);
    }

    /** The account's slot in the market, a new one if there is none. */
    public int open(final int accountId, final int marketId) {
        final int known = find(accountId, marketId);
        if (known != NONE) {
            return known;
        }
        final int slot = rows.allocate();
        watch.allocate();
        slots.put(key(accountId, marketId), slot);
        rows.set(slot, ACCOUNT_AND_MARKET, key(accountId, marketId));
        rows.set(slot, BUY_BOUND, Long.MIN_VALUE);
        rows.set(slot, SELL_BOUND, Long.MAX_VALUE);
        rows.set(slot, TERMS_VERSION, markets.marginVersion(marketId));
        link(accountId, slot);
        return slot;
    }

    /** Gives the slot up if it holds no position, no chosen leverage, no resting order and no level. */
    public void closeIfEmpty(final int slot) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        if (page[base + QUANTITY] != 0) {
            return;
        }
        final long content = page[base + LEVERAGE] | (int) page[base + REDUCE_ONLY_COUNT] | page[base + BUY_LOTS]
            | page[base + SELL_LOTS] | watch.get(slot, LEVEL);
        if (content != 0 || slot == NONE) {
            return;
        }
        triggers.remove(slot);
        slots.remove(page[base + ACCOUNT_AND_MARKET]);
        unlink(slot);
        rows.release(slot);
        watch.release(slot);
    }

    /** Puts a position back as a snapshot has it. */
    public void restore(final int slot, final long lots, final long quoteMicros, final long entryMicros) {
        change(slot, lots, quoteMicros);
        entry(slot, entryMicros);
        forgetTerms(slot);
    }

    /** Puts leverage, mode and margin back as a snapshot has them; a leverage of 0 is the market's default. */
    public void restoreMargin(
        final int slot, final int leverage, final boolean isolated, final long isolatedMicros) {
        choose(slot, leverage, isolated);
        addIsolated(slot, isolatedMicros);
        forgetTerms(slot);
    }

    private void forgetTerms(final int slot) {
        rows.set(slot, TERMS_VERSION, OUT_OF_DATE);
        accounts.termsVersion(account(slot), Accounts.OUT_OF_DATE);
    }

    /** The first of the account's slots, or {@link #NONE}. */
    public int first(final int accountId) {
        return accounts.firstPosition(accountId);
    }

    /** The slot after this one in its account's chain, or {@link #NONE}. */
    public int next(final int slot) {
        return (int) rows.get(slot, LINKS);
    }

    /** The slot's account. */
    public int account(final int slot) {
        return (int) (rows.get(slot, ACCOUNT_AND_MARKET) >>> 32);
    }

    /** The slot's market. */
    public int market(final int slot) {
        return (int) rows.get(slot, ACCOUNT_AND_MARKET);
    }

    /** Signed size in lots. */
    public long quantityLots(final int slot) {
        return rows.get(slot, QUANTITY);
    }

    /** Signed sum of − side × price × size since the position was last zero, in micros. */
    public long quoteMicros(final int slot) {
        return rows.get(slot, QUOTE);
    }

    /** Cost of what is open, in micros. */
    public long entryMicros(final int slot) {
        return rows.get(slot, ENTRY);
    }

    /** The leverage that the account chose, or 0. */
    public int chosenLeverage(final int slot) {
        return (int) rows.get(slot, LEVERAGE);
    }

    /** The leverage that the account chose in this market, or the market's default. */
    public int leverage(final int slot, final int marketId) {
        final int chosen = chosenLeverage(slot);
        return chosen != 0 ? chosen : markets.spec(marketId).defaultLeverage();
    }

    /** Whether the account chose isolated margin. */
    public boolean choseIsolated(final int slot) {
        return (rows.get(slot, LEVERAGE) & ISOLATED_MODE) != 0;
    }

    /** Whether the slot is a margin set of its own, because the account chose so or the market demands it. */
    public boolean isIsolated(final int slot, final int marketId) {
        return choseIsolated(slot) || markets.risk(marketId).isIsolatedOnly();
    }

    /** Margin of an isolated position, in micros; below zero if profit that is not realised was taken out of it. */
    public long isolatedMicros(final int slot) {
        return rows.get(slot, ISOLATED);
    }

    /** Margin of all isolated positions together, as kept. */
    public long isolatedTotalMicros() {
        return isolatedTotalMicros;
    }

    /** What accounts have paid as funding. */
    public FundingSums fundingSums() {
        return fundingSums;
    }

    /** The position has paid funding; the caller has moved the amount. */
    public void fundingPaid(final int slot, final long amountMicros) {
        fundingSums.paid(rows.get(slot, ACCOUNT_AND_MARKET), amountMicros);
        rows.set(slot, LEVERAGE, rows.get(slot, LEVERAGE) | FUNDED);
    }

    /** Puts back what an account has paid as funding, after its positions. */
    public void restoreFunding(
        final int accountId, final int marketId, final long allTimeMicros, final long sinceOpenMicros,
        final long sinceChangeMicros) {
        fundingSums.restore(key(accountId, marketId), allTimeMicros, sinceOpenMicros, sinceChangeMicros);
        final int slot = find(accountId, marketId);
        if (quantityLots(slot) != 0) {
            rows.set(slot, LEVERAGE, rows.get(slot, LEVERAGE) | FUNDED);
        }
    }

    /** Number of resting reduce-only orders. */
    public int reduceOnlyCount(final int slot) {
        return (int) rows.get(slot, REDUCE_ONLY_COUNT);
    }

    /** Remaining lots of resting buys that are not reduce-only. */
    public long buyLots(final int slot) {
        return rows.get(slot, BUY_LOTS);
    }

    /** Remaining lots of resting sells that are not reduce-only. */
    public long sellLots(final int slot) {
        return rows.get(slot, SELL_LOTS);
    }

    /** Remaining lots of resting orders of a side that are not reduce-only. */
    public long restingLots(final int slot, final Side side) {
        return rows.get(slot, side == Side.BUY ? BUY_LOTS : SELL_LOTS);
    }

    /**
     * The largest position, in lots of either sign, that the account could have here if position and resting orders
     * were changed by these lots: {@code max(|q + B|, |q − S|)}.
     */
    public long reserveLots(final int slot, final long quantityChange, final long buyChange, final long sellChange) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        return MarginFormulas.reserveLots(
            page[base + QUANTITY] + quantityChange,
            page[base + BUY_LOTS] + buyChange,
            page[base + SELL_LOTS] + sellChange);
    }

    /** Slots whose position or leverage changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Number of slots in use. */
    public int count() {
        return rows.count() - 1;
    }

    /** Whether the position has a trigger. */
    public boolean hasTrigger(final int slot) {
        return watch.get(slot, HEAP) != 0;
    }

    /** The mark at which the position's margin set is looked at again. */
    public long triggerTicks(final int slot) {
        return watch.get(slot, TRIGGER);
    }

    /** Level of the isolated position's margin set. */
    public int level(final int slot) {
        return (int) watch.get(slot, LEVEL);
    }

    void level(final int slot, final int level) {
        if (slot != NONE) {
            watch.set(slot, LEVEL, level);
            touched.add(slot);
        }
    }

    Triggers triggers() {
        return triggers;
    }

    /** Whether the slot has terms in its account's portfolio. */
    boolean hasPortfolioTerms(final int slot) {
        return rows.get(slot, REDUCE_ONLY_COUNT) >>> 32 != 0;
    }

    void hasPortfolioTerms(final int slot, final boolean hasTerms) {
        rows.set(slot, REDUCE_ONLY_COUNT, (hasTerms ? 1L << 32 : 0) | rows.get(slot, REDUCE_ONLY_COUNT) & LOW_HALF);
    }

    void trigger(final int slot, final long triggerTicks, final int heap) {
        watch.set(slot, TRIGGER, triggerTicks);
        watch.set(slot, HEAP, (long) (heap + 1) << 32);
        touched.add(slot);
    }

    int triggerHeap(final int slot) {
        return (int) (watch.get(slot, HEAP) >>> 32) - 1;
    }

    int triggerPlace(final int slot) {
        return (int) watch.get(slot, HEAP);
    }

    void triggerPlace(final int slot, final int place) {
        watch.set(slot, HEAP, watch.get(slot, HEAP) & ~LOW_HALF | place);
    }

    void forgetTrigger(final int slot) {
        watch.set(slot, TRIGGER, 0);
        watch.set(slot, HEAP, 0);
        touched.add(slot);
    }

    /** Changes quantity and quote, and the market's sums with them. */
    void change(final int slot, final long lots, final long quoteMicros) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        final long before = page[base + QUANTITY];
        page[base + QUANTITY] = Math.addExact(before, lots);
        page[base + QUOTE] = Math.addExact(page[base + QUOTE], quoteMicros);
        markets.positionChanged((int) page[base + ACCOUNT_AND_MARKET], before, lots, quoteMicros);
        final boolean ends = Long.signum(before) != Long.signum(before + lots);
        if (ends) {
            triggers.remove(slot);
        }
        if (lots != 0 && (page[base + LEVERAGE] & (ends ? FUNDED : FUNDED_SINCE_CHANGE)) != 0) {
            fundingSums.changed(page[base + ACCOUNT_AND_MARKET], ends);
            page[base + LEVERAGE] &= ~(ends ? FUNDED : FUNDED_SINCE_CHANGE);
        }
        accounts.changed().add(account(slot));
        touched.add(slot);
    }

    /** Takes the quote out of a position that has become zero. */
    void settleQuote(final int slot) {
        final long quote = quoteMicros(slot);
        change(slot, 0, Math.negateExact(quote));
        entry(slot, 0);
        markets.settled(market(slot), quote);
    }

    void entry(final int slot, final long entryMicros) {
        rows.set(slot, ENTRY, entryMicros);
        touched.add(slot);
    }

    void choose(final int slot, final int leverage, final boolean isolated) {
        rows.set(slot, LEVERAGE, rows.get(slot, LEVERAGE) & FUNDED | leverage | (isolated ? ISOLATED_MODE : 0));
        touched.add(slot);
    }

    /** Changes the margin of an isolated position. The caller moves the same amount elsewhere. */
    void addIsolated(final int slot, final long amountMicros) {
        rows.set(slot, ISOLATED, Math.addExact(rows.get(slot, ISOLATED), amountMicros));
        isolatedTotalMicros = Math.addExact(isolatedTotalMicros, amountMicros);
        accounts.changed().add(account(slot));
        touched.add(slot);
    }

    void addReduceOnly(final int slot, final int orders) {
        rows.set(slot, REDUCE_ONLY_COUNT, rows.get(slot, REDUCE_ONLY_COUNT) + orders);
    }

    /** Adds to the resting lots of a side, with the limit of the order that brings them; whether the reserve changed. */
    boolean addResting(final int slot, final Side side, final long limitTicks, final long lots) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        final long before = reserveLots(page, base);
        if (side == Side.BUY) {
            page[base + BUY_LOTS] = Math.addExact(page[base + BUY_LOTS], lots);
            page[base + BUY_BOUND] = Math.max(page[base + BUY_BOUND], limitTicks);
        } else {
            page[base + SELL_LOTS] = Math.addExact(page[base + SELL_LOTS], lots);
            page[base + SELL_BOUND] = Math.min(page[base + SELL_BOUND], limitTicks);
        }
        return before != reserveLots(page, base);
    }

    /**
     * Takes from the resting lots of a side; whether the reserve changed. The bound stays, unless nothing of the side is
     * left.
     */
    boolean removeResting(final int slot, final Side side, final long lots) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        final long before = reserveLots(page, base);
        final int field = side == Side.BUY ? BUY_LOTS : SELL_LOTS;
        final long left = page[base + field] - lots;
        page[base + field] = left;
        if (left == 0) {
            bound(slot, side, side == Side.BUY ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return before != reserveLots(page, base);
    }

    /** Lots of a side rest at another limit. The bound is that limit if there are no others. */
    void moveResting(final int slot, final Side side, final long limitTicks, final long lots) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        if (side == Side.BUY) {
            page[base + BUY_BOUND] =
                page[base + BUY_LOTS] == lots ? limitTicks : Math.max(page[base + BUY_BOUND], limitTicks);
        } else {
            page[base + SELL_BOUND] =
                page[base + SELL_LOTS] == lots ? limitTicks : Math.min(page[base + SELL_BOUND], limitTicks);
        }
    }

    /**
     * {@link #removeResting} of some lots and {@link #addResting} of others of the same side in one; whether the reserve
     * changed.
     */
    boolean replaceResting(
        final int slot, final Side side, final long oldLots, final long limitTicks, final long lots) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        final long before = reserveLots(page, base);
        final boolean buys = side == Side.BUY;
        final int lotsAt = base + (buys ? BUY_LOTS : SELL_LOTS);
        final int boundAt = base + (buys ? BUY_BOUND : SELL_BOUND);
        final long left = page[lotsAt] - oldLots;
        page[lotsAt] = Math.addExact(left, lots);
        if (left == 0) {
            page[boundAt] = limitTicks;
        } else {
            page[boundAt] = buys ? Math.max(page[boundAt], limitTicks) : Math.min(page[boundAt], limitTicks);
        }
        return before != reserveLots(page, base);
    }

    private static long reserveLots(final long[] page, final int base) {
        return MarginFormulas.reserveLots(page[base + QUANTITY], page[base + BUY_LOTS], page[base + SELL_LOTS]);
    }

    long buyBoundTicks(final int slot) {
        return rows.get(slot, BUY_BOUND);
    }

    long sellBoundTicks(final int slot) {
        return rows.get(slot, SELL_BOUND);
    }

    void bound(final int slot, final Side side, final long limitTicks) {
        rows.set(slot, side == Side.BUY ? BUY_BOUND : SELL_BOUND, limitTicks);
    }

    /** Whether the slot's terms are right at the present mark. */
    boolean isCurrent(final int slot) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        return page[base + TERMS_VERSION] == markets.marginVersion((int) page[base + ACCOUNT_AND_MARKET]);
    }

    /** The market's {@link Markets#marginVersion} at which the terms were worked out, or {@link #OUT_OF_DATE}. */
    long termsVersion(final int slot) {
        return rows.get(slot, TERMS_VERSION);
    }

    long termValueMicros(final int slot) {
        return rows.get(slot, VALUE);
    }

    long termRequirementMicros(final int slot) {
        return rows.get(slot, REQUIREMENT);
    }

    long termOpenLossMicros(final int slot) {
        return rows.get(slot, OPEN_LOSS);
    }

    /** Sets the slot's terms, and the account's sums with them. */
    void terms(final int slot, final long version, final long value, final long requirement, final long openLoss) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        accounts.addTerms(
            (int) (page[base + ACCOUNT_AND_MARKET] >>> 32),
            Math.subtractExact(value, page[base + VALUE]),
            requirement - page[base + REQUIREMENT],
            openLoss - page[base + OPEN_LOSS]);
        page[base + TERMS_VERSION] = version;
        page[base + VALUE] = value;
        page[base + REQUIREMENT] = requirement;
        page[base + OPEN_LOSS] = openLoss;
    }

    /** Sets those of the slot's terms that resting orders change; its version stays. */
    void restingTerms(final int slot, final long requirement, final long openLoss) {
        final long[] page = rows.page(slot);
        final int base = rows.base(slot);
        accounts.addTerms((int) (page[base + ACCOUNT_AND_MARKET] >>> 32), 0,
            requirement - page[base + REQUIREMENT], openLoss - page[base + OPEN_LOSS]);
        page[base + REQUIREMENT] = requirement;
        page[base + OPEN_LOSS] = openLoss;
    }

    private static long key(final int accountId, final int marketId) {
        return (long) accountId << 32 | marketId;
    }

    private void link(final int accountId, final int slot) {
        final int head = accounts.firstPosition(accountId);
        rows.set(slot, LINKS, head);
        if (head != NONE) {
            rows.set(head, LINKS, rows.get(head, LINKS) & LOW_HALF | (long) slot << 32);
        }
        accounts.positions(accountId, 1, slot);
    }

    private void unlink(final int slot) {
        final int next = next(slot);
        final int previous = (int) (rows.get(slot, LINKS) >>> 32);
        if (next != NONE) {
            rows.set(next, LINKS, rows.get(next, LINKS) & LOW_HALF | (long) previous << 32);
        }
        final int accountId = account(slot);
        accounts.positions(accountId, -1, previous == NONE ? next : accounts.firstPosition(accountId));
        if (previous != NONE) {
            rows.set(previous, LINKS, rows.get(previous, LINKS) & ~LOW_HALF | next);
        }
    }
}
