package steelyard.admin;

import java.util.Map;

/**
 * The node and the exact state of its exchange after one command.
 *
 * @param role          what the node is in its cluster, in lower case: leader, follower, candidate …
 * @param term          leadership term
 * @param logPosition   position of the log after that command
 * @param eventSequence last event
 * @param logTimeNanos  log time
 * @param stateHash     hash of the whole state
 * @param partHashes    hash of each part of the state, in the order in which they are to be shown
 * @param versions      version of each thing that has one: software, schema, behaviour …
 */
public record ExchangeStatus(
    String role,
    long term,
    long logPosition,
    long eventSequence,
    long logTimeNanos,
    long stateHash,
    Map<String, Long> partHashes,
    Map<String, String> versions) {
}
