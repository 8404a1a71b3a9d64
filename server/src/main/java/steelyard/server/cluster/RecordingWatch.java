package steelyard.server.cluster;

import io.aeron.Aeron;
import io.aeron.archive.status.RecordingPos;
import io.aeron.cluster.RecordingLog;
import io.aeron.exceptions.AeronException;
import java.util.function.LongPredicate;
import org.agrona.concurrent.status.CountersReader;

/**
 * Notices a leader whose disk stands still. What it has not recorded itself is not committed, and it goes on telling the
 * others that it leads, so nothing would be answered until the disk goes on. Counts looks and not time, so that a process
 * that stood still as a whole is not taken for it. One thread.
 */
final class RecordingWatch {
    /** Looks, a second apart, after which the others are asked. */
    static final int LOOKS = 5;

    private final LongPredicate othersAreBeyond;
    private long last = -1;
    private int looks;

    /** {@code othersAreBeyond} answers whether a majority has recorded the log beyond a position without this member. */
    RecordingWatch(final LongPredicate othersAreBeyond) {
        this.othersAreBeyond = othersAreBeyond;
    }

    /** Of a member whose media driver is here. */
    RecordingWatch(final ClusterSettings settings) {
        this(position -> others(settings, position) > settings.members().size() / 2);
    }

    /**
     * One look at how far this member has recorded, while it leads.
     *
     * @return whether it has not gone on for {@link #LOOKS} looks and others have, enough to go on without it
     */
    boolean isLeftBehind(final long recordedPosition) {
        looks = recordedPosition == last ? looks + 1 : 0;
        last = recordedPosition;
        return looks >= LOOKS && looks % LOOKS == 0 && othersAreBeyond.test(recordedPosition);
    }

    /** It does not lead, or its log is meant to stand still, as for a snapshot. */
    void rest() {
        looks = 0;
        last = -1;
    }

    private static int others(final ClusterSettings settings, final long position) {
        int beyond = 0;
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(settings.driverDirectory().toString()))) {
            for (final ClusterSettings.Member other : settings.members()) {
                if (other.id() != settings.memberId()) {
                    try {
                        beyond += OtherLog.of(aeron, settings, other).recorded() > position ? 1 : 0;
                    } catch (final AeronException silent) {
                        // One that does not answer would not help.
                    }
                }
            }
        }
        return beyond;
    }

    /** Log position up to which the archive here has recorded; −1 while it records no log. */
    static long recordedPosition(final ClusterSettings settings, final CountersReader counters, final long archiveId) {
        try (RecordingLog log = new RecordingLog(settings.clusterDirectory().toFile(), false)) {
            final int counter =
                RecordingPos.findCounterIdByRecording(counters, log.findLastTermRecordingId(), archiveId);
            return counter == CountersReader.NULL_COUNTER_ID ? -1 : counters.getCounterValue(counter);
        }
    }
}
