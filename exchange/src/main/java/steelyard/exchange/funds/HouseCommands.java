package steelyard.exchange.funds;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.command.SecondOperator;
import steelyard.exchange.event.HouseEvents;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.HouseFunds;
import steelyard.model.HouseAccount;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.MoveInsuranceDecoder;
import steelyard.protocol.sbe.SocializeDebtDecoder;
import steelyard.protocol.sbe.TransferHouseCashDecoder;
import steelyard.risk.margin.Accounts;

/** What operators do with the house's money. {@code docs/risk-rules.md#10-house-accounts}. */
public final class HouseCommands {
    private static final long AMOUNT_MAX_MICROS = 1L << 56;
    private static final int FEES = HouseAccount.FEES.id();
    private static final int INSURANCE = HouseAccount.INSURANCE.id();
    private static final int BACKSTOP = HouseAccount.BACKSTOP.id();
    private static final int ROUNDING = HouseAccount.ROUNDING.id();
    private static final int DELEVERAGING = HouseAccount.DELEVERAGING.id();

    private final ExchangeState state;
    private final HouseEvents events;
    private final Drawing drawing;
    private final TransferHouseCashDecoder transfer = new TransferHouseCashDecoder();
    private final MoveInsuranceDecoder move = new MoveInsuranceDecoder();
    private final SecondOperator second = new SecondOperator();
    private final SocializeDebtDecoder socialize = new SocializeDebtDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public HouseCommands(final ExchangeState state, final HouseEvents events, final FundingPayments payments) {
        this.state = state;
        this.events = events;
        this.drawing = new Drawing(state, payments);
    }

    /** {@code TransferHouseCash}. */
    public RejectReason transfer(final CommandFrame command, final Refusal refusal) {
        command.decode(transfer);
        final int fromId = transfer.fromAccountId();
        final int toId = transfer.toAccountId();
        final long amountMicros = transfer.amountMicros();
        if (!mayTransfer(fromId, toId)) {
            return refusal.because(RejectReason.INVALID_HOUSE_TRANSFER);
        }
        if (amountMicros < 1 || amountMicros > AMOUNT_MAX_MICROS) {
            return refusal.because(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS, 0);
        }
        if (draw(fromId, amountMicros, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        state.margin().transferHouse(fromId, toId, amountMicros);
        events.transferred(fromId, toId, amountMicros, remark.wrap(command));
        return RejectReason.NONE;
    }

    private static boolean mayTransfer(final int fromId, final int toId) {
        final boolean mayGive = fromId == FEES || fromId == INSURANCE || fromId == BACKSTOP || fromId == ROUNDING;
        final boolean mayTake = toId == INSURANCE || toId == BACKSTOP || toId == DELEVERAGING
            || toId == FEES && fromId != INSURANCE;
        return fromId != toId && mayGive && mayTake;
    }

    private RejectReason draw(final int fromId, final long amountMicros, final Refusal refusal) {
        if (fromId == BACKSTOP) {
            return drawing.check(fromId, amountMicros, RejectReason.INSUFFICIENT_FUNDS, refusal);
        }
        final long free = Math.max(0, state.accounts().cashMicros(fromId));
        return amountMicros > free ? refusal.because(RejectReason.INSUFFICIENT_FUNDS, free, 0) : RejectReason.NONE;
    }

    /** {@code MoveInsurance}. */
    public RejectReason moveInsurance(final CommandFrame command, final Refusal refusal) {
        command.decode(move);
        second.wrap(command);
        remark.wrapAt(command, second.end());
        if (checkMove(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final long amountMicros = move.amountMicros();
        state.depositSources().lastNumber(move.sourceId(), move.number());
        if (amountMicros > 0) {
            state.accounts().deposit(INSURANCE, amountMicros);
        } else {
            state.accounts().withdraw(INSURANCE, -amountMicros);
        }
        events.insuranceMoved(move.number(), amountMicros, move.sourceId(), second, remark);
        return RejectReason.NONE;
    }

    private RejectReason checkMove(final Refusal refusal) {
        final long amountMicros = move.amountMicros();
        if (!second.isAnother(remark)) {
            return refusal.because(RejectReason.SAME_OPERATOR);
        }
        if (amountMicros == 0 || amountMicros < -AMOUNT_MAX_MICROS || amountMicros > AMOUNT_MAX_MICROS) {
            return refusal.because(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS, 0);
        }
        final long lastNumber = state.depositSources().lastNumber(move.sourceId());
        if (move.number() <= lastNumber) {
            return refusal.because(RejectReason.DEPOSIT_ALREADY_APPLIED, move.number(), lastNumber);
        }
        if (amountMicros > Accounts.DEPOSITS_LIMIT_MICROS - state.accounts().depositsMicros()) {
            return refusal.because(RejectReason.LIMIT_REACHED, Accounts.DEPOSITS_LIMIT_MICROS, 0);
        }
        return amountMicros > 0 ? RejectReason.NONE : draw(INSURANCE, -amountMicros, refusal);
    }

    /** {@code SocializeDebt}. */
    public RejectReason socialize(final CommandFrame command, final Refusal refusal) {
        command.decode(socialize);
        final HouseFunds house = state.houseFunds();
        final long debtMicros = -state.accounts().cashMicros(DELEVERAGING);
        if (debtMicros <= 0 || state.riskQueues().deleveragings().count() > 0
            || house.debtPhase() != HouseFunds.NO_DEBT) {
            return refusal.because(RejectReason.INVALID_HOUSE_TRANSFER);
        }
        house.debt(HouseFunds.WEIGHING, 0, 0, 0);
        events.socialized(debtMicros, remark.wrap(command));
        return RejectReason.NONE;
    }
}
