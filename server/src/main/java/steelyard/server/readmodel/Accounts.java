package steelyard.server.readmodel;

import java.util.Objects;
import steelyard.matching.SlotIndex;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** The accounts, by id and by address, with their cash, and the ends of the lists of what else they have. */
final class Accounts {
    /** Two ints: ends of the account's list of resting orders. */
    static final int ORDERS = 8;
    /** Two ints: ends of the account's list of positions. */
    static final int POSITIONS = 16;
    /** Two ints: ends of the account's list of agents. */
    static final int AGENTS = 24;
    /** Two ints: ends of the account's list of trigger orders. */
    static final int TRIGGERS = 64;

    private static final int CASH_MICROS = 0;
    private static final int ADDRESS_HIGH = 32;
    private static final int ADDRESS_MID = 40;
    private static final int ADDRESS_LOW = 48;
    private static final int KIND = 52;
    private static final int OWNER = 56;
    private static final int RECORD_LENGTH = 72;

    private final Slab slab = new Slab(RECORD_LENGTH);
    private final SlotIndex byAddress = new SlotIndex(0);
    private int count;

    /** The records; an account's slot is its id. */
    Slab slab() {
        return slab;
    }

    /** Adds an account without anything; ids are dense. */
    void create(final int accountId, final Address address, final AccountKind kind, final int ownerId) {
        if (accountId != count || kind == null || id(address) != NodeState.NONE) {
            throw new IllegalStateException(
                "account " + accountId + " (" + kind + ", " + address + ") created as account " + count);
        }
        count++;
        final int slot = slab.allocate();
        slab.putLong(slot, CASH_MICROS, 0);
        for (int end = ORDERS; end < ADDRESS_HIGH; end += Integer.BYTES) {
            slab.putInt(slot, end, Slab.NONE);
        }
        slab.putInt(slot, TRIGGERS, Slab.NONE);
        slab.putInt(slot, TRIGGERS + Integer.BYTES, Slab.NONE);
        slab.putLong(slot, ADDRESS_HIGH, address.high());
        slab.putLong(slot, ADDRESS_MID, address.mid());
        slab.putInt(slot, ADDRESS_LOW, address.low());
        slab.putInt(slot, KIND, kind.code());
        slab.putInt(slot, OWNER, ownerId);
        byAddress.add(hash(address), slot);
    }

    /** Id of the account that owns this address, or {@link NodeState#NONE}. */
    int id(final Address address) {
        final long hash = hash(address);
        for (int at = byAddress.first(hash); at != SlotIndex.NONE; at = byAddress.next(at, hash)) {
            if (address.equals(address(byAddress.slotAt(at)))) {
                return byAddress.slotAt(at);
            }
        }
        return NodeState.NONE;
    }

    private static long hash(final Address address) {
        return SecretHash.of(address.high(), address.mid(), address.low());
    }

    Address address(final int accountId) {
        return new Address(
            slab.longAt(accountId, ADDRESS_HIGH),
            slab.longAt(accountId, ADDRESS_MID),
            slab.intAt(accountId, ADDRESS_LOW));
    }

    AccountKind kind(final int accountId) {
        return AccountKind.of(slab.intAt(accountId, KIND));
    }

    int ownerId(final int accountId) {
        return slab.intAt(accountId, OWNER);
    }

    long cashMicros(final int accountId) {
        return slab.longAt(accountId, CASH_MICROS);
    }

    void cashMicros(final int accountId, final long cashMicros) {
        check(accountId);
        slab.putLong(accountId, CASH_MICROS, cashMicros);
    }

    /** A fee arrives at the house; a negative one is paid by it. */
    void feePaid(final long feeMicros) {
        final int fees = HouseAccount.FEES.id();
        cashMicros(fees, Math.addExact(cashMicros(fees), feeMicros));
    }

    int count() {
        return count;
    }

    /** Refuses an id that is no account's with {@link IndexOutOfBoundsException}. */
    void check(final int accountId) {
        Objects.checkIndex(accountId, count);
    }
}
