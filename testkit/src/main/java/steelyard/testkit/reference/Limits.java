package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** Sections 5 and 6: what a market's state and the limits allow. */
final class Limits {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private final State state;

    Limits(final State state) {
        this.state = state;
    }

    /** The reason of a state that takes no orders at all, not even trigger orders. */
    static Verdict closed(final Market market) {
        return switch (market.state) {
            case CANCEL_ONLY -> Verdict.refused(RejectReason.MARKET_CANCEL_ONLY);
            case HALTED -> Verdict.refused(RejectReason.MARKET_HALTED);
            case SETTLING -> Verdict.refused(RejectReason.MARKET_SETTLING);
            default -> Verdict.ACCEPTED;
        };
    }

    /** Whether operators keep the account from entering orders. */
    Verdict checkStopped(final Market market, final int accountId, final boolean isReduceOnly) {
        if (state.isStopped || state.stoppedMarkets.contains(market.id())
            || state.stoppedAccounts.contains(accountId)) {
            return Verdict.refused(RejectReason.KILL_SWITCH);
        }
        return state.account(accountId).isFrozen() && !isReduceOnly
            ? Verdict.refused(RejectReason.ACCOUNT_FROZEN)
            : Verdict.ACCEPTED;
    }

    /** Whether a modification in place, or a trigger order, is taken. */
    static Verdict closedOrUncrossing(final Market market) {
        final Verdict closed = closed(market);
        return closed.isAccepted() && market.isUncrossing
            ? Verdict.refused(RejectReason.AUCTION_UNDER_WAY)
            : closed;
    }

    static Verdict stateTakes(final Market market, final Order order) {
        final Verdict closed = closed(market);
        if (!closed.isAccepted()) {
            return closed;
        }
        if (market.state == MarketState.POST_ONLY && !order.isPostOnly()) {
            return Verdict.refused(RejectReason.MARKET_POST_ONLY);
        }
        if (market.state == MarketState.AUCTION && !order.mayRest()) {
            return Verdict.refused(RejectReason.NOT_IN_AUCTION);
        }
        return market.isUncrossing ? Verdict.refused(RejectReason.AUCTION_UNDER_WAY) : Verdict.ACCEPTED;
    }

    static BigInteger value(final long priceTicks, final long lots) {
        return BigInteger.valueOf(priceTicks).abs().multiply(BigInteger.valueOf(lots));
    }

    /** Whether the value of an order is within the largest there may be. */
    Verdict checkValue(final Market market, final BigInteger value, final boolean asIoc) {
        final int leverage = market.spec.maxLeverage();
        final Parameter parameter = leverage >= 25 ? Parameter.MARKET_VALUE_25_MICROS
            : leverage >= 20 ? Parameter.MARKET_VALUE_20_MICROS
            : leverage >= 10 ? Parameter.MARKET_VALUE_10_MICROS
            : Parameter.MARKET_VALUE_1_MICROS;
        final BigInteger multiple =
            asIoc ? BigInteger.ONE : BigInteger.valueOf(state.parameter(Parameter.LIMIT_VALUE_MULTIPLE));
        final BigInteger largest = BigInteger.valueOf(state.parameter(parameter)).multiply(multiple);
        return largest.signum() > 0 && value.compareTo(largest) > 0
            ? Verdict.refused(RejectReason.ORDER_VALUE_TOO_LARGE, largest.longValueExact())
            : Verdict.ACCEPTED;
    }

    static boolean countsAsIoc(final TimeInForce timeInForce) {
        return timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
    }

    /** How many open orders an account may have when it places another one. */
    long openOrdersMax(final int accountId, final boolean isReduceOnlyOrTrigger) {
        final long base = state.parameter(Parameter.OPEN_ORDERS_BASE);
        if (isReduceOnlyOrTrigger) {
            return base;
        }
        final long each = state.parameter(Parameter.OPEN_ORDERS_VOLUME_MICROS);
        final BigInteger more = each == 0
            ? BigInteger.ZERO
            : state.volume(accountId).divide(BigInteger.valueOf(each));
        return BigInteger.valueOf(base).add(more)
            .min(BigInteger.valueOf(state.parameter(Parameter.OPEN_ORDERS_MAX))).longValueExact();
    }

    /** Whether the account may have one more open order; one that it replaces does not count. */
    Verdict checkOpenOrders(final int accountId, final boolean isReduceOnlyOrTrigger, final boolean replaces) {
        final long max = openOrdersMax(accountId, isReduceOnlyOrTrigger);
        return checkAllOrders(replaces ? 0 : 1).and(() -> state.openOrders(accountId) - (replaces ? 1 : 0) >= max
            ? Verdict.refused(RejectReason.TOO_MANY_OPEN_ORDERS, max)
            : Verdict.ACCEPTED);
    }

    /** Whether the exchange may have so many more open orders. */
    Verdict checkAllOrders(final long more) {
        final long max = state.parameter(Parameter.ORDERS_MAX);
        final long open =
            state.resting.size() + state.triggers.values().stream().filter(TriggerOrder::isOpen).count();
        return open + more > max ? Verdict.refused(RejectReason.LIMIT_REACHED, max) : Verdict.ACCEPTED;
    }

    static boolean hasBand(final Market market) {
        return market.spec.priceBandNanos() > 0 && market.hasPrice;
    }

    /** The highest price of a buy, or the lowest of a sell, that the price band allows. */
    static long bandEnd(final Market market, final Side side) {
        return awayFromMark(market, side, market.spec.priceBandNanos());
    }

    /** The mark, and ⌊marginPrice × nanos / 10^9⌋ beyond it: above for a buy, below for a sell. */
    static long awayFromMark(final Market market, final Side side, final long nanos) {
        final long ofTicks =
            Math.max(Math.abs(market.markTicks), market.risk(MarketParameter.MARGIN_PRICE_MIN_TICKS));
        final long distance = BigInteger.valueOf(ofTicks).multiply(BigInteger.valueOf(nanos))
            .divide(NANOS).longValueExact();
        return side == Side.BUY ? market.markTicks + distance : market.markTicks - distance;
    }

    static Verdict checkBand(final Market market, final Side side, final long priceTicks) {
        if (!hasBand(market)) {
            return Verdict.ACCEPTED;
        }
        final long end = bandEnd(market, side);
        final boolean isBeyond = side == Side.BUY ? priceTicks > end : priceTicks < end;
        return isBeyond ? Verdict.refused(RejectReason.PRICE_TOO_FAR) : Verdict.ACCEPTED;
    }

    boolean isOpenInterestCapped(final Market market) {
        final long cap = market.spec.openInterestCapMicros();
        return cap > 0 && valueOf(market, state.openInterest(market.id())).compareTo(BigInteger.valueOf(cap)) >= 0;
    }

    /** Whether so many lots would be beyond the cap. */
    static boolean isBeyondCap(final Market market, final BigInteger lots) {
        final long cap = market.spec.openInterestCapMicros();
        return cap > 0 && valueOf(market, lots).compareTo(BigInteger.valueOf(cap)) > 0;
    }

    private static BigInteger valueOf(final Market market, final BigInteger lots) {
        return lots.multiply(BigInteger.valueOf(market.markTicks).abs());
    }

    static boolean isMoreAggressiveThanOracle(final Market market, final Side side, final long priceTicks) {
        return side == Side.BUY ? priceTicks > market.oracleTicks : priceTicks < market.oracleTicks;
    }
}
