package steelyard.bench.risk;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.Scenarios;

/** The risk engine's tables with accounts that hold twenty positions each, of forty markets, and no orders. */
final class MarginBooks {
    static final int MARKETS = 40;
    static final int POSITIONS = 20;

    private static final long MARK_TICKS = 1_000_000;
    private static final long CASH_MICROS = 1_000_000_000_000L;
    private static final int LOTS_MAX = 10_000;

    private final Accounts accounts = new Accounts();
    private final Markets markets = new Markets();
    private final Positions positions = new Positions(accounts, markets);
    private final Scenarios scenarios = new Scenarios();
    private final CrossMargin margin = new CrossMargin(accounts, positions, markets, new LeverageCaps(),
        (slot, visitor) -> { }, new Funding(), scenarios, Parameter::defaultValue);
    private final int first;
    private final int[] marketsOf;

    /** So many accounts, from a seed. */
    MarginBooks(final int count, final long seed) {
        this.marketsOf = new int[count * POSITIONS];
        final RandomGenerator random = new SplittableRandom(seed);
        accounts.create(AccountKind.HOUSE, 0);
        for (int id = 0; id < MARKETS; id++) {
            markets.list(spec(id));
            markets.prices(id, MARK_TICKS + id, MARK_TICKS + id);
        }
        final int house = open();
        first = accounts.count();
        for (int i = 0; i < count; i++) {
            final int account = open();
            final int shift = random.nextInt(MARKETS);
            for (int k = 0; k < POSITIONS; k++) {
                final int market = (shift + k * 3) % MARKETS;
                marketsOf[i * POSITIONS + k] = market;
                final long lots = random.nextInt(1, LOTS_MAX) * (random.nextBoolean() ? 1L : -1L);
                margin.settlement().settle(positions.open(account, market), lots, MARK_TICKS + market, 0);
                margin.settlement().settle(positions.open(house, market), -lots, MARK_TICKS + market, 0);
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
     * Checks a buy order of one account in one of its markets, as the exchange does: its slot is found, its loss and fee
     * are worked out, all it has must be margined with it.
     */
    boolean check(final int index, final int leg, final long lots) {
        final int account = first + index;
        final int market = marketsOf[index * POSITIONS + leg];
        final int slot = positions.find(account, market);
        return margin.covers(account, market, slot, positions.reserveLots(slot, 0, lots, 0), lots);
    }

    /** Settles one side of a fill; the position comes back with the next. */
    void fill(final int index, final int leg, final long signedLots) {
        final int market = marketsOf[index * POSITIONS + leg];
        final int slot = positions.find(first + index, market);
        margin.settlement().settle(slot, signedLots, MARK_TICKS + market, 0);
    }
}
