package steelyard.oracle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.protocol.EventBatch;

/**
 * Polls the sources at an interval and sends their prices through the log, on a thread of its own that never waits
 * for an answer. A price that the node cannot take is dropped and counted: the next one replaces it. A source that
 * fails is polled again at the next interval; the first failure of a row is logged.
 */
public final class PricePublisher implements AutoCloseable {
    /** How often sources are polled if nothing else is said. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PricePublisher.class);

    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final PriceChunks chunks;
    private final long intervalNanos;
    private final EpochNanoClock clock;
    private final Consumer<PriceSource> onEnded;
    private final ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("price-publisher").factory());
    private final Answers answers = new Answers();
    private final AtomicLong failedPolls = new AtomicLong();
    private long lastNanos;

    /**
     * A publisher that is not running yet.
     *
     * @param interval time between two polls
     * @param clock    nanoseconds since 1970; if it goes back, publish times still rise
     * @param onEnded  told once, on the publisher's thread, when a source has ended
     */
    public PricePublisher(
        final CommandPort port,
        final List<? extends PriceSource> sources,
        final Duration interval,
        final EpochNanoClock clock,
        final Consumer<PriceSource> onEnded) {
        if (sources.stream().map(PriceSource::sourceId).distinct().count() != sources.size()) {
            throw new IllegalArgumentException("two price sources share an id");
        }
        sources.forEach(source -> slots.add(new Slot(source)));
        this.chunks = new PriceChunks(port, answers);
        this.intervalNanos = interval.toNanos();
        this.clock = clock;
        this.onEnded = onEnded;
    }

    /** Polls at once and from then on at the interval. */
    public void start() {
        executor.scheduleWithFixedDelay(this::poll, 0, intervalNanos, TimeUnit.NANOSECONDS);
    }

    /** Stops polling and waits for a poll under way. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void poll() {
        lastNanos = Math.max(clock.nanoTime(), lastNanos + 1);
        for (final Slot slot : slots) {
            poll(slot);
        }
    }

    private void poll(final Slot slot) {
        try {
            chunks.begin(slot.source.sourceId());
            slot.source.poll(lastNanos, chunks);
            chunks.end();
            slot.failing = false;
            if (slot.source.hasEnded()) {
                end(slot);
            }
        } catch (final RuntimeException e) {
            failedPolls.incrementAndGet();
            if (!slot.failing) {
                LOG.error("price source {} failed; it is polled again", slot.source.name(), e);
            }
            slot.failing = true;
        }
    }

    private void end(final Slot slot) {
        slots.remove(slot);
        LOG.warn("price source {} has ended: its prices go stale", slot.source.name());
        onEnded.accept(slot.source);
    }

    /** Commands whose prices were applied. Any thread. */
    public long appliedCommands() {
        return answers.applied.get();
    }

    /** Commands that the node could not take, now or in time. Any thread. */
    public long busyCommands() {
        return chunks.busyCommands() + answers.busy.get();
    }

    /** Commands whose fate was not known in time. Any thread. */
    public long unknownCommands() {
        return answers.unknown.get();
    }

    /** Polls that ended in an exception. Any thread. */
    public long failedPolls() {
        return failedPolls.get();
    }

    /** Sources that have not ended. Any thread. */
    public int liveSources() {
        return slots.size();
    }

    private static final class Slot {
        private final PriceSource source;
        private boolean failing;

        private Slot(final PriceSource source) {
            this.source = source;
        }
    }

    private static final class Answers implements CommandCallback {
        private final AtomicLong applied = new AtomicLong();
        private final AtomicLong busy = new AtomicLong();
        private final AtomicLong unknown = new AtomicLong();

        @Override
        public void onDone(final EventBatch events) {
            applied.incrementAndGet();
        }

        @Override
        public void onBusy() {
            busy.incrementAndGet();
        }

        @Override
        public void onOutcomeUnknown() {
            unknown.incrementAndGet();
        }
    }
}
