package steelyard.testkit.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.LoggedCommand;

/** The exchange says what the golden files say, and says the same when it is loaded from snapshots in between. */
final class GoldenExchangeTest {
    @ParameterizedTest
    @MethodSource("files")
    void shouldAnswerAsTheFileSays(final Path file) {
        final List<String> lines = GoldenFiles.lines(file);
        final List<String> actual = GoldenFile.replay(lines, new ExchangeMachine(1), GoldenFiles::include);
        assertEquals(String.join("\n", lines), String.join("\n", actual), file.toString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldAnswerTheSameFromASnapshotBeforeEachCommand(final Path file) {
        final List<LoggedCommand> commands =
            GoldenFile.commands(GoldenFiles.lines(file), new ExchangeMachine(1), GoldenFiles::include);
        final ExchangeMachine lasting = new ExchangeMachine(2);
        ExchangeMachine reborn = new ExchangeMachine(3);
        for (final LoggedCommand command : commands) {
            reborn = ExchangeMachine.loaded(reborn.snapshot(), 4);
            assertArrayEquals(lasting.applyBytes(command), reborn.applyBytes(command), command.toString());
            assertEquals(lasting.stateHash(), reborn.stateHash(), command.toString());
        }
        reborn.verify();
    }

    private static Stream<Path> files() {
        return GoldenFiles.all();
    }
}
