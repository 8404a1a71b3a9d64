package steelyard.exchange.funds;

import org.agrona.DirectBuffer;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Withdrawals;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ResolveWithdrawalDecoder;

/** Withdrawals. {@code docs/account-rules.md#4-withdrawals}. Each method applies one command, or says why not. */
public final class WithdrawalCommands {
    private static final short COMPLETED = 1;
    private static final short REJECTED = 2;

    private final ExchangeState state;
    private final Authority authority;
    private final FundsEvents events;
    private final Drawing drawing;
    private final RequestWithdrawalDecoder request = new RequestWithdrawalDecoder();
    private final ResolveWithdrawalDecoder resolve = new ResolveWithdrawalDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public WithdrawalCommands(
        final ExchangeState state, final Authority authority, final FundsEvents events,
        final FundingPayments payments) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.drawing = new Drawing(state, payments);
    }

    /** {@code RequestWithdrawal}. */
    public RejectReason request(final CommandFrame command, final Refusal refusal) {
        command.decode(request);
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int destinationOffset = command.blockOffset() + RequestWithdrawalDecoder.destinationEncodingOffset();
        final long amount = request.amountMicros();
        final long fee = state.parameters().value(Parameter.WITHDRAWAL_FEE_MICROS);
        if (check(command.buffer(), destinationOffset, accountId, fee, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        state.accounts().transfer(accountId, HouseAccount.WITHDRAWALS.id(), amount);
        final Withdrawals withdrawals = state.withdrawals();
        events.withdrawalRequested(withdrawals.add(
            withdrawals.takeId(), accountId, amount, fee, command.buffer(), destinationOffset));
        return RejectReason.NONE;
    }

    private RejectReason check(
        final DirectBuffer buffer, final int destinationOffset, final int accountId, final long fee,
        final Refusal refusal) {
        if (request.amountMicros() <= fee) {
            return refusal.because(RejectReason.WITHDRAWAL_TOO_SMALL, fee, 0);
        }
        if (AddressBytes.isZero(buffer, destinationOffset)) {
            return refusal.because(RejectReason.WITHDRAWAL_ADDRESS);
        }
        final long max = state.parameters().value(Parameter.WITHDRAWALS_MAX);
        if (state.withdrawals().count(accountId) >= max) {
            return refusal.because(RejectReason.WITHDRAWALS_PENDING, max, 0);
        }
        return drawing.check(accountId, request.amountMicros(), RejectReason.INSUFFICIENT_WITHDRAWAL, refusal);
    }

    /** {@code ResolveWithdrawal}. */
    public RejectReason resolve(final CommandFrame command, final Refusal refusal) {
        command.decode(resolve);
        final Withdrawals withdrawals = state.withdrawals();
        final int row = withdrawals.find(resolve.withdrawalId());
        if (row == Withdrawals.NONE) {
            return refusal.because(RejectReason.WITHDRAWAL_UNKNOWN, resolve.withdrawalId(), 0);
        }
        final short outcome = resolve.outcome();
        if (outcome != COMPLETED && outcome != REJECTED) {
            return refusal.because(RejectReason.INVALID_STATE);
        }
        final long amount = withdrawals.amountMicros(row);
        final int held = HouseAccount.WITHDRAWALS.id();
        if (outcome == COMPLETED) {
            final long fee = withdrawals.feeMicros(row);
            state.accounts().transfer(held, HouseAccount.FEES.id(), fee);
            state.accounts().withdraw(held, amount - fee);
        } else {
            state.accounts().transfer(held, withdrawals.accountId(row), amount);
        }
        events.withdrawalResolved(row, outcome, remark.wrap(command));
        withdrawals.remove(row);
        return RejectReason.NONE;
    }
}
