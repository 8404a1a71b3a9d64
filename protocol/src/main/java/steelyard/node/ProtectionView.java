package steelyard.node;

/**
 * Market-maker protection of one group of quotes.
 *
 * @param quantityMaxE8     in 10<sup>-8</sup> of the underlying; 0: no limit
 * @param valueMaxMicros    0: no limit
 * @param countMax          0: the group has no protection
 * @param frozenMillis      how long the group is refused; 0: until it is reset
 * @param frozenUntilMillis end of that, 0: until it is reset; −1: it is not frozen
 */
public record ProtectionView(
    int group, long windowMillis, long frozenMillis, int countMax, long quantityMaxE8, long valueMaxMicros,
    long frozenUntilMillis) {
    /** Not frozen. */
    public static final long NOT_FROZEN = -1;
}
