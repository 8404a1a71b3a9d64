package steelyard.server.cluster;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import java.util.concurrent.TimeUnit;

/**
 * The log that another member has recorded, as its archive says.
 *
 * @param start       position at which it begins, or −1 if it has none
 * @param recorded    position up to which it is recorded
 * @param isRecording whether it is being recorded, as under a leader only
 */
record OtherLog(long start, long recorded, boolean isRecording) {
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RECORDINGS_MAX = 1_000;
    private static final int ARCHIVE_PORT = 4;
    private static final long NONE = -1;

    /**
     * Asks {@code other}'s archive, for at most a second or so.
     *
     * @throws io.aeron.exceptions.AeronException if it does not answer
     */
    static OtherLog of(final Aeron aeron, final ClusterSettings settings, final ClusterSettings.Member other) {
        try (AeronArchive archive = AeronArchive.connect(new AeronArchive.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .messageTimeoutNs(ANSWER_NANOS)
            .controlRequestChannel("aeron:udp?endpoint=" + other.endpoint(ARCHIVE_PORT))
            .controlResponseChannel("aeron:udp?endpoint=" + settings.member().host() + ":0"))) {
            final long[] log = {NONE, NONE};
            archive.listRecordings(0, RECORDINGS_MAX, (controlSessionId, correlationId, recordingId, startTimestamp,
                stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
                sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
                if (streamId == ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT) {
                    log[0] = recordingId;
                    log[1] = startPosition;
                }
            });
            final long recorded = log[0] == NONE ? 0 : archive.getMaxRecordedPosition(log[0]);
            return recorded == 0 ? new OtherLog(NONE, 0, false)
                : new OtherLog(log[1], recorded, archive.getStopPosition(log[0]) == AeronArchive.NULL_POSITION);
        }
    }

    /** Whether there is one. */
    boolean exists() {
        return start != NONE;
    }
}
