package steelyard.exchange.state;

import java.util.Arrays;
import org.agrona.collections.Int2IntCounterMap;

/** The last deposit of every source, by which a repeated deposit is known. */
public final class DepositSources {
    private final Int2IntCounterMap indexes = new Int2IntCounterMap(0);
    private int[] sourceIds = new int[8];
    private long[] lastNumbers = new long[8];
    private int count;

    /** Number of the source's last deposit, 0 before the first. */
    public long lastNumber(final int sourceId) {
        final int index = indexes.get(sourceId) - 1;
        return index < 0 ? 0 : lastNumbers[index];
    }

    /** Sets the number of the source's last deposit. */
    public void lastNumber(final int sourceId, final long number) {
        int index = indexes.get(sourceId) - 1;
        if (index < 0) {
            index = count++;
            indexes.put(sourceId, count);
            if (count > sourceIds.length) {
                sourceIds = Arrays.copyOf(sourceIds, 2 * count);
                lastNumbers = Arrays.copyOf(lastNumbers, 2 * count);
            }
            sourceIds[index] = sourceId;
        }
        lastNumbers[index] = number;
    }

    /** Number of sources, in the order of their first deposits. */
    public int count() {
        return count;
    }

    /** The source at this place. */
    public int sourceIdAt(final int index) {
        return sourceIds[index];
    }

    /** Number of the last deposit of the source at this place. */
    public long lastNumberAt(final int index) {
        return lastNumbers[index];
    }
}
