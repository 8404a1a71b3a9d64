package steelyard.exchange.state;

import steelyard.risk.table.LongRing;

/**
 * The positions of the house account DELEVERAGING that are to be closed against those who are on the other side, first
 * in first out; the first is worked on, in rounds: all accounts are passed to count their weights, and passed again to
 * close. {@code docs/risk-rules.md#9-liquidation}, "Deleveraging".
 */
public final class Deleveragings {
    /** Winners close, at the price. */
    public static final int AT_PRICE = 0;
    /** There is no winner: all who are on the other side close, at the mark. */
    public static final int AT_MARK = 1;
    /** So do those whom that leaves with more risk. */
    public static final int WITH_HEDGES = 2;

    private static final int MARKET = 0;
    private static final int PRICE = 1;
    private static final int LEVEL = 2;
    private static final int CLOSING = 3;
    private static final int CURSOR = 4;
    private static final int SUM = 5;
    private static final int ROUND_LOTS = 6;
    private static final int FIELDS = 7;

    private final LongRing rows = new LongRing();

    Deleveragings() {
    }

    /** Number of them. */
    public int count() {
        return rows.size() / FIELDS;
    }

    /** Whether one is under way in the market. */
    public boolean has(final int marketId) {
        for (int i = 0; i < count(); i++) {
            if (marketId(i) == marketId) {
                return true;
            }
        }
        return false;
    }

    /** Adds one, at the begin of its first round. */
    public void add(final int marketId, final long priceTicks) {
        restore(marketId, priceTicks, AT_PRICE, false, 0, 0, 0);
    }

    /** Adds one as a snapshot has it. */
    public void restore(
        final int marketId, final long priceTicks, final int level, final boolean closing, final int cursor,
        final long sum, final long roundLots) {
        rows.addLast(marketId);
        rows.addLast(priceTicks);
        rows.addLast(level);
        rows.addLast(closing ? 1 : 0);
        rows.addLast(cursor);
        rows.addLast(sum);
        rows.addLast(roundLots);
    }

    /** Takes the first one out. */
    public void removeFirst() {
        for (int i = 0; i < FIELDS; i++) {
            rows.removeFirst();
        }
    }

    /** Puts the first one behind the last. */
    public void firstToTheBack() {
        for (int i = 0; i < FIELDS; i++) {
            rows.addLast(rows.removeFirst());
        }
    }

    /** Begins a round of the first one, of this level: weights are counted. */
    public void beginRound(final int level) {
        rows.set(LEVEL, level);
        rows.set(CLOSING, 0);
        rows.set(CURSOR, 0);
        rows.set(SUM, 0);
    }

    /** Begins to close the first one, of this size. */
    public void beginClosing(final long lots) {
        rows.set(CLOSING, 1);
        rows.set(CURSOR, 0);
        rows.set(ROUND_LOTS, lots);
    }

    /** Adds a weight to the sum of the first one. */
    public void addWeight(final long weight) {
        rows.set(SUM, Math.addExact(rows.get(SUM), weight));
    }

    /** The account of the first one that is passed now; the next one will be after it. */
    public int pass() {
        final int accountId = (int) rows.get(CURSOR);
        rows.set(CURSOR, accountId + 1);
        return accountId;
    }

    /** The account that was passed last is passed once more. */
    public void passAgain() {
        rows.set(CURSOR, rows.get(CURSOR) - 1);
    }

    /** The market. */
    public int marketId(final int index) {
        return (int) rows.get(FIELDS * index + MARKET);
    }

    /** The price at which winners close, in ticks. */
    public long priceTicks(final int index) {
        return rows.get(FIELDS * index + PRICE);
    }

    /** Who closes at which price: {@link #AT_PRICE}, {@link #AT_MARK}, {@link #WITH_HEDGES}. */
    public int level(final int index) {
        return (int) rows.get(FIELDS * index + LEVEL);
    }

    /** Whether the round closes; before, it counts. */
    public boolean closing(final int index) {
        return rows.get(FIELDS * index + CLOSING) != 0;
    }

    /** The account that is passed next. */
    public int cursor(final int index) {
        return (int) rows.get(FIELDS * index + CURSOR);
    }

    /** Sum of the weights of the round. */
    public long sum(final int index) {
        return rows.get(FIELDS * index + SUM);
    }

    /** What was to be closed when the round began to close, in lots. */
    public long roundLots(final int index) {
        return rows.get(FIELDS * index + ROUND_LOTS);
    }
}
