package steelyard.testkit.text;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange says what the golden files say, and says the same when it is loaded from snapshots in between. */
final class GoldenExchangeTest {
    @ParameterizedTest
    @MethodSource("files")
    void shouldAnswerAsTheFileSays(final Path file) {
        GoldenFiles.checkAnswers(file);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldAnswerTheSameFromASnapshotBeforeEachCommand(final Path file) {
        GoldenFiles.checkSnapshots(file);
    }

    private static Stream<Path> files() {
        return GoldenFiles.all();
    }
}
