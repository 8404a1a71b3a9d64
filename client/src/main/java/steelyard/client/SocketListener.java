package steelyard.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Receives what a {@link SteelyardSocket} was not asked for by a request. Calls come one after the other, on the
 * client's executor, and must not block.
 */
@FunctionalInterface
public interface SocketListener {
    /** A message of a subscription: the channel's name and its data. */
    void message(String channel, JsonNode data);

    /** The server complained about something that belongs to no pending request. */
    default void error(final String text) {
    }

    /**
     * The connection is over; called once, and by the thread that closes when that is this side. Pending requests have
     * failed.
     */
    default void closed(final int code, final String reason) {
    }
}
