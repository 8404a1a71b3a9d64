package steelyard.calibration.backtest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.calibration.history.Alignment;
import steelyard.calibration.history.Panel;
import steelyard.calibration.history.PriceSeries;
import steelyard.calibration.history.SampleHistories;
import steelyard.calibration.profile.MarketProfile;
import steelyard.calibration.profile.Profiles;
import steelyard.calibration.stat.Exceedances;

/** {@code backtest}: proves the margin model on recorded prices. */
@Command(
    name = "backtest",
    description = "Proves the margin model on recorded prices, out of sample: how often losses were covered, how much "
        + "less netted books need. Writes a page with tables and pictures.",
    mixinStandardHelpOptions = true)
public final class BacktestCommand implements Callable<Integer> {
    private static final LocalDate DAYS_FROM = LocalDate.of(2013, 1, 1);
    private static final LocalDate DAY_TEST_FROM = LocalDate.of(2020, 1, 2);
    private static final LocalDate HOUR_TEST_FROM = LocalDate.of(2018, 7, 1);
    /** A month after the first hour with both legs. */
    private static final LocalDate BASIS_TEST_FROM = LocalDate.of(2025, 5, 12);
    private static final LocalDate HOURS_FROM = LocalDate.of(2015, 1, 1);
    /** A day on which every market has prices. */
    private static final LocalDate DAY_ERA = LocalDate.of(2022, 6, 8);
    /** Business days within the two spans of the hourly histories. */
    private static final List<LocalDate> HOUR_ERAS = List.of(LocalDate.of(2018, 9, 5), LocalDate.of(2025, 9, 3));
    static final List<Integer> LEVERAGES = List.of(3, 5, 10, 15, 20, 25, 40, 50, 100, 200, 500);
    private static final int PROGRESS_ROWS = 20;

    @Option(names = "--data", paramLabel = "DIR",
        description = "Folder of recorded prices (default: ../shared/data beside the project).")
    private Path data = Path.of(System.getProperty("steelyard.home", "."), "..", "shared", "data");

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the page (default: docs/risk).")
    private Path out = Path.of(System.getProperty("steelyard.home", "."), "docs", "risk");

    private final Report report = new Report();

    /** For the command line. */
    public BacktestCommand() {
    }

    @Override
    public Integer call() throws IOException {
        final SampleHistories histories = new SampleHistories(data);
        if (!histories.arePresent()) {
            System.out.println("SKIPPED: there are no recorded prices in " + data.toAbsolutePath().normalize());
            return 0;
        }
        final List<PriceSeries> daily = histories.daily();
        final List<PriceSeries> stocks = daily.stream().filter(one -> one.coin().equals("SPX")).toList();
        final Panel days = Alignment.daily().align(daily, Alignment.businessDays(stocks, seconds(DAYS_FROM)));
        final List<PriceSeries> withSpot = new ArrayList<>(daily);
        withSpot.addAll(histories.dailySpot());
        prove(Horizon.DAY, days, DAY_TEST_FROM, List.of(DAY_ERA),
            Alignment.daily().align(withSpot, Alignment.businessDays(stocks, seconds(DAYS_FROM))), DAY_TEST_FROM);
        final List<PriceSeries> hourly = histories.hourly().stream().map(one -> one.from(seconds(HOURS_FROM))).toList();
        final Panel hours = Alignment.hourly().align(hourly, Alignment.hours(hourly));
        final List<PriceSeries> basis = histories.hourlyBasis();
        prove(Horizon.HOUR, hours, HOUR_TEST_FROM, HOUR_ERAS,
            Alignment.hourly().align(basis, Alignment.hours(basis)), BASIS_TEST_FROM);
        for (final MarketProfile profile : Profiles.all()) {
            venue(hours, profile.coin(), "1 h", profile.venueLeverage());
            leverages(hours, profile.coin());
        }
        final List<PriceSeries> minutes = histories.fiveMinutes();
        final Panel fives = Alignment.fiveMinutes().align(minutes, Alignment.closes(minutes));
        double least = 1;
        for (final String coin : fives.coins()) {
            least = Math.min(least, venue(fives, coin, "5 min", Profiles.of(coin).venueLeverage()));
        }
        report.figure("coverage.venue-5m", least);
        report.write(out);
        System.out.println("written to " + out.toAbsolutePath().normalize());
        report.figures().forEach(System.out::println);
        return 0;
    }

    /** All books over one panel, and basis trades over another, which has prices of the same thing twice. */
    private void prove(
        final Horizon horizon, final Panel panel, final LocalDate from, final List<LocalDate> eras, final Panel basis,
        final LocalDate basisFrom) {
        final int firstRow = panel.rowAt(seconds(from));
        System.out.printf("%s: %,d rows of %s%n", horizon.text(), panel.rowCount() - firstRow, panel.coins());
        final List<BookRecord> records = new ArrayList<>(
            new Proof(panel, horizon, Books.over(panel, eras)).run(firstRow, progress(panel, firstRow)));
        final int basisRow = basis.rowAt(seconds(basisFrom));
        System.out.printf("%s: %,d rows of %s%n", horizon.text(), basis.rowCount() - basisRow, basis.coins());
        records.addAll(new Proof(basis, horizon, Books.basis(basis.coins())).run(basisRow, progress(basis, basisRow)));
        report.add(horizon, "%,d rows from %s to %s; markets: %s.".formatted(
            panel.rowCount() - firstRow, date(panel, firstRow), date(panel, panel.rowCount() - 1),
            String.join(", ", panel.coins())), records);
    }

    private static IntConsumer progress(final Panel panel, final int firstRow) {
        final int step = Math.max(1, (panel.rowCount() - firstRow) / PROGRESS_ROWS);
        return row -> {
            if ((row - firstRow) % step == 0) {
                System.out.printf("  %s  %3d %%%n", date(panel, row),
                    (row - firstRow) * 100 / (panel.rowCount() - firstRow));
            }
        };
    }

    private double venue(final Panel panel, final String coin, final String horizon, final int leverage) {
        final int market = panel.indexOf(coin);
        if (market < 0) {
            return 1;
        }
        final double maintenance = Alone.maintenance(leverage);
        final Exceedances exceedances = Alone.of(panel, market, 0, maintenance);
        report.venue(String.format(Locale.ROOT, "| %s | %s | %d | %.2f %% | %,d | %.5f |", coin, horizon, leverage,
            100 * maintenance, exceedances.trials(), exceedances.coverage()));
        return exceedances.coverage();
    }

    /** Coverage of an hour's losses by leverage. */
    private void leverages(final Panel panel, final String coin) {
        final int market = panel.indexOf(coin);
        if (market >= 0) {
            report.leverages(coin, LEVERAGES.stream()
                .map(leverage -> Alone.of(panel, market, 0, Alone.maintenance(leverage)).coverage()).toList());
        }
    }

    private static long seconds(final LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static LocalDate date(final Panel panel, final int row) {
        return Instant.ofEpochSecond(panel.seconds(row) - 1).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
