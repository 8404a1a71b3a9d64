package steelyard.risk.margin;

import steelyard.model.AccountKind;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * Accounts by their dense ids, and the one place where cash changes.
 *
 * <p>Invariant: the cash of all accounts together is what was deposited, less what left, and what closed positions have
 * settled. The sum
 * of all cash is kept by the only method that changes cash, deposits and settlements by those that cause them, so that
 * money that leaves one account without reaching another is noticed at once. Amounts are checked: a sum beyond a
 * {@code long} throws {@link ArithmeticException}.
 */
public final class Accounts {
    /** Most that all deposits together may be, in micros. */
    public static final long DEPOSITS_LIMIT_MICROS = 1L << 60;

    /** A {@link #termsVersion} that no mark version equals. */
    static final long OUT_OF_DATE = 0;

    private static final int CASH = 0;
    private static final int OWNER_AND_KIND = 1;
    private static final int VALUE = 2;
    private static final int REQUIREMENT = 3;
    private static final int OPEN_LOSS = 4;
    private static final int TERMS_VERSION = 5;
    /** Number of positions; the first. */
    private static final int POSITIONS = 6;
    /** Class, group, level and what else is small; above it where the sums of a portfolio are, which is derived. */
    private static final int KINDS = 7;
    private static final int FIELDS = 8;

    private static final int CLASS_SHIFT = 0;
    private static final int FEE_GROUP_SHIFT = 8;
    private static final int FROZEN_SHIFT = 16;
    private static final int LEVEL_SHIFT = 20;
    private static final int LISTED_SHIFT = 24;
    private static final int PORTFOLIO_SHIFT = 32;
    private static final int BYTE = 0xFF;
    private static final int NIBBLE = 0xF;

    private final LongRows rows = new LongRows(FIELDS);
    private final LongRows fundingIntervals = new LongRows(1);
    private final RowSet touched = new RowSet();
    private final RowSet changed = new RowSet();
    private long cashTotalMicros;
    private long depositsMicros;
    private long withdrawnMicros;

    /** Creates the next account. {@code ownerId} is the account itself or its master. */
    public int create(final AccountKind kind, final int ownerId) {
        final int accountId = rows.allocate();
        fundingIntervals.allocate();
        rows.set(accountId, OWNER_AND_KIND, (long) ownerId << 8 | kind.code());
        touched.add(accountId);
        return accountId;
    }

    /** Creates the next account with the cash that a snapshot says. */
    public int restore(final AccountKind kind, final int ownerId, final long cashMicros) {
        final int accountId = create(kind, ownerId);
        addCash(accountId, cashMicros);
        return accountId;
    }

    /** Sets what a snapshot says was deposited. */
    public void restoreDeposits(final long micros) {
        depositsMicros = micros;
    }

    /** Number of accounts, the house accounts included. */
    public int count() {
        return rows.limit();
    }

    /** Balance in USDC, positions' quotes not included. */
    public long cashMicros(final int accountId) {
        return rows.get(accountId, CASH);
    }

    /** Who stands behind the account. */
    public AccountKind kind(final int accountId) {
        return AccountKind.of((int) rows.get(accountId, OWNER_AND_KIND) & 0xFF);
    }

    /** Whether it is the account of a key that trades for itself. */
    public boolean isUser(final int accountId) {
        return (rows.get(accountId, OWNER_AND_KIND) & BYTE) == AccountKind.USER.code();
    }

    /** The account itself, or its master. */
    public int ownerId(final int accountId) {
        return (int) (rows.get(accountId, OWNER_AND_KIND) >> 8);
    }

    /** The class that counts for leverage caps. */
    public int accountClass(final int accountId) {
        return kindAt(accountId, CLASS_SHIFT, BYTE);
    }

    /** The group that counts for fees. */
    public int feeGroup(final int accountId) {
        return kindAt(accountId, FEE_GROUP_SHIFT, BYTE);
    }

    /** Whether the account may only cancel and reduce. */
    public boolean isFrozen(final int accountId) {
        return kindAt(accountId, FROZEN_SHIFT, NIBBLE) != 0;
    }

    /** Whether the account's cross set is margined as a portfolio. */
    public boolean isPortfolio(final int accountId) {
        return portfolioRow(accountId) != 0;
    }

    /** The last funding interval that the account was brought up to date with. */
    public long fundingInterval(final int accountId) {
        return fundingIntervals.get(accountId, 0);
    }

    /** Says that the account is up to date with a funding interval. */
    public void fundingInterval(final int accountId, final long interval) {
        fundingIntervals.set(accountId, 0, interval);
        touched.add(accountId);
    }

    /** Level of the cross set. */
    public int level(final int accountId) {
        return kindAt(accountId, LEVEL_SHIFT, NIBBLE);
    }

    /** Whether the account is on the list of those to look at. */
    public boolean isListed(final int accountId) {
        return kindAt(accountId, LISTED_SHIFT, NIBBLE) != 0;
    }

    /** Says whether the account is on the list of those to look at. */
    public void listed(final int accountId, final boolean listed) {
        kindAt(accountId, LISTED_SHIFT, NIBBLE, listed ? 1 : 0);
    }

    void level(final int accountId, final int level) {
        kindAt(accountId, LEVEL_SHIFT, NIBBLE, level);
    }

    /** Accounts whose cash, margin or positions this command changed, in that order; who looks at them clears it. */
    public RowSet changed() {
        return changed;
    }

