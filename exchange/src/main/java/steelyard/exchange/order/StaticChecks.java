package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** What is wrong with an action whatever the state of the book. {@code docs/rules.md#4-who-acts}, step 5. */
final class StaticChecks {
    private final ExchangeState state;

    StaticChecks(final ExchangeState state) {
        this.state = state;
    }

    /** Number of entries. */
    RejectReason count(final int entries, final Refusal refusal) {
        if (entries == 0) {
            return refusal.because(RejectReason.NO_ORDERS);
        }
        final long max = state.parameters().value(Parameter.ACTION_ORDERS_MAX);
        return entries > max ? refusal.because(RejectReason.TOO_MANY_ORDERS, entries, max) : RejectReason.NONE;
    }

    /** Codes of an entry: market, side, time in force and flags. */
    RejectReason codes(
        final int marketId, final int side, final int timeInForce, final int flags, final Refusal refusal) {
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        final TimeInForce validity = TimeInForce.of(timeInForce);
        final boolean contradictory = validity == TimeInForce.IOC && OrderFlags.isPostOnly(flags);
        if (side > Side.SELL.code() || validity == null || (flags & ~OrderFlags.REQUESTABLE) != 0 || contradictory) {
            return refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
        }
        return RejectReason.NONE;
    }

    /** Price and size of an entry in a known market. */
    RejectReason amounts(final int marketId, final long priceE8, final long sizeE8, final Refusal refusal) {
        final MarketSpec spec = state.markets().spec(marketId);
        if (priceE8 % spec.e8PerTick() != 0 || priceE8 <= 0 && !spec.allowsNonPositive()) {
            return refusal.because(RejectReason.INVALID_PRICE);
        }
        if (sizeE8 < 0 || sizeE8 % spec.e8PerLot() != 0) {
            return refusal.because(RejectReason.INVALID_SIZE);
        }
        return sizeE8 == 0 ? refusal.because(RejectReason.ZERO_SIZE) : RejectReason.NONE;
    }
}
