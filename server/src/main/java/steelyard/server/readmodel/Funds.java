package steelyard.server.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import steelyard.model.HouseAccount;
import steelyard.node.BuilderView;
import steelyard.node.MultiSigView;
import steelyard.node.SubAccountView;
import steelyard.node.WithdrawalView;
import steelyard.protocol.sbe.RequestsReservedDecoder;

/** Cash that moves without trading, sub-accounts, and what was asked to leave. */
final class Funds {
    private static final int NAME_LENGTH = 64;
    private static final int COMPLETED = 1;

    private final Accounts accounts;
    private final Map<Integer, List<SubAccountView>> subAccounts = new HashMap<>();
    /** By account, then by builder: the largest fee. */
    private final Map<Integer, TreeMap<Integer, Integer>> builders = new HashMap<>();
    private final Map<Integer, MultiSigView> multiSigs = new HashMap<>();
    private final TreeMap<Long, WithdrawalView> withdrawals = new TreeMap<>();
    private final Referrals referrals;
    /** Requests that were paid for, by account. */
    private final Map<Integer, Long> reservedRequests = new HashMap<>();

    Funds(final Accounts accounts, final Parameters parameters) {
        this.accounts = accounts;
        this.referrals = new Referrals(accounts, parameters);
    }

    Referrals referrals() {
        return referrals;
    }

    /** Requests of an account that were ever paid for. */
    long reservedRequests(final int accountId) {
        return reservedRequests.getOrDefault(accountId, 0L);
    }

    /** So many were paid for until now. */
    void reserved(final int accountId, final long requests) {
        if (requests != 0) {
            reservedRequests.put(accountId, requests);
        }
    }

    void reserved(final RequestsReservedDecoder event) {
        reserved(event.destinationAccountId(), event.reservedRequests());
        add(event.accountId(), -event.costMicros());
        add(HouseAccount.FEES.id(), event.costMicros());
        expect(event.accountId(), event.cashMicros());
    }

    List<SubAccountView> subAccounts(final int ownerId) {
        return subAccounts.getOrDefault(ownerId, List.of());
    }

    List<BuilderView> builders(final int accountId) {
        final List<BuilderView> views = new ArrayList<>();
        builders.getOrDefault(accountId, new TreeMap<>()).forEach(
            (builderId, maxTenths) -> views.add(new BuilderView(accounts.address(builderId), maxTenths)));
        return List.copyOf(views);
    }

    /** An account approves a builder up to a fee, or no more if it is 0. */
    void approved(final int accountId, final int builderId, final int maxTenths) {
        final TreeMap<Integer, Integer> own = builders.computeIfAbsent(accountId, each -> new TreeMap<>());
        if (maxTenths == 0) {
            own.remove(builderId);
        } else {
            own.put(builderId, maxTenths);
        }
    }

    MultiSigView multiSig(final int accountId) {
        return multiSigs.get(accountId);
    }

    /** These accounts must sign for an account; none: it signs alone. */
    void multiSig(final int accountId, final int threshold, final List<Integer> users) {
        if (users.isEmpty()) {
            multiSigs.remove(accountId);
        } else {
            multiSigs.put(accountId, new MultiSigView(users.stream().map(accounts::address).toList(), threshold));
        }
    }

    /** A builder got a part of a fee, which had gone to the house. */
    void paidOn(final int builderId, final long micros) {
        add(HouseAccount.FEES.id(), -micros);
        add(builderId, micros);
    }

    List<WithdrawalView> withdrawals() {
        return List.copyOf(withdrawals.values());
    }

    /** A sub-account has the name in these 64 bytes. */
    void named(final int accountId, final DirectBuffer buffer, final int offset) {
        final SubAccountView named = new SubAccountView(accountId, name(buffer, offset));
        final List<SubAccountView> renamed = new ArrayList<>(subAccounts(accounts.ownerId(accountId)));
        renamed.replaceAll(known -> known.accountId() == accountId ? named : known);
        if (!renamed.contains(named)) {
            renamed.add(named);
        }
        subAccounts.put(accounts.ownerId(accountId), List.copyOf(renamed));
    }

    private static String name(final DirectBuffer buffer, final int offset) {
        int length = 0;
        while (length < NAME_LENGTH && buffer.getByte(offset + length) != 0) {
            length++;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void transferred(
        final int fromId, final int toId, final long amountMicros, final long feeMicros, final long fromCashMicros,
        final long toCashMicros) {
        add(fromId, -amountMicros - feeMicros);
        add(toId, amountMicros);
        add(HouseAccount.FEES.id(), feeMicros);
        expect(fromId, fromCashMicros);
        expect(toId, toCashMicros);
    }

    void requested(final WithdrawalView withdrawal, final long cashMicros) {
        pending(withdrawal);
        add(withdrawal.accountId(), -withdrawal.amountMicros());
        add(HouseAccount.WITHDRAWALS.id(), withdrawal.amountMicros());
        expect(withdrawal.accountId(), cashMicros);
    }

    /** A withdrawal of which the cash has moved already. */
    void pending(final WithdrawalView withdrawal) {
        withdrawals.put(withdrawal.withdrawalId(), withdrawal);
    }

    void resolved(final long withdrawalId, final int outcome, final long cashMicros) {
        final WithdrawalView withdrawal = withdrawals.remove(withdrawalId);
        if (withdrawal == null) {
            throw new IllegalStateException("withdrawal " + withdrawalId + " is not pending");
        }
        add(HouseAccount.WITHDRAWALS.id(), -withdrawal.amountMicros());
        if (outcome == COMPLETED) {
            add(HouseAccount.FEES.id(), withdrawal.feeMicros());
        } else {
            add(withdrawal.accountId(), withdrawal.amountMicros());
        }
        expect(withdrawal.accountId(), cashMicros);
    }

    private void add(final int accountId, final long micros) {
        accounts.cashMicros(accountId, Math.addExact(accounts.cashMicros(accountId), micros));
    }

    private void expect(final int accountId, final long cashMicros) {
        if (accounts.cashMicros(accountId) != cashMicros) {
            throw new IllegalStateException("account " + accountId + " has " + accounts.cashMicros(accountId)
                + " micros and not " + cashMicros);
        }
    }
}
