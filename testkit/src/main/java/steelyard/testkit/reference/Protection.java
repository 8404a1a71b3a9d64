package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;

/** Section 13: what is known of a group of an account's quotes. All limits 0: no protection. */
final class Protection {
    /** A fill that is counted. */
    record Fill(long timeNanos, long quantityE8, long valueMicros) {
    }

    long windowMillis;
    long frozenMillis;
    int countMax;
    long quantityMaxE8;
    long valueMaxMicros;
    boolean isFrozen;
    /** 0: until it is reset. */
    long frozenUntilMillis;
    final List<Fill> fills = new ArrayList<>();

    boolean isSet() {
        return countMax > 0;
    }
}
