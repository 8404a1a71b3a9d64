package steelyard.bench.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Processor time that the threads of this process have used, by their names without numbers. */
final class ThreadTimes {
    private static final String MACHINE = "virtual machine";
    private static final double SHOWN_FROM_MICROS = 0.005;

    private final Map<String, Long> nanos = new TreeMap<>();

    private ThreadTimes() {
    }

    /** Until now. */
    static ThreadTimes now() {
        final ThreadTimes times = new ThreadTimes();
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long known = 0;
        for (final long id : threads.getAllThreadIds()) {
            final ThreadInfo info = threads.getThreadInfo(id);
            final long used = threads.getThreadCpuTime(id);
            if (info != null && used > 0) {
                times.nanos.merge(name(info), used, Long::sum);
                known += used;
            }
        }
        final long all = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        times.nanos.put(MACHINE, all - known);
        return times;
    }

    /** Without numbers, and without the directory that the driver's thread has before its name. */
    private static String name(final ThreadInfo thread) {
        return thread.getThreadName().replaceAll("^/\\S+ ", "").replaceAll("[-\\s]*[0-9]+", "");
    }

    /** What was used since {@code before} for so many commands: microseconds a command, the greatest first. */
    String since(final ThreadTimes before, final int commands) {
        return nanos.entrySet().stream()
            .map(entry -> Map.entry(entry.getKey(),
                (entry.getValue() - before.nanos.getOrDefault(entry.getKey(), 0L)) / 1e3 / commands))
            .filter(entry -> entry.getValue() >= SHOWN_FROM_MICROS)
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
            .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    }
}
