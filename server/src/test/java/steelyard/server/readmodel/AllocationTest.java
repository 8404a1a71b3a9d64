package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.model.OrderFlags.HAS_CLIENT_ORDER_ID;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import steelyard.model.Side;
import steelyard.protocol.EventBatch;

class AllocationTest {
    private static final int ALICE = 16;
    private static final int BOB = 17;
    private static final int ROUNDS = 20_000;

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();
    private final EventBatch batch = new EventBatch();

    @Test
    void shouldNotAllocateForOrdersFillsAndPrices() {
        for (int account = 0; account < 18; account++) {
            feed.created(account);
        }
        models.apply(feed.listed(Feed.spec(0, "ABC", 2, 10)).price(0, 1_000, 1_000).done());
        final List<MutableDirectBuffer> round = round();
        apply(round, ROUNDS);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        apply(round, ROUNDS);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < ROUNDS, allocated + " bytes in " + ROUNDS + " rounds");
        assertEquals(List.of(), models.openOrders(ALICE));
    }

    /** Alice and Bob open a position against each other and close it again; then prices change. */
    private List<MutableDirectBuffer> round() {
        return List.of(
            rest(1, Side.SELL),
            bytes(feed.placed(2, BOB, 0, Side.BUY, 1_000, 5, 0, 0).traded(1, 0, Side.BUY, 1_000, 5, 0)
                .settled(ALICE, 0, 0, -5, 5_000, 5_000, 1, -1).settled(BOB, 0, 0, 5, -5_000, 5_000, 2, -2).done()),
            rest(3, Side.BUY),
            rest(4, Side.BUY),
            bytes(feed.placed(5, BOB, 0, Side.SELL, 1_000, 5, 0, 0).traded(3, 0, Side.SELL, 1_000, 5, 0)
                .settled(ALICE, 0, -5, 0, 0, 0, 1, -2).settled(BOB, 0, 5, 0, 0, 0, 2, -4).done()),
            bytes(feed.canceled(4, 5, true).done()),
            bytes(feed.price(0, 1_000, 1_000).done()));
    }

    private MutableDirectBuffer rest(final long orderId, final Side side) {
        return bytes(feed.placed(orderId, ALICE, 0, side, 1_000, 5, HAS_CLIENT_ORDER_ID, orderId)
            .rested(orderId, ALICE, 0, side, 1_000, 5).done());
    }

    private static MutableDirectBuffer bytes(final EventBatch written) {
        return (MutableDirectBuffer) written.buffer();
    }

    private void apply(final List<MutableDirectBuffer> round, final int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (int j = 0; j < round.size(); j++) {
                number(round.get(j));
                models.apply(batch);
            }
        }
    }

    /** Numbers the events anew, so that they come after the last ones. */
    private void number(final MutableDirectBuffer buffer) {
        batch.wrap(buffer, 0);
        long sequence = models.eventSequence();
        while (batch.next()) {
            buffer.putLong(batch.blockOffset(), ++sequence);
        }
    }
}
