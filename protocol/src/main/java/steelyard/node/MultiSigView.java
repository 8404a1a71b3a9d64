package steelyard.node;

import java.util.List;
import steelyard.protocol.Address;

/**
 * Who must sign for a multi-sig account.
 *
 * @param users     those who may
 * @param threshold how many of them must
 */
public record MultiSigView(List<Address> users, int threshold) {
}
