package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;

/** The places where a test plants a mistake, to see that the comparison finds it; as they stand, they make none. */
interface Choices {
    /** No mistakes. */
    Choices RIGHT = new Choices() {
    };

    /** The maker among the orders at the best price. */
    default Order maker(final List<Order> oldestFirst) {
        return oldestFirst.getFirst();
    }

    /** The fee on |price × lots|, in micros. */
    default long feeMicros(final BigInteger notionalMicros, final long rateNanos) {
        return notionalMicros.multiply(BigInteger.valueOf(rateNanos))
            .divide(BigInteger.valueOf(1_000_000_000L)).longValueExact();
    }

    /** What a notional at a leverage requires, in micros. */
    default BigInteger marginOf(final BigInteger notionalMicros, final BigInteger leverage) {
        return ceiling(notionalMicros, leverage);
    }

    /** {@code ⌈dividend / divisor⌉} of two numbers that are not negative. */
    static BigInteger ceiling(final BigInteger dividend, final BigInteger divisor) {
        final BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    }
}
