package steelyard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class FixedPointTest {
    private static final long[] EDGES = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -(1L << 62), -(1L << 32) - 1, -(1L << 32), -(1L << 31), -1_000_000_000, -3,
        -2, -1, 0, 1, 2, 3, 1_000_000_000, (1L << 31) - 1, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1, 1L << 62,
        Long.MAX_VALUE - 1, Long.MAX_VALUE};

    @Test
    void shouldDivideProductsOfEdges() {
        for (final long a : EDGES) {
            for (final long b : EDGES) {
                for (final long divisor : EDGES) {
                    if (divisor > 0) {
                        check(a, b, divisor);
                    }
                }
            }
        }
    }

    @Test
    void shouldDivideRandomProducts() {
        final SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 500_000; i++) {
            check(any(random), any(random), Math.max(1, any(random) & Long.MAX_VALUE));
        }
    }

    /** Quotients around 2^63 and 2^64, where a result stops to fit and where a rounded one would come round to zero. */
    @Test
    void shouldDivideWhereTheResultStopsToFit() {
        final SplittableRandom random = new SplittableRandom(43);
        final BigInteger two63 = BigInteger.ONE.shiftLeft(63);
        for (int i = 0; i < 200_000; i++) {
            final long divisor = 1 + (any(random) & Long.MAX_VALUE) / 2;
            final long a = divisor + 1 + random.nextLong(Long.MAX_VALUE - divisor);
            final BigInteger target = two63.shiftLeft(random.nextInt(2)).multiply(BigInteger.valueOf(divisor));
            final BigInteger b = target.divide(BigInteger.valueOf(a)).add(BigInteger.valueOf(random.nextInt(3) - 1));
            if (b.bitLength() < 64) {
                check(a, b.longValue(), divisor);
                check(-a, b.longValue(), divisor);
            }
        }
        check(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        check(1L << 62, -4, 2);
        // 2^64 − 1 is 3 × 5 × 17 × 257 × 641 × 65537 × 6700417: products just below a multiple of 2^64.
        check(4_294_967_295L * 2, 4_294_967_297L * 2, 4);
        check(6_700_417L * 641 * 257, 65_537L * 255 * 3, 3);
    }

    @Test
    void shouldRefuseToDivideByZero() {
        assertThrows(ArithmeticException.class, () -> FixedPoint.mulDiv(1, 1, 0));
        assertThrows(ArithmeticException.class, () -> FixedPoint.mulDivCeil(Long.MAX_VALUE, 3, 0));
        assertThrows(ArithmeticException.class, () -> FixedPoint.mulDivFloor(Long.MAX_VALUE, 3, -5));
    }

    @Test
    void shouldCompareProducts() {
        final SplittableRandom random = new SplittableRandom(44);
        for (int i = 0; i < 200_000; i++) {
            final long a = any(random);
            final long b = any(random);
            final long c = random.nextInt(3) == 0 ? b : any(random);
            final long d = random.nextInt(3) == 0 ? a : any(random);
            assertEquals(product(a, b).compareTo(product(c, d)), FixedPoint.compareProducts(a, b, c, d),
                () -> a + " * " + b + " against " + c + " * " + d);
        }
    }

    @Test
    void shouldKnowThePowersOfTen() {
        for (int exponent = 0; exponent <= 18; exponent++) {
            assertEquals(BigInteger.TEN.pow(exponent).longValueExact(), FixedPoint.powerOfTen(exponent));
        }
    }

    private static void check(final long a, final long b, final long divisor) {
        final String what = a + " * " + b + " / " + divisor;
        assertEquals(expected(a, b, divisor, RoundingMode.DOWN),
            result(() -> FixedPoint.mulDiv(a, b, divisor)), () -> what + " toward zero");
        assertEquals(expected(a, b, divisor, RoundingMode.CEILING),
            result(() -> FixedPoint.mulDivCeil(a, b, divisor)), () -> what + " up");
        assertEquals(expected(a, b, divisor, RoundingMode.FLOOR),
            result(() -> FixedPoint.mulDivFloor(a, b, divisor)), () -> what + " down");
    }

    private static Object expected(final long a, final long b, final long divisor, final RoundingMode mode) {
        final BigInteger quotient = new BigDecimal(product(a, b)).divide(BigDecimal.valueOf(divisor), 0, mode)
            .toBigIntegerExact();
        return quotient.bitLength() < 64 ? (Object) quotient.longValueExact() : "does not fit";
    }

    private static Object result(final java.util.function.LongSupplier division) {
        try {
            return division.getAsLong();
        } catch (final ArithmeticException e) {
            return "does not fit";
        }
    }

    private static BigInteger product(final long a, final long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    /** Any magnitude is as likely as any other, and numbers near the powers of two more than others. */
    private static long any(final SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> (1L << random.nextInt(64)) + random.nextInt(3) - 1;
            default -> random.nextLong() >> random.nextInt(64);
        };
    }
}
