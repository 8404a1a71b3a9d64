package steelyard.server.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One member and its cluster.
 *
 * @param memberId               this member
 * @param members                all members, this one included; their ids are distinct
 * @param directory              the node's data directory
 * @param driverDirectory        where the media driver keeps its buffers: shared memory, or the data directory
 * @param durability             what recorded means
 * @param idle                   how threads wait
 * @param heartbeatTimeoutNanos  a leader silent for so long is replaced
 */
public record ClusterSettings(
    int memberId,
    List<Member> members,
    Path directory,
    Path driverDirectory,
    Durability durability,
    IdleMode idle,
    long heartbeatTimeoutNanos) {

    /** Ports of a member, from its base port on: client ingress, consensus, log, catch-up, archive. */
    public static final int PORTS_PER_MEMBER = 5;

    /**
     * A member's place in the network.
     *
     * @param basePort first of {@link #PORTS_PER_MEMBER} UDP ports
     * @param adminUrl where operators reach its API; empty if it is not said
     */
    public record Member(int id, String host, int basePort, String adminUrl) {
        /** A member whose operators' API is not said. */
        public Member(final int id, final String host, final int basePort) {
            this(id, host, basePort, "");
        }

        /** Its node's number in the log: above 0, because 0 stands for none. */
        public int nodeId() {
            return id + 1;
        }

        /** Whether it is another member that would use the same ports of the same host. */
        public boolean overlaps(final Member other) {
            return id != other.id && host.equals(other.host)
                && Math.abs(basePort - other.basePort) < PORTS_PER_MEMBER;
        }

        String endpoint(final int port) {
            return host + ":" + (basePort + port);
        }

        private String endpoints() {
            return id + "," + IntStream.range(0, PORTS_PER_MEMBER)
                .mapToObj(this::endpoint).collect(Collectors.joining(","));
        }
    }

    /** This member. */
    public Member member() {
        return members.stream().filter(member -> member.id() == memberId).findFirst().orElseThrow();
    }

    /** Whether the cluster has no other member. */
    public boolean isAlone() {
        return members.size() == 1;
    }

    /** The node's number in the log: above 0, because 0 stands for none. */
    public int nodeId() {
        return member().nodeId();
    }

    String clusterMembers() {
        return members.stream().map(Member::endpoints).collect(Collectors.joining("|"));
    }

    String ingressEndpoints() {
        return members.stream().map(member -> member.id() + "=" + member.endpoint(0))
            .collect(Collectors.joining(","));
    }

    /** Where the archive's recordings are. */
    public Path archiveDirectory() {
        return directory.resolve("archive");
    }

    /** Where the consensus module keeps its files. */
    public Path clusterDirectory() {
        return directory.resolve("cluster");
    }
}
