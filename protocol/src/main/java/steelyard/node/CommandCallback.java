package steelyard.node;

import steelyard.protocol.EventBatch;

/** What became of one command. Called once, on the node's session thread: implementations only copy and hand on. */
public interface CommandCallback {
    /**
     * The command was applied or refused, is committed, and its effects can already be read on this node.
     *
     * @param events its events, the last one {@code CommandDone}; valid during the call only
     */
    void onDone(EventBatch events);

    /** The command never reached the log and was discarded; sending it again is safe. */
    void onBusy();

    /** The command was sent to the log and its fate is not known in time; it may still be applied. */
    void onOutcomeUnknown();
}
