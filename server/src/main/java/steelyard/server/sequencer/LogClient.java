package steelyard.server.sequencer;

import org.agrona.DirectBuffer;

/** The sequencer's way to the leader of the log. Belongs to the sequencer thread. */
public interface LogClient extends AutoCloseable {
    /** Keeps the connection alive, connects anew if need be, learns of new leaders; returns the work done. */
    int poll(long nowNanos);

    /** Whether a leader is known and takes messages. */
    boolean isConnected();

    /** Rises with every new connection and every new leader: what was handed over before may be lost. */
    long generation();

    /**
     * Hands over one message; never waits.
     *
     * @return {@code false} if it could not be taken now; it was not sent then
     */
    boolean offer(DirectBuffer buffer, int offset, int length);

    /** Leaves the cluster. */
    @Override
    void close();
}
