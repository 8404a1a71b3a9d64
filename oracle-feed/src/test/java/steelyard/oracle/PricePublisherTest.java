package steelyard.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.SubmitPricesDecoder;

class PricePublisherTest {
    private final List<String> commands = new ArrayList<>();
    private final List<CommandCallback> callbacks = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private boolean busy;
    private long nowNanos = 1_000;

    @Test
    void shouldSendWhatEverySourceSays() {
        final PricePublisher publisher = publisher(
            new FakeSource(3, 2), new FakeSource(9, 0), new FakeSource(10, 1));
        publisher.poll();

        assertEquals(List.of(
            "source 3: market 0 price 7 confidence 1 time 1000, market 1 price 7 confidence 1 time 1000",
            "source 10: market 0 price 7 confidence 1 time 1000"), commands);
    }

    @Test
    void shouldSplitManyPricesIntoCommandsOfSixteenKilobytes() {
        publisher(new FakeSource(1, PriceChunks.PRICES_MAX * 2 + 1)).poll();

        assertEquals(3, commands.size());
        assertTrue(commands.get(0).endsWith(
            "market " + (PriceChunks.PRICES_MAX - 1) + " price 7 confidence 1 time 1000"));
        assertTrue(commands.get(2).startsWith("source 1: market " + PriceChunks.PRICES_MAX * 2 + " "));
    }

    @Test
    void shouldCountWhatTheNodeDoesNotTakeAndGoOn() {
        final PricePublisher publisher = publisher(new FakeSource(1, 1));
        busy = true;
        publisher.poll();
        busy = false;
        publisher.poll();
        publisher.poll();
        publisher.poll();
        callbacks.get(0).onBusy();
        callbacks.get(1).onOutcomeUnknown();
        callbacks.get(2).onDone(null);

        assertEquals(2, publisher.busyCommands());
        assertEquals(1, publisher.unknownCommands());
        assertEquals(1, publisher.appliedCommands());
    }

    @Test
    void shouldLetPublishTimesRiseWhenTheClockGoesBack() {
        final PricePublisher publisher = publisher(new FakeSource(1, 1));
        publisher.poll();
        nowNanos = 10;
        publisher.poll();

        assertTrue(commands.get(1).endsWith("time 1001"), commands.get(1));
    }

    @Test
    void shouldPollTheOthersWhenASourceFailsAndItAgainLater() {
        final FakeSource failing = new FakeSource(1, 1);
        failing.failure = new IllegalStateException("no network");
        final PricePublisher publisher = publisher(failing, new FakeSource(2, 1));
        publisher.poll();
        failing.failure = null;
        publisher.poll();

        assertEquals(1, publisher.failedPolls());
        assertEquals(List.of("source 2", "source 1", "source 2"),
            commands.stream().map(command -> command.substring(0, command.indexOf(':'))).toList());
    }

    @Test
    void shouldSayOnceThatASourceHasEndedAndPollItNoMore() {
        final FakeSource source = new FakeSource(1, 1);
        final PricePublisher publisher = publisher(source);
        source.ended = true;
        publisher.poll();
        publisher.poll();

        assertEquals(1, commands.size());
        assertEquals(List.of("fake 1"), ended);
        assertEquals(0, publisher.liveSources());
    }

    @Test
    void shouldRefuseSourcesThatShareAnId() {
        assertThrows(IllegalArgumentException.class, () -> publisher(new FakeSource(1, 1), new FakeSource(1, 2)));
    }

    @Test
    void shouldPollOnItsOwnThreadUntilClosed() throws InterruptedException {
        final CountDownLatch polls = new CountDownLatch(3);
        final CommandPort port = (command, offset, length, callback) -> {
            polls.countDown();
            return false;
        };
        try (PricePublisher publisher = new PricePublisher(
            port, List.of(new FakeSource(1, 1)), Duration.ofMillis(1), System::nanoTime, ended -> { })) {
            publisher.start();
            assertTrue(polls.await(10, TimeUnit.SECONDS));
        }
    }

    private PricePublisher publisher(final PriceSource... sources) {
        return new PricePublisher(this::submit, List.of(sources), PricePublisher.DEFAULT_INTERVAL,
            () -> nowNanos, source -> ended.add(source.name()));
    }

    private boolean submit(
        final DirectBuffer command, final int offset, final int length, final CommandCallback callback) {
        if (busy) {
            return false;
        }
        assertTrue(length <= CommandPort.ACTION_LENGTH_MAX);
        final SubmitPricesDecoder decoder = new SubmitPricesDecoder();
        decoder.wrapAndApplyHeader(command, offset, new MessageHeaderDecoder());
        final List<String> prices = new ArrayList<>();
        for (final SubmitPricesDecoder.PricesDecoder price : decoder.prices()) {
            prices.add("market " + price.marketId() + " price " + price.priceE8()
                + " confidence " + price.confidenceE8() + " time " + price.publishTimeNanos());
        }
        assertEquals(length, MessageHeaderDecoder.ENCODED_LENGTH + decoder.encodedLength());
        commands.add("source " + decoder.sourceId() + ": " + String.join(", ", prices));
        callbacks.add(callback);
        return true;
    }

    private static final class FakeSource implements PriceSource {
        private final int sourceId;
        private final int markets;
        private RuntimeException failure;
        private boolean ended;

        private FakeSource(final int sourceId, final int markets) {
            this.sourceId = sourceId;
            this.markets = markets;
        }

        @Override
        public int sourceId() {
            return sourceId;
        }

        @Override
        public String name() {
            return "fake " + sourceId;
        }

        @Override
        public void poll(final long nowNanos, final PriceConsumer consumer) {
            for (int i = 0; i < markets; i++) {
                consumer.onPrice(i, 7, 1, nowNanos);
            }
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }
    }
}
