package steelyard.testkit.reference;

import steelyard.model.CancelReason;

/** Section 1: work that something put. */
sealed interface FollowUp {
    /** A parent has ended: its children are armed, or canceled. */
    record ParentEnded(Group group, boolean arms) implements FollowUp {
    }

    /** A sibling was filled entirely. */
    record SiblingFilled(Group group) implements FollowUp {
    }

    /** A position is zero or on the other side. */
    record PositionClosed(int accountId, int marketId) implements FollowUp {
    }

    /** Open orders of an account below an id; market −1 and side 255 are all. */
    record Sweep(int accountId, int marketId, int side, int kind, long belowId, CancelReason reason)
        implements FollowUp {
        boolean includesHalted() {
            return reason == CancelReason.SCHEDULED;
        }
    }

    /** A market is settling. */
    record Delisting(int marketId) implements FollowUp {
    }

    /** The quotes of a group are frozen. */
    record QuotesFrozen(int accountId, int group) implements FollowUp {
    }

    /** A crossed book is executed. */
    record Uncrossing(int marketId) implements FollowUp {
    }
}
