package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.UpdateLeverageDecoder;

/** {@code UpdateLeverage}. */
public final class LeverageCommand {
    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final UpdateLeverageDecoder updateLeverage = new UpdateLeverageDecoder();

    /** Applies to this state. */
    public LeverageCommand(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(updateLeverage);
        if (authority.admit(command, updateLeverage.authority(), refusal) != RejectReason.NONE
            || check(command.accountId(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int marketId = updateLeverage.marketId();
        final int leverage = updateLeverage.leverage();
        state.margin().chooseLeverage(state.positions().open(command.accountId(), marketId), leverage);
        events.leverageChanged(command.accountId(), marketId, leverage);
        return RejectReason.NONE;
    }

    private RejectReason check(final int accountId, final Refusal refusal) {
        final int marketId = updateLeverage.marketId();
        final int leverage = updateLeverage.leverage();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        if (updateLeverage.isCross() == 0) {
            return refusal.because(RejectReason.ISOLATED_UNAVAILABLE);
        }
        if (leverage < 1 || leverage > state.markets().spec(marketId).maxLeverage()) {
            return refusal.because(RejectReason.INVALID_LEVERAGE);
        }
        final int slot = state.positions().find(accountId, marketId);
        return state.margin().allowsLeverage(accountId, marketId, slot, leverage)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }
}
