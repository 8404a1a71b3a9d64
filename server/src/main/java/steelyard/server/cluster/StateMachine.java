package steelyard.server.cluster;

import org.agrona.DirectBuffer;

/**
 * What the log drives. Belongs to the service's thread. It gives the events of each command, as one
 * {@link steelyard.protocol.EventBatch}, to the {@link BatchSink} that it was made with; whatever it throws stops the
 * node.
 */
public interface StateMachine {
    /** Takes the events of one command, records of a snapshot, and on loading each record of it, as a batch. */
    @FunctionalInterface
    interface BatchSink {
        /** One batch; valid during the call. */
        void onBatch(DirectBuffer batch, int offset, int length);
    }

    /** Takes the records of a snapshot. */
    @FunctionalInterface
    interface RecordSink {
        /** One record with its SBE header; valid during the call. */
        void onRecord(DirectBuffer buffer, int offset, int length);
    }

    /** Makes a state machine without state. */
    @FunctionalInterface
    interface Factory {
        /** A new one that gives its events to {@code events}. */
        StateMachine create(BatchSink events);
    }

    /** Says that a command of the log comes soon: all commands of a message are announced before the first is applied. */
    default void expect(final DirectBuffer buffer, final int offset, final int length) {
    }

    /** Applies one command of the log. */
    void apply(
        DirectBuffer buffer, int offset, int length, long logPosition, int commandIndex, long timestampNanos);

    /** Writes the whole state, as batches whose events are the records. */
    void snapshot(BatchSink sink);

    /** Takes one record of a snapshot, in the order in which they were written. */
    void load(DirectBuffer record, int offset, int length);

    /** Number of the last event. */
    long eventSequence();

    /** Log time. */
    long nowNanos();

    /** Hash of the state, whole and by part. */
    StateHashes hashes();
}
