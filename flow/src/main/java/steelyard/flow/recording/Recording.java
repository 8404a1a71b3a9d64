package steelyard.flow.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;

/**
 * A recording in memory.
 *
 * @param format its form
 * @param rows   in the file's order
 * @param lines  number of lines of data
 */
public record Recording(RecordingFormat format, List<RecordedRow> rows, int lines) {
    private static final int PRICE_DECIMALS = 8;

    /** Copies the rows. */
    public Recording {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file, compressed by gzip if its name ends in {@code .gz}.
     *
     * @throws RecordingException if it cannot be read or is not of this form
     */
    public static Recording read(final Path file, final RecordingFormat format) {
        try (BufferedReader reader = open(file)) {
            return of(format, reader.readAllLines());
        } catch (final IOException unreadable) {
            throw new RecordingException(file + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    /**
     * A recording of these lines; the first may be a head line, which begins with a letter.
     *
     * @throws RecordingException if they are not of this form
     */
    public static Recording of(final RecordingFormat format, final List<String> lines) {
        final List<RecordedRow> rows = new ArrayList<>();
        final boolean hasHead = !lines.isEmpty() && !lines.getFirst().isEmpty()
            && Character.isLetter(lines.getFirst().charAt(0));
        final int[] columns = hasHead ? format.columns(lines.getFirst()) : format.columns();
        int number = 0;
        for (final String line : lines.subList(hasHead ? 1 : 0, lines.size())) {
            number++;
            rows.addAll(format.rows(new RecordedLine(number, line, columns)));
        }
        return new Recording(format, rows, number);
    }

    /**
     * The median price of its trades, without trades of all rows, as a decimal.
     *
     * @throws RecordingException if nothing in it has a price
     */
    public String middlePrice() {
        final long[] traded = prices(true);
        final long[] prices = traded.length == 0 ? prices(false) : traded;
        if (prices.length == 0) {
            throw new RecordingException("The recording has no prices.");
        }
        Arrays.sort(prices);
        return decimal(prices[prices.length / 2]).toPlainString();
    }

    /** The largest tick of which all its prices are multiples. */
    public BigDecimal tick() {
        return decimal(LongStream.of(prices(false)).reduce(0, Recording::commonDivisor));
    }

    private static long commonDivisor(final long a, final long b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
    }

    private static BigDecimal decimal(final long priceE8) {
        final BigDecimal price = BigDecimal.valueOf(priceE8, PRICE_DECIMALS).stripTrailingZeros();
        return price.scale() < 0 ? price.setScale(0) : price;
    }

    private long[] prices(final boolean ofTrades) {
        return rows.stream()
            .filter(row -> ofTrades ? row.kind() == RecordedRow.Kind.TRADE
                : row.kind() != RecordedRow.Kind.OTHER && row.kind() != RecordedRow.Kind.CLEAR)
            .mapToLong(RecordedRow::priceE8).toArray();
    }

    private static BufferedReader open(final Path file) throws IOException {
        final InputStream bytes = Files.newInputStream(file);
        final InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII));
    }
}
