package steelyard.server.journal;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import steelyard.history.JournalReplay;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.server.cluster.StateMachine;

/** Runs the state machine over the journal of the running node once more, for a consumer that fell behind. */
public final class JournalRefill implements JournalReplay {
    private static final int MESSAGES_PER_STEP = 64;

    private final Path dataDirectory;
    private final StateMachine.Factory factory;
    private final LongSupplier appliedPosition;

    /** {@code appliedPosition} is the log position up to which the node has applied what is committed; any thread. */
    public JournalRefill(
        final Path dataDirectory, final StateMachine.Factory factory, final LongSupplier appliedPosition) {
        this.dataDirectory = dataDirectory;
        this.factory = factory;
        this.appliedPosition = appliedPosition;
    }

    @Override
    public void replay(final long afterEventSequence, final Sink sink) {
        final Journal journal = Journal.open(dataDirectory);
        final Journal.Snapshot snapshot = journal.lastSnapshotUpTo(afterEventSequence);
        final Feed feed = new Feed(sink);
        final StateMachine core = factory.create(feed::onBatch);
        if (snapshot != null) {
            journal.read(snapshot, (buffer, offset, length) -> {
                core.load(buffer, offset, length);
                feed.onRecord(buffer, offset, length);
            });
        }
        try (LogReader log = journal.log(snapshot == null ? 0 : snapshot.logPosition())) {
            log.announceTo(core);
            do {
                final long end = appliedPosition.getAsLong();
                while (feed.wantsMore && log.poll(core::apply, MESSAGES_PER_STEP, end) > 0) {
                    Thread.onSpinWait();
                }
            } while (feed.wantsMore && sink.onEnd());
        }
    }

    /** Hands batches on until there are enough. */
    private static final class Feed {
        private final Sink sink;
        private final EventBatch batch = new EventBatch();
        private final EventBatchWriter record = new EventBatchWriter();
        private boolean wantsMore = true;

        private Feed(final Sink sink) {
            this.sink = sink;
        }

        private void onRecord(final DirectBuffer buffer, final int offset, final int length) {
            record.clear();
            record.buffer().putBytes(record.eventOffset(), buffer, offset, length);
            record.endEvent(length);
            onBatch(record.buffer(), 0, record.end());
        }

        private void onBatch(final DirectBuffer buffer, final int offset, final int length) {
            wantsMore = wantsMore && sink.onBatch(batch.wrap(buffer, offset));
        }
    }
}
