package steelyard.node;

import steelyard.protocol.Address;

/** Reads of the node's read models, each run on the models' own thread. Any thread may call; no call blocks. */
public interface NodeQueries {
    /** One read. Takes what it needs from the models, as views, and hands it to its own thread. */
    @FunctionalInterface
    interface Query {
        /** Runs on the read models' thread: copies, and does nothing that waits. */
        void run(NodeState state);
    }

    /** Queues one read; {@code false} if the queue is full, and then it will not run. */
    boolean submit(Query query);

    /** What an address may do as an agent, and from where; {@link AgentLimits#NONE} also of one that is none. Any thread. */
    AgentLimits agentLimits(Address address);

    /** What {@code /v1/health} and gateways look at without a query; any thread. */
    NodeStatus status();
}
