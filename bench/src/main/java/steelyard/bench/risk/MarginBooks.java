package steelyard.bench.risk;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.Scenarios;

/**
 * The risk engine's tables with accounts that hold twenty positions each, of forty markets, and no orders; all of them
 * in one mode.
 */
final class MarginBooks {
    /** How accounts are margined, and what they have. */
    enum Mode {
        /** Standard margin, plenty of cash. */
        STANDARD,
        /** Portfolio margin, with less than the positions require without offsets. */
        PORTFOLIO,
        /** Portfolio margin, with no more than the orders need that are checked: scenarios decide. */
        NARROW
    }

    static final int MARKETS = 40;
    static final int POSITIONS = 20;
    /** Size of the orders that accounts with nothing to spare can just margin. */
    static final long ORDER_LOTS = 100;

    private static final long MARK_TICKS = 1_000_000;
    private static final long CASH_MICROS = 1_000_000_000_000L;
    private static final int LOTS_MAX = 10_000;
    /** Nine tenths of what is required without offsets: 1.75 times an eightieth of the notional. */
    private static final double TIGHT = 0.9 * 1.75 / 80;
    private static final long TICKS = 10;
    /** More than an order requires. */
    private static final long ORDER_MICROS = 1L << 23;

    private final Accounts accounts = new Accounts();
    private final Markets markets = new Markets();
    private final Positions positions = new Positions(accounts, markets);
    private final Scenarios scenarios = new Scenarios();
    private final Funding funding = new Funding();
    private final CrossMargin margin = new CrossMargin(accounts, positions, markets, new LeverageCaps(),
        (slot, visitor) -> { }, funding, scenarios,
        parameter -> parameter == Parameter.PORTFOLIO_STAY_MICROS ? 0 : parameter.defaultValue());
    private final Mode mode;
    private final int first;
    private final int[] marketsOf;

    /** So many accounts, from a seed. */
    MarginBooks(final int count, final Mode mode, final long seed) {
        this.mode = mode;
        this.marketsOf = new int[count * POSITIONS];
        final RandomGenerator random = new SplittableRandom(seed);
        accounts.create(AccountKind.HOUSE, 0);
        for (int id = 0; id < MARKETS; id++) {
            markets.list(spec(id));
            funding.list();
            markets.prices(id, MARK_TICKS + id, MARK_TICKS + id);
        }
        Directions.inForce(scenarios, MARKETS);
        final int house = open();
        first = accounts.count();
        for (int i = 0; i < count; i++) {
            final int account = open();
            if (mode != Mode.STANDARD) {
                margin.portfolio().choose(account, true);
            }
            long gross = 0;
            final int shift = random.nextInt(MARKETS);
            for (int k = 0; k < POSITIONS; k++) {
                final int market = (shift + k * 3) % MARKETS;
                marketsOf[i * POSITIONS + k] = market;
                final long lots = random.nextInt(1, LOTS_MAX) * (random.nextBoolean() ? 1L : -1L);
                gross += Math.abs(lots) * (MARK_TICKS + market);
                margin.settlement().settle(positions.open(account, market), lots, MARK_TICKS + market, 0);
                margin.settlement().settle(positions.open(house, market), -lots, MARK_TICKS + market, 0);
            }
            if (mode != Mode.STANDARD) {
                accounts.withdraw(account, CASH_MICROS - (long) (gross * TIGHT));
            }
            if (mode == Mode.NARROW) {
                leaveWhatIsNeeded(i);
            }
        }
    }

    /** Takes cash away until one of the orders that are checked would be refused with a micro less. */
    private void leaveWhatIsNeeded(final int index) {
        final int account = first + index;
        accounts.withdraw(account,
            margin.equityMicros(account) - margin.requirementMicros(account) - ORDER_MICROS);
        for (long micros = ORDER_MICROS / 2; micros > 0; micros /= 2) {
            accounts.withdraw(account, micros);
            for (int leg = 0; leg < POSITIONS; leg++) {
                if (!check(index, leg, ORDER_LOTS)) {
                    accounts.deposit(account, micros);
                    break;
                }
            }
        }
    }

    private int open() {
        final int account = accounts.create(AccountKind.USER, accounts.count());
        accounts.deposit(account, CASH_MICROS);
        return account;
    }

    private static MarketSpec spec(final int id) {
        return new MarketSpec(id, "M" + id, AssetClass.CRYPTO, 4, PriceGrid.SIGNIFICANT_5, 0, false, 40, 20, 10_000_000,
            100 * MARK_TICKS, 1L << 28, 1L << 29, 10_000_000_000L, 1);
    }

    /**
     * Checks a buy order of one account in one of its markets, as the exchange does: its slot is found, all it has must
     * be margined with it.
     */
    boolean check(final int index, final int leg, final long lots) {
        final int account = first + index;
        final int market = marketsOf[index * POSITIONS + leg];
        final int slot = positions.find(account, market);
        if (mode != Mode.STANDARD) {
            return margin.portfolio().replacing(0, 0, 0)
                .order(account, market, slot, Side.BUY, lots, false, true, lots) == RejectReason.NONE;
        }
        return margin.covers(account, market, slot, positions.reserveLots(slot, 0, lots, 0), lots);
    }

    /** Moves the mark of one of an account's markets a little, there or back. */
    void tick(final int index, final int leg) {
        final int market = marketsOf[index * POSITIONS + leg];
        final long mark = MARK_TICKS + market;
        markets.prices(market, mark, markets.markPriceTicks(market) == mark ? mark + TICKS : mark);
    }

    /** Settles one side of a fill; the position comes back with the next. */
    void fill(final int index, final int leg, final long signedLots) {
        final int market = marketsOf[index * POSITIONS + leg];
        final int slot = positions.find(first + index, market);
        margin.settlement().settle(slot, signedLots, MARK_TICKS + market, 0);
    }
}
