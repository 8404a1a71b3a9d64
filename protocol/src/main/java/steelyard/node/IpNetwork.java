package steelyard.node;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A network of IPv4 or IPv6 addresses. Its address has 128 bits; those of IPv4 stand in {@code ::ffff:0:0/96}, with
 * prefixes of at least 96 bits.
 *
 * @param high         first eight bytes of the address
 * @param low          last eight bytes
 * @param prefixLength bits that count
 */
public record IpNetwork(long high, long low, int prefixLength) {
    private static final int IPV4_OFFSET = 96;
    private static final int IPV4_BITS = 32;
    private static final int BITS = 128;
    private static final long IPV4 = 0xFFFFL;

    /**
     * Reads {@code ADDRESS/BITS}, or an address alone, which is a network by itself; {@code null} for anything else. Bits
     * beyond the prefix are kept.
     */
    public static IpNetwork parse(final String text) {
        final int slash = text.indexOf('/');
        final InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        final int most = address instanceof Inet4Address ? IPV4_BITS : BITS;
        final int length = slash < 0 ? most : length(text.substring(slash + 1), most);
        return length < 0 ? null : of(address, BITS - most + length);
    }

    private static InetAddress address(final String text) {
        try {
            final InetAddress address =
                text.indexOf('%') < 0 && text.indexOf('[') < 0 ? InetAddress.ofLiteral(text) : null;
            // Of IPv4 there are shorter forms, which are easily mistaken.
            return address instanceof Inet4Address && text.indexOf(':') < 0 && !address.getHostAddress().equals(text)
                ? null : address;
        } catch (final IllegalArgumentException noAddress) {
            return null;
        }
    }

    private static int length(final String digits, final int most) {
        if (!digits.matches("0|[1-9]\\d{0,2}")) {
            return -1;
        }
        final int length = Integer.parseInt(digits);
        return length <= most ? length : -1;
    }

    private static IpNetwork of(final InetAddress address, final int prefixLength) {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
            ? new IpNetwork(0, IPV4 << IPV4_BITS | bytes.getInt() & 0xFFFF_FFFFL, prefixLength)
            : new IpNetwork(bytes.getLong(), bytes.getLong(), prefixLength);
    }

    /** Whether the address is one of the network; those of IPv4 are in no network of IPv6. */
    public boolean contains(final InetAddress address) {
        final IpNetwork host = of(address, BITS);
        return address instanceof Inet4Address == isIpv4()
            && ((high ^ host.high) & first(prefixLength)) == 0
            && ((low ^ host.low) & first(prefixLength - Long.SIZE)) == 0;
    }

    private boolean isIpv4() {
        return high == 0 && low >>> IPV4_BITS == IPV4 && prefixLength >= IPV4_OFFSET;
    }

    /** The first bits of a long. */
    private static long first(final int length) {
        return length <= 0 ? 0 : length >= Long.SIZE ? -1 : -1L << Long.SIZE - length;
    }
}
