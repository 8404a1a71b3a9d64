package steelyard.calibration.scenario;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import steelyard.calibration.history.Panel;
import steelyard.calibration.stat.Quantile;
import steelyard.model.AssetClass;

/**
 * Rows of history as directions: each market's move in units of its own clip quantile, cut at ±1. Where a market has no
 * move at a row, it takes the move it had at the row that was most like this one for the other markets of its class;
 * without others at this row it stays at 0.
 */
final class Candidates {
    private final int[] markets;
    private final int[] rows;
    private final double[] clips;
    private final double[][] columns;

    private Candidates(final int[] markets, final int[] rows, final double[] clips, final double[][] columns) {
        this.markets = markets;
        this.rows = rows;
        this.clips = clips;
        this.columns = columns;
    }

    /** The candidates that are known at a row. */
    static Candidates at(
        final Standardized history, final List<AssetClass> classes, final int lastRow, final ScenarioRules rules) {
        final Panel panel = history.panel();
        final int firstRow = Math.max(0, lastRow + 1 - rules.windowRows());
        final int[] rows = rows(panel, firstRow, lastRow, rules);
        final List<Integer> markets = new ArrayList<>();
        final List<Double> clips = new ArrayList<>();
        final List<double[]> columns = new ArrayList<>();
        for (int market = 0; market < panel.marketCount(); market++) {
            final double clip = clip(history, market, firstRow, lastRow, rules);
            if (!Double.isNaN(clip)) {
                markets.add(market);
                clips.add(clip);
                columns.add(column(history, market, rows, clip));
            }
        }
        final int[] taken = markets.stream().mapToInt(Integer::intValue).toArray();
        final double[][] filled = filled(columns, Arrays.stream(taken).mapToObj(classes::get).toList());
        return new Candidates(taken, rows, clips.stream().mapToDouble(Double::doubleValue).toArray(), filled);
    }

    /** The markets that take part, as columns of the panel. */
    int[] markets() {
        return markets;
    }

    /** The rows of the panel, rising. */
    int[] rows() {
        return rows;
    }

    /** For each market what one whole shock is in units of its volatility. */
    double[] clips() {
        return clips;
    }

    /** The directions of a market, by row, −1 to 1. */
    double[] column(final int index) {
        return columns[index];
    }

    private static int[] rows(final Panel panel, final int firstRow, final int lastRow, final ScenarioRules rules) {
        final List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < firstRow; row++) {
            // The row of a day is stamped with the midnight that ends it.
            final Instant moment = Instant.ofEpochSecond(panel.seconds(row) - 1);
            if (rules.stressDays().contains(moment.atZone(ZoneOffset.UTC).toLocalDate())) {
                rows.add(row);
            }
        }
        for (int row = firstRow; row <= lastRow; row++) {
            rows.add(row);
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double clip(
        final Standardized history, final int market, final int firstRow, final int lastRow,
        final ScenarioRules rules) {
        final double[] sizes = new double[lastRow + 1 - firstRow];
        int count = 0;
        for (int row = firstRow; row <= lastRow; row++) {
            final double move = history.move(row, market);
            if (!Double.isNaN(move)) {
                sizes[count++] = Math.abs(move);
            }
        }
        return count < rules.windowRowsMin() ? Double.NaN : Quantile.of(sizes, count, rules.clipShare());
    }

    private static double[] column(final Standardized history, final int market, final int[] rows, final double clip) {
        final double[] column = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = Math.clamp(history.move(rows[i], market) / clip, -1, 1);
        }
        return column;
    }

    private static double[][] filled(final List<double[]> columns, final List<AssetClass> classes) {
        final double[][] filled = new double[columns.size()][];
        for (int index = 0; index < filled.length; index++) {
            final List<double[]> peers = new ArrayList<>();
            for (int other = 0; other < filled.length; other++) {
                if (other != index && group(classes.get(other)) == group(classes.get(index))) {
                    peers.add(columns.get(other));
                }
            }
            filled[index] = filled(columns.get(index), peers);
        }
        return filled;
    }

    /** Stocks and indexes are of one group; every other class is its own. */
    static AssetClass group(final AssetClass assetClass) {
        return assetClass == AssetClass.EQUITY ? AssetClass.INDEX : assetClass;
    }

    private static double[] filled(final double[] column, final List<double[]> peers) {
        final double[] filled = column.clone();
        final double[] means = new double[column.length];
        final List<Integer> donors = new ArrayList<>();
        for (int row = 0; row < column.length; row++) {
            means[row] = mean(peers, row);
            if (!Double.isNaN(column[row]) && !Double.isNaN(means[row])) {
                donors.add(row);
            }
        }
        donors.sort((a, b) -> means[a] != means[b] ? Double.compare(means[a], means[b]) : Integer.compare(a, b));
        for (int row = 0; row < column.length; row++) {
            if (Double.isNaN(filled[row])) {
                filled[row] = Double.isNaN(means[row]) || donors.isEmpty()
                    ? 0
                    : column[nearest(donors, means, means[row])];
            }
        }
        return filled;
    }

    private static int nearest(final List<Integer> donors, final double[] means, final double wanted) {
        int low = 0;
        int high = donors.size() - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (means[donors.get(middle)] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        final boolean isBelowNearer = low > 0
            && wanted - means[donors.get(low - 1)] < Math.abs(means[donors.get(low)] - wanted);
        return donors.get(isBelowNearer ? low - 1 : low);
    }

    private static double mean(final List<double[]> peers, final int row) {
        double sum = 0;
        int count = 0;
        for (final double[] peer : peers) {
            if (!Double.isNaN(peer[row])) {
                sum += peer[row];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
