package steelyard.history;

import steelyard.protocol.EventBatch;

/** Runs the exchange over its journal once more; the node implements it. */
@FunctionalInterface
public interface JournalReplay {
    /**
     * Gives, in order, the records of the newest snapshot that is not after {@code afterEventSequence} (of the oldest
     * there is, if none is that old; none at all if the journal is replayed from its begin), then the events of every
     * command from there to the last one committed. There it calls {@link Sink#onEnd()} and, if that returns {@code
     * true}, goes on to the last command that is committed <em>after</em> that call, and so on. Returns when the sink
     * says {@code false}.
     */
    void replay(long afterEventSequence, Sink sink);

    /** Takes what a replay gives. May wait. */
    interface Sink {
        /** One batch, valid during the call; {@code false}: no more. */
        boolean onBatch(EventBatch batch);

        /** The end is reached; {@code true}: go on with what was committed since. */
        boolean onEnd();
    }
}
