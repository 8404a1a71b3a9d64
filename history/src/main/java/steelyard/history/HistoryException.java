package steelyard.history;

import java.io.IOException;
import java.nio.file.Path;

/** The store cannot be used; the message says what to do. */
public final class HistoryException extends IOException {
    private static final long serialVersionUID = 1L;

    HistoryException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /** The store is broken and must be made anew. */
    static HistoryException broken(final Path file, final String what, final Throwable cause) {
        return new HistoryException("history store " + file + " " + what
            + ". It holds nothing that the journal does not: stop the node, move " + file.getFileName()
            + " and its -wal and -shm files away, and start again; the store is then filled from the oldest snapshot"
            + " that is kept", cause);
    }
}
