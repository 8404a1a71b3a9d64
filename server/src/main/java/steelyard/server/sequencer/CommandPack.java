package steelyard.server.sequencer;

import static steelyard.protocol.sbe.MessageHeaderEncoder.ENCODED_LENGTH;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.node.CommandPort;
import steelyard.protocol.sbe.OriginEncoder;

/**
 * One message of the log: up to {@link #COMMANDS_MAX} commands or {@link #LENGTH_SOFT_MAX} bytes; a longer command goes
 * alone. Per command a 4-byte length, 4 unused bytes and the command, padded to 8 bytes. Reused; belongs to one thread.
 */
public final class CommandPack {
    /** Most commands in a message. */
    public static final int COMMANDS_MAX = 12;
    /** Bytes after which no further command is added. */
    public static final int LENGTH_SOFT_MAX = 32 * 1024;
    /** Bytes before each command. */
    public static final int COMMAND_HEADER_LENGTH = 8;
    /** Bytes of the longest message. */
    public static final int LENGTH_MAX =
        Math.max(LENGTH_SOFT_MAX, COMMAND_HEADER_LENGTH + BitUtil.align(CommandPort.COMMAND_LENGTH_MAX, 8));

    /** Sees the commands of a message, in order. */
    @FunctionalInterface
    public interface Reader {
        /** One command: its index in the message and its bytes. */
        void onCommand(int index, DirectBuffer buffer, int offset, int length);
    }

    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH_MAX).order(ByteOrder.nativeOrder()));
    private int length;
    private int count;

    /** Forgets what was added. */
    public void clear() {
        length = 0;
        count = 0;
    }

    /** Whether a command of this length still belongs into the message. */
    public boolean takes(final int commandLength) {
        return count == 0 || count < COMMANDS_MAX && length + space(commandLength) <= LENGTH_SOFT_MAX;
    }

    /** Appends a command and writes its number into it; {@code seq} 0 and {@code epoch} 0 leave it unnumbered. */
    public void add(
        final DirectBuffer command,
        final int offset,
        final int commandLength,
        final long seq,
        final int epoch,
        final int nodeId) {
        buffer.putInt(length, commandLength);
        buffer.putInt(length + 4, 0);
        final int start = length + COMMAND_HEADER_LENGTH;
        buffer.putBytes(start, command, offset, commandLength);
        final int origin = start + ENCODED_LENGTH;
        buffer.putLong(origin + OriginEncoder.seqEncodingOffset(), seq);
        buffer.putInt(origin + OriginEncoder.epochEncodingOffset(), epoch);
        buffer.putShort(origin + OriginEncoder.nodeIdEncodingOffset(), (short) nodeId);
        length += space(commandLength);
        count++;
    }

    private static int space(final int commandLength) {
        return COMMAND_HEADER_LENGTH + BitUtil.align(commandLength, 8);
    }

    /** Number of commands. */
    public int count() {
        return count;
    }

    /** Bytes of the message. */
    public int length() {
        return length;
    }

    /** The message, from 0 on. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Reads a message of the log.
     *
     * @throws IllegalArgumentException if the bytes are no such message
     */
    public static void read(final DirectBuffer message, final int offset, final int length, final Reader reader) {
        int position = 0;
        for (int index = 0; position < length; index++) {
            final int commandLength =
                position + COMMAND_HEADER_LENGTH <= length ? message.getInt(offset + position) : -1;
            if (commandLength < ENCODED_LENGTH || position + space(commandLength) > length) {
                throw new IllegalArgumentException(
                    "no command of " + commandLength + " bytes at " + position + " of a message of " + length);
            }
            reader.onCommand(index, message, offset + position + COMMAND_HEADER_LENGTH, commandLength);
            position += space(commandLength);
        }
    }
}
