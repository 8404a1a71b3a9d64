package steelyard.gateway.reads;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import steelyard.node.AgentLimits;
import steelyard.node.NodeQueries;
import steelyard.node.NodeState;
import steelyard.node.NodeStatus;
import steelyard.protocol.Address;

/** Reads of the node, asked and answered on an event loop. Any thread. */
public final class NodeReads {
    private final NodeQueries queries;
    private final MarketDirectory markets;

    /** Reads through {@code queries}; every read leaves {@code markets} complete. */
    public NodeReads(final NodeQueries queries, final MarketDirectory markets) {
        this.queries = queries;
        this.markets = markets;
    }

    /**
     * Runs {@code question} on the read models' thread and hands its answer, or what it threw, to {@code then} on
     * {@code loop}.
     *
     * @return {@code false} if the node cannot take the question now: nothing will be called
     */
    public <T> boolean ask(
        final Executor loop, final Function<NodeState, T> question, final BiConsumer<T, Throwable> then) {
        return queries.submit(state -> {
            try {
                markets.catchUp(state);
                final T answer = question.apply(state);
                Handover.to(loop, () -> then.accept(answer, null));
            } catch (final RuntimeException failure) {
                Handover.to(loop, () -> then.accept(null, failure));
            }
        });
    }

    /** What an address may do as an agent, and from where. */
    public AgentLimits agentLimits(final Address address) {
        return queries.agentLimits(address);
    }

    /** The node's condition. */
    public NodeStatus status() {
        return queries.status();
    }
}
