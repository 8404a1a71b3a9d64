package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.system.node.Json;
import steelyard.system.node.LaunchedProcess;

/** Node.js and the packages of {@code src/test/npm}. */
final class NpmClient {
    private static final Path FOLDER = Path.of("src", "test", "npm").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private NpmClient() {
    }

    /** Skips the test, aloud, where the packages are not installed. */
    static void assumeInstalled() {
        if (!hasPackages() || !hasNode()) {
            System.out.println("SKIPPED, because public clients are not installed: ./steelyard test installs them.");
            assumeTrue(false, "public clients are not installed");
        }
    }

    private static boolean hasPackages() {
        final List<String> names = new ArrayList<>();
        pinned().fieldNames().forEachRemaining(names::add);
        return names.stream().allMatch(name -> Files.isDirectory(FOLDER.resolve("node_modules").resolve(name)));
    }

    /** By package, the version that is to be installed. */
    static JsonNode pinned() {
        try {
            return Json.parse(Files.readString(FOLDER.resolve("package.json"))).path("dependencies");
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (final IOException | InterruptedException missing) {
            return false;
        }
    }

    /** Runs a program of the folder; it must end with status 0. Answers what it printed. */
    static String run(final Path directory, final Map<String, String> environment, final String... arguments) {
        try (LaunchedProcess program = LaunchedProcess.start(
            directory, List.of(arguments), environment)) {
            final int status = program.awaitExit(LIMIT);
            assertEquals(0, status, () -> program.output() + program.complaints());
            return program.output();
        }
    }

    /** The folder. */
    static Path folder() {
        return FOLDER;
    }
}
