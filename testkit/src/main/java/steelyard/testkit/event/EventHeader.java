package steelyard.testkit.event;

/**
 * Where an event stands.
 *
 * @param eventSequence  number of the event, from 1
 * @param logPosition    log position of the message that carried the command
 * @param commandIndex   index of the command in that message
 * @param timestampNanos log time
 * @param nodeId         node of the causing command
 * @param epoch          epoch of the causing command
 * @param seq            number of the causing command
 */
public record EventHeader(
    long eventSequence, long logPosition, int commandIndex, long timestampNanos, int nodeId, int epoch, long seq) {
}
