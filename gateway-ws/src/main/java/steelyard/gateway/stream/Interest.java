package steelyard.gateway.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import steelyard.protocol.Address;

/**
 * Which accounts and trades somebody waits for, and which markets changed since they were last looked at. Shared by the
 * node's threads and the hub.
 */
final class Interest {
    /** Accounts whose orders and fills are wanted. */
    final BitTable accounts = new BitTable();
    /** Markets whose trades are wanted. */
    final BitTable trades = new BitTable();
    /** Markets whose book is followed order by order. */
    final BitTable books = new BitTable();
    /** Markets whose book changed. */
    final BitTable changedBooks = new BitTable();
    /** Markets whose book or price changed. */
    final BitTable changedMids = new BitTable();
    /** Markets that traded. */
    final BitTable traded = new BitTable();
    /** Addresses that are waited for and had no account yet. */
    final Set<Address> awaited = ConcurrentHashMap.newKeySet();
}
