package steelyard.exchange.identity;

/** Some networks, in their order: a list that is filled, checked and copied. One thread; never allocates. */
public final class AgentNetworks {
    private final long[] high = new long[Agents.NETWORKS_MAX];
    private final long[] low = new long[Agents.NETWORKS_MAX];
    private final int[] prefixLengths = new int[Agents.NETWORKS_MAX];
    private int count;

    /** No networks. */
    public void clear() {
        count = 0;
    }

    /** Adds one; there must be fewer than {@link Agents#NETWORKS_MAX}. */
    public void add(final long networkHigh, final long networkLow, final int prefixLength) {
        high[count] = networkHigh;
        low[count] = networkLow;
        prefixLengths[count] = prefixLength;
        count++;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** First eight bytes of a network's address. */
    public long high(final int index) {
        return high[index];
    }

    /** Last eight bytes of a network's address. */
    public long low(final int index) {
        return low[index];
    }

    /** How many bits of the address count. */
    public int prefixLength(final int index) {
        return prefixLengths[index];
    }

    /** Whether no network has a bit beyond its prefix, and none is there twice. */
    public boolean areCanonical() {
        for (int i = 0; i < count; i++) {
            if (!isCanonical(i) || isThereBefore(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isCanonical(final int index) {
        final int length = prefixLengths[index];
        return length >= 0 && length <= Agents.PREFIX_MAX
            && (high[index] & beyond(length)) == 0 && (low[index] & beyond(length - Long.SIZE)) == 0;
    }

    /** The bits of a long beyond its first ones. */
    private static long beyond(final int length) {
        return length <= 0 ? -1 : length >= Long.SIZE ? 0 : -1L >>> length;
    }

    private boolean isThereBefore(final int index) {
        for (int i = 0; i < index; i++) {
            if (high[i] == high[index] && low[i] == low[index] && prefixLengths[i] == prefixLengths[index]) {
                return true;
            }
        }
        return false;
    }
}
