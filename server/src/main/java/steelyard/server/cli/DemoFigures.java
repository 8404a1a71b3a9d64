package steelyard.server.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import steelyard.client.bots.BotSummary;
import steelyard.node.MarketView;
import steelyard.server.Node;
import steelyard.server.readmodel.ReadModels;

/** What a demo cost: processor time and memory of the process, bots included, and how long orders took. */
final class DemoFigures {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final long BYTES_PER_KILOBYTE = 1_024;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = system.getProcessCpuTime();
    private final double readySeconds = (System.currentTimeMillis()
        - ManagementFactory.getRuntimeMXBean().getStartTime()) / MILLIS_PER_SECOND;

    /** Prints the figures, while the bots' orders still rest. */
    void print(final Node node, final BotSummary bots, final PrintStream out) {
        final double cores =
            (double) (system.getProcessCpuTime() - startCpuNanos) / (System.nanoTime() - startNanos);
        final List<MarketView> markets = markets(node);
        out.printf("markets        %,d listed, %,d priced, %,d quoted on both sides, %,d traded%n", markets.size(),
            markets.stream().filter(MarketView::hasPrice).count(),
            markets.stream().filter(view -> view.hasBid() && view.hasAsk()).count(),
            markets.stream().filter(view -> view.dayVolumeLots() > 0).count());
        final BotSummary.Answers answers = bots.answers();
        out.printf("orders         %,d actions answered: median %,.0f us, 99 %% %,.0f us, 99.9 %% %,.0f us%n",
            answers.count(), answers.median() / NANOS_PER_MICRO, answers.p99() / NANOS_PER_MICRO,
            answers.p999() / NANOS_PER_MICRO);
        out.printf("processor      %.2f of %d cores%n", cores, Runtime.getRuntime().availableProcessors());
        System.gc();
        final long heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        out.printf("memory         %,.1f MB of heap in use, %,.1f MB resident%n",
            heapBytes / BYTES_PER_MEGABYTE, residentBytes() / BYTES_PER_MEGABYTE);
        out.printf("start          ready after %.1f s%n", readySeconds);
        out.printf("figure demo.ready-seconds %.1f%n", readySeconds);
        out.printf("figure demo.cores %.3f%n", cores);
        out.printf("figure demo.heap-bytes %d%n", heapBytes);
        out.printf("figure demo.resident-bytes %d%n", residentBytes());
        out.printf("figure demo.order-p50-us %.0f%n", answers.median() / NANOS_PER_MICRO);
        out.printf("figure demo.order-p99-us %.0f%n", answers.p99() / NANOS_PER_MICRO);
        out.printf("figure demo.order-p999-us %.0f%n", answers.p999() / NANOS_PER_MICRO);
    }

    private static List<MarketView> markets(final Node node) {
        final CompletableFuture<List<MarketView>> answer = new CompletableFuture<>();
        node.ask(models -> answer.complete(views(models)));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<MarketView> views(final ReadModels models) {
        final List<MarketView> views = new ArrayList<>();
        for (int id = 0; id < models.marketCount(); id++) {
            views.add(models.market(id));
        }
        return views;
    }

    /** What the system keeps of the process in memory; 0 where it does not say. */
    private static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KILOBYTE)
                .findFirst().orElse(0);
        } catch (final IOException absent) {
            return 0;
        }
    }
}
