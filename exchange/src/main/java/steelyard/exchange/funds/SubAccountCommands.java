package steelyard.exchange.funds;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.RenameSubAccountDecoder;
import steelyard.risk.margin.Accounts;

/** Sub-accounts. {@code docs/account-rules.md#2-sub-accounts}. Each method applies one command, or says why not. */
public final class SubAccountCommands {
    private final ExchangeState state;
    private final Authority authority;
    private final OperatorEvents accountEvents;
    private final FundsEvents events;
    private final Drawing drawing;
    private final CreateSubAccountDecoder create = new CreateSubAccountDecoder();
    private final RenameSubAccountDecoder rename = new RenameSubAccountDecoder();
    private final MoveSubAccountCashDecoder move = new MoveSubAccountCashDecoder();
    private final NoopDecoder noop = new NoopDecoder();

    /** Applies to this state. */
    public SubAccountCommands(
        final ExchangeState state, final Authority authority, final OperatorEvents accountEvents,
        final FundsEvents events, final FundingPayments payments) {
        this.state = state;
        this.authority = authority;
        this.accountEvents = accountEvents;
        this.events = events;
        this.drawing = new Drawing(state, payments);
    }

    /** {@code CreateSubAccount}. */
    public RejectReason create(final CommandFrame command, final Refusal refusal) {
        command.decode(create);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int ownerId = command.accountId();
        final int nameOffset = command.blockOffset() + CreateSubAccountDecoder.nameEncodingOffset();
        if (checkNew(command, ownerId, nameOffset, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final Accounts accounts = state.accounts();
        final int accountId = accounts.create(AccountKind.SUB_ACCOUNT, ownerId);
        accounts.classify(accountId, accounts.accountClass(ownerId), accounts.feeGroup(ownerId));
        state.addresses().accountId(
            state.addresses().open(AddressBytes.SUB_ACCOUNT_HIGH, 0, accountId), accountId);
        state.subAccounts().add(accountId, ownerId);
        accountEvents.accountCreated(accountId);
        name(command, accountId, nameOffset);
        return RejectReason.NONE;
    }

    private RejectReason checkNew(
        final CommandFrame command, final int ownerId, final int nameOffset, final Refusal refusal) {
        if (command.buffer().getByte(nameOffset) == 0) {
            return refusal.because(RejectReason.SUB_ACCOUNT_NAME);
        }
        final long max = state.parameters().value(Parameter.SUB_ACCOUNTS_MAX);
        if (state.subAccounts().count(ownerId) >= max) {
            return refusal.because(RejectReason.SUB_ACCOUNT_LIMIT, max, 0);
        }
        final long accountsMax = state.parameters().value(Parameter.ACCOUNTS_MAX);
        if (state.accounts().count() >= accountsMax) {
            return refusal.because(RejectReason.LIMIT_REACHED, accountsMax, 0);
        }
        return RejectReason.NONE;
    }

    /** {@code RenameSubAccount}. */
    public RejectReason rename(final CommandFrame command, final Refusal refusal) {
        command.decode(rename);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = authority.subAccount(command.accountId(), command.buffer(),
            command.blockOffset() + RenameSubAccountDecoder.addressEncodingOffset());
        if (accountId == Authority.NO_ACCOUNT) {
            return refusal.because(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        final int nameOffset = command.blockOffset() + RenameSubAccountDecoder.nameEncodingOffset();
        if (command.buffer().getByte(nameOffset) == 0) {
            return refusal.because(RejectReason.SUB_ACCOUNT_NAME);
        }
        name(command, accountId, nameOffset);
        return RejectReason.NONE;
    }

    private void name(final CommandFrame command, final int accountId, final int nameOffset) {
        state.subAccounts().name(accountId, command.buffer(), nameOffset);
        events.subAccountNamed(accountId, command.buffer(), nameOffset);
    }

    /** {@code MoveSubAccountCash}. */
    public RejectReason move(final CommandFrame command, final Refusal refusal) {
        command.decode(move);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int ownerId = command.accountId();
        final int subAccount = authority.subAccount(ownerId, command.buffer(),
            command.blockOffset() + MoveSubAccountCashDecoder.addressEncodingOffset());
        if (subAccount == Authority.NO_ACCOUNT) {
            return refusal.because(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        final long amount = move.amountMicros();
        if (amount < 1) {
            return refusal.because(RejectReason.ZERO_AMOUNT);
        }
        final boolean isDeposit = move.isDeposit() == 1;
        final int from = isDeposit ? ownerId : subAccount;
        final int to = isDeposit ? subAccount : ownerId;
        if (drawing.check(from, amount, RejectReason.INSUFFICIENT_TRANSFER, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        state.accounts().transfer(from, to, amount);
        events.cashTransferred(from, to, amount, 0, FundsEvents.WITH_SUB_ACCOUNT);
        return RejectReason.NONE;
    }

    /** {@code Noop}. */
    public RejectReason noop(final CommandFrame command, final Refusal refusal) {
        command.decode(noop);
        return authority.admitMaster(command, refusal);
    }
}
