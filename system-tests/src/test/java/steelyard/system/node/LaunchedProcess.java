package steelyard.system.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of its own. What it prints is kept in two files; signals go to this process alone. */
public final class LaunchedProcess implements AutoCloseable {
    /** The project's folder. */
    public static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;
    private final Path errors;

    private LaunchedProcess(final Process process, final Path output, final Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts {@code ./steelyard} with these arguments; what it prints goes to new files in {@code directory}. */
    public static LaunchedProcess steelyard(final Path directory, final String... arguments) {
        return steelyard(directory, Map.of(), List.of(arguments));
    }

    /** The same; {@code environment} is added to this process's. */
    public static LaunchedProcess steelyard(
        final Path directory, final Map<String, String> environment, final List<String> arguments) {
        final List<String> command = new ArrayList<>(List.of(HOME.resolve("steelyard").toString()));
        command.addAll(arguments);
        return start(directory, command, environment);
    }

    /**
     * Starts a program; {@code environment} is added to this process's. It heeds SIGINT even if the tests run in the
     * background of a shell, where programs inherit that they ignore it.
     */
    public static LaunchedProcess start(
        final Path directory, final List<String> command, final Map<String, String> environment) {
        try {
            final Path output = Files.createTempFile(directory, "process", ".out");
            final Path errors = Files.createTempFile(directory, "process", ".err");
            final List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT"));
            heeding.addAll(command);
            final ProcessBuilder builder = new ProcessBuilder(heeding)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            return new LaunchedProcess(builder.start(), output, errors);
        } catch (final IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** Everything printed so far. */
    public String output() {
        return read(output);
    }

    /** Everything printed to standard error so far, without the log's lines. */
    public String complaints() {
        return String.join("\n", read(errors).lines().filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT.*")).toList());
    }

    /** The log's lines so far. */
    public List<String> log() {
        return read(errors).lines().filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*")).toList();
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Waits until this line has been printed; fails if the process ends before. */
    public void awaitLine(final String line, final Duration limit) {
        await("the line '" + line + "'", limit, () -> {
            final boolean printed = output().lines().anyMatch(line::equals);
            if (!printed && !process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + " before it printed '" + line + "'" + told());
            }
            return printed;
        });
    }

    /** Waits until {@code condition} holds. */
    public void await(final String what, final Duration limit, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what + told());
            }
            pause();
        }
    }

    /** Everything that it said, to be read where a test fails. */
    public String told() {
        return "\n--- printed\n" + output() + "--- complained\n" + read(errors);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Waits until the process has ended, and answers its exit status. */
    public int awaitExit(final Duration limit) {
        await("its end", limit, () -> !process.isAlive());
        return process.exitValue();
    }

    /** Waits for the end that must come by itself now. */
    public int awaitExit() {
        return awaitExit(EXIT_LIMIT);
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Asks it to end as a terminal does (SIGINT). */
    public void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).inheritIO().start().waitFor();
        } catch (final IOException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        kill();
    }
}
