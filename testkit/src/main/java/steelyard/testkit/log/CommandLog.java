package steelyard.testkit.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Origin;
import steelyard.testkit.event.Event;

/**
 * Numbers steps and gives them places in the log. Steps of the same time share a message, up to
 * {@value #MESSAGE_COMMANDS_MAX}. What epoch a node has and what its last number is, it learns from the events.
 */
public final class CommandLog {
    /** Most commands in one message. */
    public static final int MESSAGE_COMMANDS_MAX = 12;
    private static final int MESSAGE_LENGTH = 1_024;

    private record Node(int epoch, long lastSeq) {
    }

    private final Map<Integer, Node> nodes = new TreeMap<>();
    private long logPosition = MESSAGE_LENGTH;
    private int commandIndex = -1;
    private long timestampNanos;

    /** The step as the next command of the log. */
    public LoggedCommand append(final Step step) {
        if (commandIndex >= 0
            && (step.timestampNanos() != timestampNanos || commandIndex == MESSAGE_COMMANDS_MAX - 1)) {
            logPosition += MESSAGE_LENGTH;
            commandIndex = -1;
        }
        timestampNanos = step.timestampNanos();
        commandIndex++;
        return new LoggedCommand(step.command(), origin(step), logPosition, commandIndex, timestampNanos);
    }

    private Origin origin(final Step step) {
        if (step.command() instanceof Command.OpenEpoch) {
            return new Origin(step.nodeId(), 0, 0);
        }
        final Node node = nodes.getOrDefault(step.nodeId(), new Node(0, 0));
        return new Origin(
            step.nodeId(), node.epoch() + step.epochOffset(), node.lastSeq() + 1 + step.seqOffset());
    }

    /** Learns from the events of a command that was appended. */
    public void onEvents(final List<Event> events) {
        for (final Event event : events) {
            final int nodeId = event.header().nodeId();
            if (event instanceof Event.EpochOpened opened) {
                nodes.put(opened.openedNodeId(), new Node(opened.openedEpoch(), 0));
            } else if (event instanceof Event.CommandDone && event.header().seq() > 0) {
                nodes.put(nodeId, new Node(event.header().epoch(), event.header().seq()));
            }
        }
    }
}
