package steelyard.client;

/** The server refused a request as such: its text says why. A refused order is no exception, but a status. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ApiException(final int status, final String text) {
        super(status + ": " + text);
        this.status = status;
    }

    /** The HTTP status, also of an answer that came by WebSocket; 0 if it named none. */
    public int status() {
        return status;
    }
}
