package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.MarketTerms;
import steelyard.exchange.state.Parameters;
import steelyard.model.FixedPoint;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.risk.market.Markets;

/** What a market and an account allow besides margin. {@code docs/matching-rules.md#6-limits},
    and the states of section 5. */
final class Limits {
    private final ExchangeState state;
    private final Markets markets;
    private final MarketBooks books;
    private final Parameters parameters;

    Limits(final ExchangeState state) {
        this.state = state;
        this.markets = state.markets();
        this.books = state.books();
        this.parameters = state.parameters();
    }

    /** Whether the market's state takes anything new. */
    RejectReason closed(final int marketId, final Refusal refusal) {
        return switch (books.state(marketId)) {
            case HALTED -> refusal.because(RejectReason.MARKET_HALTED);
            case CANCEL_ONLY -> refusal.because(RejectReason.MARKET_CANCEL_ONLY);
            case SETTLING -> refusal.because(RejectReason.MARKET_SETTLING);
            default -> RejectReason.NONE;
        };
    }

    /** Whether operators keep the account from entering orders: the kill switch is on, or it is frozen. */
    RejectReason stopped(
        final int accountId, final int marketId, final boolean isReduceOnly, final Refusal refusal) {
        if (state.killSwitches().stops(accountId, marketId)) {
            return refusal.because(RejectReason.KILL_SWITCH);
        }
        return state.accounts().isFrozen(accountId) && !isReduceOnly
            ? refusal.because(RejectReason.ACCOUNT_FROZEN)
            : RejectReason.NONE;
    }

    /** Whether the market takes trigger orders and modifications in place. */
    RejectReason open(final int marketId, final Refusal refusal) {
        final RejectReason reason = closed(marketId, refusal);
        return reason == RejectReason.NONE && books.isUncrossing(marketId)
            ? refusal.because(RejectReason.AUCTION_UNDER_WAY)
            : reason;
    }

    /** Whether the market's state takes such an order; of a close-only market see the later checks. */
    RejectReason state(final OrderRequest order, final Refusal refusal) {
        final MarketState marketState = books.state(order.marketId());
        if (marketState == MarketState.POST_ONLY && !order.isPostOnly()) {
            return refusal.because(RejectReason.MARKET_POST_ONLY);
        }
        if (marketState == MarketState.AUCTION && !order.timeInForce().mayRest()) {
            return refusal.because(RejectReason.NOT_IN_AUCTION);
        }
        return open(order.marketId(), refusal);
    }

    /** Whether a price is valid. */
    RejectReason price(final int marketId, final long priceTicks, final Refusal refusal) {
        if (!books.grid(marketId).isValid(priceTicks)) {
            return refusal.because(RejectReason.OFF_TICK);
        }
        return Math.abs(priceTicks) > markets.spec(marketId).maxPriceTicks()
            ? refusal.because(RejectReason.PRICE_OUT_OF_RANGE)
            : RejectReason.NONE;
    }

    /** Whether a size is allowed. */
    RejectReason size(final int marketId, final long lots, final Refusal refusal) {
        return lots > markets.spec(marketId).maxOrderLots()
            ? refusal.because(RejectReason.ORDER_TOO_LARGE)
            : RejectReason.NONE;
    }

    /** Whether the value of an order is within the largest there may be. */
    RejectReason value(final int marketId, final long valueMicros, final boolean immediate, final Refusal refusal) {
        final long largest =
            MarketTerms.valueMostMicros(parameters, markets.spec(marketId).maxLeverage(), immediate);
        return valueMicros > largest
            ? refusal.because(RejectReason.ORDER_VALUE_TOO_LARGE, largest, 0)
            : RejectReason.NONE;
    }

    /** Whether an order that is not reduce-only is worth enough. */
    RejectReason notional(final int marketId, final long valueMicros, final Refusal refusal) {
        final long minNotional = markets.spec(marketId).minNotionalMicros();
        return valueMicros < minNotional
            ? refusal.because(RejectReason.MIN_NOTIONAL, minNotional, 0)
            : RejectReason.NONE;
    }

    /**
     * Whether the account, and the exchange, may have so many more open orders.
     *
     * @param few  whether volume does not count: a reduce-only or a trigger order
     * @param more how many more than there are; 0 for an order that takes another's place
     */
    RejectReason openOrders(final int accountId, final boolean few, final long more, final Refusal refusal) {
        final long open = state.traders().openOrders(accountId) + more;
        final long ordersMax = parameters.value(Parameter.ORDERS_MAX);
        if (state.traders().openOrders() + more > ordersMax) {
            return refusal.because(RejectReason.LIMIT_REACHED, ordersMax, 0);
        }
        if (open <= parameters.value(Parameter.OPEN_ORDERS_BASE)
            && open <= parameters.value(Parameter.OPEN_ORDERS_MAX)) {
            return RejectReason.NONE;
        }
        final long limit = openOrdersMax(accountId, few);
        return open > limit
            ? refusal.because(RejectReason.TOO_MANY_OPEN_ORDERS, limit, 0)
            : RejectReason.NONE;
    }

