package steelyard.calibration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.calibration.chart.HeatMap;
import steelyard.calibration.history.Alignment;
import steelyard.calibration.history.Panel;
import steelyard.calibration.history.PriceFolder;
import steelyard.calibration.history.PriceSeries;
import steelyard.calibration.history.SampleHistories;
import steelyard.calibration.profile.Profiles;
import steelyard.calibration.scenario.ScenarioRules;
import steelyard.calibration.scenario.Scenarios;
import steelyard.calibration.scenario.Shocks;
import steelyard.calibration.scenario.Standardized;
import steelyard.model.ScenarioMatrix;

/** {@code calibrate}: makes a matrix of scenarios from price histories. */
@Command(
    name = "calibrate",
    description = "Makes a matrix of scenarios from price histories: integers with a version and a SHA-256, "
        + "a summary and a picture.",
    mixinStandardHelpOptions = true)
public final class CalibrateCommand implements Callable<Integer> {
    private static final double DECAY = 0.97;
    private static final LocalDate DAYS_FROM = LocalDate.of(2013, 1, 1);
    private static final double ADVERSE_SHARE = 0.995;

    @Option(names = "--prices", paramLabel = "DIR",
        description = "Folder of CSV files with the columns market, time, high, low, close "
            + "(default: the histories in ../shared/data beside the project).")
    private Path prices;

    @Option(names = "--matrix", paramLabel = "N", defaultValue = "1",
        description = "Version of the matrix (default: 1).")
    private int version;

    @Option(names = "--until", paramLabel = "DATE", description = "Uses days before this one only (default: all).")
    private LocalDate until;

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE",
        description = "Where the matrix is written; its picture beside it, with .svg added.")
    private Path out;

    /** For the command line. */
    public CalibrateCommand() {
    }

    @Override
    public Integer call() throws IOException {
        final List<PriceSeries> series = series();
        if (series.isEmpty()) {
            return 0;
        }
        final Panel panel = Alignment.daily().align(series, Alignment.businessDays(series, seconds(DAYS_FROM)));
        final int lastRow = (until == null ? panel.rowCount() : panel.rowAt(seconds(until))) - 1;
        final Standardized history = new Standardized(panel, DECAY);
        final Scenarios scenarios =
            Scenarios.choose(history, Profiles.classes(panel.coins()), lastRow, ScenarioRules.daily());
        final ScenarioMatrix matrix = new ScenarioMatrix(version, scenarios.coins(), scenarios.directions());
        Files.write(out, matrix.lines());
        Files.writeString(Path.of(out + ".svg"), picture(scenarios));
        summarize(history, scenarios, lastRow);
        System.out.printf("matrix %d of %d markets in %s, SHA-256 %s%n", version, scenarios.coins().size(), out,
            HexFormat.of().formatHex(matrix.sha256()));
        return 0;
    }

    private List<PriceSeries> series() throws IOException {
        if (prices != null) {
            return PriceFolder.read(prices);
        }
        final Path folder = Path.of(System.getProperty("steelyard.home", "."), "..", "shared", "data");
        final SampleHistories histories = new SampleHistories(folder);
        if (!histories.arePresent()) {
            System.out.println("SKIPPED: there are no recorded prices in " + folder.toAbsolutePath().normalize()
                + "; name a folder with --prices.");
            return List.of();
        }
        return histories.daily();
    }

    private static void summarize(final Standardized history, final Scenarios scenarios, final int lastRow) {
        final Panel panel = history.panel();
        final int firstRow = Math.max(0, lastRow + 1 - ScenarioRules.daily().windowRows());
        System.out.printf("days from %s to %s%n", date(panel, firstRow), date(panel, lastRow));
        System.out.println("market    volatility  one-day 99.5 %  adverse 99.5 %  shock that ships");
        for (int column = 0; column < scenarios.coins().size(); column++) {
            final String coin = scenarios.coins().get(column);
            final int market = panel.indexOf(coin);
            final double volatility = history.volatility(lastRow, market);
            System.out.printf("%-9s %8.2f %%  %12.2f %%  %12.2f %%  %14.2f %%%n", coin, 100 * volatility,
                100 * volatility * scenarios.clips()[column],
                100 * Shocks.adverse(panel, market, lastRow, ScenarioRules.daily(), ADVERSE_SHARE),
                100 * Profiles.of(coin).shockE5() / Shocks.E5);
        }
    }

    private static String picture(final Scenarios scenarios) {
        final double[][] values = new double[scenarios.coins().size()][ScenarioMatrix.SCENARIOS];
        for (int column = 0; column < values.length; column++) {
            for (int k = 0; k < ScenarioMatrix.SCENARIOS; k++) {
                values[column][k] = (double) scenarios.directions()[column][k] / ScenarioMatrix.ONE;
            }
        }
        return HeatMap.svg("Scenarios: moves in units of each market's shock", scenarios.coins(), values);
    }

    private static long seconds(final LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static LocalDate date(final Panel panel, final int row) {
        return Instant.ofEpochSecond(panel.seconds(row) - 1).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
