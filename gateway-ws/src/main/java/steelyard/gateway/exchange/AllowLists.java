package steelyard.gateway.exchange;

import java.net.InetAddress;
import steelyard.gateway.limit.Client;
import steelyard.gateway.reads.NodeReads;
import steelyard.protocol.Address;

/** From where agents may be used. Any thread. {@code docs/reference/http.md#limits-of-agents}. */
final class AllowLists {
    private final NodeReads reads;

    AllowLists(final NodeReads reads) {
        this.reads = reads;
    }

    /** {@code null}, or why this signer may not be used by this client. */
    String refusal(final Address signer, final Client client) {
        return reads.agentLimits(signer).allows(client.address())
            ? null
            : "IP address " + text(client.address()) + " is not on the allow-list of API Wallet " + signer + '.';
    }

    private static String text(final InetAddress address) {
        return address == null ? "unknown" : address.getHostAddress();
    }
}
