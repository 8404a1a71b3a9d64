package steelyard.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import steelyard.node.HistoryReader;
import steelyard.protocol.EventBatch;

/**
 * The history store of one node. The node offers every batch, those of a loaded snapshot included; each event is stored
 * once, however often it is offered. The store never makes the node wait: if it falls behind by more than its queue
 * holds, {@link #offer} says that it is detached, and the node fills it again by {@link #refill}, on another thread.
 *
 * <p>Rows and cursor are committed together, every {@link HistoryConfig#commitInterval()}; questions commit what they
 * need.
 */
public final class HistoryStore implements HistoryReader, AutoCloseable {
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final long CLOSE_MILLIS_MAX = 30_000;

    private final HistoryConfig config;
    private final LongSupplier currentSequence;
    private final HistoryQueue queue;
    private final HistoryWriter writer;
    private final Thread thread;
    private final Offered offered = new Offered();

    private HistoryStore(
        final HistoryConfig config,
        final LongSupplier currentSequence,
        final HistoryDatabase database,
        final Duration retryInterval) throws SQLException {
        this.config = config;
        this.currentSequence = currentSequence;
        this.queue = new HistoryQueue(config.queueBytes());
        this.writer = new HistoryWriter(config, database, queue, retryInterval.toNanos());
        this.thread = Thread.ofPlatform().daemon().name("history").unstarted(writer);
    }

    /**
     * Opens the store, or makes it, and starts its thread.
     *
     * @param currentSequence last event that the read models have applied; any thread may ask
     * @throws HistoryException if the database cannot be used; the message says what to do
     */
    public static HistoryStore open(final HistoryConfig config, final LongSupplier currentSequence)
        throws HistoryException {
        return open(config, currentSequence, RETRY_INTERVAL);
    }

    static HistoryStore open(
        final HistoryConfig config, final LongSupplier currentSequence, final Duration retryInterval)
        throws HistoryException {
        final HistoryDatabase database = HistoryDatabase.open(config.location());
        try {
            final HistoryStore store = new HistoryStore(config, currentSequence, database, retryInterval);
            store.thread.start();
            return store;
        } catch (final SQLException e) {
            database.close();
            throw config.location().describe(e);
        }
    }

    /**
     * Takes one batch of events or one record of a snapshot: copies it, or drops it if it is stored. Called by one
     * thread, in order; never waits, does no I/O, allocates nothing. Leaves {@code batch} before its first event.
     *
     * @return {@code false} if the store is detached: this batch and the following are not taken until {@link #refill}
     */
    public boolean offer(final EventBatch batch) {
        return !offered.isNew(batch, writer.cursor().eventSequence()) || queue.offer(batch);
    }

    /** Whether batches are taken. Any thread. */
    public boolean isAttached() {
        return !queue.isDetached();
    }

    /**
     * Fills the store from the journal until it can follow the live batches again. Waits for the store's thread; never
     * called by the thread that offers, and by one thread at a time. If the store fails meanwhile, or overflows again
     * right afterwards, it is detached again when this returns, and needs another refill.
     *
     * @throws HistoryException if the store has given up
     */
    public void refill(final JournalReplay journal) throws HistoryException {
        queue.beginRefill();
        try {
            journal.replay(writer.cursor().eventSequence(), new Refill());
        } finally {
            queue.endRefill();
        }
        if (writer.failure() != null) {
            throw writer.failure();
        }
    }

    /** How far the store has come. Any thread. */
    public HistoryCursor cursor() {
        return writer.cursor();
    }

    /** Bytes that wait to be stored. Any thread. */
    public long queuedBytes() {
        return queue.queuedBytes();
    }

    /** How often rows could not be stored. Any thread. */
    public long failures() {
        return writer.failures();
    }

    /** How often the store was detached. Any thread. */
    public long detachments() {
        return queue.detachments();
    }

    /** Why the store has given up, or {@code null}; it then takes nothing and answers nothing. Any thread. */
    public HistoryException failure() {
        return writer.failure();
    }

    @Override
    public CompletionStage<List<Fill>> fills(final int accountId, final int limit) {
        return fills(accountId, Long.MIN_VALUE, Long.MAX_VALUE, true, limit);
    }

    @Override
    public CompletionStage<List<Fill>> fills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return ask(queries -> queries.fills(accountId, fromNanos, toNanos, newestFirst, limit));
    }

    @Override
    public CompletionStage<List<Fill>> twapFills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return ask(queries -> queries.twapFills(accountId, fromNanos, toNanos, newestFirst, limit));
    }

    @Override
    public CompletionStage<List<TwapChange>> twapChanges(final int accountId, final int limit) {
        return ask(queries -> queries.twapChanges(accountId, limit));
    }

    @Override
    public CompletionStage<List<Order>> orders(final int accountId, final int limit) {
        return ask(queries -> queries.orders(accountId, limit));
    }

    @Override
    public CompletionStage<List<Candle>> candles(
        final int marketId, final CandleUnit unit, final long fromMillis, final long toMillis, final int limit) {
        return ask(queries -> queries.candles(marketId, unit, fromMillis, toMillis, limit));
    }

    @Override
    public CompletionStage<List<DayVolume>> volumes(final int accountId, final long fromDay) {
        return ask(queries -> queries.volumes(accountId, fromDay));
    }

    @Override
    public CompletionStage<List<LedgerEntry>> ledger(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return ask(queries -> queries.ledger(accountId, fromNanos, toNanos, newestFirst, limit));
    }

    @Override
    public CompletionStage<List<FundingRate>> fundingRates(
        final int marketId, final long fromNanos, final long toNanos, final int limit) {
        return ask(queries -> queries.fundingRates(marketId, fromNanos, toNanos, limit));
    }

    @Override
    public CompletionStage<List<FundingPayment>> fundingPayments(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return ask(queries -> queries.fundingPayments(accountId, fromNanos, toNanos, newestFirst, limit));
    }

    @Override
    public CompletionStage<Long> ledgerMicros(final int accountId) {
        return ask(queries -> queries.ledgerMicros(accountId));
    }

    @Override
    public CompletionStage<List<Trade>> trades(final int marketId, final int limit) {
        return ask(queries -> queries.trades(marketId, limit));
    }

    @Override
    public CompletionStage<Order> order(final int accountId, final long orderId) {
        return ask(queries -> queries.order(accountId, orderId));
    }

    @Override
    public CompletionStage<Order> order(
        final int accountId, final long clientOrderIdHigh, final long clientOrderIdLow) {
        return ask(queries -> queries.order(accountId, clientOrderIdHigh, clientOrderIdLow));
    }

    private <T> CompletionStage<T> ask(final Question.Reading<T> reading) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        final long deadlineNanos = System.nanoTime() + config.queryTimeout().toNanos();
        writer.ask(new Question<>(currentSequence.getAsLong(), deadlineNanos, reading, answer));
        LockSupport.unpark(thread);
        return answer;
    }

    /** Stores what was offered, closes the file and ends the thread. */
    @Override
    public void close() {
        writer.stop();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS_MAX);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Refill implements JournalReplay.Sink {
        private final Offered replayed = new Offered();

        @Override
        public boolean onBatch(final EventBatch batch) {
            return !replayed.isNew(batch, writer.cursor().eventSequence())
                || queue.offerRefill(batch, writer::isRunning);
        }

        /** The live queue opens first: what was committed before it opened is what the replay still has to give. */
        @Override
        public boolean onEnd() {
            if (!queue.isDetached() || !writer.isRunning()) {
                return false;
            }
            queue.attach();
            return true;
        }
    }
}
