package steelyard.risk.fee;

import java.util.Arrays;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * What owners of accounts, and the whole exchange, traded on the last day on which they did and the 14 days before it,
 * by UTC day, in micros: as takers and as makers; the exchange's own volume counts each fill once, as a maker's. {@code
 * docs/risk-rules.md#7-fees}. One thread; allocates only when tables grow.
 */
public final class TradedVolumes {
    /** In place of an account: the exchange. */
    public static final int EXCHANGE = -1;
    /** A day's fees look back so far. */
    public static final int DAYS_BEFORE = 14;

    private static final int DAYS = DAYS_BEFORE + 1;
    private static final int DAY = 0;
    /** Bit i: something was traded i days before the last one. */
    private static final int TRADED_DAYS = 1;
    private static final int VOLUMES = 2;
    private static final int PER_DAY = 2;
    private static final int FIELDS = 32;
    private static final int TAKER = 0;
    private static final int MAKER = 1;
    private static final int NONE = 0;
    private static final int ROW_OF_EXCHANGE = 1;

    private final LongRows rowOfAccount = new LongRows(1);
    private final LongRows rows = new LongRows(FIELDS);
    private final RowSet touched = new RowSet();

    /** Nobody has traded. */
    public TradedVolumes() {
        rows.allocate();
        rows.allocate();
    }

    /** Adds a fill of this day to the volumes of its two owners and of the exchange. */
    public void traded(final int takerOwner, final int makerOwner, final long day, final long micros) {
        addTo(takerOwner, day, TAKER, micros);
        addTo(makerOwner, day, MAKER, micros);
        addTo(EXCHANGE, day, MAKER, micros);
    }

    /** Adds to what an owner or {@link #EXCHANGE} traded on a day; no day is before the last one. */
    public void add(final int accountId, final long day, final long takerMicros, final long makerMicros) {
        addTo(accountId, day, TAKER, takerMicros);
        addTo(accountId, day, MAKER, makerMicros);
    }

    /** Where the volumes of an owner or {@link #EXCHANGE} stand; what stands there is 0 if there are none. */
    public int find(final int accountId) {
        return row(accountId);
    }

    /** The last day with volumes, since 1970, of what {@link #find} has found. */
    public long lastDayAt(final int row) {
        return rows.get(row, DAY);
    }

    /** Of the last day and the {@link #DAYS_BEFORE} before it those with volumes: bit i, i days before the last one. */
    public int tradedDaysAt(final int row) {
        return (int) rows.get(row, TRADED_DAYS);
    }

    /** The taker's volume so many days before the last one, at most {@link #DAYS_BEFORE}. */
    public long takerMicrosAt(final int row, final int daysBefore) {
        return rows.get(row, VOLUMES + PER_DAY * daysBefore + TAKER);
    }

    /** The maker's volume so many days before the last one, at most {@link #DAYS_BEFORE}. */
    public long makerMicrosAt(final int row, final int daysBefore) {
        return rows.get(row, VOLUMES + PER_DAY * daysBefore + MAKER);
    }

    /** What an owner traded as a taker on a day. */
    public long takerMicros(final int accountId, final long day) {
        return onDay(row(accountId), day, TAKER);
    }

    /** What an owner traded as a maker on a day; of {@link #EXCHANGE} all that was traded. */
    public long makerMicros(final int accountId, final long day) {
        return onDay(row(accountId), day, MAKER);
    }

    /** What an owner traded as a taker in the 14 days before this one. */
    public long takerMicrosBefore(final int accountId, final long day) {
        return before(row(accountId), day, TAKER);
    }

    /** What an owner traded as a maker in the 14 days before this one; of {@link #EXCHANGE} all that was traded. */
    public long makerMicrosBefore(final int accountId, final long day) {
        return before(row(accountId), day, MAKER);
    }

    /** Accounts have volumes only below this. */
    public int limit() {
        return rowOfAccount.limit();
    }

    /** Owners whose volumes changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    private void addTo(final int accountId, final long day, final int side, final long micros) {
        if (micros == 0) {
            return;
        }
        final int row = open(accountId);
        final long[] page = rows.page(row);
        final int base = rows.base(row);
        pass(page, base, day);
        page[base + TRADED_DAYS] |= 1;
        page[base + VOLUMES + side] = Math.addExact(page[base + VOLUMES + side], micros);
        if (accountId != EXCHANGE) {
            touched.add(accountId);
        }
    }

    /** Makes a later day the row's last one. */
    private static void pass(final long[] page, final int base, final long day) {
        final long passed = day - page[base + DAY];
        if (passed <= 0) {
            return;
        }
        final int days = (int) Math.min(passed, DAYS);
        page[base + DAY] = day;
        page[base + TRADED_DAYS] = page[base + TRADED_DAYS] << days & (1 << DAYS) - 1;
        final int start = base + VOLUMES;
        final int gone = PER_DAY * days;
        System.arraycopy(page, start, page, start + gone, PER_DAY * DAYS - gone);
        Arrays.fill(page, start, start + gone, 0);
    }

    private long onDay(final int row, final long day, final int side) {
        final long ago = rows.get(row, DAY) - day;
        return ago < 0 || ago >= DAYS ? 0 : rows.get(row, VOLUMES + PER_DAY * (int) ago + side);
    }

    private long before(final int row, final long day, final int side) {
        final long passed = day - rows.get(row, DAY);
        long sum = 0;
        for (int days = tradedDaysAt(row); days != 0; days &= days - 1) {
            final int beforeLast = Integer.numberOfTrailingZeros(days);
            final long ago = passed + beforeLast;
            if (ago >= 1 && ago <= DAYS_BEFORE) {
                sum = Math.addExact(sum, rows.get(row, VOLUMES + PER_DAY * beforeLast + side));
            }
        }
        return sum;
    }

    private int row(final int accountId) {
        if (accountId == EXCHANGE) {
            return ROW_OF_EXCHANGE;
        }
        return accountId < rowOfAccount.limit() ? (int) rowOfAccount.get(accountId, 0) : NONE;
    }

    private int open(final int accountId) {
        final int known = row(accountId);
        if (known != NONE) {
            return known;
        }
        while (rowOfAccount.limit() <= accountId) {
            rowOfAccount.allocate();
        }
        final int row = rows.allocate();
        rowOfAccount.set(accountId, 0, row);
        return row;
    }
}
