package steelyard.testkit.log;

import steelyard.testkit.command.Command;
import steelyard.testkit.command.Origin;

/**
 * A command as it stands in the log.
 *
 * @param command        what it says
 * @param origin         its number
 * @param logPosition    position of the message that carries it
 * @param commandIndex   its index in that message
 * @param timestampNanos time of that message, in nanoseconds since 1970
 */
public record LoggedCommand(
    Command command, Origin origin, long logPosition, int commandIndex, long timestampNanos) {
}
