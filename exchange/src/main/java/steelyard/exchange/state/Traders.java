package steelyard.exchange.state;

import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/** What is known of accounts that trade, by account id, beyond their money. */
public final class Traders {
    private static final int VOLUME = 0;
    private static final int SCHEDULED_CANCEL_DAY = 1;
    private static final int SCHEDULED_CANCELS = 2;
    private static final int SELF_TRADE_MODE = 3;
    private static final int OPEN_ORDERS = 4;
    /** First trigger order, plus one. */
    private static final int FIRST_TRIGGER = 5;
    private static final int TWAPS = 6;
    private static final int RESERVED_REQUESTS = 7;
    private static final int FIELDS = 8;

    private final LongRows rows = new LongRows(FIELDS);
    private final RowSet touched = new RowSet();
    private long openOrders;

    Traders() {
    }

    /** Rows are below this. */
    public int limit() {
        return rows.limit();
    }

    /** Value of all its fills, in micros. */
    public long volumeMicros(final int accountId) {
        return get(accountId, VOLUME);
    }

    /** Adds the value of a fill. */
    public void traded(final int accountId, final long valueMicros) {
        set(accountId, VOLUME, Math.addExact(get(accountId, VOLUME), valueMicros));
        touched.add(accountId);
    }

    /** The last day, since 1970, on which a scheduled cancel of the account came true. */
    public long scheduledCancelDay(final int accountId) {
        return get(accountId, SCHEDULED_CANCEL_DAY);
    }

    /** How many came true on that day. */
    public int scheduledCancels(final int accountId) {
        return (int) get(accountId, SCHEDULED_CANCELS);
    }

    /** Sets how many scheduled cancels came true on a day. */
    public void scheduledCancels(final int accountId, final long day, final int cancels) {
        set(accountId, SCHEDULED_CANCEL_DAY, day);
        set(accountId, SCHEDULED_CANCELS, cancels);
        touched.add(accountId);
    }

    /** Code of the self-trade mode that the account chose; 0: none. */
    public int selfTradeMode(final int accountId) {
        return (int) get(accountId, SELF_TRADE_MODE);
    }

    /** Sets the mode. */
    public void selfTradeMode(final int accountId, final int mode) {
        set(accountId, SELF_TRADE_MODE, mode);
        touched.add(accountId);
    }

    /** Requests that were ever paid for. */
    public long reservedRequests(final int accountId) {
        return get(accountId, RESERVED_REQUESTS);
    }

    /** Adds requests that were paid for. */
    public void reserved(final int accountId, final long requests) {
        set(accountId, RESERVED_REQUESTS, Math.addExact(get(accountId, RESERVED_REQUESTS), requests));
        touched.add(accountId);
    }

    /** Number of open orders; follows from the orders. */
    public long openOrders(final int accountId) {
        return get(accountId, OPEN_ORDERS);
    }

    /** Number of open orders of all accounts; follows from the orders. */
    public long openOrders() {
        return openOrders;
    }

    /** Counts orders that opened or, negative, ended. */
    public void opened(final int accountId, final int orders) {
        openOrders += orders;
        if (accountId >= rows.limit()) {
            set(accountId, OPEN_ORDERS, orders);
            return;
        }
        rows.page(accountId)[rows.base(accountId) + OPEN_ORDERS] += orders;
    }

    /** Number of TWAPs that run or wait; follows from them. */
    public long twaps(final int accountId) {
        return get(accountId, TWAPS);
    }

    /** Counts TWAPs that came or, negative, ended. */
    public void twapsChanged(final int accountId, final int twaps) {
        set(accountId, TWAPS, get(accountId, TWAPS) + twaps);
    }

    int firstTrigger(final int accountId) {
        return (int) get(accountId, FIRST_TRIGGER) - 1;
    }

    void firstTrigger(final int accountId, final int row) {
        set(accountId, FIRST_TRIGGER, row + 1);
    }

    /** Whether there is anything to remember of the account. */
    public boolean isKnown(final int accountId) {
        return accountId < rows.limit()
            && (rows.get(accountId, VOLUME) | rows.get(accountId, SCHEDULED_CANCELS)
                | rows.get(accountId, SELF_TRADE_MODE) | rows.get(accountId, RESERVED_REQUESTS)) != 0;
    }

    /** Accounts of which something changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    private long get(final int accountId, final int field) {
        return accountId < rows.limit() ? rows.get(accountId, field) : 0;
    }

    private void set(final int accountId, final int field, final long value) {
        while (rows.limit() <= accountId) {
            rows.allocate();
        }
        rows.set(accountId, field, value);
    }
}
