package steelyard.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.node.AgentLimits;
import steelyard.node.IpNetwork;

class IpNetworkTest {
    @Test
    void shouldReadNetworksAndSingleAddresses() {
        final long ipv4 = 0xFFFF_0000_0000L;
        assertEquals(new IpNetwork(0, ipv4 | 0x0A00_0000L, 104), IpNetwork.parse("10.0.0.0/8"));
        assertEquals(new IpNetwork(0, ipv4 | 0xC000_0201L, 128), IpNetwork.parse("192.0.2.1"));
        assertEquals(new IpNetwork(0, ipv4, 96), IpNetwork.parse("0.0.0.0/0"));
        assertEquals(new IpNetwork(0x2001_0DB8_0000_0000L, 0, 32), IpNetwork.parse("2001:db8::/32"));
        assertEquals(new IpNetwork(0, 1, 128), IpNetwork.parse("::1"));
        assertEquals(new IpNetwork(0, 0, 0), IpNetwork.parse("::/0"));
        assertEquals(new IpNetwork(0, ipv4 | 0x0A00_0001L, 104), IpNetwork.parse("10.0.0.1/8"), "bits are kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0/8", "10", "010.0.0.1", "1.2.3.4.5",
        "256.0.0.1", "example.org", "localhost", "::/129", "::1%eth0", "fe80::1%1/64", "[::1]/128", "::g", "10.0.0.0/8/8",
        "10.0.0.0 /8", "::ffff:10.0.0.0/104"})
    void shouldReadNothingElse(final String text) {
        assertNull(IpNetwork.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false", "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false", "0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, ::1, false",
        "::/0, 203.0.113.9, false", "::/0, 2001:db8::1, true", "2001:db8::/32, 2001:db8:ffff::, true",
        "2001:db8::/32, 2001:db9::, false", "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, true",
        "2001:db8:0:1::/64, 2001:db8:0:2::, false", "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, true",
        "2001:db8::8000:0:0:0/65, 2001:db8::1, false", "::1, ::1, true", "::1, ::2, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true"})
    void shouldContainAddressesOfItsKind(final String network, final String address, final boolean contains) {
        assertEquals(contains, IpNetwork.parse(network).contains(InetAddress.ofLiteral(address)));
    }

    @Test
    void shouldAllowEveryAddressWithoutAListAndNoneThatIsUnknownWithOne() {
        assertEquals(true, AgentLimits.NONE.allows(null));
        final AgentLimits limits = new AgentLimits(false, List.of(
            IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("::1")));
        assertEquals(false, limits.allows(null));
        assertEquals(true, limits.allows(InetAddress.ofLiteral("::1")));
        assertEquals(false, limits.allows(InetAddress.ofLiteral("192.0.2.1")));
    }
}
