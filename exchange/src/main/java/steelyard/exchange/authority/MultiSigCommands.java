package steelyard.exchange.authority;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MultiSigs;
import steelyard.model.AccountKind;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.MultiSigDecoder;

/** Accounts that act only when several others agree. {@code docs/account-rules.md#6-multi-sig}. */
public final class MultiSigCommands {
    private static final int LENGTH_FIELD = 2;

    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final MultiSigs multiSigs;
    private final ConvertToMultiSigDecoder convert = new ConvertToMultiSigDecoder();
    private final MultiSigDecoder multiSig = new MultiSigDecoder();
    private final CommandFrame action = new CommandFrame();
    private final int[] users = new int[MultiSigs.USERS_MAX];
    private int multiSigAccount;

    /** Applies to this state. */
    public MultiSigCommands(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.multiSigs = state.multiSigs();
    }

    /** {@code ConvertToMultiSig}. */
    public RejectReason convert(final CommandFrame command, final Refusal refusal) {
        command.decode(convert);
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int threshold = convert.threshold();
        final ConvertToMultiSigDecoder.UsersDecoder named = convert.users();
        final int count = named.count();
        boolean valid = count == 0
            ? threshold == 0
            : count <= MultiSigs.USERS_MAX && threshold >= 1 && threshold <= count;
        for (int i = 0; valid && i < count; i++) {
            named.next();
            users[i] = user(named.high(), named.mid(), named.low());
            valid = users[i] >= 0 && users[i] != accountId && !multiSigs.has(users[i]) && !isAmong(users[i], i);
        }
        if (!valid) {
            return refusal.because(RejectReason.MULTI_SIG_INVALID);
        }
        removeAgents(accountId);
        multiSigs.set(accountId, threshold, users, count);
        events.multiSigChanged(accountId);
        return RejectReason.NONE;
    }

    private int user(final long high, final long mid, final int low) {
        final int row = state.addresses().find(high, mid, low);
        final int accountId = row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
        return accountId >= 0 && state.accounts().kind(accountId) == AccountKind.USER
            ? accountId
            : Authority.NO_ACCOUNT;
    }

    private boolean isAmong(final int accountId, final int count) {
        for (int i = 0; i < count; i++) {
            if (users[i] == accountId) {
                return true;
            }
        }
        return false;
    }

    private void removeAgents(final int accountId) {
        int agent = state.agents().first(accountId);
        while (agent != Agents.NONE) {
            final int next = state.agents().next(agent);
            events.agentRemoved(agent);
            state.agents().remove(agent);
            agent = next;
        }
    }

    /**
     * Steps 1 to 4 of {@code MultiSig}; then {@link #action()} is to be done, for {@link #account()}.
     */
    public RejectReason admit(final CommandFrame command, final Refusal refusal) {
        command.decode(multiSig);
        if (!wrapAction(command)) {
            return refusal.because(RejectReason.MULTI_SIG_ACTION);
        }
        final int leader = authority.leader(command, refusal);
        if (leader == Authority.NO_ACCOUNT) {
            return refusal.reason();
        }
        command.accountId(leader);
        final int row = state.addresses().find(
            command.buffer(), command.blockOffset() + MultiSigDecoder.userEncodingOffset());
        multiSigAccount = row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
        if (multiSigAccount < 0 || !multiSigs.has(multiSigAccount)) {
            return refusal.because(RejectReason.MULTI_SIG_UNKNOWN);
        }
        if (!isUser(leader)) {
            return refusal.because(RejectReason.MULTI_SIG_LEADER);
        }
        final int agreed = agreed();
        final int threshold = multiSigs.threshold(multiSigAccount);
        return agreed < threshold
            ? refusal.because(RejectReason.MULTI_SIG_SIGNATURES, agreed, threshold)
            : authority.useNonceOfLeader(refusal);
    }

    /** The action of the command that was admitted. */
    public CommandFrame action() {
        return action;
    }

    /** The multi-sig account for which it is done. */
    public int account() {
        return multiSigAccount;
    }

    /** The action stands behind the group, with its length before it. */
    private boolean wrapAction(final CommandFrame command) {
        final MultiSigDecoder.SignersDecoder signers = multiSig.signers();
        while (signers.hasNext()) {
            signers.next();
        }
        final int length = multiSig.actionLength();
        final int offset = multiSig.limit() + LENGTH_FIELD;
        if (!SignedCommands.isOne(command.buffer(), offset, length)) {
            return false;
        }
        action.wrap(command.buffer(), offset, length, command.logPosition(), command.commandIndex());
        return true;
    }

    private boolean isUser(final int accountId) {
        for (int i = 0; i < multiSigs.count(multiSigAccount); i++) {
            if (multiSigs.user(multiSigAccount, i) == accountId) {
                return true;
            }
        }
        return false;
    }

    /** How many of the users are among the signers. */
    private int agreed() {
        int agreed = 0;
        for (int i = 0; i < multiSigs.count(multiSigAccount); i++) {
            final int userId = multiSigs.user(multiSigAccount, i);
            agreed += !multiSigs.has(userId) && hasSigned(userId) ? 1 : 0;
        }
        return agreed;
    }

    private boolean hasSigned(final int userId) {
        multiSig.sbeRewind();
        for (final MultiSigDecoder.SignersDecoder each = multiSig.signers(); each.hasNext();) {
            each.next();
            if (user(each.high(), each.mid(), each.low()) == userId) {
                return true;
            }
        }
        return false;
    }
}
