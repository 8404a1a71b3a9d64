package steelyard.node;

import steelyard.protocol.Address;

/**
 * An agent of an account.
 *
 * @param name             empty for the unnamed agent
 * @param validUntilMillis end of its rights, or 0 if they have none
 * @param limits           what it may do, and from where
 */
public record AgentView(Address address, String name, long validUntilMillis, AgentLimits limits) {
    /** An agent without limits. */
    public AgentView(final Address address, final String name, final long validUntilMillis) {
        this(address, name, validUntilMillis, AgentLimits.NONE);
    }
}
