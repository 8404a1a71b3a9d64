package steelyard.exchange.command;

import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OriginDecoder;

/** The command under way: where its bytes are, who numbered it, and for which account it acts. A flyweight. */
public final class CommandFrame {
    /** The account of a command that acts for none. */
    public static final int NO_ACCOUNT = -1;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OriginDecoder origin = new OriginDecoder();
    private DirectBuffer buffer;
    private int blockOffset;
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
        CommandLayout.check(command, offset, length);
        buffer = command;
        blockOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        header.wrap(command, offset);
        origin.wrap(command, blockOffset);
        logPosition = position;
        commandIndex = index;
        accountId = NO_ACCOUNT;
        return this;
    }

    /** Makes a decoder of the command's template look at it. */
    public <T extends MessageDecoderFlyweight> T decode(final T decoder) {
        decoder.wrap(buffer, blockOffset, header.blockLength(), header.version());
        return decoder;
    }

    /** The bytes that hold the command. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the command's block starts. */
    public int blockOffset() {
        return blockOffset;
    }

    /** Where the first group or variable field starts. */
    public int blockEnd() {
        return blockOffset + header.blockLength();
    }

    /** Which command it is. */
    public int templateId() {
        return header.templateId();
    }

    /** Number of the command at its node. */
    public long seq() {
        return origin.seq();
    }

    /** The epoch in which the node numbered it. */
    public int epoch() {
        return origin.epoch();
    }

    /** The node that numbered it. */
    public int nodeId() {
        return origin.nodeId();
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
