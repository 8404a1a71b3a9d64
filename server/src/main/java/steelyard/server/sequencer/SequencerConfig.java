package steelyard.server.sequencer;

import java.util.concurrent.TimeUnit;

/**
 * The sequencer's limits. Times in nanoseconds.
 *
 * @param nodeId            number of this node, 1 to 65,535, unique in the cluster
 * @param underWayMax       most commands that were accepted and are not done
 * @param busyAfterNanos    a command that was not offered by then is answered "busy"
 * @param unknownAfterNanos a command that was offered and not done by then is answered "outcome unknown"
 * @param resendAfterNanos  without progress for so long, what is unfinished is sent again
 * @param tickAfterNanos    without a log entry for so long, a tick is submitted
 */
public record SequencerConfig(
    int nodeId,
    int underWayMax,
    long busyAfterNanos,
    long unknownAfterNanos,
    long resendAfterNanos,
    long tickAfterNanos) {

    /** Most times that a lost epoch is opened again. */
    public static final int REOPENINGS_MAX = 3;

    /** The architecture's times. */
    public static SequencerConfig of(final int nodeId, final int underWayMax) {
        return new SequencerConfig(
            nodeId,
            underWayMax,
            TimeUnit.SECONDS.toNanos(1),
            TimeUnit.SECONDS.toNanos(5),
            TimeUnit.MILLISECONDS.toNanos(500),
            TimeUnit.MILLISECONDS.toNanos(100));
    }
}
