package steelyard.history;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * A question that waits until the store has come as far as the read models were when it was asked.
 *
 * @param sequence      the event it waits for
 * @param deadlineNanos until when, in terms of {@link System#nanoTime()}
 */
record Question<T>(long sequence, long deadlineNanos, Reading<T> reading, CompletableFuture<T> answer) {
    /** What is read. */
    @FunctionalInterface
    interface Reading<T> {
        T read(HistoryQueries queries) throws SQLException;
    }

    /** Reads and answers. */
    void answer(final HistoryQueries queries, final HistoryLocation location) {
        try {
            answer.complete(reading.read(queries));
        } catch (final SQLException e) {
            answer.completeExceptionally(location.describe(e));
        }
    }

    /** Answers that there is no answer. */
    void fail(final Exception e) {
        answer.completeExceptionally(e);
    }
}
