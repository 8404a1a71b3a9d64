package steelyard.server.journal;

/** Why a journal cannot be read, as one sentence. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The sentence. */
    public JournalException(final String message) {
        super(message);
    }
}
