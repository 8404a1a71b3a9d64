package steelyard.calibration.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole proof on recorded prices, which are not part of the project: {@code ../shared/data} beside its folder. */
final class BacktestTest {
    private static final Path DATA = Path.of(System.getProperty("calibration.data", "../../shared/data"));

    @TempDir
    private Path out;

    @Test
    void shouldCoverRecordedPrices() throws Exception {
        final boolean isPresent = Files.isDirectory(DATA.resolve("daily"));
        if (!isPresent) {
            System.out.println("SKIPPED: there are no recorded prices in " + DATA.toAbsolutePath().normalize());
        }
        assumeTrue(isPresent);
        assertEquals(0, new CommandLine(new BacktestCommand())
            .execute("--data", DATA.toString(), "--out", out.toString()));
        final String page = Files.readString(out.resolve("backtest.md"));
        page.lines().filter(line -> line.matches("\\|.*\\| [01]\\.\\d{4} \\| [01]\\.\\d{4} \\|.*")).forEach(line ->
            assertTrue(Double.parseDouble(line.split("\\|")[4].strip()) >= 0.99, line));
        assertTrue(Files.size(out.resolve("coverage-day.svg")) > 1_000);
    }
}
