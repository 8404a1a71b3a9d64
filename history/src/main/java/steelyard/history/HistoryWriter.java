package steelyard.history;

import static org.agrona.concurrent.ControlledMessageHandler.Action.ABORT;
import static org.agrona.concurrent.ControlledMessageHandler.Action.CONTINUE;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.EventHeaderDecoder;

/**
 * The store's thread: takes batches from the two queues in the order of their events, commits them with the cursor, and
 * answers questions when it has come far enough.
 *
 * <p>A batch that is stored is dropped. A live batch that is not the next one waits until a replay of the journal has
 * filled the hole; if none is running, the store detaches. When the database fails, the transaction is thrown away and
 * the store detaches, to be filled again from the cursor after a pause, which grows to a minute while it goes on
 * failing. A connection that broke is made again. If the tables are broken it gives up.
 */
final class HistoryWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final int PAUSE_DOUBLINGS_MAX = 6;
    private static final int REFILL_LIMIT = 256;
    private static final int QUESTIONS_MAX = 4096;
    private static final long IDLE_NANOS = 2_000_000;
    private static final long WAITING_NANOS = 100_000;

    private final HistoryConfig config;
    private final HistoryQueue queue;
    private final EventBatch batch = new EventBatch();
    private final EventHeaderDecoder header = new EventHeaderDecoder();
    private final ControlledMessageHandler onLive = this::onLive;
    private final ManyToOneConcurrentArrayQueue<Question<?>> questions =
        new ManyToOneConcurrentArrayQueue<>(QUESTIONS_MAX);
    private final Queue<Question<?>> waiting = new ArrayDeque<>();
    private final long retryNanos;

    private HistoryDatabase database;
    private HistoryQueries queries;
    private EventRecorder recorder;
    private ImageReader liveImage;
    private ImageReader refillImage;
    private boolean connected = true;
    private long appliedSequence;
    private long appliedLogPosition;
    private long firstPendingNanos;
    private boolean pending;
    private boolean hole;
    private int failuresInARow;
    private long pauseUntilNanos = System.nanoTime();

    private final AtomicLong failures = new AtomicLong();
    private volatile HistoryCursor cursor;
    private volatile HistoryException failure;
    private volatile boolean running = true;

    HistoryWriter(
        final HistoryConfig config, final HistoryDatabase database, final HistoryQueue queue, final long retryNanos)
        throws SQLException {
        this.config = config;
        this.queue = queue;
        this.retryNanos = retryNanos;
        use(database);
    }

    private void use(final HistoryDatabase opened) throws SQLException {
        database = opened;
        queries = new HistoryQueries(opened.connection());
        recorder = new EventRecorder(opened);
        liveImage = new ImageReader(recorder);
        refillImage = new ImageReader(recorder);
        cursor = opened.cursor();
        goBackToCursor();
    }

    /** What became of the transaction that was under way when the connection broke, its new cursor says. */
    private void connectAgain() throws SQLException {
        try {
            database.close();
            use(HistoryDatabase.connect(config.location()));
            connected = true;
            LOG.info("history is connected again, and has events up to {}", appliedSequence);
        } catch (final HistoryException e) {
            giveUp(e);
        }
    }

    /** How far the committed rows go. Any thread. */
    HistoryCursor cursor() {
        return cursor;
    }

    /** How often a transaction failed. Any thread. */
    long failures() {
        return failures.get();
    }

    /** Why the store has given up, or {@code null}. Any thread. */
    HistoryException failure() {
        return failure;
    }

    boolean isRunning() {
        return running;
    }

    /** Ends the thread after what is queued has been stored. Any thread. */
    void stop() {
        queue.detach();
        running = false;
    }

    /** Queues a question. Any thread. */
    void ask(final Question<?> question) {
        if (!questions.offer(question)) {
            question.fail(new TimeoutException("too many questions wait for history"));
        } else if (!running) {
            question.fail(closed());
        }
    }

    @Override
    public void run() {
        SpareTime.only();
        try {
            while (running) {
                if (work() == 0) {
                    LockSupport.parkNanos(waiting.isEmpty() ? IDLE_NANOS : WAITING_NANOS);
                }
            }
            while (failure == null && work() > 0) {
                // What was queued before the stop is stored too.
            }
            commitIfPending();
        } catch (final SQLException e) {
            LOG.error("history could not be committed at the stop: it goes on from its cursor at the next start", e);
        } catch (final RuntimeException | Error e) {
            giveUp(new HistoryException("the history store's thread ended by a fault", e));
            throw e;
        } finally {
            running = false;
            failAll(closed());
            database.close();
        }
    }

    private int work() {
        try {
            if (!connected && System.nanoTime() - pauseUntilNanos >= 0) {
                connectAgain();
            }
            final int work = !connected || System.nanoTime() - pauseUntilNanos < 0 ? 0 : read();
            if (pending && System.nanoTime() - firstPendingNanos >= config.commitInterval().toNanos()) {
                commitIfPending();
            }
            return work + answer();
        } catch (final SQLException e) {
            onFailure(e);
            return 1;
        }
    }

    /**
     * While the store is detached what was queued before waits: there is more to do than there is time for, and when it
     * is filled is for the node to say. Only questions do not wait for that.
     */
    private int read() throws SQLException {
        final boolean refilling = queue.isRefilling();
        if (queue.isDetached() && !refilling && running && waiting.isEmpty()) {
            return 0;
        }
        final int work = readRefill() + readLive();
        if (hole && work == 0 && !refilling && !queue.isDetached()) {
            LOG.warn("history lacks the events after {}: it must be filled from the journal", appliedSequence);
            queue.detach();
        }
        return work;
    }

    private int readRefill() throws SQLException {
        int work = 0;
        while (work < REFILL_LIMIT) {
            final DirectBuffer next = queue.pollRefill();
            if (next == null) {
                break;
            }
            apply(next, 0, refillImage);
            work++;
        }
        return work;
    }

    private int readLive() {
        hole = false;
        return queue.readLive(onLive);
    }

    private ControlledMessageHandler.Action onLive(
        final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        try {
            hole = !apply(buffer, index, liveImage);
            return hole ? ABORT : CONTINUE;
        } catch (final SQLException e) {
            throw new IllegalStateException("rows could not be added to a transaction in memory", e);
        }
    }

    /** Adds a batch to the transaction, or drops one that is stored; {@code false} if earlier events are missing. */
    private boolean apply(final DirectBuffer buffer, final int index, final ImageReader image) throws SQLException {
        batch.wrap(buffer, index);
        if (!batch.next()) {
            return true;
        }
        if (batch.templateId() >= EventBatch.FIRST_SNAPSHOT_TEMPLATE_ID) {
            applyRecord(image);
            return true;
        }
        header.wrap(batch.buffer(), batch.blockOffset());
        final long first = header.eventSequence();
        final long last = first + batch.count() - 1;
        if (last <= appliedSequence) {
            return true;
        }
        if (first > appliedSequence + 1) {
            return false;
        }
        if (first <= appliedSequence) {
            throw new IllegalStateException("events " + first + " to " + last + " of one command are stored in part");
        }
        appliedLogPosition = header.logPosition();
        recorder.record(batch);
        appliedSequence = last;
        notePending();
        return true;
    }

    private void applyRecord(final ImageReader image) throws SQLException {
        final HistoryCursor beyond = image.onRecord(batch, appliedSequence);
        notePending();
        if (beyond != null) {
            LOG.warn("history has no events {} to {}: they happened before the oldest snapshot that is kept",
                appliedSequence + 1, beyond.eventSequence());
            database.addGap(appliedSequence + 1, beyond.eventSequence());
            appliedSequence = beyond.eventSequence();
            appliedLogPosition = beyond.logPosition();
        }
    }

    private void notePending() {
        if (!pending) {
            pending = true;
            firstPendingNanos = System.nanoTime();
        }
    }

    private void commitIfPending() throws SQLException {
        if (pending) {
            recorder.flush();
            final HistoryCursor next = new HistoryCursor(appliedSequence, appliedLogPosition);
            database.commit(next);
            cursor = next;
            pending = false;
            failuresInARow = 0;
        }
    }

    private int answer() throws SQLException {
        questions.drainTo(waiting, QUESTIONS_MAX);
        if (waiting.isEmpty()) {
            return 0;
        }
        if (!connected) {
            failAll(new HistoryException("the history database is not connected", null));
            return 1;
        }
        if (waiting.stream().anyMatch(question -> question.sequence() <= appliedSequence)) {
            commitIfPending();
        }
        int work = 0;
        final long nowNanos = System.nanoTime();
        for (final Iterator<Question<?>> i = waiting.iterator(); i.hasNext();) {
            final Question<?> question = i.next();
            if (question.sequence() <= appliedSequence) {
                i.remove();
                question.answer(queries, config.location());
                work++;
            } else if (question.deadlineNanos() - nowNanos < 0) {
                i.remove();
                question.fail(new TimeoutException("history lags behind: it has events up to " + appliedSequence
                    + ", wanted " + question.sequence()));
            }
        }
        return work;
    }

    private void onFailure(final SQLException e) {
        try {
            database.rollback();
        } catch (final SQLException rollbackFailure) {
            e.addSuppressed(rollbackFailure);
        }
        goBackToCursor();
        connected = database.isConnected();
        queue.breakRefill();
        failures.incrementAndGet();
        if (config.location().isBroken(e)) {
            giveUp(config.location().describe(e));
            return;
        }
        final long pauseNanos = retryNanos << Math.min(failuresInARow, PAUSE_DOUBLINGS_MAX);
        failuresInARow++;
        pauseUntilNanos = System.nanoTime() + pauseNanos;
        LOG.error("history could not be stored, {} times in a row: after {} ms it is filled again from event {}",
            failuresInARow, pauseNanos / 1_000_000, appliedSequence, config.location().describe(e));
    }

    private void goBackToCursor() {
        recorder.clear();
        liveImage.forget();
        refillImage.forget();
        appliedSequence = cursor.eventSequence();
        appliedLogPosition = cursor.logPosition();
        pending = false;
    }

    private void giveUp(final HistoryException e) {
        LOG.error("history gives up; trading goes on without it", e);
        failure = e;
        queue.detach();
        running = false;
        failAll(e);
    }

    private void failAll(final Exception e) {
        questions.drainTo(waiting, Integer.MAX_VALUE);
        waiting.forEach(question -> question.fail(e));
        waiting.clear();
    }

    private Exception closed() {
        return failure != null ? failure : new IllegalStateException("the history store is closed");
    }
}
