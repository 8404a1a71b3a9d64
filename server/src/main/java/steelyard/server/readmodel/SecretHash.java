package steelyard.server.readmodel;

import java.security.SecureRandom;
import steelyard.model.Mix64;

/** A hash of keys that clients choose: it differs from process to process, so nobody can choose keys that collide. */
final class SecretHash {
    private static final long SEED = new SecureRandom().nextLong();

    private SecretHash() {
    }

    /** The hash of a key of three numbers. */
    static long of(final long first, final long second, final long third) {
        return Mix64.mix(Mix64.mix(Mix64.mix(SEED, first), second), third);
    }
}
