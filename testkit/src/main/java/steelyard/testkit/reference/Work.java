package steelyard.testkit.reference;

import steelyard.model.CancelReason;
import steelyard.model.Parameter;
import steelyard.testkit.event.Event;

/** Section 1: what the house does because time passed or something happened. */
final class Work {
    /** What an order action may emit without a fill: three events for each of a hundred entries, and two more. */
    private static final long LEAST_FOR_COMMAND = 302;

    private final Floor floor;
    private final State state;
    private final Emission out;

    Work(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    private long eventsMax() {
        return state.parameter(Parameter.EVENTS_MAX);
    }

    /** The limit of the command itself. */
    private static long limitOfCommand(final long eventsMax) {
        return Math.floorDiv(3 * eventsMax, 4);
    }

    /** What is due before the command. */
    void before() {
        final long most = limitOfCommand(eventsMax());
        final long limit = Math.min(Math.floorDiv(eventsMax(), 2), most - LEAST_FOR_COMMAND);
        run(Math.floorDiv(limit, 2), limit);
        out.limit(most);
    }

    /** What the command caused. */
    void after() {
        run(limitOfCommand(eventsMax()), eventsMax());
    }

    private void run(final long start, final long limit) {
        out.limit(limit);
        final long stepsMax = state.parameter(Parameter.WORK_STEPS_MAX);
        for (long steps = 0; steps < stepsMax && out.count() < start; steps++) {
            if (!step()) {
                return;
            }
        }
    }

    /** The next step; false if there is none. */
    private boolean step() {
        final FollowUp followUp = state.followUps.peekFirst();
        if (followUp != null) {
            if (isDone(followUp)) {
                state.followUps.removeFirst();
            }
            return true;
        }
        if (!state.deadlines.isEmpty() && state.deadlines.first().timeNanos() <= state.now) {
            final Deadline deadline = state.deadlines.first();
            state.deadlines.remove(deadline);
            due(deadline);
            return true;
        }
        return floor.triggers.stepOfFirstFired();
    }

    private boolean isDone(final FollowUp followUp) {
        return switch (followUp) {
            case FollowUp.ParentEnded f -> floor.groups.parentEnded(f);
            case FollowUp.SiblingFilled f -> floor.groups.siblingFilled(f);
            case FollowUp.PositionClosed f -> floor.groups.positionClosed(f);
            case FollowUp.Sweep f -> floor.sweeps.sweep(f);
            case FollowUp.Delisting f -> floor.sweeps.delist(f);
            case FollowUp.QuotesFrozen f -> floor.quotes.takeBack(f);
            case FollowUp.Uncrossing f -> floor.auctions.uncross(f);
        };
    }

    private void due(final Deadline deadline) {
        switch (deadline.kind()) {
            case Deadline.END_OF_ORDER ->
                floor.book.cancelOpen(deadline.id(), CancelReason.EXPIRED, Event.NO_BATCH_INDEX);
            case Deadline.SCHEDULED_CANCEL -> floor.sweeps.scheduledIsDue((int) deadline.id());
            case Deadline.SLICE -> floor.twaps.slice(state.twaps.get(deadline.id()));
            case Deadline.INDICATION -> floor.auctions.indicate(deadline);
            case Deadline.END_OF_AUCTION -> floor.auctions.end((int) deadline.id());
            default -> throw new IllegalStateException("no deadline is of this kind: " + deadline);
        }
    }
}
