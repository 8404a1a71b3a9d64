package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.history.HistoryConfig;
import steelyard.history.HistoryLocation;
import steelyard.history.JournalReplay;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;

class HistoryFeedTest {
    private static final int QUEUE_BYTES = 4_096;

    @TempDir
    private Path directory;

    @Test
    void shouldBreakOffAReplayWhenTheNodeCloses() throws Exception {
        final HistoryLocation location = HistoryLocation.file(directory.resolve("history.db"));
        final HistoryFeed feed = HistoryFeed.open(
            new HistoryConfig(location, QUEUE_BYTES, Duration.ofMillis(50), Duration.ofSeconds(2)), () -> 0);
        feed.onEvents(batch(1, 20));
        assertFalse(feed.store().isAttached());
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        final EventBatch stored = batch(0, 1);
        final JournalReplay endless = (afterEventSequence, sink) -> {
            begun.countDown();
            while (sink.onBatch(stored)) {
                Thread.onSpinWait();
            }
            ended.countDown();
        };
        feed.refillFrom(endless);
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        assertTimeout(Duration.ofSeconds(5), feed::close);
        assertTrue(ended.await(0, TimeUnit.SECONDS));
    }

    /** Events numbered from {@code first} on. */
    private static EventBatch batch(final long first, final int count) {
        final EventBatchWriter writer = new EventBatchWriter();
        final CommandDoneEncoder done = new CommandDoneEncoder();
        writer.clear();
        for (int i = 0; i < count; i++) {
            done.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), new MessageHeaderEncoder());
            done.header().eventSequence(first + i);
            writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + CommandDoneEncoder.BLOCK_LENGTH);
        }
        writer.end();
        return new EventBatch().wrap(writer.buffer(), 0);
    }
}
