package steelyard.admin;

/** The node cannot do now what an operator asked for; nothing was done. Becomes the answer 409. */
public final class OperatorRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final String leader;

    /** Why, as a sentence for people, and what to do instead. */
    public OperatorRefusal(final String message, final String hint) {
        this(message, hint, "");
    }

    /** The same where the leader must be asked: {@code leader} is the URL of its operators' API; empty if unknown. */
    public OperatorRefusal(final String message, final String hint, final String leader) {
        super(message, null, false, false);
        this.hint = hint;
        this.leader = leader;
    }

    /** What to do instead. */
    public String hint() {
        return hint;
    }

    /** URL of the leader's operators' API; empty if it is not known or would not help. */
    String leader() {
        return leader;
    }
}
