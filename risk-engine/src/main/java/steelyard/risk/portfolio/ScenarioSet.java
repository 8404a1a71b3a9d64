package steelyard.risk.portfolio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import steelyard.model.ScenarioMatrix;

/**
 * The columns of a scenario matrix by market id, as the state machine keeps them. A version of 0 says that there is
 * no matrix. Not for the hot path: {@link #column} hands out what it keeps, to read.
 */
public final class ScenarioSet {
    private int version;
    private int count;
    private short[][] columns = new short[16][];

    ScenarioSet() {
    }

    /** Number of the matrix; 0: there is none. */
    public int version() {
        return version;
    }

    /** How many markets are in it. */
    public int count() {
        return count;
    }

    /** Markets in it have ids below this. */
    public int limit() {
        return columns.length;
    }

    /** The directions of a market, in 10<sup>-4</sup> of its shock, not to be changed; {@code null}: it is not in it. */
    public short[] column(final int marketId) {
        return marketId < columns.length ? columns[marketId] : null;
    }

    /** SHA-256 as {@link ScenarioMatrix#sha256} has it, of the columns in the order of market ids. */
    public byte[] sha256(final IntFunction<String> coins) {
        final List<String> names = new ArrayList<>();
        final short[][] present = new short[count][];
        for (int marketId = 0; marketId < columns.length; marketId++) {
            if (columns[marketId] != null) {
                present[names.size()] = columns[marketId];
                names.add(coins.apply(marketId));
            }
        }
        return new ScenarioMatrix(version, names, present).sha256();
    }

    void begin(final int newVersion) {
        version = newVersion;
        count = 0;
        Arrays.fill(columns, null);
    }

    void put(final int marketId, final short[] column) {
        if (marketId >= columns.length) {
            columns = Arrays.copyOf(columns, Math.max(marketId + 1, 2 * columns.length));
        }
        count += columns[marketId] == null ? 1 : 0;
        columns[marketId] = column;
    }
}
