package steelyard.gateway.json;

/** Ends the decoding of a request with its answer. Carries no stack: clients cause it, not code. */
public final class RequestFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /** A fault that is answered with {@code reply}. */
    public RequestFault(final Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    /** The request does not have the form that the API asks for. */
    public static RequestFault malformed() {
        return new RequestFault(Reply.MALFORMED);
    }

    /** The action is understood and refused. */
    public static RequestFault refusal(final String text) {
        return new RequestFault(Reply.refusal(text));
    }

    /** The answer. */
    public Reply reply() {
        return reply;
    }
}
