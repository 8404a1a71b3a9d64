package steelyard.server.cluster;

import org.agrona.DirectBuffer;

/** Stops the node when something holds no longer that the exchange rests on. */
public interface FailStop {
    /**
     * Stops the process before another answer leaves it; does not return.
     *
     * @param where what was being done, for people
     */
    RuntimeException stop(String where, Throwable cause);

    /** As {@link #stop}, for a command that could not be applied. */
    RuntimeException stop(
        long logPosition, int commandIndex, DirectBuffer command, int offset, int length, Throwable cause);
}
