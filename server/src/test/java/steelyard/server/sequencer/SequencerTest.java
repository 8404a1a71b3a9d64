package steelyard.server.sequencer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.node.CommandCallback;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.server.ring.IngressRing;

class SequencerTest {
    static final int NODE_ID = 7;

    private static final int UNDER_WAY_MAX = 256;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final FakeLog log = new FakeLog();
    private long tokens;
    private final Ingress ingress = new Ingress(
        SequencerConfig.of(NODE_ID, UNDER_WAY_MAX), new IngressRing(2_048, 64 * 1024), log, () -> ++tokens);
    private final List<String> answers = new ArrayList<>();
    private long now = System.nanoTime();
    private long lastMark;

    @Test
    void shouldOpenAnEpochBeforeItSendsAnything() {
        submit(3);
        work();
        assertEquals(List.of(1), log.offeredCounts);
        assertFalse(ingress.sequencer().isReady());
        assertEquals(List.of(), log.applied);

        log.commit(1).answer(ingress.answers(), now);
        work();

        assertTrue(ingress.sequencer().isReady());
        assertEquals(List.of(1, 3), log.offeredCounts);
        settle();
        assertApplied(3);
        assertEquals(done(3), answers);
        assertEquals(0, ingress.underWay());
    }

    @Test
    void shouldPackWhatWaitsUpToTwelveCommands() {
        open();
        submit(30);
        settle();
        assertEquals(List.of(1, 12, 12, 6), log.offeredCounts);
        assertApplied(30);
    }

    @Test
    void shouldSendALongCommandAlone() {
        open();
        submit(1);
        submitLong(40 * 1024);
        submit(1);
        settle();
        assertEquals(List.of(1, 1, 1, 1), log.offeredCounts);
        assertApplied(3);
    }

    @Test
    void shouldAskForTheEpochAgainWhenItsRequestIsLost() {
        work();
        log.lose(1);
        work();
        assertEquals(0, log.held());
        pass(501);
        work();
        log.commitTwice().answer(ingress.answers(), now);
        work();
        assertTrue(ingress.sequencer().isReady());
        assertEquals(1, log.epoch);
    }

    @Test
    void shouldResendInOrderAfterALostMessageAndOfferNothingNewBeforeThat() {
        open();
        submit(24);
        work();
        work();
        log.lose(1).commit(1).answer(ingress.answers(), now);
        assertEquals(12, log.gaps);
        submit(5);
        work();
        assertEquals(List.of(1, 12, 12, 12), log.offeredCounts);
        settle();
        assertEquals(List.of(1, 12, 12, 12, 12, 5), log.offeredCounts);
        assertApplied(29);
        assertEquals(done(29), answers);
    }

    @Test
    void shouldResendEverythingUnfinishedToANewLeader() {
        open();
        submit(36);
        work();
        work();
        work();
        log.commit(1);
        log.lose(2);
        log.generation++;
        submit(4);
        settle();
        assertApplied(40);
        assertEquals(12, log.repeats);
        assertEquals(0, log.gaps);
        assertEquals(done(40), answers);
    }

    @Test
    void shouldLoseNothingThoughTheLogAcceptsGaps() {
        // A state machine that takes a higher number as it comes loses what is sent again later as a repeat. The
        // sequencer must not give it the occasion: on a new path nothing new goes before what is unfinished.
        log.gapsAccepted = true;
        open();
        submit(12);
        work();
        log.lose(1);
        log.generation++;
        submit(12);
        settle();
        assertApplied(24);
    }

    @Test
    void shouldResendAfterHalfASecondWithoutProgress() {
        open();
        submit(2);
        work();
        log.lose(1);
        pass(499);
        work();
        assertEquals(0, log.held());
        pass(2);
        work();
        settle();
        assertApplied(2);
        assertEquals(1, ingress.sequencer().resends());
    }

    @Test
    void shouldAnswerBusyWhatCouldNotBeOffered() {
        open();
        log.backPressured = true;
        submit(2);
        work();
        pass(1_001);
        submit(1);
        work();
        ingress.answers().poll(now);
        assertEquals(List.of("busy 1", "busy 2"), answers);
        log.backPressured = false;
        settle();
        assertEquals(List.of("busy 1", "busy 2", "done 3"), answers);
        assertEquals(List.of(3L), log.applied);
        assertEquals(0, ingress.underWay());
        assertEquals(0, ingress.ring().used());
    }

    @Test
    void shouldAnswerUnknownAfterFiveSecondsAndStillApplyOnce() {
        open();
        submit(2);
        work();
        log.lose(1);
        log.connected = false;
        pass(4_999);
        work();
        assertEquals(List.of(), answers);
        pass(2);
        work();
        assertEquals(List.of("unknown 1", "unknown 2"), answers);
        assertEquals(2, ingress.underWay());
        log.connected = true;
        log.generation++;
        settle();
        assertApplied(2);
        assertEquals(List.of("unknown 1", "unknown 2"), answers);
        assertEquals(0, ingress.underWay());
        assertEquals(2, ingress.answers().unknownOutcomes());
    }

