package steelyard.server.readmodel;

import java.math.BigInteger;
import steelyard.risk.market.TierTable;

/** Where a position would be liquidated, as the public API shows it. */
final class LiquidationPrice {
    /** Stands for a liquidation price that does not exist, or not above zero. */
    static final long NONE = -1;

    private LiquidationPrice() {
    }

    /**
     * The mark at which the account's value is its maintenance margin if no other mark moves. With a position of q
     * lots, a maintenance margin of a rate r of the notional less a deduction d, those of its present tier, and an account that would have V at a mark of zero after the
     * maintenance margin of its other positions, it is the p of V + q × p = |q| × p × r − d.
     *
     * @param lots              q, not zero
     * @param tiers             margin tiers of the market
     * @param tier              the one in which the notional ends
     * @param valueAtZeroMicros V
     * @param e8PerTick         turns ticks into 10<sup>-8</sup> USDC
     * @return in 10<sup>-8</sup> USDC, rounded up for a long position and down for a short one, that is toward being
     *     reached; {@link #NONE} if it is not above zero or beyond a {@code long}
     */
    static long priceE8(
        final long lots, final TierTable tiers, final int tier, final long valueAtZeroMicros,
        final long e8PerTick) {
        return priceE8(lots, tiers.numerator(tier), tiers.denominator(tier),
            Math.addExact(valueAtZeroMicros, tiers.deductionMicros(tier)), e8PerTick);
    }

    /**
     * The same with a rate, of which nothing is deducted.
     *
     * @param rateNumerator   r is it over the denominator, at most 1
     * @param rateDenominator above zero
     */
    static long priceE8(
        final long lots, final long rateNumerator, final long rateDenominator, final long valueAtZeroMicros,
        final long e8PerTick) {
        final int side = Long.signum(lots);
        final BigInteger numerator = BigInteger.valueOf(rateNumerator);
        final BigInteger denominator = BigInteger.valueOf(rateDenominator);
        final BigInteger dividend = BigInteger.valueOf(valueAtZeroMicros)
            .multiply(BigInteger.valueOf(-side)).multiply(denominator)
            .multiply(BigInteger.valueOf(e8PerTick));
        final BigInteger divisor = BigInteger.valueOf(Math.abs(lots))
            .multiply(denominator.subtract(numerator.multiply(BigInteger.valueOf(side))));
        if (dividend.signum() <= 0 || divisor.signum() == 0) {
            return NONE;
        }
        final BigInteger[] quotient = dividend.divideAndRemainder(divisor);
        final boolean up = side > 0 && quotient[1].signum() > 0;
        final BigInteger priceE8 = up ? quotient[0].add(BigInteger.ONE) : quotient[0];
        return priceE8.signum() > 0 && priceE8.bitLength() < Long.SIZE ? priceE8.longValue() : NONE;
    }
}
