package steelyard.exchange.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/** The name of a second operator: the string behind a command's block, before its remark. Flyweight. */
public final class SecondOperator {
    private static final int LENGTH_FIELD = Short.BYTES;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    /** A flyweight over nothing yet. */
    public SecondOperator() {
    }

    /** Looks at the string behind the command's block. */
    public void wrap(final CommandFrame command) {
        buffer = command.buffer();
        offset = command.blockEnd() + LENGTH_FIELD;
        length = buffer.getShort(command.blockEnd(), LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Where the next string starts. */
    public int end() {
        return offset + length;
    }

    /** Whether there is a name, and another one than that of the first operator, who has one too. */
    public boolean isAnother(final Remark remark) {
        if (length == 0 || remark.nameLength() == 0) {
            return false;
        }
        boolean isSame = length == remark.nameLength();
        for (int i = 0; isSame && i < length; i++) {
            isSame = buffer.getByte(offset + i) == remark.buffer().getByte(remark.nameOffset() + i);
        }
        return !isSame;
    }

    /** The bytes that hold the name. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the name starts. */
    public int offset() {
        return offset;
    }

    /** Bytes of the name. */
    public int length() {
        return length;
    }
}
