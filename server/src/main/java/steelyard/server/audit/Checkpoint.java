package steelyard.server.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;

/**
 * What a node had at a place of the log.
 *
 * @param nodeId        the node
 * @param eventSequence of the event {@code CheckpointTaken}
 * @param logPosition   where the message ends that carried its command; the chain's hash is that after this message
 * @param term          leadership term of that message
 * @param stateHash     hash of the state before the event
 * @param chainHash     64 hex digits
 */
public record Checkpoint(
    int nodeId, long eventSequence, long logPosition, long term, long stateHash, String chainHash) {

    private static final int FIELDS = 6;

    /** The checkpoint as a line: what is signed. */
    public String text() {
        return "%d %d %d %d %016x %s".formatted(nodeId, eventSequence, logPosition, term, stateHash, chainHash);
    }

    /** The bytes that are signed. */
    public byte[] bytes() {
        return text().getBytes(US_ASCII);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Checkpoint parse(final String line) {
        final String[] parts = line.split(" ", -1);
        if (parts.length != FIELDS || HexFormat.of().parseHex(parts[5]).length != AuditChain.LENGTH) {
            throw new IllegalArgumentException("no checkpoint: " + line);
        }
        return new Checkpoint(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]),
            Long.parseLong(parts[3]), Long.parseUnsignedLong(parts[4], 16), parts[5]);
    }

    /** Whether another node had the same there. */
    public boolean agreesWith(final Checkpoint other) {
        return eventSequence == other.eventSequence && logPosition == other.logPosition && term == other.term
            && stateHash == other.stateHash && chainHash.equals(other.chainHash);
    }
}
