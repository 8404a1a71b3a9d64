package steelyard.admin;

/** The node cannot do now what an operator asked for; nothing was done. Becomes the answer 409. */
public final class OperatorRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** Why, as a sentence for people, and what to do instead. */
    public OperatorRefusal(final String message, final String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    /** What to do instead. */
    public String hint() {
        return hint;
    }
}
