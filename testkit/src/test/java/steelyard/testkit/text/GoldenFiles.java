package steelyard.testkit.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.LoggedCommand;

/** The golden files of this module, where they stand in the source tree, and what they ask of the exchange. */
public final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private GoldenFiles() {
    }

    public static Stream<Path> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The golden file of this name. */
    public static Path file(final String name) {
        return FOLDER.resolve(name);
    }

    public static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> include(final String name) {
        return lines(FOLDER.resolve("include").resolve(name + ".txt"));
    }

    /** The exchange says what the file says. */
    public static void checkAnswers(final Path file) {
        final List<String> lines = lines(file);
        final List<String> actual = GoldenFile.replay(lines, new ExchangeMachine(1), GoldenFiles::include);
        assertEquals(String.join("\n", lines), String.join("\n", actual), file.toString());
    }

    /** The exchange says the same when it is loaded from a snapshot before each command. */
    public static void checkSnapshots(final Path file) {
        final List<LoggedCommand> commands =
            GoldenFile.commands(lines(file), new ExchangeMachine(1), GoldenFiles::include);
        final ExchangeMachine lasting = new ExchangeMachine(2);
        ExchangeMachine reborn = new ExchangeMachine(3);
        for (final LoggedCommand command : commands) {
            reborn = ExchangeMachine.loaded(reborn.snapshot(), 4);
            assertArrayEquals(lasting.applyBytes(command), reborn.applyBytes(command), command.toString());
            assertEquals(lasting.stateHash(), reborn.stateHash(), command.toString());
        }
        reborn.verify();
    }
}
