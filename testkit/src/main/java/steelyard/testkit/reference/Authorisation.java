package steelyard.testkit.reference;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;

/** Section 4: who acts, whether the action is new, and whether it makes sense as a whole. */
final class Authorisation {
    /** The account that acts, −1 if there is none, and whether it may. */
    record Actor(int accountId, Verdict verdict) {
    }

    private record Candidate(Address address, int accountId) {
    }

    private static final long WINDOW_BEFORE_MILLIS = 172_800_000;
    private static final long WINDOW_AFTER_MILLIS = 86_400_000;
    private static final int NONCES_MAX = 100;
    private static final long NONCE_OF_SESSION = Long.MIN_VALUE;

    private final State state;

    Authorisation(final State state) {
        this.state = state;
    }

    Actor check(final Command.Signed command) {
        final Authority authority = command.authority();
        final boolean agentsCount = !isOwners(command);
        final Candidate candidate = candidate(authority, agentsCount);
        if (candidate == null) {
            return new Actor(-1, Verdict.refused(
                agentsCount ? RejectReason.UNKNOWN_SIGNER : RejectReason.MUST_DEPOSIT));
        }
        final Verdict key = checkKey(candidate);
        return key.isAccepted() ? check(command, candidate) : new Actor(candidate.accountId(), key);
    }

    private Verdict checkKey(final Candidate candidate) {
        final boolean isOwn = state.account(candidate.accountId()).address().equals(candidate.address());
        if (isOwn && state.multiSigs.containsKey(candidate.accountId())) {
            return Verdict.refused(RejectReason.MULTI_SIG_REQUIRED);
        }
        return !isOwn && state.agent(candidate.address()).isReadOnly()
            ? Verdict.refused(RejectReason.AGENT_READ_ONLY)
            : Verdict.ACCEPTED;
    }

    /** Steps 1 to 4 of an action for a multi-sig account: its leader, and whether it may be done. */
    Actor checkLeader(final Command.MultiSig command) {
        if (command.action() instanceof Command.MultiSig) {
            return new Actor(-1, Verdict.refused(RejectReason.MULTI_SIG_ACTION));
        }
        final Candidate leader = candidate(command.authority(), true);
        if (leader == null) {
            return new Actor(-1, Verdict.refused(RejectReason.UNKNOWN_SIGNER));
        }
        final Verdict key = checkKey(leader);
        if (!key.isAccepted()) {
            return new Actor(leader.accountId(), key);
        }
        final long nonce = command.authority().nonceMillis();
        final Verdict verdict = MultiSigs.check(state, command, leader.accountId())
            .and(() -> checkNonce(leader.address(), nonce));
        if (verdict.isAccepted()) {
            consume(leader.address(), nonce);
        }
        return new Actor(leader.accountId(), verdict);
    }

    /** Step 5: for which account the action is done, and whether it makes sense. */
    Actor checkFor(final Command.Signed action, final int accountId) {
        return check(action, new Candidate(null, accountId));
    }

    private Actor check(final Command.Signed command, final Candidate candidate) {
        final Authority authority = command.authority();
        if (authority.vaultAddress().isZero()) {
            return new Actor(candidate.accountId(), checkRest(command, candidate));
        }
        final Account subAccount = isMasters(command)
            ? null
            : state.subAccount(authority.vaultAddress(), candidate.accountId());
        return subAccount == null
            ? new Actor(candidate.accountId(), Verdict.refused(RejectReason.VAULT_NOT_REGISTERED))
            : new Actor(subAccount.id(), checkRest(command, candidate));
    }

    /** Whether agents may not sign it. */
    private static boolean isOwners(final Command.Signed command) {
        return command instanceof Command.ApproveAgent || command instanceof Command.TransferCash
            || command instanceof Command.RequestWithdrawal || command instanceof RiskCommand.ApproveBuilderFee
            || command instanceof Command.ConvertToMultiSig || command instanceof RiskCommand.SetAgentLimits;
    }

