package steelyard.exchange;

import org.agrona.DirectBuffer;

/** Receives a snapshot, record by record. */
@FunctionalInterface
public interface SnapshotSink {
    /**
     * One record: an SBE message of template 200 and above with its header, at most {@link Exchange#RECORD_LENGTH_MAX}
     * bytes. The buffer is reused.
     */
    void onRecord(DirectBuffer buffer, int offset, int length);
}
