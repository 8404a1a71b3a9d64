package steelyard.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.model.ScenarioMatrix;

/** {@code crash}: a day of falling prices drives the exchange. */
@Command(
    name = "crash",
    description = "Drives the exchange through a day of falling prices in simulated time, with many accounts: leveraged "
        + "ones, hedged ones, market makers that leave, and one that holds a whole side of a market. Counts all money "
        + "after every command. Writes a page with a table and pictures.",
    mixinStandardHelpOptions = true)
public final class CrashCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DAY",
        description = "2025-10-10, 2020-03-12 or 2020-04-20 (recorded prices), or synthetic (made-up prices).")
    private String day;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "20000",
        description = "So many accounts (default: ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Decides about all accounts (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "120",
        description = "Length of a synthetic day (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--data", paramLabel = "DIR",
        description = "Folder of recorded prices (default: ../shared/data beside the project).")
    private Path data = Path.of(System.getProperty("steelyard.home", "."), "..", "shared", "data");

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the page (default: docs/risk).")
    private Path out = Path.of(System.getProperty("steelyard.home", "."), "docs", "risk");

    /** For the command line. */
    public CrashCommand() {
    }

    @Override
    public Integer call() throws IOException {
        final RecordedDays recorded = new RecordedDays(data);
        final boolean isSynthetic = SyntheticDay.NAME.equals(day);
        if (!isSynthetic && !RecordedDays.NAMES.contains(day)) {
            System.err.println("There is no day " + day + ": " + RecordedDays.NAMES + " or " + SyntheticDay.NAME + ".");
            return 2;
        }
        if (!isSynthetic && !recorded.arePresent()) {
            System.out.println("SKIPPED: there are no recorded prices in " + data.toAbsolutePath().normalize());
            return 0;
        }
        final CrashDay prices = isSynthetic ? SyntheticDay.of(minutes, seed) : recorded.read(day);
        final ScenarioMatrix matrix = ShippedScenarios.read(Path.of(System.getProperty("steelyard.home", ".")));
        final CrashResult result = new CrashRun(
            prices, matrix, Population.of(prices, matrix, accounts, seed), seed, (command, batch, offset) -> { },
            System.out::println).run();
        final CrashReport report = new CrashReport(result);
        report.write(out);
        System.out.println("written to " + out.toAbsolutePath().normalize());
        report.figures().forEach(System.out::println);
        return 0;
    }
}