    /** Whether it cannot be asked for a sub-account. */
    private static boolean isMasters(final Command.Signed command) {
        return isOwners(command) || command instanceof Command.CreateSubAccount
            || command instanceof Command.RenameSubAccount || command instanceof Command.MoveSubAccountCash
            || command instanceof RiskCommand.RegisterReferrer || command instanceof RiskCommand.SetReferrer
            || command instanceof RiskCommand.ClaimRewards || command instanceof RiskCommand.ReserveRequests
            || command instanceof Command.Noop;
    }

    private Verdict checkRest(final Command.Signed command, final Candidate candidate) {
        final Authority authority = command.authority();
        if (candidate.address() != null
            && (isMasters(command) || authority.nonceMillis() != NONCE_OF_SESSION)) {
            final Verdict nonce = checkNonce(candidate.address(), authority.nonceMillis());
            if (!nonce.isAccepted()) {
                return nonce;
            }
            consume(candidate.address(), authority.nonceMillis());
        }
        final long expiry = authority.expiresAfterMillis();
        if (expiry != 0 && expiry < state.nowMillis()) {
            return Verdict.refused(RejectReason.ACTION_EXPIRED);
        }
        return new StaticChecks(state).check(command);
    }

    private Candidate candidate(final Authority authority, final boolean agentsCount) {
        for (final Address address : List.of(authority.signer(), authority.alternateSigner())) {
            if (address.isZero()) {
                continue;
            }
            final Account account = state.account(address);
            if (account != null && account.isUser()) {
                return new Candidate(address, account.id());
            }
            final Agent agent = state.agent(address);
            if (agentsCount && agent != null && agent.isLive(state.nowMillis())) {
                return new Candidate(address, agent.accountId());
            }
        }
        return null;
    }

    private Verdict checkNonce(final Address address, final long nonce) {
        final SortedSet<Long> nonces = state.nonces.getOrDefault(address, new TreeSet<>());
        final long floor = state.nowMillis() - WINDOW_BEFORE_MILLIS;
        final long ceiling = state.nowMillis() + WINDOW_AFTER_MILLIS;
        if (nonces.contains(nonce)) {
            return Verdict.refused(RejectReason.NONCE_DUPLICATE, nonce);
        }
        if (nonce <= floor) {
            return Verdict.refused(RejectReason.NONCE_TOO_LOW, nonce, floor);
        }
        if (nonces.size() == NONCES_MAX && nonce < nonces.first()) {
            return Verdict.refused(RejectReason.NONCE_TOO_LOW, nonce, nonces.first());
        }
        if (nonce >= ceiling) {
            return Verdict.refused(RejectReason.NONCE_TOO_HIGH, nonce, ceiling);
        }
        return Verdict.ACCEPTED;
    }

    private void consume(final Address address, final long nonce) {
        if (!state.nonces.containsKey(address)) {
            lookAtFront();
            lookAtFront();
            state.nonces.put(address, new TreeSet<>());
        }
        final SortedSet<Long> nonces = state.nonces.get(address);
        nonces.add(nonce);
        if (nonces.size() > NONCES_MAX) {
            nonces.remove(nonces.first());
        }
    }

    /** Forgets the set at the front of the queue if it can refuse nothing any more; otherwise it goes to the back. */
    private void lookAtFront() {
        final Iterator<Map.Entry<Address, SortedSet<Long>>> queue = state.nonces.entrySet().iterator();
        if (queue.hasNext()) {
            final Map.Entry<Address, SortedSet<Long>> front = queue.next();
            final Address address = front.getKey();
            final SortedSet<Long> nonces = front.getValue();
            queue.remove();
            if (nonces.last() > state.nowMillis() - WINDOW_BEFORE_MILLIS) {
                state.nonces.put(address, nonces);
            }
        }
    }
}
