package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetMarginModeDecoder;
import steelyard.risk.margin.Positions;

/** {@code SetMarginMode}. {@code docs/risk-rules.md#4-portfolio-margin}. */
public final class MarginModeCommand {
    private static final int PORTFOLIO = 1;

    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final SetMarginModeDecoder setMarginMode = new SetMarginModeDecoder();

    /** Applies to this state. */
    public MarginModeCommand(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(setMarginMode);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int mode = setMarginMode.mode();
        if (mode > PORTFOLIO) {
            return refusal.because(RejectReason.INVALID_MODE);
        }
        final RejectReason reason =
            mode == PORTFOLIO ? checkPortfolio(accountId, refusal) : checkStandard(accountId, refusal);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        state.margin().portfolio().choose(accountId, mode == PORTFOLIO);
        events.marginModeChanged(accountId, mode);
        return RejectReason.NONE;
    }

    private RejectReason checkPortfolio(final int accountId, final Refusal refusal) {
        if (isInUse(accountId)) {
            return refusal.because(RejectReason.MARGIN_MODE_FIXED);
        }
        final long least = state.parameters().value(Parameter.PORTFOLIO_ENTRY_MICROS);
        final long most = state.parameters().value(Parameter.PORTFOLIO_EQUITY_MAX_MICROS);
        final long equity = state.margin().equityMicros(accountId);
        if (equity < least || equity > most) {
            return refusal.because(RejectReason.PORTFOLIO_EQUITY, least, most);
        }
        return state.margin().portfolio().isAvailable()
            ? RejectReason.NONE
            : refusal.because(RejectReason.NO_SCENARIOS);
    }

    private RejectReason checkStandard(final int accountId, final Refusal refusal) {
        return state.margin().portfolio().fitsStandard(accountId)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }

    /** Whether the account has a position or a resting order. */
    private boolean isInUse(final int accountId) {
        final Positions positions = state.positions();
        boolean used = false;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            used |= positions.quantityLots(slot) != 0 || state.books().orders().orderCount(slot) != 0;
        }
        return used;
    }
}
