package steelyard.node;

import java.net.InetAddress;
import java.util.List;

/**
 * What an agent may do, and from where. {@code docs/account-rules.md}, section 7.
 *
 * @param isReadOnly whether it may do nothing but read
 * @param networks   where it may be used; none: everywhere
 */
public record AgentLimits(boolean isReadOnly, List<IpNetwork> networks) {
    /** Everything, from everywhere. */
    public static final AgentLimits NONE = new AgentLimits(false, List.of());

    /** Copies the list. */
    public AgentLimits {
        networks = List.copyOf(networks);
    }

    /** Whether the agent may be used from this address; {@code null} is an address that is not known. */
    public boolean allows(final InetAddress client) {
        return networks.isEmpty()
            || client != null && networks.stream().anyMatch(network -> network.contains(client));
    }
}
