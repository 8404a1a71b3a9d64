package steelyard.model;

/**
 * Integer arithmetic with a stated rounding. Products go through 128 bits, so an intermediate never overflows; a result
 * that does not fit a {@code long} throws {@link ArithmeticException}. Divisors must be positive.
 */
public final class FixedPoint {
    /** One, as a rate in nanos. */
    public static final long NANOS = 1_000_000_000L;

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private FixedPoint() {
    }

    /** 10 to the power of {@code exponent}, 0 to 18. */
    public static long powerOfTen(final int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    /** The sum of two numbers that are not negative, at most the largest that there is. */
    public static long saturatedSum(final long a, final long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    /** {@code a × b / divisor}, rounded toward zero. */
    public static long mulDiv(final long a, final long b, final long divisor) {
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        if (high == low >> 63) {
            return low / divisor;
        }
        return wideDivide(a, b, divisor, false);
    }

    /** {@code a × b / divisor}, rounded toward positive infinity. */
    public static long mulDivCeil(final long a, final long b, final long divisor) {
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        if (high == low >> 63) {
            return Math.ceilDiv(low, divisor);
        }
        return wideDivide(a, b, divisor, (a ^ b) >= 0);
    }

    /** {@code a × b / divisor}, rounded toward negative infinity. */
    public static long mulDivFloor(final long a, final long b, final long divisor) {
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        if (high == low >> 63) {
            return Math.floorDiv(low, divisor);
        }
        return wideDivide(a, b, divisor, (a ^ b) < 0);
    }

    /** The sign of {@code a × b − c × d}, exactly. */
    public static int compareProducts(final long a, final long b, final long c, final long d) {
        final int highs = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return highs != 0 ? highs : Long.compareUnsigned(a * b, c * d);
    }

    private static long wideDivide(final long a, final long b, final long divisor, final boolean awayFromZero) {
        final boolean negative = (a ^ b) < 0;
        final long x = Math.abs(a);
        final long y = Math.abs(b);
        final long high = Math.unsignedMultiplyHigh(x, y);
        final long low = x * y;
        if (divisor <= 0 || Long.compareUnsigned(high, divisor) >= 0) {
            throw new ArithmeticException("long overflow: " + a + " * " + b + " / " + divisor);
        }
        final long quotient = divideUnsigned128(high, low, divisor);
        final boolean exact = quotient * divisor == low;
        final long magnitude = awayFromZero && !exact ? quotient + 1 : quotient;
        final boolean fits = quotient >= 0 && magnitude >= 0;
        if (!fits && !(negative && magnitude == Long.MIN_VALUE)) {
            throw new ArithmeticException("long overflow: " + a + " * " + b + " / " + divisor);
        }
        return negative ? -magnitude : magnitude;
    }

    /** Knuth's algorithm D for two 32-bit quotient digits; {@code high < divisor}, {@code divisor > 0}. */
    private static long divideUnsigned128(final long high, final long low, final long divisor) {
        final int shift = Long.numberOfLeadingZeros(divisor);
        final long d = divisor << shift;
        final long dHigh = d >>> 32;
        final long dLow = d & 0xFFFF_FFFFL;
        final long n = shift == 0 ? high : high << shift | low >>> 64 - shift;
        final long rest = low << shift;

        final long q1 = quotientDigit(n, rest >>> 32, dHigh, dLow);
        final long remainder = (n << 32 | rest >>> 32) - q1 * d;
        final long q0 = quotientDigit(remainder, rest & 0xFFFF_FFFFL, dHigh, dLow);
        return (q1 << 32) + q0;
    }

    private static long quotientDigit(final long n, final long next, final long dHigh, final long dLow) {
        long q = Long.divideUnsigned(n, dHigh);
        long r = n - q * dHigh;
        while (q >= 1L << 32 || Long.compareUnsigned(q * dLow, r << 32 | next) > 0) {
            q--;
            r += dHigh;
            if (r >= 1L << 32) {
                break;
            }
        }
        return q;
    }
}
