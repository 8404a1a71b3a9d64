package steelyard.server.journal;

import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import org.agrona.DirectBuffer;

/** Reads the messages of a recorded log as they are. Belongs to one thread. */
public final class MessageReader implements AutoCloseable {
    /** Sees messages. */
    @FunctionalInterface
    public interface MessageHandler {
        /** One message; {@code position} is where it ends in the log. */
        void onMessage(long position, DirectBuffer buffer, int offset, int length);
    }

    private final Recording recording;

    MessageReader(final Recording recording) {
        this.recording = recording;
    }

    /**
     * Gives at most {@code limit} messages that end at or before {@code endPosition} to {@code handler}.
     *
     * @return how many; 0 at the end
     * @throws JournalException if a fragment is damaged
     */
    public int poll(final MessageHandler handler, final int limit, final long endPosition) {
        return recording.poll(handler::onMessage, limit, endPosition);
    }

    /** Leadership term that a message of the log names; {@code before} if it names none. */
    public static long termOf(final DirectBuffer buffer, final int offset, final long before) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        return switch (header.templateId()) {
            case SessionMessageHeaderDecoder.TEMPLATE_ID ->
                new SessionMessageHeaderDecoder().wrapAndApplyHeader(buffer, offset, header).leadershipTermId();
            case NewLeadershipTermEventDecoder.TEMPLATE_ID ->
                new NewLeadershipTermEventDecoder().wrapAndApplyHeader(buffer, offset, header).leadershipTermId();
            default -> before;
        };
    }

    @Override
    public void close() {
        recording.close();
    }
}
