package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketTerms;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;

/** What is wrong with an action whatever the state of the book. {@code docs/rules.md#4-who-acts}, step 5. */
final class StaticChecks {
    private static final int TRAIL_BPS_MAX = 5_000;

    private final ExchangeState state;
    /** Of the market whose amounts were last looked at. */
    private long e8PerTick;
    private long e8PerLot;
    private long priceTicks;
    private long sizeLots;

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

    /** Codes of an entry: market, side, time in force and flags, and what goes with them. */
    RejectReason codes(
        final int marketId, final int side, final int timeInForce, final int flags, final long expiresMillis,
        final long displaySizeE8, final Refusal refusal) {
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        final TimeInForce validity = TimeInForce.of(timeInForce);
        final boolean known = side <= Side.SELL.code() && validity != null
            && (flags & ~OrderFlags.REQUESTABLE) == 0 && SelfTradeMode.ofFlags(flags) != null;
        final boolean contradictory = known
            && (!validity.mayRest() && (OrderFlags.isPostOnly(flags) || displaySizeE8 != 0)
                || (validity == TimeInForce.GTT) != (expiresMillis != 0));
        return known && !contradictory ? RejectReason.NONE : refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
    }

    /** Price, size and display quantity of an entry in a known market. */
    RejectReason amounts(
        final int marketId, final long priceE8, final long sizeE8, final long displaySizeE8, final boolean zeroAllowed,
        final Refusal refusal) {
        scale(marketId, priceE8, sizeE8);
        if (priceTicks * e8PerTick != priceE8
            || priceE8 <= 0 && !state.markets().spec(marketId).allowsNonPositive()) {
            return refusal.because(RejectReason.INVALID_PRICE);
        }
        if (sizeE8 < 0 || sizeLots * e8PerLot != sizeE8
            || displaySizeE8 != 0 && !isSize(marketId, displaySizeE8)) {
            return refusal.because(RejectReason.INVALID_SIZE);
        }
        return sizeE8 == 0 && !zeroAllowed ? refusal.because(RejectReason.ZERO_SIZE) : RejectReason.NONE;
    }

    /** Works out a price in ticks and a size in lots, toward zero. */
    void scale(final int marketId, final long priceE8, final long sizeE8) {
        final MarketTerms terms = state.marketTerms();
        terms.look(marketId);
        e8PerTick = terms.e8PerTick(marketId);
        e8PerLot = terms.e8PerLot(marketId);
        priceTicks = priceE8 / e8PerTick;
        sizeLots = sizeE8 / e8PerLot;
    }

    /** The price that was last looked at, in ticks. */
    long priceTicks() {
        return priceTicks;
    }

    /** The size that was last looked at, in lots. */
    long sizeLots() {
        return sizeLots;
    }

    /** Kind, source and other codes of a trigger order. */
    RejectReason triggerCodes(
        final int kind, final int source, final int timeInForce, final int flags, final long displaySizeE8,
        final Refusal refusal) {
        final boolean valid = kind <= TriggerKind.TRAILING_STOP.code() && PriceSource.of(source) != null
            && TimeInForce.of(timeInForce).mayRest()
            && (flags & (OrderFlags.POST_ONLY | OrderFlags.FRONTEND_MARKET)) == 0 && displaySizeE8 == 0;
        return valid ? RejectReason.NONE : refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
    }

    /** Trigger price or distance of a trigger order. */
    RejectReason triggerPrices(
        final int marketId, final int kind, final long triggerPriceE8, final long trailE8, final int trailBps,
        final Refusal refusal) {
        final boolean valid;
        if (kind != TriggerKind.TRAILING_STOP.code()) {
            valid = isPrice(marketId, triggerPriceE8);
        } else if (trailE8 == 0) {
            valid = trailBps >= 1 && trailBps <= TRAIL_BPS_MAX;
        } else {
            valid = trailBps == 0 && trailE8 > 0 && trailE8 % state.markets().spec(marketId).e8PerTick() == 0;
        }
        return valid ? RejectReason.NONE : refusal.because(RejectReason.INVALID_PRICE);
    }

    /** Whether a price has the scale of its market, and is positive where it must be. */
    boolean isPrice(final int marketId, final long priceE8) {
        final MarketSpec spec = state.markets().spec(marketId);
        return priceE8 % spec.e8PerTick() == 0 && (priceE8 > 0 || spec.allowsNonPositive());
    }

    /** Whether a size has the scale of its market. */
    boolean isSize(final int marketId, final long sizeE8) {
        return sizeE8 >= 0 && sizeE8 % state.markets().spec(marketId).e8PerLot() == 0;
    }
}
