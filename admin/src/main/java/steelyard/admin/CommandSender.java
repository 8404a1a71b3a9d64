package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.GATEWAY_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.node.NodeQueries;
import steelyard.node.NodeState;
import steelyard.protocol.EventBatch;

/** Commands and queries as stages that are completed on the API's own thread, never on one of the node's. */
final class CommandSender {
    private static final String BUSY = "the node is busy or not ready";

    private final CommandPort port;
    private final NodeQueries queries;
    private final Executor executor;

    CommandSender(final CommandPort port, final NodeQueries queries, final Executor executor) {
        this.port = port;
        this.queries = queries;
        this.executor = executor;
    }

    /** Sends one command; the stage gives a copy of its events, or fails with 503 or 504. */
    CompletableFuture<EventBatch> send(final DirectBuffer command, final int length) {
        final CompletableFuture<EventBatch> future = new CompletableFuture<>();
        final CommandCallback callback = new CommandCallback() {
            @Override
            public void onDone(final EventBatch events) {
                final byte[] copy = new byte[events.length()];
                events.buffer().getBytes(0, copy);
                handOver(() -> future.complete(new EventBatch().wrap(new UnsafeBuffer(copy), 0)));
            }

            @Override
            public void onBusy() {
                handOver(() -> future.completeExceptionally(busy()));
            }

            @Override
            public void onOutcomeUnknown() {
                handOver(() -> future.completeExceptionally(new AdminException(GATEWAY_TIMEOUT,
                    "whether it was done is not known in time", "send the same request again: it is done once")));
            }
        };
        return port.submit(command, 0, length, callback) ? future : CompletableFuture.failedFuture(busy());
    }

    /** Asks the read models; the stage fails with 503 if they take no question now. */
    <T> CompletableFuture<T> ask(final Function<NodeState, T> question) {
        final CompletableFuture<T> future = new CompletableFuture<>();
        final boolean taken = queries.submit(state -> {
            final T answer = question.apply(state);
            handOver(() -> future.complete(answer));
        });
        return taken ? future : CompletableFuture.failedFuture(busy());
    }

    private void handOver(final Runnable completion) {
        try {
            executor.execute(completion);
        } catch (final RejectedExecutionException closed) {
            // The API has been closed, and its clients' connections with it: nobody waits for the answer.
        }
    }

    private static AdminException busy() {
        return new AdminException(SERVICE_UNAVAILABLE, BUSY, "nothing was done: send the request again");
    }
}
