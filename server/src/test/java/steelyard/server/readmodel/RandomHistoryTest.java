package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.exchange.Exchange;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventDecoder;
import steelyard.testkit.flow.OrderFlow;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.LoggedCommand;

/** Read models that follow a random history of the exchange: some from its first event, some from a snapshot on. */
class RandomHistoryTest {
    private static final int COMMANDS = 6_000;
    private static final int CHECK_EVERY = 400;

    private final Exchange exchange = new Exchange(this::onEvents);
    private final Ledger ledger = new Ledger();
    private final CommandLog log = new CommandLog();
    private final CommandEncoder encoder = new CommandEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final EventBatch batch = new EventBatch();
    private final EventBatchWriter records = new EventBatchWriter();
    private final ReadModels fromEvents = new ReadModels();
    private final List<ReadModels> fromImages = new ArrayList<>();
    private List<Event> events = List.of();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldAnswerAlikeHoweverTheyWereBuilt(final long seed) {
        final OrderFlow flow = new OrderFlow(seed);
        final Random random = new Random(seed);
        int checkedByHand = 0;
        for (int i = 1; i <= COMMANDS; i++) {
            apply(log.append(flow.next(ledger)));
            if (i % CHECK_EVERY == 0) {
                checkedByHand += new LedgerCheck(ledger, fromEvents).run();
                fromImages.forEach(this::compare);
            }
            if (random.nextInt(1_000) == 0 && exchange.nowNanos() == fromEvents.logTimeNanos()) {
                final ReadModels image = loadedFromSnapshot();
                compare(image);
                fromImages.add(image);
            }
        }
        assertEquals(exchange.eventSequence(), fromEvents.eventSequence());
        assertTrue(fromImages.size() > 1, () -> fromImages.size() + " snapshots");
        final int checked = checkedByHand;
        assertTrue(checked > 200, () -> checked + " margins worked out by hand");
        assertTrue(ledger.restingCount() > 0, "nothing rests");
    }

    private void apply(final LoggedCommand command) {
        final byte[] bytes = encoder.encode(command.command(), command.origin());
        events = List.of();
        exchange.apply(new UnsafeBuffer(bytes), 0, bytes.length, command.logPosition(), command.commandIndex(),
            command.timestampNanos());
        ledger.accept(command, events);
        log.onEvents(events);
    }

    private void onEvents(final DirectBuffer buffer, final int offset, final int length) {
        events = decoder.decodeBatch(buffer, offset);
        assertTrue(fromEvents.apply(batch.wrap(buffer, offset)));
        for (final ReadModels image : fromImages) {
            assertTrue(image.apply(batch));
        }
    }

    private ReadModels loadedFromSnapshot() {
        final ReadModels image = new ReadModels();
        exchange.snapshot((record, offset, length) -> {
            records.clear();
            records.buffer().putBytes(records.eventOffset(), record, offset, length);
            records.endEvent(length);
            records.end();
            assertTrue(image.apply(batch.wrap(records.buffer(), 0)));
        });
        return image;
    }

    private void compare(final ReadModels image) {
        Answers.assertAlike(fromEvents, image, ledger.accounts().size(), false);
    }
}
