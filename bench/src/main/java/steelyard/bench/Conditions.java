package steelyard.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** On what and when something was measured. */
public final class Conditions {
    private static final Path SHARED_MEMORY_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");

    private Conditions() {
    }

    /** Prints it, a line each. */
    public static void print() {
        System.out.printf("time       %s, commit %s%n", Instant.now().truncatedTo(ChronoUnit.SECONDS), commit());
        System.out.printf("machine    %d cores of %s, %s, load %.2f before%n", Runtime.getRuntime().availableProcessors(),
            value("/proc/cpuinfo", "model name"), value("/proc/meminfo", "MemTotal"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf("system     %s %s, Java %s, huge pages of shared memory: %s%n", System.getProperty("os.name"),
            System.getProperty("os.version"), Runtime.version(), hugePages());
    }

    /** The virtual machine's collector and heap, as a line. */
    public static void printVirtualMachine() {
        final List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-X")).toList();
        System.out.printf("jvm        %s%n", String.join(" ", options));
    }

    /** What the system has set, the word in brackets; without them a large state misses the tables of pages. */
    private static String hugePages() {
        try {
            return Files.readString(SHARED_MEMORY_PAGES).replaceFirst("(?s).*\\[(.*)\\].*", "$1");
        } catch (final IOException unreadable) {
            return "unknown";
        }
    }

    private static String value(final String file, final String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
        } catch (final IOException unreadable) {
            return "unknown";
        }
    }

    private static String commit() {
        try {
            final Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .directory(Path.of(System.getProperty("steelyard.home", ".")).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            final String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && !text.isEmpty() ? text : "unknown";
        } catch (final IOException absent) {
            return "unknown";
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
