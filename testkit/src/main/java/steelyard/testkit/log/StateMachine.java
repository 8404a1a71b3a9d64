package steelyard.testkit.log;

import java.util.List;
import steelyard.testkit.event.Event;

/** Whatever applies commands and answers events: the exchange, the reference model, one with a planted mistake. */
@FunctionalInterface
public interface StateMachine {
    /** Applies one command; the events are in their order, none if the command is ignored. */
    List<Event> apply(LoggedCommand command);
}
