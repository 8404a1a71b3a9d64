package steelyard.oracle;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes a price file for {@link RecordedPrices} out of files of bars. Which symbol becomes which coin is always said by
 * the caller. The forms read and written are in {@code docs/reference/prices.md}.
 */
@Command(
    name = "convert-prices",
    description = "Makes a price file out of files of bars (open, high, low, close).",
    mixinStandardHelpOptions = true)
public final class ConvertPrices implements Callable<Integer> {
    /** What becomes of a bar. */
    public enum Points {
        /** Open, both extremes and close at the bar's four quarters, the extreme nearer to the open first. */
        OHLC,
        /** The close at the bar's end. */
        CLOSE
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "[COIN=]FILE",
        description = "File of bars. With COIN= if it has no column 'symbol', else by --map.")
    private List<String> inputs;

    @Option(names = {"-o", "--out"}, required = true, description = "Price file to write; .gz compresses.")
    private Path out;

    @Option(names = "--map", split = ",", paramLabel = "SYMBOL=COIN",
        description = "Coins of symbols; others are left out.")
    private Map<String, String> coinOfSymbol = new LinkedHashMap<>();

    @Option(names = "--where", split = ",", paramLabel = "COLUMN=VALUE",
        description = "Takes only rows with this value.")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(names = "--points", defaultValue = "OHLC",
        description = "What a bar becomes, ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Points points;

    @Option(names = "--from", description = "Leaves out bars before this time (ISO).")
    private Instant from = Instant.MIN;

    @Option(names = "--until", description = "Leaves out bars from this time on (ISO).")
    private Instant until = Instant.MAX;

    /** Runs the command and exits with 0, 1 if a file cannot be read or written, or 2 for wrong usage. */
    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ConvertPrices())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, line, parsed) -> {
                if (e instanceof IOException) {
                    line.getErr().println(e.getMessage());
                    return 1;
                }
                throw e;
            });
    }

    @Override
    public Integer call() throws IOException {
        final List<PricePoint> rows = new ArrayList<>();
        for (final String input : inputs) {
            addFile(input, rows);
        }
        rows.sort(Comparator.comparing(PricePoint::time).thenComparing(PricePoint::coin));
        refuseDoubles(rows);
        write(rows);
        spec.commandLine().getOut().printf("%s: %d prices, %s to %s%n",
            out, rows.size(), rows.getFirst().time(), rows.getLast().time());
        return 0;
    }

    private void addFile(final String input, final List<PricePoint> rows) throws IOException {
        final int equals = input.indexOf('=');
        final boolean named = equals > 0 && !Path.of(input).toFile().exists();
        final Path file = Path.of(named ? input.substring(equals + 1) : input);
        final String coin = named ? input.substring(0, equals) : null;
        final int before = rows.size();
        for (final BarFile.Bars bars : BarFile.read(file, coin, coinOfSymbol, where)) {
            final Duration length = bars.length();
            bars.bars().stream()
                .filter(bar -> !bar.openTime().isBefore(from) && bar.openTime().isBefore(until))
                .forEach(bar -> bar.addPoints(bars.coin(), length, points, rows));
        }
        if (rows.size() == before) {
            throw new IOException(file + ": no row is of a mapped symbol, meets --where and is in time");
        }
    }

    private static void refuseDoubles(final List<PricePoint> rows) throws IOException {
        for (int i = 1; i < rows.size(); i++) {
            final PricePoint row = rows.get(i);
            if (row.time().equals(rows.get(i - 1).time()) && row.coin().equals(rows.get(i - 1).coin())) {
                throw new IOException(
                    "two prices of " + row.coin() + " at " + row.time() + ": choose with --where or --map");
            }
        }
    }

    private void write(final List<PricePoint> rows) throws IOException {
        try (OutputStream bytes = new FileOutputStream(out.toFile());
            OutputStream target = out.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 64 * 1024) : bytes;
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8))) {
            writer.write(Recording.HEADER);
            writer.write('\n');
            for (final PricePoint row : rows) {
                writer.write(row.time() + "," + row.coin() + "," + row.price() + "\n");
            }
        }
    }

    /** One row of the price file; the price is a decimal of at most 8 decimals. */
    record PricePoint(Instant time, String coin, String price) {
    }
}
