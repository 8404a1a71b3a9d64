package steelyard.server.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import steelyard.matching.SlotIndex;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** The accounts' agents, by address and, in the order of their approval, by account. */
final class Agents {
    private static final int NAME_LENGTH = 64;

    private static final int VALID_UNTIL_MILLIS = 0;
    private static final int ADDRESS_HIGH = 8;
    private static final int ADDRESS_MID = 16;
    private static final int ADDRESS_LOW = 24;
    private static final int ACCOUNT_ID = 28;
    private static final int LINKS = 32;
    private static final int NAME = 40;
    private static final int RECORD_LENGTH = 104;

    private final Slab slab = new Slab(RECORD_LENGTH);
    private final SlotIndex byAddress = new SlotIndex(0);
    private final SlotLists byAccount;
    private final Accounts accounts;
    /** Of agents that have any, for other threads too. */
    private final Map<Address, AgentLimits> limits = new ConcurrentHashMap<>();

    Agents(final Accounts accounts) {
        this.accounts = accounts;
        byAccount = new SlotLists(accounts.slab(), Accounts.AGENTS, slab, LINKS);
    }

    /**
     * The address is now the account's last agent, also if it was one before; then it keeps its limits.
     *
     * @param names where the name's 64 bytes stand, at {@code nameOffset}
     */
    void approve(
        final int accountId,
        final Address address,
        final long validUntilMillis,
        final DirectBuffer names,
        final int nameOffset) {
        final int known = find(address);
        if (known != Slab.NONE) {
            checkAccount(known, accountId, address);
            byAccount.remove(accountId, known);
        }
        final int slot = known != Slab.NONE ? known : add(address);
        slab.putLong(slot, VALID_UNTIL_MILLIS, validUntilMillis);
        slab.putInt(slot, ACCOUNT_ID, accountId);
        slab.putBytes(slot, NAME, names, nameOffset, NAME_LENGTH);
        byAccount.append(accountId, slot);
    }

    /** The address is no agent any more. */
    void remove(final int accountId, final Address address) {
        final int slot = find(address);
        checkAccount(slot, accountId, address);
        byAccount.remove(accountId, slot);
        byAddress.remove(hash(address), slot);
        slab.free(slot);
        limits.remove(address);
    }

    /** What the account's agent may do, and from where. An account of its own that has this address has no limits. */
    void limit(final int accountId, final Address address, final AgentLimits limited) {
        checkAccount(find(address), accountId, address);
        if (limited.equals(AgentLimits.NONE) || accounts.id(address) != NodeState.NONE) {
            limits.remove(address);
        } else {
            limits.put(address, limited);
        }
    }

    /** The address is an account from now on, which acts for itself. */
    void becameAccount(final Address address) {
        limits.remove(address);
    }

    /** What the address may do as an agent; any thread. */
    AgentLimits limits(final Address address) {
        return limits.getOrDefault(address, AgentLimits.NONE);
    }

    /** Id of the account whose agent this address is at that time, or {@link NodeState#NONE}. */
    int accountId(final Address address, final long nowMillis) {
        final int slot = find(address);
        return slot != Slab.NONE && isLive(slot, nowMillis) ? slab.intAt(slot, ACCOUNT_ID) : NodeState.NONE;
    }

    /** The account's agents that are live at that time, in the order of their approval. */
    List<AgentView> view(final int accountId, final long nowMillis) {
        final List<AgentView> views = new ArrayList<>();
        for (int slot = byAccount.first(accountId); slot != Slab.NONE; slot = byAccount.next(slot)) {
            if (isLive(slot, nowMillis)) {
                final Address address = address(slot);
                views.add(new AgentView(
                    address, name(slot), slab.longAt(slot, VALID_UNTIL_MILLIS), limits(address)));
            }
        }
        return List.copyOf(views);
    }

    private boolean isLive(final int slot, final long nowMillis) {
        final long validUntilMillis = slab.longAt(slot, VALID_UNTIL_MILLIS);
        return validUntilMillis == 0 || validUntilMillis > nowMillis;
    }

    private int find(final Address address) {
        final long hash = hash(address);
        for (int at = byAddress.first(hash); at != SlotIndex.NONE; at = byAddress.next(at, hash)) {
            if (address.equals(address(byAddress.slotAt(at)))) {
                return byAddress.slotAt(at);
            }
        }
        return Slab.NONE;
    }

    private int add(final Address address) {
        final int slot = slab.allocate();
        slab.putLong(slot, ADDRESS_HIGH, address.high());
        slab.putLong(slot, ADDRESS_MID, address.mid());
        slab.putInt(slot, ADDRESS_LOW, address.low());
        byAddress.add(hash(address), slot);
        return slot;
    }

    private static long hash(final Address address) {
        return SecretHash.of(address.high(), address.mid(), address.low());
    }

    private Address address(final int slot) {
        return new Address(
            slab.longAt(slot, ADDRESS_HIGH),
            slab.longAt(slot, ADDRESS_MID),
            slab.intAt(slot, ADDRESS_LOW));
    }

    private String name(final int slot) {
        final byte[] bytes = slab.bytesAt(slot, NAME, NAME_LENGTH);
        int length = 0;
        while (length < NAME_LENGTH && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void checkAccount(final int slot, final int accountId, final Address address) {
        if (slot == Slab.NONE || slab.intAt(slot, ACCOUNT_ID) != accountId) {
            throw new IllegalStateException("agent " + address + " is not one of account " + accountId);
        }
    }
}
