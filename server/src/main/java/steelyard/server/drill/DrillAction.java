package steelyard.server.drill;

import steelyard.client.SignedAction;

/** A signed batch of orders with consecutive client order ids, and what its client knows of it. */
final class DrillAction {
    /** What the client knows. */
    enum State {
        /** Sent, and neither answered nor given up. */
        SENT,
        /** The connection was lost, or the node did not know: whether it was done must be found out. */
        UNRESOLVED,
        /** Every order has its fate. */
        RESOLVED
    }

    private final SignedAction signed;
    private final long firstId;
    private final int count;
    private volatile State state = State.SENT;

    DrillAction(final SignedAction signed, final long firstId, final int count) {
        this.signed = signed;
        this.firstId = firstId;
        this.count = count;
    }

    SignedAction signed() {
        return signed;
    }

    /** Number of its first order; the others follow. */
    long firstId() {
        return firstId;
    }

    int count() {
        return count;
    }

    State state() {
        return state;
    }

    void state(final State next) {
        state = next;
    }
}
