package steelyard.testkit.reference;

import steelyard.model.AccountKind;
import steelyard.protocol.Address;

/** An account; cash in micros. */
record Account(
    int id, int ownerId, Address address, AccountKind kind, long cashMicros, int accountClass, int feeGroup,
    boolean isFrozen) {

    static Account created(final int id, final Address address, final AccountKind kind) {
        return new Account(id, id, address, kind, 0, 0, 0, false);
    }

    Account withCash(final long micros) {
        return new Account(id, ownerId, address, kind, micros, accountClass, feeGroup, isFrozen);
    }

    Account ofClass(final int newClass, final int newFeeGroup) {
        return new Account(id, ownerId, address, kind, cashMicros, newClass, newFeeGroup, isFrozen);
    }

    Account frozen(final boolean frozen) {
        return new Account(id, ownerId, address, kind, cashMicros, accountClass, feeGroup, frozen);
    }

    boolean isUser() {
        return kind == AccountKind.USER;
    }
}
