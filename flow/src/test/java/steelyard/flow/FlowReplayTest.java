package steelyard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.flow.recording.RecordedOrder;
import steelyard.flow.recording.Recording;
import steelyard.flow.recording.RecordingFormat;
import steelyard.model.Side;

final class FlowReplayTest {
    private static final int TICK_CENTS = 25;
    private static final int PRICE_CENTS = 10_000;
    private static final int E8_PER_CENT = 1_000_000;
    private static final int SEEDS = 5;
    private static final int STEPS = 1_500;

    /** Writes down what it is told. */
    private static final class Notes implements FlowTarget {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void place(final RecordedOrder order) {
            lines.add("place " + order.orderId() + " " + order.side() + " " + order.priceE8() / E8_PER_CENT
                + " " + order.size());
        }

        @Override
        public void amend(final RecordedOrder order) {
            lines.add("amend " + order.orderId() + " " + order.priceE8() / E8_PER_CENT + " " + order.size());
        }

        @Override
        public void cancel(final RecordedOrder order) {
            lines.add("cancel " + order.orderId());
        }

        @Override
        public void take(final long takeId, final Side side, final long priceE8, final long size) {
            lines.add("take " + takeId + " " + side + " " + priceE8 / E8_PER_CENT + " " + size);
        }
    }

    private static List<String> commands(final RecordingFormat format, final FlowMode mode, final String... lines) {
        final Notes notes = new Notes();
        final FlowReplay replay = new FlowReplay(format, mode, notes, new MakerTally());
        Recording.of(format, List.of(lines)).rows().forEach(replay::accept);
        assertTrue(replay.isInStep());
        return notes.lines;
    }

    private static String cme(
        final String action, final String side, final long id, final int cents, final int size, final int flags) {
        return "1,1,17077," + action + ',' + side + ',' + id + ',' + cents * 10_000_000L + ',' + size + ',' + flags + ",1";
    }

    @Test
    void shouldSendWhatIsRecorded() {
        assertEquals(List.of("place 1 BUY 10000 5", "place 2 SELL 10025 4", "amend 1 10000 3", "amend 2 10050 4",
            "cancel 1"), commands(RecordingFormat.CME_MBO, FlowMode.BOOK,
            cme("A", "B", 1, 10_000, 5, 130), cme("A", "A", 2, 10_025, 4, 130), cme("M", "B", 1, 10_000, 3, 130),
            cme("M", "A", 2, 10_050, 4, 130), cme("C", "B", 1, 10_000, 3, 130)));
    }

    @Test
    void shouldEmptyTheBookWhereTheRecordingDoes() {
        assertEquals(List.of("place 1 BUY 10000 5", "place 2 SELL 10025 4", "cancel 1", "cancel 2",
            "place 1 BUY 9975 7"), commands(RecordingFormat.CME_MBO, FlowMode.BOOK,
            cme("A", "B", 1, 10_000, 5, 130), cme("A", "A", 2, 10_025, 4, 130),
            "1,1,17077,R,N,0," + Long.MAX_VALUE + ",0,8,1", "1,1,17077,N,N,0," + Long.MAX_VALUE + ",0,136,1",
            cme("A", "B", 1, 9_975, 7, 168)));
    }

    @Test
    void shouldFindFieldsWhereTheHeadSaysTheyAre() {
        final List<String> other = List.of(
            "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,channel_id,order_id,flags,sequence",
            "1,1,160,1,17077,A,B,4799.250000000,2,0,6412777162812,130,682");
        final List<String> usual = List.of("1,1,17077,A,B,6412777162812,4799250000000,2,130,682");
        assertEquals(Recording.of(RecordingFormat.CME_MBO, usual), Recording.of(RecordingFormat.CME_MBO, other));
    }

    @Test
    void shouldFindTheTickOfARecording() {
        assertEquals("0.25", Recording.of(RecordingFormat.CME_MBO, List.of(cme("A", "B", 1, 10_000, 5, 130),
            cme("A", "A", 2, 10_025, 4, 130))).tick().toPlainString());
        assertEquals("0.00005", Recording.of(RecordingFormat.CME_MBO, List.of(
            "1,1,1,A,B,1,1085350000,1,130,1", "1,1,1,A,A,2,1085400000,1,130,1")).tick().toPlainString());
        assertEquals("1", Recording.of(RecordingFormat.LOBSTER, List.of("1,1,1,5,1000000,1", "1,1,2,5,1010000,-1"))
            .tick().toPlainString());
    }

