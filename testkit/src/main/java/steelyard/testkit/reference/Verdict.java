package steelyard.testkit.reference;

import java.util.function.Supplier;
import steelyard.model.RejectReason;
import steelyard.testkit.event.Event;

/**
 * Whether something may go on, and what is said if not.
 *
 * @param reason     {@link RejectReason#NONE} if it may
 * @param detail1    first detail of the refusal
 * @param detail2    second detail of the refusal
 * @param batchIndex entry that made the whole action refused, or {@link Event#NO_BATCH_INDEX}
 */
record Verdict(RejectReason reason, long detail1, long detail2, int batchIndex) {
    static final Verdict ACCEPTED = refused(RejectReason.NONE);

    static Verdict refused(final RejectReason reason) {
        return refused(reason, 0, 0);
    }

    static Verdict refused(final RejectReason reason, final long detail1) {
        return refused(reason, detail1, 0);
    }

    static Verdict refused(final RejectReason reason, final long detail1, final long detail2) {
        return new Verdict(reason, detail1, detail2, Event.NO_BATCH_INDEX);
    }

    static Verdict acceptedWith(final long detail1) {
        return refused(RejectReason.NONE, detail1);
    }

    Verdict at(final int entry) {
        return new Verdict(reason, detail1, detail2, entry);
    }

    /** This one if it refuses, else what the next check says. */
    Verdict and(final Supplier<Verdict> next) {
        return isAccepted() ? next.get() : this;
    }

    boolean isAccepted() {
        return reason == RejectReason.NONE;
    }
}
