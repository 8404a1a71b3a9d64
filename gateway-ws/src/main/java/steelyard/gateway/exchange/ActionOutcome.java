package steelyard.gateway.exchange;

import steelyard.model.RejectReason;

/**
 * What became of an action, as plain numbers, entry by entry. Filled on the node's session thread, then handed to the
 * event loop.
 */
final class ActionOutcome {
    /** How an entry ended. */
    enum Ending { NONE, RESTING, FILLED, DONE, REJECTED }

    /** One order, cancel or modification. */
    static final class Entry {
        Ending ending = Ending.NONE;
        long orderId;
        long filledLots;
        /** Sum of price × size over the fills. */
        long filledMicros;
        RejectReason reason;
        long detail1;
        long detail2;

        void reject(final RejectReason why, final long first, final long second) {
            ending = Ending.REJECTED;
            reason = why;
            detail1 = first;
            detail2 = second;
        }
    }

    final Entry[] entries;
    long eventSequence;
    /** Why the whole action was refused, or {@link RejectReason#NONE}. */
    RejectReason reason = RejectReason.NONE;
    long detail1;
    long detail2;
    boolean skipped;

    ActionOutcome(final int entryCount) {
        entries = new Entry[entryCount];
        for (int i = 0; i < entryCount; i++) {
            entries[i] = new Entry();
        }
    }
}
