package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;

/** Section 6 of the account rules: accounts that act only when several others agree. */
final class MultiSigs {
    /** How many of which accounts must agree. */
    record Terms(int threshold, List<Integer> users) {
    }

    private static final int USERS_MAX = 10;

    private MultiSigs() {
    }

    static Verdict convert(final Floor floor, final Command.ConvertToMultiSig c, final int accountId) {
        final State state = floor.state;
        final List<Integer> users = new ArrayList<>();
        for (final Address address : c.users()) {
            final Account user = state.account(address);
            final boolean may = user != null && user.isUser() && user.id() != accountId
                && !state.multiSigs.containsKey(user.id());
            users.add(may ? user.id() : null);
        }
        final boolean isOrdinary = users.isEmpty() && c.threshold() == 0;
        final boolean isValid = !users.isEmpty() && users.size() <= USERS_MAX && c.threshold() >= 1
            && c.threshold() <= users.size() && users.stream().allMatch(Objects::nonNull)
            && new HashSet<>(users).size() == users.size();
        if (!isOrdinary && !isValid) {
            return Verdict.refused(RejectReason.MULTI_SIG_INVALID);
        }
        for (final Agent agent : List.copyOf(state.agents)) {
            if (agent.accountId() == accountId) {
                state.agents.remove(agent);
                floor.out.add(
                    new Event.AgentRemoved(floor.out.header(), accountId, agent.address(), agent.name()));
            }
        }
        if (isOrdinary) {
            state.multiSigs.remove(accountId);
        } else {
            state.multiSigs.put(accountId, new Terms(c.threshold(), List.copyOf(users)));
        }
        floor.out.add(new RiskEvent.MultiSigChanged(floor.out.header(), accountId, c.threshold(),
            users.stream().map(RiskEvent.MultiSigUser::new).toList()));
        return Verdict.ACCEPTED;
    }

    /** Step 3: whether enough users agree with what the leader sends. */
    static Verdict check(final State state, final Command.MultiSig c, final int leaderId) {
        final Account account = state.account(c.user());
        final Terms terms = account == null ? null : state.multiSigs.get(account.id());
        if (terms == null) {
            return Verdict.refused(RejectReason.MULTI_SIG_UNKNOWN);
        }
        if (!terms.users().contains(leaderId)) {
            return Verdict.refused(RejectReason.MULTI_SIG_LEADER);
        }
        final long agreed = terms.users().stream()
            .filter(user -> !state.multiSigs.containsKey(user)
                && c.signers().contains(state.account(user).address()))
            .count();
        return agreed < terms.threshold()
            ? Verdict.refused(RejectReason.MULTI_SIG_SIGNATURES, agreed, terms.threshold())
            : Verdict.ACCEPTED;
    }
}
