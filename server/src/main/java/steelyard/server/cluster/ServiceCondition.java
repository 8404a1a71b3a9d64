package steelyard.server.cluster;

import java.util.ArrayList;
import java.util.List;

/** What the service last told of itself. Any thread may read. */
public final class ServiceCondition {
    private static final int TERMS_KEPT = 16;

    private volatile long appliedPosition = -1;
    private volatile long leadershipTermId = -1;
    private volatile boolean leader;
    private volatile int leaderMemberId = -1;
    private volatile long elections;
    private volatile Snapshot snapshot;
    private volatile long repeats;
    private volatile List<Term> terms = List.of();

    /** A leadership term and the log position at which it began. */
    public record Term(long termId, int leaderId, long logPosition) {
    }

    /**
     * A snapshot that this member took or loaded.
     *
     * @param epochMillis when, in milliseconds since 1970
     * @param pauseNanos  how long it stopped the service; 0 if it was loaded
     */
    public record Snapshot(
        long logPosition, long eventSequence, long stateHash, long epochMillis, long pauseNanos) {
    }

    void applied(final long logPosition) {
        if (appliedPosition != logPosition) {
            appliedPosition = logPosition;
        }
    }

    void term(final long termId, final int leaderId, final long logPosition) {
        final List<Term> next = new ArrayList<>(terms);
        next.add(new Term(termId, leaderId, logPosition));
        terms = List.copyOf(next.subList(Math.max(0, next.size() - TERMS_KEPT), next.size()));
        leadershipTermId = termId;
        leaderMemberId = leaderId;
        elections = elections + 1;
    }

    void role(final boolean leads) {
        leader = leads;
    }

    void snapshot(final Snapshot taken) {
        snapshot = taken;
    }

    void repeat() {
        repeats = repeats + 1;
    }

    /** Log position up to which the service has seen everything; −1 before it started. */
    public long appliedPosition() {
        return appliedPosition;
    }

    /** The leadership term, or −1. */
    public long leadershipTermId() {
        return leadershipTermId;
    }

    /** The member that leads the term, or −1. */
    public int leaderMemberId() {
        return leaderMemberId;
    }

    /** The last terms that began since this member started, oldest first. */
    public List<Term> terms() {
        return terms;
    }

    /** Terms that began since this member started, those of its replay included. */
    public long elections() {
        return elections;
    }

    /** Whether this member leads. */
    public boolean isLeader() {
        return leader;
    }

    /** The last snapshot, or {@code null}. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Commands that had been applied before and were ignored. */
    public long repeats() {
        return repeats;
    }
}
