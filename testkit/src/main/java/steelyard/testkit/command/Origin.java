package steelyard.testkit.command;

/**
 * Which node numbered a command.
 *
 * @param nodeId the node, 0 to 65535
 * @param epoch  the node's epoch, 0 while it has none
 * @param seq    the number of the command in that epoch, from 1; 0 for a command that is not numbered
 */
public record Origin(int nodeId, int epoch, long seq) {
}
