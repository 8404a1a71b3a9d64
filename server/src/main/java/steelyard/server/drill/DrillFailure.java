package steelyard.server.drill;

/** What a drill saw that must not be, as one sentence. */
public final class DrillFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The sentence. */
    public DrillFailure(final String message) {
        super(message);
    }
}
