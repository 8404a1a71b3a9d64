package steelyard.oracle;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import steelyard.model.WireDecimal;

/**
 * A price file in memory, 20 bytes a row: the times in nanoseconds since 1970, ascending, each row's coin and its price
 * in 10<sup>-8</sup> USDC. Immutable.
 */
final class Recording {
    static final String HEADER = "time,coin,price";

    private final Path file;
    private final List<String> coins = new ArrayList<>();
    private final Map<String, Integer> indexOfCoin = new LinkedHashMap<>();
    private long[] timesNanos = new long[1024];
    private long[] pricesE8 = new long[1024];
    private int[] coinIndices = new int[1024];
    private int size;

    private Recording(final Path file) {
        this.file = file;
    }

    /**
     * Reads a file, compressed if its name ends in {@code .gz}.
     *
     * @throws IOException if it cannot be read, or a line is not as documented; the message names file and line
     */
    static Recording read(final Path file) throws IOException {
        final Recording recording = new Recording(file);
        try (BufferedReader reader = reader(file)) {
            recording.readRows(reader);
        }
        return recording;
    }

    /** A reader over a text file, compressed if its name ends in {@code .gz}. */
    static BufferedReader reader(final Path file) throws IOException {
        final InputStream bytes = new FileInputStream(file.toFile());
        try {
            final boolean gzip = file.toString().endsWith(".gz");
            final InputStream plain = gzip ? new GZIPInputStream(bytes, 64 * 1024) : bytes;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 64 * 1024);
        } catch (final IOException notGzip) {
            bytes.close();
            throw new IOException(file + ": " + notGzip.getMessage(), notGzip);
        }
    }

    /** Parses milliseconds since 1970 or an ISO time with its offset, as nanoseconds since 1970. */
    static long parseTimeNanos(final String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Math.multiplyExact(Long.parseLong(text), 1_000_000L);
        }
        final Instant instant = OffsetDateTime.parse(text).toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private void readRows(final BufferedReader reader) throws IOException {
        if (!HEADER.equals(reader.readLine())) {
            throw new IOException(file + ":1: expected the header " + HEADER);
        }
        int lineNumber = 1;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            try {
                addRow(line);
            } catch (final DateTimeException | ArithmeticException | IllegalArgumentException e) {
                throw new IOException(file + ":" + lineNumber + ": " + e.getMessage(), e);
            }
        }
        if (size == 0) {
            throw new IOException(file + ": contains no prices");
        }
    }

    private void addRow(final String line) {
        final String[] cells = line.split(",", -1);
        if (cells.length != 3 || cells[1].isEmpty()) {
            throw new IllegalArgumentException("expected " + HEADER + ", found " + line);
        }
        final long timeNanos = parseTimeNanos(cells[0]);
        if (size > 0 && timeNanos < timesNanos[size - 1]) {
            throw new IllegalArgumentException("times must not go back, found " + cells[0]);
        }
        final long priceE8 = WireDecimal.parseE8(cells[2]);
        if (priceE8 == WireDecimal.INVALID) {
            throw new IllegalArgumentException("not a price of at most 8 decimals: " + cells[2]);
        }
        growIfFull();
        timesNanos[size] = timeNanos;
        coinIndices[size] = coinIndex(cells[1]);
        pricesE8[size] = priceE8;
        size++;
    }

    private int coinIndex(final String coin) {
        final Integer known = indexOfCoin.putIfAbsent(coin, coins.size());
        if (known != null) {
            return known;
        }
        coins.add(coin);
        return coins.size() - 1;
    }

    private void growIfFull() {
        if (size == timesNanos.length) {
            timesNanos = Arrays.copyOf(timesNanos, size * 2);
            pricesE8 = Arrays.copyOf(pricesE8, size * 2);
            coinIndices = Arrays.copyOf(coinIndices, size * 2);
        }
    }

    /** The coins, in the order of their first row. */
    List<String> coins() {
        return coins;
    }

    /** Number of rows, at least one. */
    int size() {
        return size;
    }

    long timeNanos(final int row) {
        return timesNanos[row];
    }

    long priceE8(final int row) {
        return pricesE8[row];
    }

    /** Index of the row's coin in {@link #coins()}. */
    int coinIndex(final int row) {
        return coinIndices[row];
    }
}
