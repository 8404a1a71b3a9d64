package steelyard.calibration.backtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import steelyard.calibration.history.Panel;
import steelyard.calibration.profile.MarketProfile;
import steelyard.calibration.profile.Profiles;
import steelyard.calibration.scenario.Scenarios;
import steelyard.calibration.scenario.Standardized;
import steelyard.model.AssetClass;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.PortfolioRequirement;

/**
 * Walks through a panel row by row. At the first row of each month scenarios and shocks are made anew from the rows
 * before it; at each row every book's requirement, as known at the row before, meets the loss of the row. The
 * requirement is that of the exchange, in its integers.
 *
 * <p>Coverage counts what positions require by their shocks alone, the least that they can require: tiers and costs of
 * closing are left out. A leg whose market was closed has no loss at that row; a row without any loss or profit of a
 * book is not counted.
 */
final class Proof {
    private static final double DECAY_DAILY = 0.97;
    private static final double DECAY_HOURLY = 0.995;
    /** What a book requires without offsets, in cents: a trader, not a fund. */
    private static final double BASE_CENTS = 1_000_000;
    private static final double E5 = 100_000;
    private static final double MICROS_PER_CENT = 10_000;

    private final Panel panel;
    private final Horizon horizon;
    private final Standardized history;
    private final List<AssetClass> classes;
    private final List<BookRecord> records;
    private final PortfolioMarket[] scanMarkets;
    private final PortfolioMarket[] fullMarkets;
    private final int[] shocksE5;
    private final int[] monthlyShocksE5;
    private final PortfolioRequirement requirement = new PortfolioRequirement();
    private final Map<Book, int[]> columns = new HashMap<>();
    private Scenarios scenarios;

    /** A proof for these books, whose markets are all in the panel. */
    Proof(final Panel panel, final Horizon horizon, final List<Book> books) {
        this.panel = panel;
        this.horizon = horizon;
        this.history = new Standardized(panel, horizon == Horizon.DAY ? DECAY_DAILY : DECAY_HOURLY);
        this.classes = Profiles.classes(panel.coins());
        this.records = new ArrayList<>();
        books.forEach(book -> {
            records.add(new BookRecord(book));
            columns.put(book, book.coins().stream().mapToInt(panel::indexOf).toArray());
        });
        final int count = panel.marketCount();
        scanMarkets = new PortfolioMarket[count];
        fullMarkets = new PortfolioMarket[count];
        shocksE5 = new int[count];
        monthlyShocksE5 = new int[count];
    }

    /** Walks from one row to the end; {@code progress} hears the rows. */
    List<BookRecord> run(final int firstRow, final IntConsumer progress) {
        int month = -1;
        for (int row = firstRow; row < panel.rowCount(); row++) {
            if (Horizon.month(panel, row) != month) {
                month = Horizon.month(panel, row);
                calibrate(row - 1);
            }
            terms(row);
            for (final BookRecord book : records) {
                look(book, row);
            }
            progress.accept(row);
        }
        return records;
    }

    private void calibrate(final int lastRow) {
        scenarios = Scenarios.choose(history, classes, lastRow, horizon.rules());
        for (int market = 0; market < panel.marketCount(); market++) {
            final boolean takesPart = scenarios.indexOf(panel.coins().get(market)) >= 0;
            monthlyShocksE5[market] = takesPart ? horizon.monthlyShockE5(panel, market, lastRow) : 0;
        }
    }

    /** What each market requires at this row: known at the row before, but for the calendar of its sessions. */
    private void terms(final int row) {
        for (int market = 0; market < panel.marketCount(); market++) {
            final String coin = panel.coins().get(market);
            final int column = scenarios.indexOf(coin);
            final int shockE5 = column < 0 || !panel.isAlive(row, market) ? 0
                : monthlyShocksE5[market] > 0 ? monthlyShocksE5[market]
                : Horizon.movingShockE5(history, scenarios, column, row - 1, market);
            shocksE5[market] = shockE5;
            if (shockE5 > 0) {
                final MarketProfile profile = Profiles.of(coin);
                final int percent = panel.isGap(row, market) ? profile.closedPercent() : 100;
                scanMarkets[market] =
                    PortfolioMarket.of(profile.scanOnly(shockE5, percent), scenarios.directions()[column]);
                fullMarkets[market] =
                    PortfolioMarket.of(profile.allTerms(shockE5, percent), scenarios.directions()[column]);
            }
        }
    }

    private void look(final BookRecord book, final int row) {
        final int[] markets = columns.get(book.book());
        double profitCents = 0;
        boolean moved = false;
        for (int leg = 0; leg < markets.length; leg++) {
            if (shocksE5[markets[leg]] == 0) {
                return;
            }
            final double change = panel.change(row, markets[leg]);
            if (!Double.isNaN(change)) {
                moved = true;
                profitCents += cents(book.book(), leg, markets[leg]) * change;
            }
        }
        if (!moved) {
            return;
        }
        final double scanMicros = require(book.book(), markets, scanMarkets);
        final double scanAloneMicros = requirement.crossSumMicros();
        book.loss(-profitCents * MICROS_PER_CENT, scanMicros);
        if (row % horizon.efficiencyRows() != 0) {
            return;
        }
        final double fullMicros = require(book.book(), markets, fullMarkets);
        final double aloneMicros = requirement.crossSumMicros();
        book.required(aloneMicros, fullMicros, scanAloneMicros, scanMicros, siloed(book.book(), markets));
        book.level(panel.seconds(row), perNotional(book.book(), markets, fullMicros));
    }

    private long cents(final Book book, final int leg, final int market) {
        return Math.round(book.weights()[leg] * BASE_CENTS * E5 / shocksE5[market]);
    }

    private double require(final Book book, final int[] markets, final PortfolioMarket[] terms) {
        requirement.begin();
        for (int leg = 0; leg < markets.length; leg++) {
            requirement.add(terms[markets[leg]], cents(book, leg, markets[leg]));
        }
        return requirement.complete(MarketProfile.KEPT_E4, MarketProfile.INITIAL_E4).maintenanceMicros();
    }

    /** One account for each asset class, each with the offsets within it; a basis trade's legs are at two venues. */
    private double siloed(final Book book, final int[] markets) {
        if (book.kind().equals(Books.BASIS)) {
            require(book, markets, fullMarkets);
            return requirement.crossSumMicros();
        }
        final Map<AssetClass, List<Integer>> silos = new EnumMap<>(AssetClass.class);
        for (int leg = 0; leg < markets.length; leg++) {
            silos.computeIfAbsent(classes.get(markets[leg]), assetClass -> new ArrayList<>()).add(leg);
        }
        double sum = 0;
        for (final List<Integer> legs : silos.values()) {
            requirement.begin();
            legs.forEach(leg -> requirement.add(
                fullMarkets[markets[leg]], cents(book, leg, markets[leg])));
            sum += requirement.complete(MarketProfile.KEPT_E4, MarketProfile.INITIAL_E4).maintenanceMicros();
        }
        return sum;
    }

    /** Of a position that does not change: books are rebalanced to fixed risk, which would hide a rise. */
    private double perNotional(final Book book, final int[] markets, final double micros) {
        double notional = 0;
        for (int leg = 0; leg < markets.length; leg++) {
            notional += Math.abs(cents(book, leg, markets[leg]));
        }
        return micros / notional;
    }
}
