package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import steelyard.testkit.command.Origin;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventHeader;
import steelyard.testkit.log.LoggedCommand;

/** The events of one command, and how many there may be. */
final class Emission {
    private final State state;
    private final LoggedCommand command;
    private final List<Event> events = new ArrayList<>();
    private int free;
    private long limit = Long.MAX_VALUE;

    Emission(final State state, final LoggedCommand command) {
        this.state = state;
        this.command = command;
    }

    /** The header of the next event, which must then be added. */
    EventHeader header() {
        state.lastEventSequence++;
        final Origin origin = command.origin();
        return new EventHeader(
            state.lastEventSequence, command.logPosition(), command.commandIndex(), state.now,
            origin.nodeId(), origin.epoch(), origin.seq());
    }

    void add(final Event event) {
        events.add(event);
    }

    /** Adds an event that does not count toward the bound of events. */
    void addFree(final Event event) {
        events.add(event);
        free++;
    }

    /** Events that count toward the bound of events. */
    int count() {
        return events.size() - free;
    }

    int all() {
        return events.size();
    }

    /** From here on the command may have emitted so many events, {@code CommandDone} included. */
    void limit(final long events) {
        limit = events;
    }

    /** Whether so many more events fit, with one left for {@code CommandDone}. */
    boolean fits(final long more) {
        return count() + more + 1 <= limit;
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
