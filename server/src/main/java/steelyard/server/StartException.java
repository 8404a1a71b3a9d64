package steelyard.server;

/** Why a node cannot start, as one sentence for the person who started it. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The sentence. */
    public StartException(final String message) {
        super(message);
    }
}
