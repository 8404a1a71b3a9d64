package steelyard.server.journal;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import org.agrona.DirectBuffer;
import steelyard.protocol.ArrayBuffer;
import steelyard.server.cluster.StateMachine;
import steelyard.server.sequencer.CommandPack;

/** Reads the commands of a recorded log, as the cluster's service does. Belongs to one thread. */
public final class LogReader implements AutoCloseable {
    /** Takes commands: {@link StateMachine#apply}, or what stands before it. */
    @FunctionalInterface
    public interface CommandHandler {
        /** One command of the log. */
        void onCommand(
            DirectBuffer buffer, int offset, int length, long logPosition, int commandIndex, long timestampNanos);
    }

    private final Recording recording;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionMessageHeaderDecoder session = new SessionMessageHeaderDecoder();
    /** A copy of the message under way, in which commands are read faster than in the file's own memory. */
    private final ArrayBuffer message = new ArrayBuffer(CommandPack.LENGTH_MAX);
    private CommandPack.Reader expecting = (index, command, offset, length) -> { };
    private long commands;

    LogReader(final Recording recording) {
        this.recording = recording;
    }

    /** From now on all commands of a message are announced to {@code core} before the first is handed on. */
    public void announceTo(final StateMachine core) {
        expecting = (index, command, offset, length) -> core.expect(command, offset, length);
    }

    /**
     * Gives the commands of at most {@code limit} log messages that end at or before {@code endPosition} to
     * {@code handler}.
     *
     * @return number of messages; less than {@code limit} at the end
     */
    public int poll(final CommandHandler handler, final int limit, final long endPosition) {
        return recording.poll((position, buffer, offset, length) ->
            onMessage(handler, position, buffer, offset, length), limit, endPosition);
    }

    private void onMessage(
        final CommandHandler handler,
        final long position,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
        header.wrap(buffer, offset);
        if (header.templateId() != SessionMessageHeaderDecoder.TEMPLATE_ID) {
            return;
        }
        session.wrapAndApplyHeader(buffer, offset, header);
        final long timestampNanos = session.timestamp();
        final int messageLength = length - AeronCluster.SESSION_HEADER_LENGTH;
        message.reserve(messageLength);
        buffer.getBytes(offset + AeronCluster.SESSION_HEADER_LENGTH, message, 0, messageLength);
        CommandPack.read(message, 0, messageLength, expecting);
        CommandPack.read(message, 0, messageLength, (index, command, commandOffset, commandLength) -> {
            handler.onCommand(command, commandOffset, commandLength, position, index, timestampNanos);
            commands++;
        });
    }

    /** Log position that was reached. */
    public long position() {
        return recording.position();
    }

    /** Commands that were read. */
    public long commands() {
        return commands;
    }

    @Override
    public void close() {
        recording.close();
    }
}
