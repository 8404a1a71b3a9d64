package steelyard.admin;

/**
 * A snapshot that is stored.
 *
 * @param logPosition   position of the log that it stands for
 * @param eventSequence last event before it
 * @param stateHash     hash of the state in it
 * @param durationNanos from the request until it was stored
 */
public record SnapshotTaken(long logPosition, long eventSequence, long stateHash, long durationNanos) {
}
