package steelyard.server;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.history.HistoryConfig;
import steelyard.history.HistoryCursor;
import steelyard.history.HistoryException;
import steelyard.history.HistoryLocation;
import steelyard.history.HistoryStore;
import steelyard.history.JournalReplay;
import steelyard.history.SpareTime;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.server.journal.Journal;
import steelyard.server.journal.JournalException;

/**
 * Between the egress ring and the history store: offers the events of every command, and fills the store from the
 * journal, on a thread of its own, when it has fallen behind. The records of a loaded snapshot are not offered: a store
 * that is behind the snapshot shall not skip what happened before, but be filled.
 */
final class HistoryFeed implements EventListener, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HistoryFeed.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Fewer events than this between two looks, 100,000 a second, leave room for a second machine to run. */
    private static final long CALM_EVENTS = 5_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final HistoryStore store;
    private final LongSupplier currentSequence;
    private Thread refiller;
    private volatile boolean closing;

    private HistoryFeed(final HistoryStore store, final LongSupplier currentSequence) {
        this.store = store;
        this.currentSequence = currentSequence;
    }

    /**
     * Opens the store of a node.
     *
     * @param currentSequence last event that the read models have applied
     */
    static HistoryFeed open(final HistoryConfig config, final LongSupplier currentSequence) {
        try {
            return new HistoryFeed(HistoryStore.open(config, currentSequence), currentSequence);
        } catch (final HistoryException unusable) {
            throw new StartException(unusable.getMessage());
        }
    }

    /**
     * Refuses to go on from a journal that ends before the store does: the numbers of the lost events would be given
     * once more, and the store would take new events for those that it has.
     *
     * @throws StartException if it does
     */
    void requireJournal(final Path dataDirectory, final HistoryLocation location) {
        final HistoryCursor cursor = store.cursor();
        if (cursor.eventSequence() > 0 && !reaches(dataDirectory, cursor.logPosition())) {
            throw new StartException(("History in %1$s has event %2$d, from log position %3$d, which the journal does not "
                + "hold: the journal's end is lost. Restore the journal; or give up what is lost, and %4$s.")
                .formatted(location, cursor.eventSequence(), cursor.logPosition(), location.remedy()));
        }
    }

    private static boolean reaches(final Path dataDirectory, final long logPosition) {
        try {
            return Journal.open(dataDirectory).reaches(logPosition);
        } catch (final JournalException none) {
            return false;
        }
    }

    /** From now on, fills the store from {@code journal} whenever it has fallen behind. */
    void refillFrom(final JournalReplay journal) {
        refiller = Thread.ofPlatform().daemon().name("history-refill").start(() -> refill(journal));
    }

    private void refill(final JournalReplay journal) {
        SpareTime.only();
        while (!closing) {
            if (!store.isAttached() && store.failure() == null) {
                awaitCalm();
                LOGGER.info("History fell behind after event {}; it is filled from the journal",
                    store.cursor().eventSequence());
                try {
                    store.refill(untilClosing(journal));
                } catch (final HistoryException | RuntimeException failed) {
                    LOGGER.error("History could not be filled from the journal; it is tried again", failed);
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private JournalReplay untilClosing(final JournalReplay journal) {
        return (afterEventSequence, sink) -> journal.replay(afterEventSequence, new JournalReplay.Sink() {
            @Override
            public boolean onBatch(final EventBatch batch) {
                return !closing && sink.onBatch(batch);
            }

            @Override
            public boolean onEnd() {
                return !closing && sink.onEnd();
            }
        });
    }

    /** Filling the store applies the journal once more, beside the exchange: not in a flood, if it passes. */
    private void awaitCalm() {
        final long start = System.nanoTime();
        long before = currentSequence.getAsLong();
        while (!closing && System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
            final long now = currentSequence.getAsLong();
            if (now - before < CALM_EVENTS) {
                return;
            }
            before = now;
        }
    }

    @Override
    public void onEvents(final EventBatch events) {
        store.offer(events);
    }

    HistoryStore store() {
        return store;
    }

    /** Stores what it was given, and closes. */
    @Override
    public void close() {
        closing = true;
        if (refiller != null) {
            try {
                refiller.join(TimeUnit.SECONDS.toMillis(10));
            } catch (final InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
        CloseHelper.quietClose(store);
    }
}
