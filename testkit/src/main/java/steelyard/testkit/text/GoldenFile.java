package steelyard.testkit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.StateMachine;
import steelyard.testkit.log.Step;

/**
 * A text of command lines, each followed by the lines of its events, indented by two blanks. Lines that are empty or
 * start with {@code #} are kept as they are. {@code include NAME} applies the commands of another such text first and
 * shows no events. Time starts at {@value #START}.
 */
public final class GoldenFile {
    /** Log time before the first command. */
    public static final String START = "2026-01-01T00:00:00Z";
    private static final String INDENT = "  ";
    private static final String INCLUDE = "include ";

    private final StateMachine stateMachine;
    private final Function<String, List<String>> includes;
    private final CommandLog log = new CommandLog();
    private final Markets markets = new Markets();
    private final CommandParser parser = new CommandParser(markets, Words.time(START));
    private final EventText texts = new EventText(markets);
    private final List<LoggedCommand> commands = new ArrayList<>();

    private GoldenFile(final StateMachine stateMachine, final Function<String, List<String>> includes) {
        this.stateMachine = stateMachine;
        this.includes = includes;
    }

    /**
     * What the text would be if its events were those of {@code stateMachine}, a new one: equal to {@code lines} if
     * they are. {@code includes} gives the lines of an included text.
     */
    public static List<String> replay(
        final List<String> lines, final StateMachine stateMachine, final Function<String, List<String>> includes) {
        return new GoldenFile(stateMachine, includes).replay(lines);
    }

    /** The commands of a text, numbered by the events that {@code stateMachine}, a new one, answers to them. */
    public static List<LoggedCommand> commands(
        final List<String> lines, final StateMachine stateMachine, final Function<String, List<String>> includes) {
        final GoldenFile file = new GoldenFile(stateMachine, includes);
        file.replay(lines);
        return List.copyOf(file.commands);
    }

    private List<String> replay(final List<String> lines) {
        final List<String> out = new ArrayList<>();
        for (final String line : lines) {
            if (line.startsWith(INDENT)) {
                continue;
            }
            out.add(line);
            if (line.startsWith(INCLUDE)) {
                replay(includes.apply(line.substring(INCLUDE.length())));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                out.addAll(apply(line));
            }
        }
        return out;
    }

    private List<String> apply(final String line) {
        final Step step;
        try {
            step = parser.step(line);
        } catch (final IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("cannot read: " + line, e);
        }
        final LoggedCommand command = log.append(step);
        commands.add(command);
        final List<Event> events = stateMachine.apply(command);
        log.onEvents(events);
        markets.onEvents(events);
        return events.stream().map(event -> INDENT + texts.line(event)).toList();
    }
}
