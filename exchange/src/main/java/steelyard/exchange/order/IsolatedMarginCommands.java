package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.TopUpIsolatedMarginDecoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginDecoder;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;

/** {@code UpdateIsolatedMargin} and {@code TopUpIsolatedMargin}. {@code docs/risk-rules.md#3-standard-margin}. */
public final class IsolatedMarginCommands {
    private static final long AMOUNT_MAX_MICROS = 1L << 56;
    private static final long ONE_E6 = 1_000_000;
    private static final long NEVER_REMOVED = 2;

    private final ExchangeState state;
    private final CrossMargin margin;
    private final Authority authority;
    private final AccountEvents events;
    private final UpdateIsolatedMarginDecoder update = new UpdateIsolatedMarginDecoder();
    private final TopUpIsolatedMarginDecoder topUp = new TopUpIsolatedMarginDecoder();

    /** Applies to this state. */
    public IsolatedMarginCommands(
        final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.margin = state.margin();
        this.authority = authority;
        this.events = events;
    }

    /** {@code UpdateIsolatedMargin}. */
    public RejectReason update(final CommandFrame command, final Refusal refusal) {
        command.decode(update);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkPosition(command.accountId(), update.marketId(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int slot = state.positions().find(command.accountId(), update.marketId());
        return move(command.accountId(), update.marketId(), slot, update.amountMicros(), refusal);
    }

    /** {@code TopUpIsolatedMargin}. */
    public RejectReason topUp(final CommandFrame command, final Refusal refusal) {
        command.decode(topUp);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkPosition(command.accountId(), topUp.marketId(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int slot = state.positions().find(command.accountId(), topUp.marketId());
        if (topUp.leverageE6() < ONE_E6) {
            return refusal.because(RejectReason.INVALID_LEVERAGE);
        }
        final long wanted = FixedPoint.mulDivCeil(margin.notionalMicros(slot), ONE_E6, topUp.leverageE6());
        final long amount = Math.subtractExact(wanted, margin.isolatedEquityMicros(slot));
        return amount <= 0
            ? refusal.because(RejectReason.INVALID_LEVERAGE)
            : move(command.accountId(), topUp.marketId(), slot, amount, refusal);
    }

    private RejectReason checkPosition(final int accountId, final int marketId, final Refusal refusal) {
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        final Positions positions = state.positions();
        final int slot = positions.find(accountId, marketId);
        return positions.quantityLots(slot) == 0 || !positions.isIsolated(slot, marketId)
            ? refusal.because(RejectReason.NO_ISOLATED_POSITION)
            : RejectReason.NONE;
    }

    private RejectReason move(
        final int accountId, final int marketId, final int slot, final long amountMicros, final Refusal refusal) {
        final boolean possible = amountMicros != 0
            && amountMicros <= AMOUNT_MAX_MICROS && amountMicros >= -AMOUNT_MAX_MICROS;
        if (!possible) {
            return refusal.because(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS, 0);
        }
        final RejectReason reason = amountMicros > 0
            ? checkAddition(accountId, amountMicros, refusal)
            : checkRemoval(accountId, marketId, slot, -amountMicros, refusal);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        margin.moveToIsolated(slot, amountMicros);
        events.isolatedMarginChanged(accountId, marketId, slot, amountMicros);
        return RejectReason.NONE;
    }

    private RejectReason checkAddition(final int accountId, final long amountMicros, final Refusal refusal) {
        return margin.canSpare(accountId, amountMicros)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }

    private RejectReason checkRemoval(
        final int accountId, final int marketId, final int slot, final long amountMicros, final Refusal refusal) {
        if (state.accounts().isFrozen(accountId)) {
            return refusal.because(RejectReason.ACCOUNT_FROZEN);
        }
        if (state.markets().risk(marketId).value(MarketParameter.ISOLATION) == NEVER_REMOVED) {
            return refusal.because(RejectReason.MARGIN_NOT_REMOVABLE);
        }
        if (!state.oracle().isFresh(marketId, state.counters().nowNanos())) {
            return refusal.because(RejectReason.PRICE_STALE);
        }
        return margin.canRelease(slot, amountMicros)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }
}
