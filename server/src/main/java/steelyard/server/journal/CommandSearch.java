package steelyard.server.journal;

import java.nio.file.Path;
import org.agrona.DirectBuffer;
import steelyard.server.cluster.SkipList;

/** Finds one command in a recorded log. */
public final class CommandSearch {
    private static final int MESSAGES_PER_POLL = 1_024;

    /**
     * A command as it is recorded.
     *
     * @param timestampNanos time of its message
     */
    public record Found(SkipList.Place place, long timestampNanos, byte[] command) {
    }

    private final SkipList.Place place;
    private Found found;

    private CommandSearch(final SkipList.Place place) {
        this.place = place;
    }

    /**
     * The command at a place in the log of a data directory.
     *
     * @throws JournalException if there is none
     */
    public static Found find(final Path dataDirectory, final SkipList.Place place) {
        final CommandSearch search = new CommandSearch(place);
        final Journal journal = Journal.open(dataDirectory);
        try (LogReader log = journal.log(journal.lastSnapshotPositionBefore(place.logPosition()))) {
            while (search.found == null && log.poll(search::onCommand, MESSAGES_PER_POLL, place.logPosition()) > 0) {
                Thread.onSpinWait();
            }
        }
        if (search.found == null) {
            throw new JournalException("There is no command at " + place + " in the log of " + dataDirectory + ".");
        }
        return search.found;
    }

    private void onCommand(
        final DirectBuffer buffer, final int offset, final int length, final long logPosition,
        final int commandIndex, final long timestampNanos) {
        if (logPosition == place.logPosition() && commandIndex == place.index()) {
            final byte[] command = new byte[length];
            buffer.getBytes(offset, command);
            found = new Found(place, timestampNanos, command);
        }
    }
}
