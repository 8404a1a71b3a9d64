package steelyard.calibration.history;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings series onto one grid. A market may have several sources: the first given counts where it has rows, a later one
 * before its first and after its last row. A return never joins prices of two sources.
 *
 * @param longestStepSeconds a return over more time than this is a gap
 * @param staleAfterSeconds  a return over more time than this is left out: the history has a hole
 */
public record Alignment(long longestStepSeconds, long staleAfterSeconds) {
    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    /** Hour by hour: over more than three hours a market was closed, over more than six days its history has a hole. */
    public static Alignment hourly() {
        return new Alignment(3 * HOUR, 6 * DAY);
    }

    /** Five minutes at a time, without closed sessions. */
    public static Alignment fiveMinutes() {
        return new Alignment(HOUR, HOUR);
    }

    /** From one midnight to the next after a business day: weekends are no gap, more than six days are a hole. */
    public static Alignment daily() {
        return new Alignment(Long.MAX_VALUE, 6 * DAY);
    }

    /** Every full hour at or after a close of any series. */
    public static long[] hours(final Collection<PriceSeries> series) {
        final TreeSet<Long> hours = new TreeSet<>();
        for (final PriceSeries one : series) {
            for (final long time : one.times()) {
                hours.add(Math.ceilDiv(time, HOUR) * HOUR);
            }
        }
        return hours.stream().mapToLong(Long::longValue).toArray();
    }

    /** Every moment at which any series has a close. */
    public static long[] closes(final Collection<PriceSeries> series) {
        return series.stream().flatMapToLong(one -> Arrays.stream(one.times())).distinct().sorted().toArray();
    }

    /** The midnights (UTC) at the end of every Monday to Friday on which one of these series has a row. */
    public static long[] businessDays(final Collection<PriceSeries> series, final long fromSeconds) {
        final TreeSet<Long> midnights = new TreeSet<>();
        for (final PriceSeries one : series) {
            for (final long time : one.times()) {
                final long midnight = Math.ceilDiv(time, DAY) * DAY;
                if (midnight > fromSeconds && isBusinessDay(midnight - DAY)) {
                    midnights.add(midnight);
                }
            }
        }
        return midnights.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean isBusinessDay(final long seconds) {
        final DayOfWeek day = Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).getDayOfWeek();
        return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
    }

    /** The markets of all series, in the order of their first appearance, on a grid of times. */
    public Panel align(final Collection<PriceSeries> series, final long[] grid) {
        final Map<String, List<PriceSeries>> sources = new LinkedHashMap<>();
        for (final PriceSeries one : series) {
            if (one.size() > 1) {
                final List<PriceSeries> pieces = sources.computeIfAbsent(one.coin(), coin -> new ArrayList<>());
                pieces.addAll(around(pieces, one));
            }
        }
        final Panel panel = new Panel(List.copyOf(sources.keySet()), grid);
        int market = 0;
        for (final List<PriceSeries> pieces : sources.values()) {
            for (final PriceSeries piece : pieces) {
                place(panel, market, piece, grid);
            }
            market++;
        }
        return panel;
    }

    /** What of a further source lies before or after the pieces there are. */
    private static List<PriceSeries> around(final List<PriceSeries> pieces, final PriceSeries further) {
        if (pieces.isEmpty()) {
            return List.of(further);
        }
        final long first = pieces.stream().mapToLong(piece -> piece.times()[0]).min().orElseThrow();
        final long last = pieces.stream().mapToLong(piece -> piece.times()[piece.size() - 1]).max().orElseThrow();
        return Stream.of(further.before(first), further.from(last + 1)).filter(piece -> piece.size() > 1).toList();
    }

    private void place(final Panel panel, final int market, final PriceSeries series, final long[] grid) {
        int next = 0;
        double lastPrice = 0;
        long lastTime = 0;
        int lastRow = 0;
        for (int row = 0; row < grid.length && next < series.size(); row++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            final int first = next;
            while (next < series.size() && series.times()[next] <= grid[row]) {
                low = Math.min(low, series.low()[next]);
                high = Math.max(high, series.high()[next]);
                next++;
            }
            if (next == first) {
                continue;
            }
            final double price = series.close()[next - 1];
            final long time = series.times()[next - 1];
            final long elapsed = time - lastTime;
            if (first > 0 && lastPrice > 0 && price > 0 && elapsed <= staleAfterSeconds) {
                panel.put(
                    row, market, price / lastPrice - 1, 1 - low / lastPrice, high / lastPrice - 1,
                    elapsed > longestStepSeconds);
                panel.live(lastRow + 1, row, market);
            }
            lastRow = row;
            lastPrice = price;
            lastTime = time;
        }
    }
}
