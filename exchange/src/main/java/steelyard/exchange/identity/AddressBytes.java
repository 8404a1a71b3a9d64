package steelyard.exchange.identity;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/** What the 20 bytes of an address say by themselves. */
public final class AddressBytes {
    /** Bytes 0 to 7 of a sub-account's address; zeros follow, and its id in the last four bytes. */
    public static final long SUB_ACCOUNT_HIGH = 0xFD00_0000_0000_0000L;

    private AddressBytes() {
    }

    /** Whether it is the address of zeros, which is nobody's. */
    public static boolean isZero(final DirectBuffer buffer, final int offset) {
        return (buffer.getLong(offset) | buffer.getLong(offset + 8) | buffer.getInt(offset + 16)) == 0;
    }

    /** Whether only a sub-account may have it. {@code docs/account-rules.md#2-sub-accounts}. */
    public static boolean isReserved(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, BIG_ENDIAN) == SUB_ACCOUNT_HIGH && buffer.getLong(offset + 8) == 0;
    }
}
