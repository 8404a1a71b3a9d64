package steelyard.server.cluster;

/** What the service last told of itself. Any thread may read. */
public final class ServiceCondition {
    private volatile long appliedPosition = -1;
    private volatile long leadershipTermId = -1;
    private volatile boolean leader;
    private volatile long snapshotPosition = -1;
    private volatile long snapshotEpochMillis;
    private volatile long snapshotPauseNanos;

    void applied(final long logPosition) {
        if (appliedPosition != logPosition) {
            appliedPosition = logPosition;
        }
    }

    void term(final long termId) {
        leadershipTermId = termId;
    }

    void role(final boolean leads) {
        leader = leads;
    }

    void snapshot(final long logPosition, final long epochMillis, final long pauseNanos) {
        snapshotPosition = logPosition;
        snapshotEpochMillis = epochMillis;
        snapshotPauseNanos = pauseNanos;
    }

    /** Log position up to which the service has seen everything; −1 before it started. */
    public long appliedPosition() {
        return appliedPosition;
    }

    /** The leadership term, or −1. */
    public long leadershipTermId() {
        return leadershipTermId;
    }

    /** Whether this member leads. */
    public boolean isLeader() {
        return leader;
    }

    /** Log position of the last snapshot that was taken or loaded, or −1. */
    public long snapshotPosition() {
        return snapshotPosition;
    }

    /** When the last snapshot was taken or loaded, in milliseconds since 1970, or 0. */
    public long snapshotEpochMillis() {
        return snapshotEpochMillis;
    }

    /** How long the last snapshot stopped the service. */
    public long snapshotPauseNanos() {
        return snapshotPauseNanos;
    }
}
