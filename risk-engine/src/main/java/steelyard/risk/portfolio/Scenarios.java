package steelyard.risk.portfolio;

import steelyard.model.ScenarioMatrix;

/**
 * The scenario matrices of an exchange: the one in force, the one before it while its requirement is phased out, one
 * that waits for its place in the log, and one that is being loaded. {@code docs/risk-rules.md#4-portfolio-margin},
 * "Scenario matrices". The state machine and the read models keep one each, by the same steps. One thread.
 */
public final class Scenarios {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private ScenarioSet staged = new ScenarioSet();
    private ScenarioSet waiting = new ScenarioSet();
    private ScenarioSet inForce = new ScenarioSet();
    private ScenarioSet before = new ScenarioSet();
    private long fromSequence;
    private long effectHour;
    private int step;
    private int steps;
    private long changes = 1;

    /** Where a matrix is. */
    public enum Place {
        /** Being loaded. */
        STAGED,
        /** Activated, not in force yet. */
        WAITING,
        /** In force. */
        IN_FORCE,
        /** Was in force before, and still counts in part. */
        BEFORE
    }

    /** The matrix at a place; version 0: there is none. */
    public ScenarioSet at(final Place place) {
        return switch (place) {
            case STAGED -> staged;
            case WAITING -> waiting;
            case IN_FORCE -> inForce;
            case BEFORE -> before;
        };
    }

    /** The matrix in force; version 0: there is none. */
    public ScenarioSet inForce() {
        return inForce;
    }

    /** The matrix whose requirement is phased out; version 0: there is none. */
    public ScenarioSet before() {
        return before;
    }

    /** Whether a matrix of this version may be staged. */
    public boolean accepts(final int version) {
        return version > Math.max(inForce.version(), waiting.version());
    }

    /** Says that columns of this version follow; another version than the staged one empties the stage. */
    public void stage(final int version) {
        if (staged.version() != version) {
            staged.begin(version);
        }
        changes++;
    }

    /** Stages a column, which keeps the invariants of {@link ScenarioMatrix#isValid} and is not changed any more. */
    public void stage(final int marketId, final short[] column) {
        staged.put(marketId, column);
        changes++;
    }

    /** Whether a matrix waits or is being phased in. */
    public boolean isBusy() {
        return waiting.version() != 0 || step < steps;
    }

    /** What is staged waits from now on until the event with this number was emitted. */
    public void activate(final long sequence) {
        final ScenarioSet empty = waiting;
        waiting = staged;
        staged = empty;
        staged.begin(0);
        fromSequence = sequence;
        changes++;
    }

    /** Whether the waiting matrix takes effect after so many events. */
    public boolean isDue(final long eventSequence) {
        return waiting.version() != 0 && eventSequence >= fromSequence;
    }

    /** Whether the phase-in has come further than its present step. */
    public boolean isStepDue(final long nowNanos) {
        return step < steps && stepAt(nowNanos) > step;
    }

    /** Puts the waiting matrix in force, in so many steps if there was one before. */
    public void takeEffect(final long nowNanos, final int phaseHours) {
        final ScenarioSet empty = before;
        before = inForce;
        inForce = waiting;
        waiting = empty;
        waiting.begin(0);
        fromSequence = 0;
        effectHour = nowNanos / HOUR_NANOS;
        steps = before.version() == 0 ? 1 : phaseHours;
        step(1);
    }

    /** Brings the phase-in to the step of this time. */
    public void advance(final long nowNanos) {
        step(stepAt(nowNanos));
    }

    /** The present step of the phase-in, from 1; the last one is {@link #steps}. 0 before there is a matrix. */
    public int step() {
        return step;
    }

    /** Number of steps of the last phase-in. */
    public int steps() {
        return steps;
    }

    /** After which event the waiting matrix takes effect. */
    public long fromSequence() {
        return fromSequence;
    }

    /** The hour since 1970 in which the matrix in force took effect. */
    public long effectHour() {
        return effectHour;
    }

    /** Counts changes. Not state. */
    public long changes() {
        return changes;
    }

    /** Says what a read model is told of a step. */
    public void stepped(final int presentStep, final int ofSteps) {
        if (presentStep == 1) {
            takeEffect(0, ofSteps);
        }
        steps = ofSteps;
        step(presentStep);
    }

    /** Puts back what a snapshot says; the columns follow, by {@link #restore(Place, int, short[])}. */
    public void restore(
        final int[] versions, final long sequence, final long hour, final int presentStep, final int ofSteps) {
        for (final Place place : Place.values()) {
            at(place).begin(versions[place.ordinal()]);
        }
        fromSequence = sequence;
        effectHour = hour;
        step = presentStep;
        steps = ofSteps;
        changes++;
    }

    /** Puts a column back. */
    public void restore(final Place place, final int marketId, final short[] column) {
        at(place).put(marketId, column);
        changes++;
    }

    private int stepAt(final long nowNanos) {
        return (int) Math.min(steps, 1 + nowNanos / HOUR_NANOS - effectHour);
    }

    private void step(final int present) {
        step = present;
        if (step == steps) {
            before.begin(0);
        }
        changes++;
    }
}
