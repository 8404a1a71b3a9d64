package steelyard.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.model.WireDecimal;
import steelyard.oracle.ConvertPrices.Points;
import steelyard.oracle.ConvertPrices.PricePoint;

/**
 * Reads a CSV file of bars. Columns are found by their names: the time in {@code open_time_utc} or {@code minute}, then
 * {@code open}, {@code high}, {@code low}, {@code close}, and {@code symbol} in a file of more than one.
 */
final class BarFile {
    private final Path file;
    private final List<String> columns;
    private final int timeColumn;
    private final int symbolColumn;
    private final int[] priceColumns = new int[4];

    private BarFile(final Path file, final String header) throws IOException {
        this.file = file;
        this.columns = Arrays.asList(header.split(",", -1));
        this.timeColumn = Math.max(columns.indexOf("open_time_utc"), columns.indexOf("minute"));
        this.symbolColumn = columns.indexOf("symbol");
        for (int i = 0; i < priceColumns.length; i++) {
            priceColumns[i] = columns.indexOf(List.of("open", "high", "low", "close").get(i));
        }
        if (timeColumn < 0 || Arrays.stream(priceColumns).anyMatch(column -> column < 0)) {
            throw new IOException(file + ":1: needs open_time_utc or minute, open, high, low, close; found " + header);
        }
    }

    /**
     * Reads the bars of every coin.
     *
     * @param coin         coin of a file without the column {@code symbol}, else {@code null}
     * @param coinOfSymbol coins of symbols; rows of other symbols are left out
     * @param where        values that columns must have; other rows are left out
     * @throws IOException if the file cannot be read or is no such file; the message names file and line
     */
    static Collection<Bars> read(
        final Path file, final String coin, final Map<String, String> coinOfSymbol, final Map<String, String> where)
        throws IOException {
        try (BufferedReader reader = Recording.reader(file)) {
            final String header = reader.readLine();
            final BarFile bars = new BarFile(file, header == null ? "" : header);
            if (coin == null && bars.symbolColumn < 0) {
                throw new IOException(file + " has no column 'symbol': write COIN=FILE");
            }
            if (coin != null && bars.symbolColumn >= 0) {
                throw new IOException(file + " has a column 'symbol': use --map instead of " + coin + "=");
            }
            return bars.readRows(reader, coin, coinOfSymbol, where);
        }
    }

    private Collection<Bars> readRows(
        final BufferedReader reader,
        final String coin,
        final Map<String, String> coins,
        final Map<String, String> where) throws IOException {
        if (!columns.containsAll(where.keySet())) {
            throw new IOException(file + ": --where names a column that is not among " + columns);
        }
        final Map<String, Bars> barsOfCoin = new LinkedHashMap<>();
        int lineNumber = 1;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            try {
                final String[] cells = line.split(",", -1);
                final String rowCoin = coin != null ? coin : coins.get(cells[symbolColumn]);
                if (rowCoin != null && meets(cells, where)) {
                    barsOfCoin.computeIfAbsent(rowCoin, c -> new Bars(c, new ArrayList<>())).bars().add(bar(cells));
                }
            } catch (final DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + ":" + lineNumber + ": not a bar: " + line, e);
            }
        }
        return barsOfCoin.values();
    }

    private boolean meets(final String[] cells, final Map<String, String> where) {
        return where.entrySet().stream().allMatch(e -> cells[columns.indexOf(e.getKey())].equals(e.getValue()));
    }

    private Bar bar(final String[] cells) {
        final Instant openTime = OffsetDateTime.parse(cells[timeColumn]).toInstant();
        return new Bar(openTime, price(cells, 0), price(cells, 1), price(cells, 2), price(cells, 3));
    }

    private BigDecimal price(final String[] cells, final int index) {
        return new BigDecimal(cells[priceColumns[index]]).setScale(WireDecimal.SCALE, RoundingMode.HALF_EVEN);
    }

    /** The bars of one coin, in the order of the file. */
    record Bars(String coin, List<Bar> bars) {
        /** The length of a bar: the shortest distance of two in a row; a minute if there is only one. */
        Duration length() {
            Duration shortest = null;
            for (int i = 1; i < bars.size(); i++) {
                final Duration step = Duration.between(bars.get(i - 1).openTime, bars.get(i).openTime);
                if (!step.isNegative() && !step.isZero() && (shortest == null || step.compareTo(shortest) < 0)) {
                    shortest = step;
                }
            }
            return shortest == null ? Duration.ofMinutes(1) : shortest;
        }
    }

    /** One bar. */
    record Bar(Instant openTime, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {
        /** Adds what the price file says about this bar. */
        void addPoints(final String coin, final Duration length, final Points points, final List<PricePoint> rows) {
            if (points == Points.CLOSE) {
                rows.add(point(coin, openTime.plus(length), close));
                return;
            }
            final boolean lowFirst = open.subtract(low).compareTo(high.subtract(open)) <= 0;
            final Duration quarter = length.dividedBy(4);
            rows.add(point(coin, openTime, open));
            rows.add(point(coin, openTime.plus(quarter), lowFirst ? low : high));
            rows.add(point(coin, openTime.plus(quarter.multipliedBy(2)), lowFirst ? high : low));
            rows.add(point(coin, openTime.plus(quarter.multipliedBy(3)), close));
        }

        private static PricePoint point(final String coin, final Instant time, final BigDecimal price) {
            return new PricePoint(time, coin, price.stripTrailingZeros().toPlainString());
        }
    }
}
