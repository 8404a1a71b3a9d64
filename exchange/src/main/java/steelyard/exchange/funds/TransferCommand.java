package steelyard.exchange.funds;

import org.agrona.DirectBuffer;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.TransferCashDecoder;

/** {@code TransferCash}. {@code docs/account-rules.md#3-transfers}. */
public final class TransferCommand {
    private final ExchangeState state;
    private final Authority authority;
    private final OperatorEvents accountEvents;
    private final FundsEvents events;
    private final Drawing drawing;
    private final TransferCashDecoder transfer = new TransferCashDecoder();

    /** Applies to this state. */
    public TransferCommand(
        final ExchangeState state, final Authority authority, final OperatorEvents accountEvents,
        final FundsEvents events, final FundingPayments payments) {
        this.state = state;
        this.authority = authority;
        this.accountEvents = accountEvents;
        this.events = events;
        this.drawing = new Drawing(state, payments);
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(transfer);
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int source = source(command);
        if (source == Authority.NO_ACCOUNT) {
            return refusal.because(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        final int destinationOffset = command.blockOffset() + TransferCashDecoder.destinationEncodingOffset();
        final int row = state.addresses().find(command.buffer(), destinationOffset);
        final int known = row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
        if (check(command.buffer(), destinationOffset, source, known, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final long amount = transfer.amountMicros();
        final long fee = known >= 0 ? 0 : state.parameters().value(Parameter.ACTIVATION_FEE_MICROS);
        final long drawn = amount > Long.MAX_VALUE - fee ? Long.MAX_VALUE : amount + fee;
        if (drawing.check(source, drawn, RejectReason.INSUFFICIENT_TRANSFER, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int destination = known >= 0 ? known : createUser(command.buffer(), destinationOffset);
        state.accounts().transfer(source, destination, amount);
        state.accounts().transfer(source, HouseAccount.FEES.id(), fee);
        events.cashTransferred(source, destination, amount, fee, FundsEvents.BETWEEN_USERS);
        return RejectReason.NONE;
    }

    private int source(final CommandFrame command) {
        final int offset = command.blockOffset() + TransferCashDecoder.fromSubAccountEncodingOffset();
        return AddressBytes.isZero(command.buffer(), offset)
            ? command.accountId()
            : authority.subAccount(command.accountId(), command.buffer(), offset);
    }

    private RejectReason check(
        final DirectBuffer buffer, final int destinationOffset, final int source, final int known,
        final Refusal refusal) {
        if (transfer.amountMicros() < 1) {
            return refusal.because(RejectReason.ZERO_AMOUNT);
        }
        if (AddressBytes.isZero(buffer, destinationOffset)
            || known < 0 && AddressBytes.isReserved(buffer, destinationOffset)
            || known >= 0 && state.accounts().kind(known) == AccountKind.HOUSE) {
            return refusal.because(RejectReason.HOUSE_ADDRESS);
        }
        if (known == source) {
            return refusal.because(RejectReason.SELF_TRANSFER);
        }
        final long accountsMax = state.parameters().value(Parameter.ACCOUNTS_MAX);
        return known < 0 && state.accounts().count() >= accountsMax
            ? refusal.because(RejectReason.LIMIT_REACHED, accountsMax, 0)
            : RejectReason.NONE;
    }

    private int createUser(final DirectBuffer buffer, final int addressOffset) {
        final int accountId = state.accounts().create(AccountKind.USER, state.accounts().count());
        state.addresses().accountId(state.addresses().open(buffer, addressOffset), accountId);
        accountEvents.accountCreated(accountId);
        return accountId;
    }
}
