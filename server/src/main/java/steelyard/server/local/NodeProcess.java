package steelyard.server.local;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node as a process. It ends in order when the process that started it ends in whatever way, because it reads its
 * standard input to the end. Signals go to the one process that was started, never to others.
 */
public final class NodeProcess {
    private static final String MAIN = "steelyard.server.cli.Main";
    private static final String HEAP = "-Xmx768m";

    private final Process process;

    private NodeProcess(final Process process) {
        this.process = process;
    }

    /**
     * How nodes are started.
     *
     * @param java      the Java program
     * @param options   of the virtual machine
     * @param classPath of the build that runs
     */
    public record Build(String java, List<String> options, String classPath) {
        /** The build and virtual machine of this process. */
        public static Build own() {
            final List<String> options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments()
                .stream().filter(Build::isPassedOn).toList());
            if (options.stream().noneMatch(option -> option.startsWith("-Xmx"))) {
                options.add(HEAP);
            }
            return new Build(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                List.copyOf(options), System.getProperty("java.class.path"));
        }

        private static boolean isPassedOn(final String option) {
            return option.startsWith("-X") || option.startsWith("--") || option.startsWith("-Dsteelyard.")
                || option.startsWith("-Dagrona.") || option.startsWith("-Daeron.");
        }

        /** The same with further options. */
        public Build with(final String... more) {
            final List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Build(java, List.copyOf(all), classPath);
        }
    }

    /** Starts a node; what it prints is appended to {@code output}. */
    public static NodeProcess start(final Build build, final Path config, final Path output) throws IOException {
        return start(build, ClusterPlan.Place.usual(""), config, output);
    }

    /** As above, in the way of {@code place}. */
    static NodeProcess start(
        final Build build, final ClusterPlan.Place place, final Path config, final Path output) throws IOException {
        final List<String> command = new ArrayList<>(place.launcher());
        command.add(build.java());
        command.addAll(build.options());
        command.addAll(place.options());
        command.addAll(List.of("-cp", build.classPath(), MAIN, "run", "--until-input-ends",
            "--config", config.toString()));
        Files.createDirectories(output.toAbsolutePath().getParent());
        return new NodeProcess(new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start());
    }

    /** Starts another command of the program; what it prints is appended to {@code output}. */
    public static NodeProcess command(final Build build, final Path output, final String... arguments)
        throws IOException {
        final List<String> command = new ArrayList<>(List.of(build.java()));
        command.addAll(build.options());
        command.addAll(List.of("-cp", build.classPath(), MAIN));
        command.addAll(List.of(arguments));
        return new NodeProcess(new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start());
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** How it ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** Asks it to end in order. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Stops it as {@code kill -STOP} does; {@link #resume} lets it go on. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(final String name) throws IOException, InterruptedException {
        if (!process.isAlive() || new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor() != 0) {
            throw new IOException("process " + process.pid() + " cannot be sent " + name);
        }
    }

    /** Waits for its end; {@code false} if it has not ended by then. */
    public boolean awaitEnd(final long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }
}
