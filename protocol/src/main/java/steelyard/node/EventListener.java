package steelyard.node;

import steelyard.protocol.EventBatch;

/**
 * Sees the events of every committed command, in order, after the read models have applied them. Called on the node's
 * session thread: implementations only copy; they do no I/O, take no lock and never wait.
 */
public interface EventListener {
    /** The events of one command; valid during the call only. Batches of snapshot records do not come here. */
    void onEvents(EventBatch events);
}
