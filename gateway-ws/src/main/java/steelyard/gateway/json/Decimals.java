package steelyard.gateway.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Quotients that clients are shown, as exact decimals of a given length. Plain numbers go by {@code WireDecimal}. */
final class Decimals {
    private Decimals() {
    }

    /**
     * {@code numerator / denominator × 10^-scale}, rounded to {@code decimals} decimals, with at least one decimal and
     * no trailing zeros beyond it.
     */
    static String quotient(
        final BigDecimal numerator, final long denominator, final int scale, final int decimals,
        final RoundingMode rounding) {
        final BigDecimal quotient = numerator.scaleByPowerOfTen(-scale)
            .divide(BigDecimal.valueOf(denominator), decimals, rounding)
            .stripTrailingZeros();
        return quotient.setScale(Math.max(1, quotient.scale())).toPlainString();
    }
}
