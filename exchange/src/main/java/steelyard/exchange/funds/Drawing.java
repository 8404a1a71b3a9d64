package steelyard.exchange.funds;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.risk.margin.Positions;

/** What may leave an account. {@code docs/account-rules.md#1-what-may-leave}. */
final class Drawing {
    private static final int NONE = -1;

    private final ExchangeState state;
    private final FundingPayments payments;

    Drawing(final ExchangeState state, final FundingPayments payments) {
        this.state = state;
        this.payments = payments;
    }

    /** Why the account cannot be drawn on with this amount, or nothing. Funding that is due is paid first. */
    RejectReason check(
        final int accountId, final long amountMicros, final RejectReason insufficient, final Refusal refusal) {
        payments.bringUpToDate(accountId);
        if (state.accounts().isFrozen(accountId)) {
            return refusal.because(RejectReason.ACCOUNT_FROZEN);
        }
        final int stale = staleMarket(accountId);
        if (stale != NONE) {
            return refusal.because(RejectReason.FUNDS_PRICE_STALE, stale, 0);
        }
        final long free = state.margin().freeMicros(accountId);
        return amountMicros > free ? refusal.because(insufficient, free, 0) : RejectReason.NONE;
    }

    private int staleMarket(final int accountId) {
        final Positions positions = state.positions();
        int lowest = NONE;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (positions.quantityLots(slot) != 0 && !positions.isIsolated(slot, marketId)
                && (lowest == NONE || marketId < lowest)
                && !state.oracle().isFresh(marketId, state.counters().nowNanos())) {
                lowest = marketId;
            }
        }
        return lowest;
    }
}
