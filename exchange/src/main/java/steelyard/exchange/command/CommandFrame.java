package steelyard.exchange.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.MessageHeaderDecoder;
import steelyard.protocol.array.OriginDecoder;

/**
 * The command under way: its bytes, who numbered it, and for which account it acts. Reused. Bytes that are not in an
 * {@link ArrayBuffer} are copied into one, which is decoded so much faster than the log's own memory that the copy pays
 * for itself several times over.
 */
public final class CommandFrame {
    /** The account of a command that acts for none. */
    public static final int NO_ACCOUNT = -1;

    private final ArrayBuffer copy = new ArrayBuffer(16 * 1024);
    private ArrayBuffer bytes = copy;
    private int blockOffset;
    private int templateId;
    private int blockLength;
    private int version;
    private long seq;
    private int epoch;
    private int nodeId;
    private long logPosition;
    private int commandIndex;
    private int accountId;

    /**
     * Looks at a command and the place in the log that it came from.
     *
     * @throws IllegalStateException if the bytes are no complete command
     */
    public CommandFrame wrap(
        final DirectBuffer command, final int offset, final int length, final long position, final int index) {
        final int start = wrapBytes(command, offset, length);
        CommandLayout.check(bytes, start, length);
        return wrapOrigin(start, position, index);
    }

    /** Looks at a command of which only the header and the origin may be read, however torn the rest is. */
    public CommandFrame wrapUnchecked(
        final DirectBuffer command, final int offset, final int length, final long position, final int index) {
        return wrapOrigin(wrapBytes(command, offset, length), position, index);
    }

    /** Answers where the command starts in {@link #bytes}. */
    private int wrapBytes(final DirectBuffer command, final int offset, final int length) {
        if (command instanceof final ArrayBuffer array) {
            bytes = array;
            return offset;
        }
        copy.reserve(length);
        command.getBytes(offset, copy, 0, length);
        bytes = copy;
        return 0;
    }

    private CommandFrame wrapOrigin(final int start, final long position, final int index) {
        blockOffset = start + MessageHeaderDecoder.ENCODED_LENGTH;
        final long header = bytes.getLong(start, LITTLE_ENDIAN);
        // The epoch in the lower half, the node's number in the two bytes above it.
        final long epochAndNode =
            bytes.getLong(blockOffset + OriginDecoder.epochEncodingOffset(), LITTLE_ENDIAN);
        templateId = CommandLayout.field(header, MessageHeaderDecoder.templateIdEncodingOffset());
        blockLength = CommandLayout.field(header, MessageHeaderDecoder.blockLengthEncodingOffset());
        version = CommandLayout.field(header, MessageHeaderDecoder.versionEncodingOffset());
        seq = bytes.getLong(blockOffset + OriginDecoder.seqEncodingOffset(), LITTLE_ENDIAN);
        epoch = (int) epochAndNode;
        nodeId = (int) (epochAndNode >>> Integer.SIZE) & 0xFFFF;
        logPosition = position;
        commandIndex = index;
        accountId = NO_ACCOUNT;
        return this;
    }

    /** Makes a decoder of the command's template look at it. */
    public <T extends MessageDecoderFlyweight> T decode(final T decoder) {
        decoder.wrap(bytes, blockOffset, blockLength, version);
        return decoder;
    }

    /** The bytes that hold the command. */
    public ArrayBuffer buffer() {
        return bytes;
    }

    /** Where the command's block starts. */
    public int blockOffset() {
        return blockOffset;
    }

    /** Bytes of the block. */
    public int blockLength() {
        return blockLength;
    }

    /** Version of the schema that the command was encoded by. */
    public int version() {
        return version;
    }

    /** Where the first group or variable field starts. */
    public int blockEnd() {
        return blockOffset + blockLength;
    }

    /** Which command it is. */
    public int templateId() {
        return templateId;
    }

    /** Number of the command at its node. */
    public long seq() {
        return seq;
    }

    /** The epoch in which the node numbered it. */
    public int epoch() {
        return epoch;
    }

    /** The node that numbered it. */
    public int nodeId() {
        return nodeId;
    }

    /** Log position of the message that carried it. */
    public long logPosition() {
        return logPosition;
    }

    /** Its index in that message. */
    public int commandIndex() {
        return commandIndex;
    }

    /** The account it acts for, or {@link #NO_ACCOUNT}. */
    public int accountId() {
        return accountId;
    }

    /** Says for which account it acts. */
    public void accountId(final int id) {
        accountId = id;
    }
}
