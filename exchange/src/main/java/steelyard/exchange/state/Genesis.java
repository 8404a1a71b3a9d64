package steelyard.exchange.state;

/** Whether the exchange has its first parameters and markets, and from which file. */
public final class Genesis {
    /** Bytes of the hash. */
    public static final int HASH_LENGTH = 32;

    private final byte[] hash = new byte[HASH_LENGTH];
    private boolean applied;

    Genesis() {
    }

    /** Whether it was applied. */
    public boolean isApplied() {
        return applied;
    }

    /** SHA-256 of the genesis file; zeros before. */
    public byte[] hash() {
        return hash;
    }

    /** Says that it was applied, or not yet; the hash stands in {@link #hash}. */
    public void applied(final boolean isApplied) {
        applied = isApplied;
    }
}
