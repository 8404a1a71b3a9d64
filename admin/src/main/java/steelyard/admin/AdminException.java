package steelyard.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Ends a request with an error answer. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final String hint;

    /** The answer: its status, what is wrong, and what to do. */
    AdminException(final HttpResponseStatus status, final String error, final String hint) {
        super(error, null, false, false);
        this.status = status;
        this.hint = hint;
    }

    /** The answer for a market that is not listed. */
    static AdminException unknownMarket() {
        return new AdminException(HttpResponseStatus.NOT_FOUND,
            "there is no market of this name", "names are as listed, case included");
    }

    HttpResponseStatus status() {
        return status;
    }

    String hint() {
        return hint;
    }
}
