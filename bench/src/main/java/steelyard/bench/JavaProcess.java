package steelyard.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of this build in a virtual machine of its own, with options of its own. */
public final class JavaProcess {
    private static final List<String> ACCESS = List.of(
        "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private JavaProcess() {
    }

    /** Runs a class to its end, with its output to this process's; answers its exit status. */
    public static int run(final List<String> options, final Class<?> main, final String... arguments)
        throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(ACCESS);
        final String home = System.getProperty("steelyard.home");
        if (home != null) {
            command.add("-Dsteelyard.home=" + home);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** What the state machine runs with in production: this process's collector and pages, as the start script chose. */
    public static List<String> production(final String... heap) {
        final List<String> options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-XX:")).toList());
        options.addAll(List.of(heap));
        return options;
    }

    /** The options that every virtual machine of this build needs. */
    public static List<String> access() {
        return ACCESS;
    }
}
