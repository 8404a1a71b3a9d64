package steelyard.node;

import steelyard.protocol.Address;

/**
 * A builder that an account has approved.
 *
 * @param maxTenths the largest fee of an order, in tenths of a basis point
 */
public record BuilderView(Address address, int maxTenths) {
}
