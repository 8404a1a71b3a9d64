package steelyard.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;

/**
 * What became of an action, as plain numbers, entry by entry. Filled on the node's session thread, then handed to the
 * event loop.
 */
final class ActionOutcome {
    /**
     * How an entry ended: {@code WAITING} and {@code ARMED} are trigger orders, which wait for their parent or look at
     * prices.
     */
    enum Ending { NONE, RESTING, FILLED, DONE, WAITING, ARMED, REJECTED }

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

    /** The quotes of a market that were refused. */
    record RefusedQuotes(int marketId, RejectReason reason, long detail1, long detail2) {
    }

    final Entry[] entries;
    /** Markets whose quotes were refused. */
    final List<RefusedQuotes> refusedQuotes = new ArrayList<>();
    /** The TWAP that was placed, or 0. */
    long twapId;
    long eventSequence;
    /** Why the whole action was refused, or {@link RejectReason#NONE}. */
    RejectReason reason = RejectReason.NONE;
    long detail1;
    long detail2;
    boolean skipped;
    /** All requests that were ever paid for this account, if the action paid for some; else 0. */
    long reservedRequests;
    int reservedFor;
    /** The account that was made, or {@code null}. */
    Address created;

    ActionOutcome(final int entryCount) {
        entries = new Entry[entryCount];
        for (int i = 0; i < entryCount; i++) {
            entries[i] = new Entry();
        }
    }
}
