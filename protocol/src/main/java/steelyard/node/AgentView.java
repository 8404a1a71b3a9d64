package steelyard.node;

import steelyard.protocol.Address;

/**
 * An agent of an account.
 *
 * @param name             empty for the unnamed agent
 * @param validUntilMillis end of its rights, or 0 if they have none
 */
public record AgentView(Address address, String name, long validUntilMillis) {
}