    @Test
    void shouldRefuseMoreThanMayBeUnderWay() {
        open();
        submit(UNDER_WAY_MAX);
        assertFalse(offer(8));
        settle();
        assertTrue(offer(8));
    }

    @Test
    void shouldOpenAnotherEpochWhenItsIdIsTakenAndSendTheUnfinishedInIt() {
        open();
        submit(5);
        work();
        log.foreignEpoch(-1);
        log.commit(1).answer(ingress.answers(), now);
        assertEquals(5, log.repeats);
        submit(1);
        settle();
        assertEquals(3, log.epoch);
        assertApplied(6);
        assertEquals(done(6), answers);
    }

    @Test
    void shouldStopWhenItsIdIsTakenTooOften() {
        open();
        for (int i = 1; i <= SequencerConfig.REOPENINGS_MAX; i++) {
            log.foreignEpoch(-i).answer(ingress.answers(), now);
            settle();
        }
        log.foreignEpoch(-99).answer(ingress.answers(), now);
        assertThrows(IllegalStateException.class, this::work);
    }

    @Test
    void shouldTickWhenTheLogIsSilent() {
        open();
        final long before = log.eventSequence;
        pass(101);
        settle();
        assertEquals(before + 1, log.eventSequence);
        pass(50);
        settle();
        assertEquals(before + 1, log.eventSequence);
        pass(60);
        settle();
        assertEquals(before + 2, log.eventSequence);
    }

    @Test
    void shouldApplyEachCommandOnceUnderRandomFaults() {
        for (int seed = 0; seed < 200; seed++) {
            runRandomFaults(seed);
        }
    }

    private void runRandomFaults(final int seed) {
        final SequencerTest test = new SequencerTest();
        final Random random = new Random(seed);
        test.open();
        int foreign = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> test.submit(1 + random.nextInt(6));
                case 3 -> test.log.lose(1);
                case 4 -> test.log.generation++;
                case 5 -> {
                    if (test.log.held() > 0) {
                        test.log.commitTwice();
                    }
                }
                case 6 -> test.pass(random.nextInt(300));
                case 7 -> {
                    if (foreign < SequencerConfig.REOPENINGS_MAX && random.nextInt(20) == 0) {
                        test.log.foreignEpoch(-++foreign);
                    }
                }
                case 8 -> test.log.commit(random.nextInt(3));
                default -> test.work();
            }
            if (random.nextInt(4) == 0) {
                test.log.answer(test.ingress.answers(), test.now);
            }
        }
        test.settle();
        assertOnce(test, seed);
    }

    /** Applied in order, each once: what was done or unknown is there, what was busy is not. */
    private static void assertOnce(final SequencerTest test, final int seed) {
        final List<Long> expected = LongStream.rangeClosed(1, test.lastMark)
            .filter(mark -> !test.answers.contains("busy " + mark)).boxed().toList();
        assertEquals(expected, test.log.applied, "seed " + seed);
        assertEquals(test.lastMark, test.answers.size(), "seed " + seed);
        assertEquals(0, test.ingress.underWay(), "seed " + seed);
        assertNotEquals(0, test.lastMark);
    }

    // ---- the market around it

    private void open() {
        work();
        settle();
        log.offeredCounts.clear();
        log.offeredCounts.add(1);
    }

    private void work() {
        ingress.sequencer().doWork(now);
        ingress.answers().poll(now);
    }

    private void pass(final long millis) {
        now += millis * MILLI;
    }

    /** Lets the log work without faults until nothing moves. */
    private void settle() {
        for (int i = 0; i < 100; i++) {
            if (i % 30 == 29 && ingress.underWay() > 0) {
                pass(501);
            }
            work();
            log.commit(1_000).answer(ingress.answers(), now);
        }
        work();
    }

    private void submit(final int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(offer(8));
        }
    }

    private void submitLong(final int length) {
        assertTrue(offer(length));
    }

    private boolean offer(final int extraLength) {
        final long mark = lastMark + 1;
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + OriginEncoder.ENCODED_LENGTH + extraLength;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        new MessageHeaderEncoder().wrap(buffer, 0).templateId(PlaceOrdersEncoder.TEMPLATE_ID);
        buffer.putLong(length - 8, mark);
        ingress.openWhile(() -> true);
        if (!ingress.submitAt(buffer, 0, length, new Recorder(mark), now)) {
            return false;
        }
        lastMark = mark;
        return true;
    }

    private void assertApplied(final int count) {
        assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), log.applied);
    }

    private static List<String> done(final int count) {
        final String[] texts = new String[count];
        Arrays.setAll(texts, i -> "done " + (i + 1));
        return List.of(texts);
    }

    /** Writes down what a sender is told. */
    private final class Recorder implements CommandCallback {
        private final long mark;

        private Recorder(final long mark) {
            this.mark = mark;
        }

        @Override
        public void onDone(final EventBatch events) {
            answers.add("done " + mark);
        }

        @Override
        public void onBusy() {
            answers.add("busy " + mark);
        }

        @Override
        public void onOutcomeUnknown() {
            answers.add("unknown " + mark);
        }
    }
}
