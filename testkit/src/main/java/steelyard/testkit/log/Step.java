package steelyard.testkit.log;

import steelyard.testkit.command.Command;

/**
 * A command before it is numbered: who sends it when, and how its number differs from the right one. A list of steps
 * can be applied again after some were taken out.
 *
 * @param timestampNanos log time of the message, in nanoseconds since 1970
 * @param nodeId         the node that sends it
 * @param epochOffset    added to the node's epoch; 0 is right
 * @param seqOffset      added to the node's next number; 0 is right, negative a repeat, positive leaves a gap
 * @param command        what it says
 */
public record Step(long timestampNanos, int nodeId, int epochOffset, long seqOffset, Command command) {
    /** A step with the right number. */
    public static Step of(final long timestampNanos, final int nodeId, final Command command) {
        return new Step(timestampNanos, nodeId, 0, 0, command);
    }
}
