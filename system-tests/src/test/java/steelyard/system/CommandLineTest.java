package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
    private static final List<String> PROMISED = 
        List.of("demo", "run", "deposit", "replay", "convert-prices", "bench", "test");

    private static final Path BENCH = LaunchedProcess.HOME.resolve("bench/target/bench-0.1.0-SNAPSHOT.jar");

    @TempDir
    private Path directory;

    @Test
    void shouldListItsCommands() {
        assertTrue(commands().containsAll(PROMISED), () -> commands().toString());
    }

    @TestFactory
    Stream<DynamicTest> shouldExplainEachCommand() {
        return commands().stream().map(command -> dynamicTest(command, () -> {
            if (command.equals("bench") && !Files.exists(BENCH)) {
                System.out.println("SKIPPED, because the module bench is not built: ./steelyard test builds it.");
                assumeTrue(false, "the module bench is not built");
            }
            try (LaunchedProcess help = LaunchedProcess.steelyard(directory, command, "--help")) {
                assertEquals(0, help.awaitExit(), help::complaints);
                assertTrue(help.output().startsWith("Usage: "), help::output);
                assertTrue(help.output().contains(command), help::output);
                assertEquals("", help.complaints());
            }
        }));
    }

    @Test
    void shouldInstallWhatTheTestsNeedWhereItMay() throws IOException {
        final Path log = fakeCommands();
        program("id", "echo 0");
        program("apt-get", "echo apt-get $* >> " + log,
            "[ $1 = update ] || /usr/bin/cp " + directory.resolve("bin/mvn") + " " + directory.resolve("bin/npm"));
        try (LaunchedProcess test = launchTests()) {
            assertEquals(0, test.awaitExit(), test::told);
            assertEquals("Installing nodejs npm.\n", test.output());
            assertEquals("""
                apt-get update -qq
                apt-get install -y -qq --no-install-recommends nodejs npm
                npm ci --no-audit --no-fund --loglevel=error
                mvn -B verify
                """, Files.readString(log));
        }
    }

    @Test
    void shouldSayWhatToInstallWhereItMayNot() throws IOException {
        final Path log = fakeCommands();
        program("id", "echo 1000");
        try (LaunchedProcess test = launchTests()) {
            assertEquals(1, test.awaitExit(), test::told);
            assertEquals("The tests with public clients need Node.js 20: apt-get install nodejs npm.", test.complaints());
            assertFalse(Files.exists(log));
        }
    }

    /** A machine with Maven and without Node.js; what is run there is recorded in a file. */
    private Path fakeCommands() throws IOException {
        Files.createDirectory(directory.resolve("bin"));
        for (final String tool : List.of("bash", "dirname", "readlink", "sed")) {
            program(tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        final Path log = directory.resolve("log");
        program("mvn", "echo ${0##*/} $* >> " + log);
        return log;
    }

    private void program(final String name, final String... lines) throws IOException {
        final Path file = directory.resolve("bin").resolve(name);
        Files.writeString(file, "#!/usr/bin/bash\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private LaunchedProcess launchTests() {
        return LaunchedProcess.start(directory,
            List.of("/usr/bin/bash", LaunchedProcess.HOME.resolve("steelyard").toString(), "test"),
            Map.of("PATH", directory.resolve("bin").toString(), "JAVA_HOME", System.getProperty("java.home")));
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
