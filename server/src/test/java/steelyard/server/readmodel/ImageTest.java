package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.model.OrderFlags.HAS_CLIENT_ORDER_ID;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.IpNetwork;
import steelyard.node.MarketView;
import steelyard.node.OrderView;
import steelyard.protocol.Address;

/** Read models built from a snapshot's records. */
class ImageTest {
    private static final Address AGENT = Address.parse("0x00000000000000000000000000000000000000aa");

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();

    private void startWithHouse(final int accounts) {
        models.apply(feed.snapshotStart(1_000));
        models.apply(feed.parameterRecord(Parameter.MAKER_FEE_NANOS, -3));
        models.apply(feed.marketRecord(Feed.spec(0, "SAGA", 1, 50), MarketState.HALTED, 2_437, 2_436));
        models.apply(feed.marketRecord(Feed.spec(1, "REST", 0, 50), MarketState.ACTIVE, 1, 4_342_763_938_236L));
        for (int accountId = 0; accountId < accounts; accountId++) {
            models.apply(feed.accountRecord(accountId, 100 * accountId));
        }
    }

    @Test
    void shouldAnswerFromRecords() {
        startWithHouse(18);
        models.apply(feed.agentRecord(16, AGENT, "a", 0));
        models.apply(feed.positionRecord(16, 0, 5, -100, 90, 0));
        models.apply(feed.positionRecord(17, 0, -5, 100, 90, 7));
        models.apply(feed.orderRecord(5, 16, 0, Side.BUY, 2_400, 9, 8, HAS_CLIENT_ORDER_ID, 4));
        models.apply(feed.orderRecord(3, 16, 0, Side.BUY, 2_300, 1, 1, 0, 0));
        models.apply(feed.orderRecord(4, 16, 0, Side.SELL, 2_500, 2, 2, 0, 0));
        final AgentLimits limits = new AgentLimits(true, List.of(IpNetwork.parse("2001:db8::/32")));
        models.apply(feed.agentLimitsRecord(16, AGENT, limits));
        models.apply(feed.fundingRecord(16, 0, 9, -4, 2));
        models.apply(feed.snapshotEnd());
        assertEquals(1_000, models.eventSequence());
        assertEquals(Feed.START_NANOS, models.logTimeNanos());
        assertEquals(-3, models.parameter(Parameter.MAKER_FEE_NANOS));
        assertEquals(
            new MarketView(Feed.spec(0, "SAGA", 1, 50), MarketState.HALTED, true, 2_437, 2_436, 0, 2_436, 0, 0, 5, true,
                2_400, true, 2_500, MarketView.Funding.NONE),
            models.market(0));
        assertEquals(1_600, models.account(16).cashMicros());
        assertEquals(List.of(new AgentView(AGENT, "a", 0, limits)), models.agents(16));
        assertEquals(new AccountView.FundingPaid(9, -4, 2), models.account(16).positions().getFirst().funding());
        assertEquals(20, models.leverage(16, 0));
        assertEquals(7, models.leverage(17, 0));
        assertArrayEquals(new long[] {8, 1}, models.book(0, 5).bids().lots());
        assertEquals(
            List.of(3L, 4L, 5L), models.openOrders(16).stream().map(OrderView::orderId).toList());
        assertEquals(5, models.openOrder(16, 0, 4).orderId());
        assertTrue(models.apply(feed.sequence(1_001).canceled(4, 2, true).done()));
        assertEquals(List.of(3L, 5L), models.openOrders(16).stream().map(OrderView::orderId).toList());
    }

    /**
     * A published account: 3,155,203.766062 of value, 4,345,291.885056 of notional, of which −103,774.5 at a mark of
     * 0.02436 with leverage 20 in a market of maximum leverage 50: margin 126.397341, liquidation at 29.713170189,
     * withdrawable 2,720,674.5776. What else it holds stands here as one position.
     */
    @Test
    void shouldAgreeWithThePublishedCrossAccount() {
        startWithHouse(16);
        models.apply(feed.accountRecord(16, 3_155_203_766_062L));
        models.apply(feed.positionRecord(16, 1, 1, -4_342_763_938_236L, 4_342_763_938_236L, 0));
        models.apply(feed.positionRecord(16, 0, -1_037_745, 2_527_946_820L, 1_725_720_483L, 0));
        models.apply(feed.snapshotEnd());
        final AccountView account = models.account(16);
        assertEquals(3_155_203_766_062L, account.accountValueMicros());
        assertEquals(4_345_291_885_056L, account.totalNotionalMicros());
        assertEquals(217_264_594_253L, account.marginUsedMicros());
        assertEquals(43_452_918_852L, account.maintenanceMicros());
        assertEquals(2_720_674_577_556L, account.withdrawableMicros());
        assertEquals(
            new AccountView.PositionView(
                0, -1_037_745, 1_725_720_483L, 2_527_946_820L, 2_436, 20, 126_397_341, 25_279_469, 2_971_317_018L),
            account.positions().getFirst());
    }

    @Test
    void shouldTakeOneSnapshotBeforeAnyEvent() {
        assertThrows(IllegalStateException.class, () -> models.apply(feed.accountRecord(0, 0)));
        models.apply(feed.snapshotStart(1_000));
        assertThrows(IllegalStateException.class, () -> models.apply(feed.snapshotStart(1_000)));
        assertThrows(IllegalStateException.class, () -> models.apply(feed.sequence(1_001).done()));
        models.apply(feed.snapshotEnd());
        assertThrows(IllegalStateException.class, () -> models.apply(feed.accountRecord(0, 0)));
        assertThrows(IllegalStateException.class, () -> models.apply(feed.snapshotStart(2_000)));
        assertTrue(models.apply(feed.sequence(1_001).done()));
    }
}
