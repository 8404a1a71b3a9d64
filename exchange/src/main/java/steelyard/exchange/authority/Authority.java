package steelyard.exchange.authority;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.RejectReason;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.AuthorityDecoder;
import steelyard.protocol.array.PlaceOrdersDecoder;

/**
 * Decides for which account a signed command acts, and that it is not done twice. {@code docs/rules.md#4-who-acts},
 * steps 1 to 4; a nonce is used up when step 3 has passed, whatever becomes of the command.
 */
public final class Authority {
    /** No account. */
    public static final int NO_ACCOUNT = -1;
    private static final long NONCE_OF_SESSION = Long.MIN_VALUE;

    /** In every signed command it stands at the same place of the block. */
    private static final int OFFSET = PlaceOrdersDecoder.authorityEncodingOffset();

    private final ExchangeState state;
    private final AuthorityDecoder authority = new AuthorityDecoder();
    private int candidateRow;
    private int candidateAccount;
    /** The agent that the candidate is, or {@link Agents#NONE}. */
    private int candidateAgent;
    /** The multi-sig account of the command under way, or none. */
    private int actingFor = NO_ACCOUNT;

    /** Authority over this state. */
    public Authority(final ExchangeState state) {
        this.state = state;
    }

    /**
     * For an action that the account's key or an agent of the account may sign, for itself or a sub-account that it
     * owns.
     */
    public RejectReason admit(final CommandFrame command, final Refusal refusal) {
        return admit(command, refusal, true);
    }

    /** For an action that the account's key or an agent of the account may sign, not for a sub-account. */
    public RejectReason admitMaster(final CommandFrame command, final Refusal refusal) {
        return admit(command, refusal, false);
    }

    private RejectReason admit(
        final CommandFrame command, final Refusal refusal, final boolean subAccountsCount) {
        wrap(command);
        if (actingFor != NO_ACCOUNT) {
            candidateAccount = actingFor;
        } else if (find(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        return admitCandidate(command, refusal, subAccountsCount);
    }

    /** The candidate of an action that agents may sign. */
    private RejectReason find(final CommandFrame command, final Refusal refusal) {
        if (!resolve(AuthorityDecoder.signerEncodingOffset(), true)
            && !resolve(AuthorityDecoder.alternateSignerEncodingOffset(), true)) {
            return refusal.because(RejectReason.UNKNOWN_SIGNER);
        }
        return checkKey(command, refusal);
    }

    /** A multi-sig account does not sign with its own key, nor does an agent that may only read. */
    private RejectReason checkKey(final CommandFrame command, final Refusal refusal) {
        final RejectReason reason = reasonOfKey();
        if (reason != RejectReason.NONE) {
            command.accountId(candidateAccount);
            refusal.because(reason);
        }
        return reason;
    }

    private RejectReason reasonOfKey() {
        if (candidateAgent == Agents.NONE) {
            return state.multiSigs().has(candidateAccount) ? RejectReason.MULTI_SIG_REQUIRED : RejectReason.NONE;
        }
        return state.agents().permission(candidateAgent) == Agents.READ
            ? RejectReason.AGENT_READ_ONLY : RejectReason.NONE;
    }

    /** The account of who sends a command for a multi-sig account, or {@link #NO_ACCOUNT} and why. */
    int leader(final CommandFrame command, final Refusal refusal) {
        wrap(command);
        return find(command, refusal) == RejectReason.NONE ? candidateAccount : NO_ACCOUNT;
    }

    /** The nonce of the candidate that {@link #leader} found. */
    RejectReason useNonceOfLeader(final Refusal refusal) {
        return useNonce(refusal);
    }

    /** Until this is called with {@link #NO_ACCOUNT}, commands are those of a multi-sig account, whoever signed. */
    public void actFor(final int multiSigAccount) {
        actingFor = multiSigAccount;
    }

    private RejectReason useNonce(final Refusal refusal) {
        return state.nonces().use(candidateRow, authority.nonceMillis(), state.counters().nowMillis(), refusal);
    }

    /** For an action that only the account's own key may sign. */
    public RejectReason admitOwner(final CommandFrame command, final Refusal refusal) {
        wrap(command);
        if (actingFor != NO_ACCOUNT) {
            candidateAccount = actingFor;
        } else if (!resolve(AuthorityDecoder.signerEncodingOffset(), false)
            && !resolve(AuthorityDecoder.alternateSignerEncodingOffset(), false)) {
            return refusal.because(RejectReason.MUST_DEPOSIT);
        } else if (checkKey(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        return admitCandidate(command, refusal, false);
    }

    private void wrap(final CommandFrame command) {
        authority.wrap(command.buffer(), command.blockOffset() + OFFSET);
    }

    /** An address of zeros is nobody's, so it needs no check of its own. */
    private boolean resolve(final int fieldOffset, final boolean agentsCount) {
        final ArrayBuffer buffer = authority.buffer();
        final int address = authority.offset() + fieldOffset;
        candidateRow = state.addresses().find(
            buffer.getLong(address, BIG_ENDIAN), buffer.getLong(address + Long.BYTES, BIG_ENDIAN),
            buffer.getInt(address + 2 * Long.BYTES, BIG_ENDIAN));
        if (candidateRow == AddressTable.NONE) {
            return false;
        }
        candidateAgent = Agents.NONE;
        candidateAccount = state.addresses().accountId(candidateRow);
        if (candidateAccount >= 0 && state.accounts().isUser(candidateAccount)) {
            return true;
        }
        final int agent = state.agents().ofAddress(candidateRow);
        if (!agentsCount || agent == Agents.NONE || !state.agents().isLive(agent, state.counters().nowMillis())) {
            return false;
        }
        candidateAgent = agent;
        candidateAccount = state.agents().accountId(agent);
        return true;
    }

    private RejectReason admitCandidate(
        final CommandFrame command, final Refusal refusal, final boolean subAccountsCount) {
        command.accountId(candidateAccount);
        final int vaultOffset = authority.offset() + AuthorityDecoder.vaultAddressEncodingOffset();
        if (!AddressBytes.isZero(authority.buffer(), vaultOffset)) {
            final int subAccount = subAccountsCount
                ? subAccount(candidateAccount, authority.buffer(), vaultOffset) : NO_ACCOUNT;
            if (subAccount == NO_ACCOUNT) {
                return refusal.because(RejectReason.VAULT_NOT_REGISTERED);
            }
            command.accountId(subAccount);
        }
        final long nowMillis = state.counters().nowMillis();
        final boolean isOfSession = subAccountsCount && authority.nonceMillis() == NONCE_OF_SESSION;
        if (actingFor == NO_ACCOUNT && !isOfSession && useNonce(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final long expiresAfterMillis = authority.expiresAfterMillis();
        if (expiresAfterMillis != 0 && expiresAfterMillis < nowMillis) {
            return refusal.because(RejectReason.ACTION_EXPIRED);
        }
        return RejectReason.NONE;
    }

    /** The account's sub-account with the address in these 20 bytes, or {@link #NO_ACCOUNT}. */
    public int subAccount(final int ownerId, final DirectBuffer buffer, final int offset) {
        final int row = state.addresses().find(buffer, offset);
        final int accountId = row == AddressTable.NONE ? NO_ACCOUNT : state.addresses().accountId(row);
        return accountId >= 0 && state.accounts().kind(accountId) == AccountKind.SUB_ACCOUNT
            && state.accounts().ownerId(accountId) == ownerId ? accountId : NO_ACCOUNT;
    }
}
