package steelyard.testkit.reference;

import java.math.BigInteger;

/** An average in which old samples count ever less, by the exact steps of section 5 of the risk rules. */
final class Average {
    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(62);
    private static final long FIRST_MILLIS = 1_000;
    private static final long MOST_MILLIS = 600_000;

    private final long tauMillis;
    private BigInteger num = BigInteger.ZERO;
    private BigInteger den = BigInteger.ZERO;
    private long lastMillis;

    Average(final long tauMillis) {
        this.tauMillis = tauMillis;
    }

    boolean hasSample() {
        return den.signum() != 0;
    }

    void add(final BigInteger sample, final long nowMillis) {
        final long t = hasSample() ? Math.min(nowMillis - lastMillis, MOST_MILLIS) : FIRST_MILLIS;
        if (t == 0) {
            return;
        }
        final BigInteger weight = BigInteger.valueOf(t);
        final BigInteger decay = decay(t);
        num = num.multiply(decay).divide(ONE).add(sample.multiply(weight));
        den = den.multiply(decay).divide(ONE).add(weight);
        lastMillis = nowMillis;
    }

    /** The average, rounded down. */
    BigInteger value() {
        return num.subtract(num.mod(den)).divide(den);
    }

    /** e^(−t/τ) in units of 2^−62. */
    private BigInteger decay(final long t) {
        BigInteger d = ONE;
        BigInteger power = ofOneMilli();
        for (long bits = t; bits != 0; bits >>= 1) {
            if ((bits & 1) == 1) {
                d = d.multiply(power).divide(ONE);
            }
            power = power.multiply(power).divide(ONE);
        }
        return d;
    }

    private BigInteger ofOneMilli() {
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = ONE;
        for (long k = 1; term.signum() != 0; k++) {
            sum = k % 2 == 1 ? sum.add(term) : sum.subtract(term);
            term = term.divide(BigInteger.valueOf(k * tauMillis));
        }
        return sum;
    }
}