    private long openOrdersMax(final int accountId, final boolean few) {
        final long base = parameters.value(Parameter.OPEN_ORDERS_BASE);
        if (few) {
            return base;
        }
        final long divisor = parameters.value(Parameter.OPEN_ORDERS_VOLUME_MICROS);
        final long more = divisor == 0 ? 0 : state.traders().volumeMicros(accountId) / divisor;
        return Math.min(base + more, parameters.value(Parameter.OPEN_ORDERS_MAX));
    }

    /** Whether the price is within the band around the mark. */
    RejectReason band(final int marketId, final Side side, final long priceTicks, final Refusal refusal) {
        return hasBand(marketId) && (priceTicks - bandEndTicks(marketId, side)) * side.sign() > 0
            ? refusal.because(RejectReason.PRICE_TOO_FAR)
            : RejectReason.NONE;
    }

    /** Whether a resting order's life is over, and more was due at once than has been worked on. */
    boolean isOver(final int order) {
        return (books.orders().flags(order) & OrderFlags.EXPIRES) != 0
            && state.deadlines().timeNanos(Deadlines.ORDER_END, books.orders().orderId(order))
                <= state.counters().nowNanos();
    }

    /** Whether open interest has reached its cap. */
    boolean isCapped(final int marketId) {
        return markets.spec(marketId).openInterestCapMicros() > 0
            && compareWithCap(marketId, markets.openInterestLots(marketId)) >= 0;
    }

    /** Whether open interest would be beyond its cap with so many lots. */
    boolean isBeyondCap(final int marketId, final long lots) {
        return markets.spec(marketId).openInterestCapMicros() > 0 && compareWithCap(marketId, lots) > 0;
    }

    /** Whether the market's open interest has a cap. */
    boolean hasCap(final int marketId) {
        return markets.spec(marketId).openInterestCapMicros() > 0;
    }

    /** Whether a price is beyond the oracle's, seen from its side. */
    boolean isAggressive(final int marketId, final Side side, final long priceTicks) {
        return (priceTicks - markets.oraclePriceTicks(marketId)) * side.sign() > 0;
    }

    /** Open interest: whether an order that adds to it may be placed while it is capped. */
    RejectReason openInterest(
        final int marketId, final Side side, final long priceTicks, final boolean crosses, final boolean opposes,
        final Refusal refusal) {
        if (!isCapped(marketId)) {
            return RejectReason.NONE;
        }
        if (crosses) {
            return refusal.because(opposes ? RejectReason.OPEN_INTEREST_FLIP : RejectReason.OPEN_INTEREST_INCREASE);
        }
        return isAggressive(marketId, side, priceTicks)
            ? refusal.because(RejectReason.OPEN_INTEREST_AGGRESSIVE)
            : RejectReason.NONE;
    }

    /** The limit of an order at the market's price: as far from the mark as the rate says,
        band and largest price allow. */
    long marketLimitTicks(final int marketId, final Side side, final Parameter slippage) {
        final MarketSpec spec = markets.spec(marketId);
        final long slipped = awayFromMark(marketId, side, parameters.value(slippage));
        final long band = hasBand(marketId) ? bandEndTicks(marketId, side) : side.sign() * spec.maxPriceTicks();
        final PriceGrid grid = books.grid(marketId);
        return side == Side.BUY
            ? grid.atOrBelow(Math.min(slipped, Math.min(band, spec.maxPriceTicks())))
            : atOrAbove(marketId, Math.max(slipped, Math.max(band, -spec.maxPriceTicks())));
    }

    /** The price, or the next valid one that is not worse for the side. */
    long validTicks(final int marketId, final Side side, final long priceTicks) {
        final PriceGrid grid = books.grid(marketId);
        if (grid.isValid(priceTicks)) {
            return priceTicks;
        }
        return side == Side.BUY ? grid.atOrBelow(priceTicks) : atOrAbove(marketId, priceTicks);
    }

    private long atOrAbove(final int marketId, final long priceTicks) {
        final long above = books.grid(marketId).atOrAbove(priceTicks);
        final long max = markets.spec(marketId).maxPriceTicks();
        return above > max ? books.grid(marketId).atOrBelow(max) : above;
    }

    private boolean hasBand(final int marketId) {
        return markets.spec(marketId).priceBandNanos() > 0 && markets.hasPrice(marketId);
    }

    private long bandEndTicks(final int marketId, final Side side) {
        return awayFromMark(marketId, side, markets.spec(marketId).priceBandNanos());
    }

    private long awayFromMark(final int marketId, final Side side, final long nanos) {
        return state.marketTerms().beyondMarkTicks(marketId, side, nanos);
    }

    private int compareWithCap(final int marketId, final long lots) {
        return FixedPoint.compareProducts(
            lots, Math.abs(markets.markPriceTicks(marketId)), markets.spec(marketId).openInterestCapMicros(), 1);
    }
}
