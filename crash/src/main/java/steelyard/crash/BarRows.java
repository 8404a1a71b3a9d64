package steelyard.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Bars of many symbols in a compressed CSV file, as tracks by symbol. */
final class BarRows {
    private static final List<String> PRICES = List.of("open", "high", "low", "close");

    private BarRows() {
    }

    /**
     * Tracks by key: the values of the key columns with a blank between them.
     *
     * @param keys       columns that say whose a row is
     * @param timeColumn when the bar opens, with its offset from UTC
     * @param seconds    how long it is
     */
    static Map<String, Track> read(
        final Path file, final List<String> keys, final String timeColumn, final int seconds) throws IOException {
        final Map<String, Track> tracks = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            final List<String> names = Arrays.asList(reader.readLine().split(","));
            final int time = names.indexOf(timeColumn);
            final int[] key = keys.stream().mapToInt(names::indexOf).toArray();
            final int[] price = PRICES.stream().mapToInt(names::indexOf).toArray();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final String[] cells = line.split(",");
                final StringBuilder of = new StringBuilder();
                for (final int column : key) {
                    of.append(of.isEmpty() ? "" : " ").append(cells[column]);
                }
                final double[] bar = Arrays.stream(price).mapToDouble(at -> Double.parseDouble(cells[at])).toArray();
                tracks.computeIfAbsent(of.toString(), name -> new Track()).bar(
                    OffsetDateTime.parse(cells[time]).toEpochSecond(), seconds, bar[0], bar[1], bar[2], bar[3]);
            }
        }
        return tracks;
    }
}
