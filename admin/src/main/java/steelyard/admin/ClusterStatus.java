package steelyard.admin;

import java.util.List;

/**
 * What a node knows of its cluster.
 *
 * @param memberId        this member
 * @param leaderId        the member that leads the present term; −1 if none is known
 * @param elections       terms that began since this node started
 * @param terms           the last of them, oldest first
 * @param commitPosition  log position that a majority has recorded
 * @param appliedPosition log position that this node has applied
 * @param difference      why nodes must not take orders together, as a sentence; {@code null} if they may
 * @param checkpoint      the last checkpoint that this node signed, or {@code null}
 */
public record ClusterStatus(
    int memberId, int leaderId, long term, long elections, List<Term> terms, long commitPosition, long appliedPosition,
    String difference, Checkpoint checkpoint, List<Member> members) {

    /** A leadership term and the log position at which it began. */
    public record Term(long term, int leaderId, long logPosition) {
    }

    /**
     * A member and where it is.
     *
     * @param adminUrl URL of its operators' API; empty if it is not configured
     * @param report what it last told of itself; {@code null} if nothing since this node started
     */
    public record Member(int id, String host, int basePort, String adminUrl, Report report) {
    }

    /**
     * The last checkpoint that a member told of in the log.
     *
     * @param lagBytes bytes of log between it and the newest that any member told of
     */
    public record Report(long eventSequence, long logPosition, long lagBytes) {
    }

    /**
     * A checkpoint.
     *
     * @param eventSequence of its event
     * @param agreeing      nodes that have reported the same, this one included
     */
    public record Checkpoint(long eventSequence, long logPosition, long stateHash, String chainHash, int agreeing) {
    }
}
