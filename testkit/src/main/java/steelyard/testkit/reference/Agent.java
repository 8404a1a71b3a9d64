package steelyard.testkit.reference;

import steelyard.protocol.Address;

/** An address that may sign for an account, or only read; {@code validUntilMillis} 0 is for ever. */
record Agent(int accountId, Address address, String name, long validUntilMillis, boolean isReadOnly) {
    boolean isLive(final long nowMillis) {
        return validUntilMillis == 0 || validUntilMillis > nowMillis;
    }
}
