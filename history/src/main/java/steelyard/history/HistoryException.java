package steelyard.history;

import java.io.IOException;

/** The store cannot be used; the message says what to do. */
public final class HistoryException extends IOException {
    private static final long serialVersionUID = 1L;

    HistoryException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
