package steelyard.server.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Questions that need the state machine itself, answered between two commands on its thread. Bounded: they stop the
 * core while they run.
 */
public final class CoreQueries {
    private static final int WAITING_MAX = 64;

    private final ManyToOneConcurrentArrayQueue<Consumer<CoreStatus>> waiting =
        new ManyToOneConcurrentArrayQueue<>(WAITING_MAX);

    /** Asks for the status. Any thread; the answer comes on the core's thread, or at once if too many ask. */
    public CompletionStage<CoreStatus> status() {
        final CompletableFuture<CoreStatus> answer = new CompletableFuture<>();
        if (!waiting.offer(answer::complete)) {
            answer.completeExceptionally(new RejectedExecutionException("too many questions to the state machine"));
        }
        return answer;
    }

    /** Answers all questions with one status. Core's thread. */
    int answer(final StateMachine core, final long logPosition) {
        if (waiting.isEmpty()) {
            return 0;
        }
        final CoreStatus status =
            new CoreStatus(core.eventSequence(), logPosition, core.nowNanos(), core.hashes());
        return waiting.drain(question -> question.accept(status));
    }
}
