package steelyard.flow;

import java.util.HashMap;
import java.util.Map;

/** Compares who was met by the orders that take: in the recording, and on the node. Any thread. */
public final class MakerTally {
    MakerTally() {
    }

    private record Meeting(long takeId, long makerId) {
    }

    private final Map<Meeting, Long> recordedSizes = new HashMap<>();
    private final Map<Meeting, Long> actualSizes = new HashMap<>();

    /** In the recording this maker gave a size. */
    synchronized void recorded(final long takeId, final long makerId, final long size) {
        recordedSizes.merge(new Meeting(takeId, makerId), size, Long::sum);
    }

    /** On the node this maker gave a size. */
    synchronized void actual(final long takeId, final long makerId, final long size) {
        actualSizes.merge(new Meeting(takeId, makerId), size, Long::sum);
    }

    /** The comparison so far. */
    synchronized Shares shares() {
        long met = 0;
        long metSize = 0;
        long recordedSize = 0;
        for (final Map.Entry<Meeting, Long> recorded : recordedSizes.entrySet()) {
            final long size = Math.min(recorded.getValue(), actualSizes.getOrDefault(recorded.getKey(), 0L));
            met += size > 0 ? 1 : 0;
            metSize += size;
            recordedSize += recorded.getValue();
        }
        final long actualSize = actualSizes.values().stream().mapToLong(Long::longValue).sum();
        return new Shares(recordedSizes.size(), actualSizes.size(), met, recordedSize, actualSize, metSize);
    }

    /**
     * How far takers met the same makers.
     *
     * @param recorded     recorded pairs of taker and maker
     * @param actual       pairs that met on the node
     * @param met          pairs that met in both
     * @param recordedSize what was traded in the recording, in whole units
     * @param actualSize   what was traded on the node
     * @param metSize      what was traded by the same pairs in both
     */
    public record Shares(long recorded, long actual, long met, long recordedSize, long actualSize, long metSize) {
    }
}
