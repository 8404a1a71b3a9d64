package steelyard.exchange.order;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.Parameters;
import steelyard.model.Parameter;

/** How much one action may do. {@code docs/matching-rules.md#2-an-order}, step 4.1. */
final class ActionBounds {
    private static final int EVENTS_PER_LATER_ENTRY = 3;
    private static final int LAST_EVENT_OF_ORDER = 1;
    private static final int COMMAND_DONE = 1;

    private final Parameters parameters;
    private final EventStage stage;
    private int laterEntries;
    private long fills;
    private boolean met;
    private long limit;

    ActionBounds(final Parameters parameters, final EventStage stage) {
        this.parameters = parameters;
        this.stage = stage;
    }

    /** Whatever follows, up to the next limit, makes the command emit at most so many events. */
    void limit(final long events) {
        limit = events - COMMAND_DONE;
    }

    /** Whether so many events fit, whatever else the action may ask for. */
    boolean fits(final long events) {
        return stage.boundedCount() + events <= limit;
    }

    /** An action of this many entries, or a step of the house, starts. */
    void begin(final int entries) {
        laterEntries = entries;
        fills = 0;
        met = false;
    }

    /** The next entry starts. */
    void nextEntry() {
        laterEntries--;
    }

    /** Whether an earlier step met a bound. */
    boolean met() {
        return met;
    }

    /** Says that a step met a bound. */
    void meet() {
        met = true;
    }

    /** Whether this many events still fit, with those that are sure to follow. */
    boolean hasRoom(final long events) {
        final long reserved = LAST_EVENT_OF_ORDER + (long) EVENTS_PER_LATER_ENTRY * laterEntries;
        return fits(events + reserved);
    }

    /** Whether so many more fills are allowed. */
    boolean hasRoomForFills(final long more) {
        return fills + more <= parameters.value(Parameter.FILLS_MAX);
    }

    void filled() {
        fills++;
    }
}
