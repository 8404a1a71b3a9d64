package steelyard.server.config;

/** What is wrong with a file that the node was given, as one sentence for the person who wrote it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The sentence. */
    public ConfigException(final String message) {
        super(message);
    }
}
