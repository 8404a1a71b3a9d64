package steelyard.exchange;

/**
 * The exchange found something that must not be: its own bytes cut off, money that does not add up, a crossed book. It
 * has emitted nothing for the command and is of no use any more; the process is to stop.
 */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvariantViolation(final String message, final Throwable cause) {
        super(message, cause);
    }
}
