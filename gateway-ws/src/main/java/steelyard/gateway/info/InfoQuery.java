package steelyard.gateway.info;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;

/** A decoded question. */
@FunctionalInterface
interface InfoQuery {
    /** Takes what the answer needs from the read models, on their thread. */
    Result read(NodeState state);

    /** What was read, and what is still to be asked elsewhere; continued on the event loop. */
    @FunctionalInterface
    interface Result {
        /** The answer. */
        CompletionStage<JsonBody> load(Sources sources);

        /** An answer that needs nothing more. */
        static Result of(final JsonBody body) {
            return sources -> CompletableFuture.completedFuture(body);
        }

        /** An answer that needs only what is at hand on the event loop. */
        static Result with(final Function<Sources, JsonBody> body) {
            return sources -> CompletableFuture.completedFuture(body.apply(sources));
        }
    }

    /**
     * Where the rest of an answer comes from.
     *
     * @param stale whether the node has not heard from the log for a while
     * @param loop  where directories answer
     */
    record Sources(
        HistoryReader history, MarketDirectory markets, AccountDirectory accounts, RequestBudgets budgets,
        boolean stale, Executor loop) {
    }
}
