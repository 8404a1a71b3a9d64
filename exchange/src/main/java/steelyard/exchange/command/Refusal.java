package steelyard.exchange.command;

import steelyard.model.RejectReason;

/**
 * Why something was refused, with the details that the client reads. A check returns the reason and leaves the details
 * here; whoever publishes the refusal takes them from here.
 */
public final class Refusal {
    /** What stands in a batch index that is not set. */
    public static final int NO_BATCH_INDEX = 65_535;

    private RejectReason reason = RejectReason.NONE;
    private long detail1;
    private long detail2;
    private int batchIndex = NO_BATCH_INDEX;

    /** Forgets the last refusal. */
    public void clear() {
        because(RejectReason.NONE, 0, 0);
    }

    /** Sets a reason without details, and returns it. */
    public RejectReason because(final RejectReason because) {
        return because(because, 0, 0);
    }

    /** Sets a reason with its details, and returns it. */
    public RejectReason because(final RejectReason because, final long first, final long second) {
        reason = because;
        detail1 = first;
        detail2 = second;
        batchIndex = NO_BATCH_INDEX;
        return because;
    }

    /** Says which entry of the action was the reason. */
    public void entry(final int index) {
        batchIndex = index;
    }

    /** The reason; NONE: not refused. */
    public RejectReason reason() {
        return reason;
    }

    /** First detail, 0 if there is none. */
    public long detail1() {
        return detail1;
    }

    /** Second detail, 0 if there is none. */
    public long detail2() {
        return detail2;
    }

    /** The entry that was the reason, or {@link #NO_BATCH_INDEX}. */
    public int batchIndex() {
        return batchIndex;
    }
}
