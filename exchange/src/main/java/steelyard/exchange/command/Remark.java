package steelyard.exchange.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who did something as an operator, and why: two strings at the end of a command, copied into its event. A flyweight.
 */
public final class Remark {
    private static final int LENGTH_FIELD = 2;

    private DirectBuffer buffer;
    private int nameOffset;
    private int nameLength;
    private int reasonOffset;
    private int reasonLength;

    /** A remark of the house itself. */
    public static Remark of(final String operatorName, final String reason) {
        final byte[] name = operatorName.getBytes(UTF_8);
        final byte[] why = reason.getBytes(UTF_8);
        final Remark remark = new Remark();
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[name.length + why.length]);
        bytes.putBytes(0, name);
        bytes.putBytes(name.length, why);
        remark.buffer = bytes;
        remark.nameLength = name.length;
        remark.reasonOffset = name.length;
        remark.reasonLength = why.length;
        return remark;
    }

    /** Looks at the strings behind the command's block. */
    public Remark wrap(final CommandFrame command) {
        return wrapAt(command, command.blockEnd());
    }

    /** Looks at the strings that start there, behind groups. */
    public Remark wrapAt(final CommandFrame command, final int start) {
        buffer = command.buffer();
        nameOffset = start + LENGTH_FIELD;
        nameLength = buffer.getShort(start, LITTLE_ENDIAN) & 0xFFFF;
        reasonOffset = nameOffset + nameLength + LENGTH_FIELD;
        reasonLength = buffer.getShort(nameOffset + nameLength, LITTLE_ENDIAN) & 0xFFFF;
        return this;
    }

    /** Looks at two empty strings. */
    public Remark empty(final CommandFrame command) {
        buffer = command.buffer();
        nameOffset = command.blockOffset();
        nameLength = 0;
        reasonOffset = command.blockOffset();
        reasonLength = 0;
        return this;
    }

    /** The bytes that hold the strings. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the operator's name starts. */
    public int nameOffset() {
        return nameOffset;
    }

    /** Bytes of the operator's name. */
    public int nameLength() {
        return nameLength;
    }

    /** Where the reason starts. */
    public int reasonOffset() {
        return reasonOffset;
    }

    /** Bytes of the reason. */
    public int reasonLength() {
        return reasonLength;
    }
}
