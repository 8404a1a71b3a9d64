package steelyard.protocol;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A 20-byte address as three numbers, so that it can be a key. Immutable; for everything outside the state machine,
 * which works on buffers.
 *
 * @param high bytes 0 to 7, big-endian
 * @param mid  bytes 8 to 15, big-endian
 * @param low  bytes 16 to 19, big-endian
 */
public record Address(long high, long mid, int low) {
    /** Bytes of an address. */
    public static final int LENGTH = 20;
    /** The address that stands for none. */
    public static final Address ZERO = new Address(0, 0, 0);

    private static final HexFormat HEX = HexFormat.of();

    /** The address at {@code offset}. */
    public static Address from(final DirectBuffer buffer, final int offset) {
        return new Address(
            buffer.getLong(offset, BIG_ENDIAN),
            buffer.getLong(offset + 8, BIG_ENDIAN),
            buffer.getInt(offset + 16, BIG_ENDIAN));
    }

    /** The address in these 20 bytes. */
    public static Address of(final byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
        }
        return from(new UnsafeBuffer(bytes), 0);
    }

    /** Reads 40 hex digits of any case, with or without {@code 0x}; {@code null} for anything else. */
    public static Address parse(final String text) {
        final int start = text.startsWith("0x") ? 2 : 0;
        if (text.length() - start != 2 * LENGTH) {
            return null;
        }
        try {
            return of(HEX.parseHex(text, start, text.length()));
        } catch (final IllegalArgumentException notHex) {
            return null;
        }
    }

    /** Writes the 20 bytes at {@code offset}. */
    public void write(final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, high, BIG_ENDIAN);
        buffer.putLong(offset + 8, mid, BIG_ENDIAN);
        buffer.putInt(offset + 16, low, BIG_ENDIAN);
    }

    /** Whether this is the address that stands for none. */
    public boolean isZero() {
        return high == 0 && mid == 0 && low == 0;
    }

    /** The 20 bytes. */
    public byte[] bytes() {
        final byte[] bytes = new byte[LENGTH];
        write(new UnsafeBuffer(bytes), 0);
        return bytes;
    }

    /** {@code 0x} and 40 lower-case hex digits. */
    @Override
    public String toString() {
        return "0x" + HEX.toHexDigits(high) + HEX.toHexDigits(mid) + HEX.toHexDigits(low);
    }
}
