package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.UpdateLeverageDecoder;
import steelyard.risk.margin.Positions;

/** {@code UpdateLeverage}. */
public final class LeverageCommand {
    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final UpdateLeverageDecoder updateLeverage = new UpdateLeverageDecoder();
    /** What moves into the isolated position that is under check. */
    private long movedMicros;

    /** Applies to this state. */
    public LeverageCommand(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(updateLeverage);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || check(command.accountId(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int marketId = updateLeverage.marketId();
        final int leverage = updateLeverage.leverage();
        final boolean isolated = updateLeverage.isCross() == 0;
        final int slot = state.positions().open(command.accountId(), marketId);
        state.margin().chooseLeverage(slot, leverage, isolated);
        events.leverageChanged(command.accountId(), marketId, leverage, isolated);
        if (movedMicros != 0) {
            state.margin().moveToIsolated(slot, movedMicros);
            events.isolatedMarginChanged(command.accountId(), marketId, slot, movedMicros);
        }
        return RejectReason.NONE;
    }

    private RejectReason check(final int accountId, final Refusal refusal) {
        final int marketId = updateLeverage.marketId();
        final int leverage = updateLeverage.leverage();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        final boolean isolated = updateLeverage.isCross() == 0;
        if (!isolated && state.markets().risk(marketId).isIsolatedOnly()) {
            return refusal.because(RejectReason.ISOLATED_ONLY);
        }
        if (leverage < 1 || leverage > state.markets().spec(marketId).maxLeverage()) {
            return refusal.because(RejectReason.INVALID_LEVERAGE);
        }
        final Positions positions = state.positions();
        final int slot = positions.find(accountId, marketId);
        if (positions.quantityLots(slot) != 0 && positions.isIsolated(slot, marketId) != isolated) {
            return refusal.because(RejectReason.MARGIN_MODE_FIXED);
        }
        if (state.margin().leverageExceedsTier(accountId, marketId, slot, leverage)) {
            return refusal.because(RejectReason.INVALID_LEVERAGE);
        }
        movedMicros = state.margin().marginForLeverage(accountId, marketId, slot, leverage);
        return state.margin().allowsLeverage(accountId, marketId, slot, leverage, isolated, movedMicros)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }
}
