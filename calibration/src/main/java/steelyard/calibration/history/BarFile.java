package steelyard.calibration.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * The form of a CSV file of bars, plain or compressed with gzip. Columns are found by their names, whatever their case.
 * Rows without a close are left out.
 *
 * @param timeColumn   the column of the time
 * @param time         what the time means
 * @param prices       the columns of the prices
 * @param symbolColumn the column that says whose the row is; {@code null} if the whole file is one market's
 * @param coinOf       the coin of a symbol; {@code null} leaves the row out
 * @param isInverse    whether the file has the price of a dollar in the coin instead of the coin's in dollars
 */
record BarFile(
    String timeColumn,
    BarTime time,
    Prices prices,
    String symbolColumn,
    UnaryOperator<String> coinOf,
    boolean isInverse) {

    /** Columns of high, low and close; two names for one, bid and ask, mean their middle. */
    record Prices(List<String> high, List<String> low, List<String> close) {
        /** Only a close, which is then high and low as well. */
        static Prices close(final String column) {
            return new Prices(List.of(), List.of(), List.of(column));
        }

        /** The usual names. */
        static Prices bars() {
            return new Prices(List.of("high"), List.of("low"), List.of("close"));
        }

        /** The middle of bid and ask. */
        static Prices quotes() {
            return new Prices(
                List.of("bid_high", "ask_high"), List.of("bid_low", "ask_low"), List.of("bid_close", "ask_close"));
        }
    }

    /** A file of one market. */
    static BarFile of(final String coin, final String timeColumn, final BarTime time, final Prices prices) {
        return new BarFile(timeColumn, time, prices, null, symbol -> coin, false);
    }

    /** A file of several markets. */
    static BarFile of(
        final String symbolColumn, final UnaryOperator<String> coinOf, final String timeColumn, final BarTime time) {
        return new BarFile(timeColumn, time, Prices.bars(), symbolColumn, coinOf, false);
    }

    /** The same with prices turned upside down. */
    BarFile inverse() {
        return new BarFile(timeColumn, time, prices, symbolColumn, coinOf, true);
    }

    /**
     * The markets of a file, in the order in which they appear.
     *
     * @throws IOException if it cannot be read or is no such file; the message names file and line
     */
    List<PriceSeries> read(final Path file) throws IOException {
        final Map<String, SeriesBuilder> builders = new LinkedHashMap<>();
        try (BufferedReader reader = reader(file)) {
            final String header = reader.readLine();
            final Columns columns = columns(file, header == null ? "" : header);
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                try {
                    row(columns, line.split(",", -1), builders);
                } catch (final DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
                    throw new IOException(file + ":" + number + ": not a bar: " + line, e);
                }
            }
        }
        return builders.values().stream().map(SeriesBuilder::build).toList();
    }

    private static BufferedReader reader(final Path file) throws IOException {
        final InputStream bytes = Files.newInputStream(file);
        final InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    private record Columns(int time, int symbol, int[] high, int[] low, int[] close) {
    }

    private Columns columns(final Path file, final String header) throws IOException {
        final List<String> names = Arrays.asList(header.toLowerCase(Locale.ROOT).split(",", -1));
        return new Columns(
            at(file, names, List.of(timeColumn))[0],
            symbolColumn == null ? -1 : at(file, names, List.of(symbolColumn))[0],
            at(file, names, prices.high()),
            at(file, names, prices.low()),
            at(file, names, prices.close()));
    }

    private static int[] at(final Path file, final List<String> names, final List<String> columns) throws IOException {
        final int[] at = columns.stream().mapToInt(column -> names.indexOf(column.toLowerCase(Locale.ROOT))).toArray();
        if (Arrays.stream(at).anyMatch(index -> index < 0)) {
            throw new IOException(file + ":1: needs " + columns + ", found " + names);
        }
        return at;
    }

    private void row(final Columns columns, final String[] cells, final Map<String, SeriesBuilder> builders) {
        final String coin = coinOf.apply(columns.symbol() < 0 ? "" : cells[columns.symbol()]);
        if (coin == null || cells[columns.close()[0]].isEmpty()) {
            return;
        }
        final double close = price(cells, columns.close(), 0);
        final double high = price(cells, columns.high(), close);
        final double low = price(cells, columns.low(), close);
        builders.computeIfAbsent(coin, SeriesBuilder::new).add(
            time.closeSeconds(cells[columns.time()]), close, Math.max(high, low), Math.min(high, low));
    }

    private double price(final String[] cells, final int[] columns, final double otherwise) {
        if (columns.length == 0 || cells[columns[0]].isEmpty()) {
            return otherwise;
        }
        final double sum = Arrays.stream(columns).mapToDouble(column -> Double.parseDouble(cells[column])).sum();
        return isInverse ? columns.length / sum : sum / columns.length;
    }
}
