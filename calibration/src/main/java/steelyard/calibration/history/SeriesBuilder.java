package steelyard.calibration.history;

import java.util.TreeMap;

/** Collects the rows of a series in any order. Of two rows with the same time the later one read counts. */
final class SeriesBuilder {
    private record Row(double close, double high, double low) {
    }

    private final String coin;
    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private int repeated;

    SeriesBuilder(final String coin) {
        this.coin = coin;
    }

    void add(final long seconds, final double close, final double high, final double low) {
        if (rows.put(seconds, new Row(close, Math.max(high, close), Math.min(low, close))) != null) {
            repeated++;
        }
    }

    /** Rows that replaced another of the same time. */
    int repeated() {
        return repeated;
    }

    PriceSeries build() {
        final int size = rows.size();
        final PriceSeries series =
            new PriceSeries(coin, new long[size], new double[size], new double[size], new double[size]);
        int row = 0;
        for (final var entry : rows.entrySet()) {
            series.times()[row] = entry.getKey();
            series.close()[row] = entry.getValue().close();
            series.high()[row] = entry.getValue().high();
            series.low()[row] = entry.getValue().low();
            row++;
        }
        return series;
    }
}
