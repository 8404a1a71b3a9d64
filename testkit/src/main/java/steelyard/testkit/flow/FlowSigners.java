package steelyard.testkit.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;

/** Who signs in a flow, and with which nonce: mostly right, sometimes wrong in every way there is. */
final class FlowSigners {
    static final long NONCE_BEFORE_MILLIS = 172_800_000;
    static final long NONCE_AFTER_MILLIS = 86_400_000;
    private static final int ACCOUNTS = 40;
    private static final int AGENTS = 80;
    private static final int AGENTS_REMEMBERED = 5;
    private static final int REMEMBERED_NONCES = 64;

    private record Used(Address address, long nonce) {
    }

    /** A nonce that an address used, in milliseconds. */
    record LastNonce(Address address, long nonceMillis) {
    }

    private final Dice dice;
    private final Map<Address, Long> lastNonces = new LinkedHashMap<>();
    private final List<Used> used = new ArrayList<>();
    /** The last agents that accounts asked for; they may be gone, or never have been. */
    private final Map<Integer, List<Address>> agents = new HashMap<>();

    FlowSigners(final Dice dice) {
        this.dice = dice;
    }

    static Address address(final String word) {
        return Address.of(Arrays.copyOf(word.getBytes(US_ASCII), Address.LENGTH));
    }

    static Address house(final int id) {
        final byte[] bytes = new byte[Address.LENGTH];
        bytes[0] = (byte) 0xfe;
        bytes[Address.LENGTH - 1] = (byte) id;
        return Address.of(bytes);
    }

    /** The address of an account that is or may be created. */
    Address anyAccount() {
        return address("user" + dice.below(ACCOUNTS));
    }

    /** The address of an account that asks others for fees. */
    static Address builder(final Dice dice) {
        return dice.oneIn(20) ? house(dice.below(16)) : address("user" + dice.below(3));
    }

    /** The address of an agent that is or may be approved. */
    Address anyAgent() {
        return address("agent" + dice.below(AGENTS));
    }

    /** The last regular nonce of some address that signed, or {@code null} if none did. */
    LastNonce anyLastNonce() {
        if (lastNonces.isEmpty()) {
            return null;
        }
        final Address address = dice.pick(new ArrayList<>(lastNonces.keySet()));
        return new LastNonce(address, lastNonces.get(address));
    }

    /** An agent that the account asked for not long ago, or any if it did not. */
    Address agentOf(final int accountId) {
        final List<Address> own = agents.getOrDefault(accountId, List.of());
        return own.isEmpty() ? anyAgent() : dice.pick(own);
    }

    void approved(final Address agent, final int accountId) {
        final List<Address> own = agents.computeIfAbsent(accountId, id -> new ArrayList<>());
        own.addFirst(agent);
        if (own.size() > AGENTS_REMEMBERED) {
            own.removeLast();
        }
    }

    /** An envelope for an action of this account. */
    Authority envelope(final Ledger ledger, final LedgerAccount account, final long nowMillis, final boolean wild) {
        final LedgerAccount owner = ledger.accounts().get(account.ownerId());
        final Address own = owner.address();
        final Address agent = agentOf(owner.id());
        Address signer = agents.containsKey(owner.id()) && dice.percent(8) ? agent : own;
        Address alternate = Address.ZERO;
        Address vault = owner == account ? Address.ZERO : account.address();
        final int odd = dice.below(wild ? 100 : 400);
        switch (odd) {
            case 0, 1 -> signer = address("stranger" + dice.below(3));
            case 2, 3 -> {
                alternate = signer;
                signer = address("stranger" + dice.below(3));
            }
            case 4, 5 -> alternate = dice.pick(ledger.accounts()).address();
            case 6 -> {
                alternate = signer;
                signer = agent;
            }
            case 7 -> signer = Address.ZERO;
            case 8 -> signer = house(dice.below(16));
            case 9 -> vault = address("vault");
            case 10 -> vault = dice.pick(ledger.accounts()).address();
            case 11 -> signer = agent;
            default -> { }
        }
        return new Authority(signer, alternate, vault, nonce(signer, nowMillis, wild), expiry(nowMillis, wild));
    }

    private long nonce(final Address signer, final long nowMillis, final boolean wild) {
        switch (dice.below(wild ? 24 : 300)) {
            case 0 -> {
                return nowMillis - NONCE_BEFORE_MILLIS + dice.between(-1, 1);
            }
            case 1 -> {
                return nowMillis + NONCE_AFTER_MILLIS + dice.between(-1, 1);
            }
            case 2, 3 -> {
                return nowMillis - dice.between(0, NONCE_BEFORE_MILLIS);
            }
            case 4 -> {
                return nowMillis + dice.between(0, NONCE_AFTER_MILLIS);
            }
            case 5, 6, 7 -> {
                if (!used.isEmpty()) {
                    return usedNonce(signer);
                }
            }
            case 8 -> {
                return dice.any();
            }
            case 9 -> {
                return Long.MIN_VALUE;
            }
            default -> { }
        }
        final long nonce = Math.max(lastNonces.getOrDefault(signer, 0L) + 1, nowMillis + dice.below(3));
        lastNonces.put(signer, nonce);
        remember(new Used(signer, nonce));
        return nonce;
    }

    /** A nonce that was used by this signer, if one is remembered. */
    private long usedNonce(final Address signer) {
        for (int tries = 0; tries < 20; tries++) {
            final Used candidate = dice.pick(used);
            if (candidate.address().equals(signer)) {
                return candidate.nonce();
            }
        }
        return dice.pick(used).nonce();
    }

    private void remember(final Used nonce) {
        if (used.size() < REMEMBERED_NONCES) {
            used.add(nonce);
        } else if (dice.oneIn(10)) {
            used.set(dice.below(used.size()), nonce);
        }
    }

    private long expiry(final long nowMillis, final boolean wild) {
        return switch (dice.below(wild ? 30 : 300)) {
            case 0 -> nowMillis - 1;
            case 1 -> nowMillis;
            case 2, 3 -> nowMillis + dice.between(1, 60_000);
            case 4 -> dice.any();
            default -> 0;
        };
    }
}
