package steelyard.model;

/**
 * The hash of which the state hash is a sum: a bijective finaliser (David Stafford's variant 13 of MurmurHash3's) over a
 * running value, field by field. Not cryptographic; it finds divergence, not attackers.
 */
public final class Mix64 {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private Mix64() {
    }

    /** The hash so far, after one more field. */
    public static long mix(final long hash, final long field) {
        long z = (hash ^ field) + GOLDEN_GAMMA;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
