package steelyard.testkit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.StateMachine;
import steelyard.testkit.reference.ReferenceExchange;

/** The reference model says what the golden files say. {@code -Dgolden.write=true} writes them anew, for review. */
final class GoldenReferenceTest {
    private static final boolean WRITES = Boolean.getBoolean("golden.write");

    @ParameterizedTest
    @MethodSource("files")
    void shouldAnswerAsTheFileSays(final Path file) throws IOException {
        final List<String> lines = GoldenFiles.lines(file);
        final List<String> actual = GoldenFile.replay(lines, audited(new ReferenceExchange()), GoldenFiles::include);
        if (WRITES) {
            Files.write(file, actual);
        } else {
            assertEquals(String.join("\n", lines), String.join("\n", actual), file.toString());
        }
    }

    @Test
    void shouldHaveFiles() {
        assertFalse(files().toList().isEmpty());
    }

    private static Stream<Path> files() {
        return GoldenFiles.all();
    }

    private static StateMachine audited(final StateMachine stateMachine) {
        final Ledger ledger = new Ledger();
        return (final LoggedCommand command) -> {
            final List<Event> events = stateMachine.apply(command);
            ledger.accept(command, events);
            return events;
        };
    }
}
