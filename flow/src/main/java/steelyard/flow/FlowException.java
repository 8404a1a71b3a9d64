package steelyard.flow;

/** A run that cannot begin or go on, as a sentence for people. */
public final class FlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence. */
    public FlowException(final String message) {
        super(message);
    }
}
