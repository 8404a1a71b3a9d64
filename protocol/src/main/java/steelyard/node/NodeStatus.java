package steelyard.node;

/**
 * A node's condition, read without a query; any field may change at any time.
 *
 * @param ready             orders are taken and reads answered
 * @param stale             the node has not heard from the log for 2 s: reads say so, orders get "busy"
 * @param leader            this node leads
 * @param eventSequence     last event that the read models have applied
 * @param logTimeNanos      log time of that event
 */
public record NodeStatus(boolean ready, boolean stale, boolean leader, long eventSequence, long logTimeNanos) {
}
