package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.node.LaunchedProcess;

/** {@code ./steelyard} tells what it can do, and what is wrong with what it was asked. */
@Timeout(120)
class CommandLineTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*) {2,}\\S");
    private static final List<String> PROMISED = List.of("demo", "run", "deposit", "replay", "convert-prices", "test");

    @TempDir
    private Path directory;

    @Test
    void shouldListItsCommands() {
        assertTrue(commands().containsAll(PROMISED), () -> commands().toString());
    }

    @TestFactory
    Stream<DynamicTest> shouldExplainEachCommand() {
        return commands().stream().map(command -> dynamicTest(command, () -> {
            try (LaunchedProcess help = LaunchedProcess.steelyard(directory, command, "--help")) {
                assertEquals(0, help.awaitExit(), help::complaints);
                assertTrue(help.output().startsWith("Usage: "), help::output);
                assertTrue(help.output().contains(command), help::output);
                assertEquals("", help.complaints());
            }
        }));
    }

    private List<String> commands() {
        try (LaunchedProcess help = LaunchedProcess.steelyard(directory, "--help")) {
            assertEquals(0, help.awaitExit(), help::complaints);
            return COMMAND.matcher(help.output()).results().map((MatchResult found) -> found.group(1)).toList();
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertRefuses(1, "Usage: ./steelyard COMMAND [OPTION]...");
        assertRefuses(2, "Unmatched argument at index 0: 'trade'", "trade");
        assertRefuses(2, "Unknown option: '--fast'", "demo", "--fast");
        assertRefuses(2, "Missing required option: '--config=FILE'", "run");
        assertRefuses(1, directory.resolve("none") + " is no directory.",
            "replay", "--data", directory.resolve("none").toString());
        assertRefuses(1, "The token of the operators' API cannot be read from " + directory.resolve("admin.token")
            + "; name the node's data directory with --data.",
            "deposit", "0x" + "5".repeat(40), "10", "--data", directory.toString());
    }

    private void assertRefuses(final int status, final String sentence, final String... arguments) {
        try (LaunchedProcess process = LaunchedProcess.steelyard(directory, arguments)) {
            assertEquals(status, process.awaitExit());
            final String said = process.output() + process.complaints();
            assertEquals(sentence, said.lines().findFirst().orElse(""), said);
        }
    }
}
