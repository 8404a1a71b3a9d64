package steelyard.history;

import java.time.Duration;
import org.agrona.BitUtil;

/**
 * Settings of the store.
 *
 * @param location       the database
 * @param queueBytes     memory between the node's thread and the store's, a power of two; an eighth of it bounds the
 *                       events of one command, more than that detaches the store
 * @param commitInterval how long rows wait for others before they are committed together
 * @param queryTimeout   how long a question waits for the store to catch up
 */
public record HistoryConfig(
    HistoryLocation location, int queueBytes, Duration commitInterval, Duration queryTimeout) {
    private static final int QUEUE_BYTES_MIN = 4 * 1024;

    /** Checks the settings. */
    public HistoryConfig {
        if (queueBytes < QUEUE_BYTES_MIN || !BitUtil.isPowerOfTwo(queueBytes)) {
            throw new IllegalArgumentException("the queue must be a power of two from 4096, not " + queueBytes);
        }
    }

    /** The usual settings: 64 MiB, 50 ms, 2 s. */
    public static HistoryConfig of(final HistoryLocation location) {
        return new HistoryConfig(location, 64 * 1024 * 1024, Duration.ofMillis(50), Duration.ofSeconds(2));
    }
}
