package steelyard.testkit.reference;

import steelyard.model.AccountKind;
import steelyard.protocol.Address;

/** An account; cash in micros. */
record Account(int id, int ownerId, Address address, AccountKind kind, long cashMicros) {
    Account withCash(final long micros) {
        return new Account(id, ownerId, address, kind, micros);
    }

    boolean isUser() {
        return kind == AccountKind.USER;
    }
}
