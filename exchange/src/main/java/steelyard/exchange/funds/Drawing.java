package steelyard.exchange.funds;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.risk.margin.Positions;

/** What may leave an account. {@code docs/account-rules.md#1-what-may-leave}. */
final class Drawing {
    private static final int NONE = -1;
    private static final long NOTIONAL_SHARE = 10;

    private final ExchangeState state;

    Drawing(final ExchangeState state) {
        this.state = state;
    }

    /** Why the account cannot be drawn on with this amount, or nothing. */
    RejectReason check(
        final int accountId, final long amountMicros, final RejectReason insufficient, final Refusal refusal) {
        final int stale = staleMarket(accountId);
        if (stale != NONE) {
            return refusal.because(RejectReason.FUNDS_PRICE_STALE, stale, 0);
        }
        final long free = freeMicros(accountId);
        return amountMicros > free ? refusal.because(insufficient, free, 0) : RejectReason.NONE;
    }

    private int staleMarket(final int accountId) {
        final Positions positions = state.positions();
        int lowest = NONE;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (positions.quantityLots(slot) != 0 && (lowest == NONE || marketId < lowest)
                && !state.oracle().isFresh(marketId, state.counters().nowNanos())) {
                lowest = marketId;
            }
        }
        return lowest;
    }

    /** {@code max(0, equity − need)}. */
    private long freeMicros(final int accountId) {
        final Positions positions = state.positions();
        long initial = 0;
        long notional = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            final long micros = Math.abs(Math.multiplyExact(
                positions.quantityLots(slot), state.markets().markPriceTicks(marketId)));
            initial = Math.addExact(initial, Math.ceilDiv(micros, positions.leverage(slot, marketId)));
            notional = Math.addExact(notional, micros);
        }
        final long need = Math.max(initial, Math.ceilDiv(notional, NOTIONAL_SHARE));
        return Math.max(0, Math.subtractExact(state.margin().equityMicros(accountId), need));
    }
}
