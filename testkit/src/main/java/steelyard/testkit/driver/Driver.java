package steelyard.testkit.driver;

import java.util.List;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerViolation;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.StateMachine;
import steelyard.testkit.log.Step;
import steelyard.testkit.text.EventText;
import steelyard.testkit.text.Markets;

/**
 * Numbers commands, gives them simulated log time, applies them, and has the ledger check what comes back: every method
 * that applies something throws {@link LedgerViolation} if the events cannot be true. Belongs to one thread.
 */
public final class Driver {
    /** Log time before the first command: 1 January 2026, in nanoseconds since 1970. */
    public static final long START_NANOS = 1_767_225_600_000_000_000L;
    private static final int NODE_ID = 1;
    private static final long MILLI = 1_000_000L;

    private final StateMachine stateMachine;
    private final CommandLog log = new CommandLog();
    private final Ledger ledger = new Ledger();
    private final Markets markets = new Markets();
    private final EventText texts = new EventText(markets);
    private LoggedCommand last;
    private long nowNanos = START_NANOS;

    /** Drives this state machine, which must be new. */
    public Driver(final StateMachine stateMachine) {
        this.stateMachine = stateMachine;
    }

    /** Drives a new exchange. */
    public static Driver ofExchange() {
        return new Driver(new ExchangeMachine(0));
    }

    /** Applies a command of node 1, rightly numbered, one millisecond after the one before, and answers its events. */
    public List<Event> apply(final Command command) {
        return apply(Step.of(nowNanos + MILLI, NODE_ID, command));
    }

    /** Applies a step and answers its events. */
    public List<Event> apply(final Step step) {
        nowNanos = step.timestampNanos();
        last = log.append(step);
        final List<Event> events = stateMachine.apply(last);
        ledger.accept(last, events);
        log.onEvents(events);
        markets.onEvents(events);
        return events;
    }

    /** Applies a command as {@link #apply(Command)} does and answers a line for each event. */
    public List<String> tell(final Command command) {
        return apply(command).stream().map(texts::line).toList();
    }

    /** Lets log time pass before the next command. */
    public void advance(final long nanos) {
        nowNanos = Math.addExact(nowNanos, nanos);
    }

    /** Log time of the last command, with what was added since, in nanoseconds since 1970. */
    public long nowNanos() {
        return nowNanos;
    }

    /** The last command as it stands in the log, or {@code null}. */
    public LoggedCommand last() {
        return last;
    }

    /** What the events have told so far. */
    public Ledger ledger() {
        return ledger;
    }

    /** The markets that are listed, for texts. */
    public Markets markets() {
        return markets;
    }
}