    @Test
    void shouldHoldBackWhileTheRecordedBookIsCrossed() {
        assertEquals(List.of("place 1 BUY 10000 5", "place 2 SELL 10025 4", "amend 1 10000 2", "cancel 2",
            "place 3 BUY 10025 9", "place 5 SELL 10050 3", "amend 3 10025 1"), commands(RecordingFormat.CME_MBO, FlowMode.BOOK,
            cme("A", "B", 1, 10_000, 5, 130), cme("A", "A", 2, 10_025, 4, 130), cme("A", "B", 3, 10_025, 9, 130),
            cme("A", "A", 4, 9_000, 9, 130), cme("M", "B", 1, 10_000, 2, 130), cme("A", "A", 5, 10_050, 3, 130),
            cme("T", "N", 0, 10_025, 8, 0), cme("C", "A", 4, 9_000, 9, 0), cme("C", "A", 2, 10_025, 4, 0),
            cme("M", "B", 3, 10_025, 1, 128)));
    }

    @Test
    void shouldTakeWhatWasTakenAndSendReductionsAllTheSame() {
        final String[] lines = {
            cme("A", "A", 1, 10_000, 5, 130), cme("A", "A", 2, 10_000, 4, 130), cme("T", "B", 9, 10_000, 7, 0),
            cme("F", "A", 1, 10_000, 5, 0), cme("F", "A", 2, 10_000, 2, 0), cme("C", "A", 1, 10_000, 5, 0),
            cme("M", "A", 2, 10_000, 2, 130)};
        assertEquals(List.of("place 1 SELL 10000 5", "place 2 SELL 10000 4", "take 1 BUY 10000 7", "cancel 1",
            "amend 2 10000 2"), commands(RecordingFormat.CME_MBO, FlowMode.MATCH, lines));
        final Replays.Result result =
            Replays.match(Recording.of(RecordingFormat.CME_MBO, List.of(lines)), TICK_CENTS, PRICE_CENTS);
        assertEquals(new MakerTally.Shares(2, 2, 2, 7, 7, 7), result.shares());
        assertEquals("{ORDER_NOT_FOUND=1}", result.refusals().toString());
    }

    @Test
    void shouldTakeAsSaidWhatLaterRowsProve() {
        assertEquals(List.of("place 1 BUY 10000 5", "place 2 BUY 9900 5", "cancel 1", "place 3 SELL 9950 6",
            "amend 3 9950 2", "cancel 3", "place 4 BUY 10100 7"),
            commands(RecordingFormat.LOBSTER, FlowMode.BOOK,
                "34200.1,1,1,5,1000000,1", "34200.1,1,2,5,990000,1", "34200.2,1,3,6,995000,-1",
                "34200.3,4,3,4,995000,-1", "34200.3,4,99,4,985000,-1", "34200.3,5,0,4,995000,-1",
                "34200.3,3,98,4,995000,-1", "34200.4,1,4,7,1010000,1"));
    }

    @Test
    void shouldTellWhereBooksDiffer() {
        final BookLine first = new BookLine(Side.BUY, 10_000, 1, 5);
        final BookLine second = new BookLine(Side.BUY, 10_000, 2, 5);
        assertNull(BookLine.difference(List.of(first, second), List.of(first, second)));
        assertEquals("order 1 of 2 should be " + first + ", the node has " + second,
            BookLine.difference(List.of(first, second), List.of(second, first)));
        assertEquals("order 2 of 2 should be " + second + ", the node has no more",
            BookLine.difference(List.of(first, second), List.of(first)));
        assertEquals("order 2 of 1 should be no more, the node has " + second,
            BookLine.difference(List.of(first), List.of(first, second)));
    }

    @Test
    void shouldKeepTheBooksOfGeneratedFutures() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Replays.Result result =
                Replays.book(GeneratedFlow.future(seed, STEPS), TICK_CENTS, PRICE_CENTS, 10);
            assertTrue(result.checks() > 100, result::toString);
        }
    }

    @Test
    void shouldMeetTheMakersOfGeneratedFutures() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final MakerTally.Shares shares =
                Replays.match(GeneratedFlow.future(seed, STEPS), TICK_CENTS, PRICE_CENTS).shares();
            assertTrue(shares.recorded() > 100, shares::toString);
            assertEquals(shares.recordedSize(), shares.metSize(), shares::toString);
        }
    }

    @Test
    void shouldKeepTheBooksOfGeneratedShares() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Replays.Result result =
                Replays.book(GeneratedFlow.share(seed, STEPS), TICK_CENTS, PRICE_CENTS, 10);
            assertTrue(result.unknown() > 0 && result.unseen() > 0, result::toString);
        }
    }

    @Test
    void shouldMeetTheMakersOfGeneratedShares() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final MakerTally.Shares shares =
                Replays.match(GeneratedFlow.share(seed, STEPS), TICK_CENTS, PRICE_CENTS).shares();
            assertTrue(shares.met() > 0.5 * shares.recorded(), shares::toString);
        }
    }
}
