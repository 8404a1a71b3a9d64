package steelyard.testkit.reference;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Matrices of scenarios: by market id 64 directions. What is in force, what was, what is to come. */
final class Scenarios {
    /** One that is not in force yet. */
    record Waiting(int version, SortedMap<Integer, int[]> columns, long fromSequence) {
    }

    int version;
    int stagedVersion;
    final SortedMap<Integer, int[]> staged = new TreeMap<>();
    /** The one to come, or {@code null}. */
    Waiting waiting;
    private Map<Integer, int[]> inForce = Map.of();
    /** What was in force, or {@code null} if nothing is phased in. */
    private Map<Integer, int[]> before;
    private long hourOfEffect;
    private long step;
    private long steps;

    Map<Integer, int[]> inForce() {
        return inForce;
    }

    Map<Integer, int[]> before() {
        return before;
    }

    boolean isPhasing() {
        return before != null;
    }

    long step() {
        return step;
    }

    long steps() {
        return steps;
    }

    /** The one that waits takes effect: the first one at once, another one in so many steps. */
    void takeEffect(final long hour, final long phaseHours) {
        steps = version == 0 ? 1 : phaseHours;
        before = inForce;
        inForce = waiting.columns();
        version = waiting.version();
        waiting = null;
        hourOfEffect = hour;
        step = 0;
    }

    /** Goes to the step of an hour; whether that is another one. */
    boolean pass(final long hour) {
        if (before == null) {
            return false;
        }
        final long now = Math.min(steps, 1 + hour - hourOfEffect);
        if (now == step) {
            return false;
        }
        step = now;
        before = step == steps ? null : before;
        return true;
    }
}
