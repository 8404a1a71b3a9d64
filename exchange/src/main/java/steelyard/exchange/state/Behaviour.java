package steelyard.exchange.state;

/**
 * What commands mean: a version that a command switches, so that all nodes change at the same place of the log. A
 * change of meaning gets the next version, and the code of the old one stays until no log of it is to be replayed.
 */
public final class Behaviour {
    /** Lowest version that this build can run; the one that an exchange begins with. */
    public static final int VERSION_MIN = 1;
    /** Highest version that this build can run. */
    public static final int VERSION_MAX = 1;

    private int version = VERSION_MIN;

    Behaviour() {
    }

    /** The present version. */
    public int version() {
        return version;
    }

    /**
     * Sets the version.
     *
     * @throws IllegalStateException if this build cannot run it
     */
    public void version(final int next) {
        if (next < VERSION_MIN || next > VERSION_MAX) {
            throw new IllegalStateException("behaviour version " + next + " is wanted, this build can run "
                + VERSION_MIN + " to " + VERSION_MAX);
        }
        version = next;
    }
}
