package steelyard.flow.recording;

/** A recording that cannot be read or makes no sense, as a sentence for people. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence. */
    public RecordingException(final String message) {
        super(message);
    }
}
