package steelyard.risk.fee;

/** The fee schedules of the groups that have one. {@code docs/risk-rules.md#7-fees}. */
public final class FeeSchedules {
    /** Groups are below this. */
    public static final int GROUPS = 16;

    private final FeeSchedule[] schedules = new FeeSchedule[GROUPS];
    private boolean anySet;
    private int version;

    /** Whether a group may have a schedule. */
    boolean mayHave() {
        return anySet;
    }

    /** Rises with every change. */
    int version() {
        return version;
    }

    /** The group's schedule, or {@code null}. */
    public FeeSchedule of(final int group) {
        return schedules[group];
    }

    /** Sets the group's schedule; one without tiers takes it away. */
    public void set(final int group, final FeeSchedule schedule) {
        schedules[group] = schedule.tiers() == 0 ? null : schedule;
        anySet = true;
        version++;
    }

    /**
     * Whether no fill would pay out more than it takes in, with a schedule in a group's place.
     *
     * @param group      the group, or −1 to ask about the schedules as they are
     * @param takerNanos the rate of takers without a schedule
     * @param makerNanos that of makers
     */
    public boolean paysForItself(
        final int group, final FeeSchedule schedule, final long takerNanos, final long makerNanos) {
        long taker = takerNanos;
        long maker = makerNanos;
        for (int i = 0; i < GROUPS; i++) {
            final FeeSchedule counting = i == group ? schedule : schedules[i];
            if (counting != null) {
                taker = counting.lowestTakerNanos(taker);
                maker = counting.lowestMakerNanos(maker);
            }
        }
        return taker + maker >= 0;
    }
}
