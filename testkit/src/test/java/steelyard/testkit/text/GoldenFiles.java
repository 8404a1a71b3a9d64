package steelyard.testkit.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The golden files of this module, where they stand in the source tree. */
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
}
