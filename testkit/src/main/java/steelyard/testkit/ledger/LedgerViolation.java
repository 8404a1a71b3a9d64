package steelyard.testkit.ledger;

/** Events that cannot be true, given those before them. */
public final class LedgerViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerViolation(final String message) {
        super(message);
    }

    /** Throws unless {@code holds}; the message names what was expected. */
    static void require(final boolean holds, final String rule, final Object subject) {
        if (!holds) {
            throw new LedgerViolation(rule + ": " + subject);
        }
    }

    /** Throws unless the two numbers are equal. */
    static void requireEqual(final long expected, final long actual, final String what, final Object subject) {
        if (expected != actual) {
            throw new LedgerViolation(what + " should be " + expected + ", not " + actual + ": " + subject);
        }
    }
}