    /** Sets class and fee group. */
    public void classify(final int accountId, final int accountClass, final int feeGroup) {
        kindAt(accountId, CLASS_SHIFT, BYTE, accountClass);
        kindAt(accountId, FEE_GROUP_SHIFT, BYTE, feeGroup);
    }

    /** Freezes the account, or lets it go. */
    public void frozen(final int accountId, final boolean frozen) {
        kindAt(accountId, FROZEN_SHIFT, NIBBLE, frozen ? 1 : 0);
    }

    /** Chooses portfolio margin, whose sums are in this row, or with 0 standard margin. */
    void portfolio(final int accountId, final int row) {
        final long kinds = rows.get(accountId, KINDS);
        rows.set(accountId, KINDS, (long) row << PORTFOLIO_SHIFT | kinds & (1L << PORTFOLIO_SHIFT) - 1);
        touched.add(accountId);
    }

    /** Where the sums of the account's portfolio are; 0: nowhere. */
    int portfolioRow(final int accountId) {
        return (int) (rows.get(accountId, KINDS) >>> PORTFOLIO_SHIFT);
    }

    /** Credits what came from outside. */
    public void deposit(final int accountId, final long amountMicros) {
        depositsMicros = Math.addExact(depositsMicros, amountMicros);
        addCash(accountId, amountMicros);
    }

    /** Debits what leaves the exchange. */
    public void withdraw(final int accountId, final long amountMicros) {
        withdrawnMicros = Math.addExact(withdrawnMicros, amountMicros);
        addCash(accountId, Math.negateExact(amountMicros));
    }

    /** Everything that ever left the exchange. */
    public long withdrawnMicros() {
        return withdrawnMicros;
    }

    /** Sets what a snapshot says has left the exchange. */
    public void restoreWithdrawn(final long micros) {
        withdrawnMicros = micros;
    }

    /** Everything ever deposited. */
    public long depositsMicros() {
        return depositsMicros;
    }

    /** Cash of all accounts, as kept. */
    public long cashTotalMicros() {
        return cashTotalMicros;
    }

    /** Accounts whose state changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Moves cash from one account to another; a negative amount moves it the other way. */
    public void transfer(final int fromId, final int toId, final long amountMicros) {
        addCash(fromId, Math.negateExact(amountMicros));
        addCash(toId, amountMicros);
    }

    /** Adds what a closed position is worth, or what comes from an isolated one; below zero it goes the other way. */
    void add(final int accountId, final long micros) {
        addCash(accountId, micros);
    }

    /** Σ value of the account's positions, as their terms say. */
    long valueMicros(final int accountId) {
        return rows.get(accountId, VALUE);
    }

    /** Σ requirement of the account's positions, as their terms say. */
    long requirementMicros(final int accountId) {
        return rows.get(accountId, REQUIREMENT);
    }

    /** Σ open loss of the account's positions, as their terms say. */
    long openLossMicros(final int accountId) {
        return rows.get(accountId, OPEN_LOSS);
    }

    /** What is left of cash and value after open loss, requirement and so much besides, by standard rules. */
    long surplusMicros(final int accountId, final long costMicros) {
        final long[] page = rows.page(accountId);
        final int base = rows.base(accountId);
        final long available = Math.subtractExact(
            Math.addExact(page[base + CASH], page[base + VALUE]), Math.addExact(page[base + OPEN_LOSS], costMicros));
        return Math.subtractExact(available, page[base + REQUIREMENT]);
    }

    /** Changes the sums of the account's terms. */
    void addTerms(
        final int accountId, final long valueMicros, final long requirementMicros, final long openLossMicros) {
        final long[] page = rows.page(accountId);
        final int base = rows.base(accountId);
        page[base + VALUE] = Math.addExact(page[base + VALUE], valueMicros);
        page[base + REQUIREMENT] = Math.addExact(page[base + REQUIREMENT], requirementMicros);
        page[base + OPEN_LOSS] = Math.addExact(page[base + OPEN_LOSS], openLossMicros);
    }

    /**
     * A mark version at which every term of the account was right; since then only such have become wrong as belong to
     * markets whose marks have changed.
     */
    long termsVersion(final int accountId) {
        return rows.get(accountId, TERMS_VERSION);
    }

    void termsVersion(final int accountId, final long version) {
        rows.set(accountId, TERMS_VERSION, version);
    }

    /** The first of the account's positions, or {@link Positions#NONE}. */
    int firstPosition(final int accountId) {
        return (int) rows.get(accountId, POSITIONS);
    }

    /** Number of the account's positions. */
    int positionCount(final int accountId) {
        return (int) (rows.get(accountId, POSITIONS) >>> 32);
    }

    /** Changes the account's positions: their number by {@code change}, and which is the first. */
    void positions(final int accountId, final int change, final int first) {
        rows.set(accountId, POSITIONS, (long) (positionCount(accountId) + change) << 32 | first);
    }

    private int kindAt(final int accountId, final int shift, final int mask) {
        return (int) (rows.get(accountId, KINDS) >>> shift) & mask;
    }

    private void kindAt(final int accountId, final int shift, final int mask, final int value) {
        final long kinds = rows.get(accountId, KINDS) & ~((long) mask << shift);
        rows.set(accountId, KINDS, kinds | (long) value << shift);
        touched.add(accountId);
    }

    private void addCash(final int accountId, final long amountMicros) {
        rows.set(accountId, CASH, Math.addExact(rows.get(accountId, CASH), amountMicros));
        cashTotalMicros = Math.addExact(cashTotalMicros, amountMicros);
        touched.add(accountId);
        changed.add(accountId);
    }
}
