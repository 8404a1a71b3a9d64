package steelyard.server.cluster;

/**
 * The state machine between two commands.
 *
 * @param eventSequence last event
 * @param logPosition   log position up to which everything is applied
 * @param nowNanos      log time
 * @param hashes        hash of the state
 */
public record CoreStatus(long eventSequence, long logPosition, long nowNanos, StateHashes hashes) {
}
