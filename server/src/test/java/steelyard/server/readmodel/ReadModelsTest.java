package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.model.OrderFlags.HAS_CLIENT_ORDER_ID;
import static steelyard.model.OrderFlags.REDUCE_ONLY;
import static steelyard.server.readmodel.Feed.START_NANOS;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.AccountKind;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.AccountView.FundingPaid;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.BookOrderView;
import steelyard.node.BookView;
import steelyard.node.IpNetwork;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;

class ReadModelsTest {
    private static final int ALICE = 16;
    private static final int BOB = 17;
    private static final int FEES = HouseAccount.FEES.id();
    private static final long DEPOSIT = 1_000_000_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final Address AGENT = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final Address OTHER_AGENT = Address.parse("0x00000000000000000000000000000000000000bb");

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();

    @BeforeEach
    void openTwoMarketsForTwoAccounts() {
        feed.createdHouses();
        feed.listed(Feed.spec(0, "ABC", 2, 10)).listed(Feed.spec(1, "XYZ", 0, 50));
        apply(feed.done());
        apply(feed.created(ALICE).deposited(ALICE, DEPOSIT, DEPOSIT).done());
        apply(feed.created(BOB).deposited(BOB, DEPOSIT, DEPOSIT).done());
        apply(feed.price(0, 1_001, 1_000).price(1, 500, 500).done());
    }

    private void apply(final EventBatch batch) {
        assertTrue(models.apply(batch));
    }

    private void rest(
        final long orderId, final int accountId, final Side side, final long priceTicks, final long lots) {
        apply(feed.placed(orderId, accountId, 0, side, priceTicks, lots, 0, 0)
            .rested(orderId, accountId, 0, side, priceTicks, lots).done());
    }

    @Test
    void shouldKnowMarketsAndAccounts() {
        assertEquals(2, models.marketCount());
        assertEquals(1, models.marketId("XYZ"));
        assertEquals(NodeState.NONE, models.marketId("xyz"));
        assertEquals(ALICE, models.accountId(Feed.address(ALICE)));
        assertEquals(NodeState.NONE, models.accountId(AGENT));
        assertEquals(Feed.address(BOB), models.account(BOB).address());
        assertThrows(IndexOutOfBoundsException.class, () -> models.account(18));
        assertThrows(IndexOutOfBoundsException.class, () -> models.openOrders(NodeState.NONE));
        assertThrows(IndexOutOfBoundsException.class, () -> models.market(2));
    }

    @Test
    void shouldShowDefaultsUntilParametersChange() {
        assertEquals(Parameter.TAKER_FEE_NANOS.defaultValue(), models.parameter(Parameter.TAKER_FEE_NANOS));
        apply(feed.parameter(Parameter.TAKER_FEE_NANOS, 7).done());
        assertEquals(7, models.parameter(Parameter.TAKER_FEE_NANOS));
    }

    @Test
    void shouldShowLevelsAndOrders() {
        rest(1, ALICE, Side.BUY, 990, 5);
        rest(2, BOB, Side.BUY, 990, 7);
        rest(3, ALICE, Side.BUY, 980, 1);
        rest(4, BOB, Side.SELL, 1_010, 2);
        final BookView book = models.book(0, 20);
        assertArrayEquals(new long[] {990, 980}, book.bids().priceTicks());
        assertArrayEquals(new long[] {12, 1}, book.bids().lots());
        assertArrayEquals(new int[] {2, 1}, book.bids().orderCounts());
        assertArrayEquals(new long[] {1_010}, book.asks().priceTicks());
        assertEquals(models.eventSequence(), book.eventSequence());
        assertEquals(0, models.book(1, 20).asks().size());
        final OrderView first = new OrderView(1, ALICE, 0, Side.BUY, 990, 5, 5, 0, 0, 0, START_NANOS);
        final OrderView third = new OrderView(3, ALICE, 0, Side.BUY, 980, 1, 1, 0, 0, 0, START_NANOS);
        assertEquals(List.of(first, third), models.openOrders(ALICE));
        assertEquals(third, models.openOrder(3));
        assertEquals(List.of("1@1", "2@2", "3@3", "4@4"), models.bookOrders(0).stream()
            .sorted(BookOrderView.BY_PRIORITY)
            .map(view -> view.order().orderId() + "@" + view.prioritySequence()).toList());
        assertEquals(List.of(), models.bookOrders(1));
        assertNull(models.openOrder(9));
    }

    @Test
    void shouldPutAReplacementInTheReplacedOrdersPlace() {
        rest(1, ALICE, Side.BUY, 990, 5);
        rest(2, ALICE, Side.BUY, 980, 1);
        apply(feed.canceled(1, 5, true, CancelReason.MODIFIED)
            .placed(3, ALICE, 0, Side.SELL, 1_010, 4, HAS_CLIENT_ORDER_ID, 7)
            .rested(3, ALICE, 0, Side.SELL, 1_010, 4).done());
        final OrderView second = new OrderView(2, ALICE, 0, Side.BUY, 980, 1, 1, 0, 0, 0, START_NANOS);
        final OrderView third =
            new OrderView(3, ALICE, 0, Side.SELL, 1_010, 4, 4, HAS_CLIENT_ORDER_ID, 0, 7, START_NANOS);
        assertEquals(List.of(second, third), models.openOrders(ALICE));
        assertEquals(third, models.openOrder(ALICE, 0, 7));
        assertNull(models.openOrder(1));
        assertEquals(2, models.bookOrders(0).size());
        assertArrayEquals(new long[] {980}, models.book(0, 20).bids().priceTicks());
        assertArrayEquals(new long[] {4}, models.book(0, 20).asks().lots());
    }

    @Test
    void shouldForgetAReplacedOrderWhoseReplacementDoesNotRest() {
        rest(1, ALICE, Side.BUY, 990, 5);
        rest(2, ALICE, Side.BUY, 980, 1);
        apply(feed.canceled(1, 5, true, CancelReason.MODIFIED).done());
        assertEquals(1, models.openOrders(ALICE).size());
        apply(feed.canceled(2, 1, true, CancelReason.MODIFIED)
            .placed(3, ALICE, 0, Side.BUY, 1_010, 4, 0, 0).canceled(3, 4, false).done());
        assertEquals(List.of(), models.openOrders(ALICE));
        assertEquals(List.of(), models.bookOrders(0));
        rest(4, BOB, Side.BUY, 990, 5);
        assertEquals(List.of(), models.openOrders(ALICE));
        assertEquals(1, models.bookOrders(0).size());
    }

    @Test
    void shouldKeepApartWhatReplacesOrdersOfSeveralAccounts() {
        rest(1, ALICE, Side.BUY, 990, 5);
        rest(2, BOB, Side.BUY, 980, 1);
        apply(feed.canceled(1, 5, true, CancelReason.MODIFIED).canceled(2, 1, true, CancelReason.MODIFIED)
            .placed(3, ALICE, 0, Side.BUY, 970, 4, 0, 0).rested(3, ALICE, 0, Side.BUY, 970, 4)
            .placed(4, BOB, 0, Side.BUY, 960, 2, 0, 0).rested(4, BOB, 0, Side.BUY, 960, 2).done());
        assertEquals(List.of(3L), models.openOrders(ALICE).stream().map(OrderView::orderId).toList());
        assertEquals(List.of(4L), models.openOrders(BOB).stream().map(OrderView::orderId).toList());
        assertArrayEquals(new long[] {970, 960}, models.book(0, 20).bids().priceTicks());
    }

    @Test
    void shouldShrinkAndRemoveTheMaker() {
        rest(1, ALICE, Side.SELL, 1_000, 5);
        apply(trade(2, 3, 2, DEPOSIT - 3, DEPOSIT - 9));
        assertEquals(2, models.openOrder(1).remainingLots());
        assertEquals(5, models.openOrder(1).originalLots());
        assertArrayEquals(new long[] {2}, models.book(0, 1).asks().lots());
        apply(feed.placed(3, BOB, 0, Side.BUY, 1_000, 2, 0, 0)
            .traded(1, 0, Side.BUY, 1_000, 2, 0)
            .settled(ALICE, 0, -3, -5, 5_000, 5_000, 1, DEPOSIT - 4)
            .settled(BOB, 0, 3, 5, -5_000, 5_000, 1, DEPOSIT - 10).done());
        assertNull(models.openOrder(1));
        assertEquals(0, models.book(0, 1).asks().size());
        assertEquals(List.of(), models.openOrders(ALICE));
        assertEquals(14, models.account(FEES).cashMicros());
        assertEquals(5, models.market(0).openInterestLots());
    }

    /** Bob takes {@code lots} at 1,000 from Alice's first order; fees 3 and 9. */
    private EventBatch trade(
        final long takerOrderId, final long lots, final long left, final long makerCash, final long takerCash) {
        return feed.placed(takerOrderId, BOB, 0, Side.BUY, 1_000, lots, 0, 0)
            .traded(1, 0, Side.BUY, 1_000, lots, left)
            .settled(ALICE, 0, 0, -lots, 1_000 * lots, 1_000 * lots, 3, makerCash)
            .settled(BOB, 0, 0, lots, -1_000 * lots, 1_000 * lots, 9, takerCash)
            .done();
    }

    @Test
    void shouldForgetCanceledOrdersAndIgnoreCanceledRemainders() {
        rest(1, ALICE, Side.BUY, 990, 5);
        apply(feed.placed(2, BOB, 0, Side.BUY, 990, 7, 0, 0).canceled(2, 7, false).done());
        assertEquals(5, models.openOrder(1).remainingLots());
        apply(feed.reduced(1, 4, 3).done());
        assertEquals(4, models.openOrder(1).originalLots());
        assertArrayEquals(new long[] {3}, models.book(0, 1).bids().lots());
        apply(feed.canceled(1, 3, true).done());
        assertNull(models.openOrder(1));
        assertEquals(0, models.book(0, 1).bids().size());
    }

    @Test
    void shouldFindOrdersByClientOrderIdOfTheAccount() {
        for (int i = 1; i <= 3; i++) {
            final int accountId = i == 3 ? BOB : ALICE;
            apply(feed.placed(i, accountId, 0, Side.BUY, 900, i, HAS_CLIENT_ORDER_ID, i == 2 ? 78 : 77)
                .rested(i, accountId, 0, Side.BUY, 900, i).done());
        }
        rest(4, ALICE, Side.BUY, 900, 4);
        assertEquals(1, models.openOrder(ALICE, 0, 77).orderId());
        assertEquals(2, models.openOrder(ALICE, 0, 78).orderId());
        assertEquals(3, models.openOrder(BOB, 0, 77).orderId());
        assertNull(models.openOrder(BOB, 0, 78));
        assertNull(models.openOrder(ALICE, 77, 0));
        assertNull(models.openOrder(ALICE, 0, 0));
        apply(feed.canceled(1, 1, true).done());
        assertNull(models.openOrder(ALICE, 0, 77));
        assertEquals(3, models.openOrder(BOB, 0, 77).orderId());
    }

    @Test
    void shouldShowTheMarketsDay() {
        assertEquals(
            new MarketView(
                Feed.spec(0, "ABC", 2, 10), MarketState.ACTIVE, true, 1_001, 1_000, 0, 1_000, 0, 0, 0, false, 0, false,
                0, MarketView.Funding.NONE),
            models.market(0));
        rest(1, ALICE, Side.SELL, 1_000, 5);
        apply(feed.placed(9, ALICE, 0, Side.BUY, 998, 1, 0, 0).rested(9, ALICE, 0, Side.BUY, 998, 1).done());
        feed.at(5 * MINUTE);
        apply(trade(2, 3, 2, DEPOSIT - 3, DEPOSIT - 9));
        apply(feed.price(0, 1_011, 1_010).state(0, MarketState.CANCEL_ONLY).done());
        assertEquals(
            new MarketView(
                Feed.spec(0, "ABC", 2, 10), MarketState.CANCEL_ONLY, true, 1_011, 1_010, 1_000, 1_000, 3, 3_000, 3,
                true, 998, true, 1_000, MarketView.Funding.NONE),
            models.market(0));
        apply(feed.at(24 * 60 * MINUTE + 5 * MINUTE).done());
        assertEquals(0, models.market(0).dayVolumeLots());
        assertEquals(1_010, models.market(0).dayOpenPriceTicks());
        assertEquals(1_000, models.market(0).lastTradePriceTicks());
    }

    @Test
    void shouldShowFundingOfTheBookAtThisEvent() {
        apply(feed.price(0, 980, 980).fundingRate(0, 12_500).done());
        assertEquals(new MarketView.Funding(12_500, null, null, null), models.market(0).funding());

        apply(feed.marketParameter(0, MarketParameter.IMPACT_NOTIONAL_USDC, 1).done());
        rest(1, ALICE, Side.BUY, 980, 20);
        rest(2, BOB, Side.SELL, 1_010, 2_000);
        assertEquals(new MarketView.Funding(12_500, 0L, null, 10_100L), models.market(0).funding());

        rest(3, ALICE, Side.BUY, 990, 1_000);
        assertEquals(new MarketView.Funding(12_500, 10_000_000L, 9_898L, 10_100L), models.market(0).funding());
    }

    @Test
    void shouldKnowLiveAgentsInTheOrderOfApproval() {
        final long untilMillis = START_NANOS / 1_000_000 + 60_000;
        apply(feed.approved(ALICE, AGENT, "bot ✓", untilMillis).done());
        apply(feed.approved(ALICE, OTHER_AGENT, "", 0).done());
        final AgentView named = new AgentView(AGENT, "bot ✓", untilMillis);
        final AgentView unnamed = new AgentView(OTHER_AGENT, "", 0);
        assertEquals(List.of(named, unnamed), models.agents(ALICE));
        assertEquals(ALICE, models.accountIdOfAgent(AGENT));
        apply(feed.approved(ALICE, AGENT, "bot ✓", untilMillis).done());
        assertEquals(List.of(unnamed, named), models.agents(ALICE));
        apply(feed.at(MINUTE - 1).done());
        assertEquals(ALICE, models.accountIdOfAgent(AGENT));
        apply(feed.at(MINUTE).done());
        assertEquals(NodeState.NONE, models.accountIdOfAgent(AGENT));
        assertEquals(List.of(unnamed), models.agents(ALICE));
        apply(feed.removed(ALICE, AGENT, "bot ✓").approved(BOB, AGENT, "x", 0).done());
        assertEquals(BOB, models.accountIdOfAgent(AGENT));
        apply(feed.removed(ALICE, OTHER_AGENT, "").done());
        assertEquals(List.of(), models.agents(ALICE));
        assertEquals(List.of(new AgentView(AGENT, "x", 0)), models.agents(BOB));
        assertThrows(IllegalStateException.class, () -> models.apply(feed.removed(ALICE, AGENT, "x").done()));
    }

    @Test
    void shouldKnowTheLimitsOfAgentsUntilTheyAreRemovedOrAccounts() {
        final AgentLimits limits = new AgentLimits(true, List.of(IpNetwork.parse("10.0.0.0/8")));
        apply(feed.approved(ALICE, AGENT, "bot", 0).limited(ALICE, AGENT, limits).done());
        assertEquals(limits, models.agentLimits(AGENT));
        assertEquals(AgentLimits.NONE, models.agentLimits(OTHER_AGENT));
        assertEquals(List.of(new AgentView(AGENT, "bot", 0, limits)), models.agents(ALICE));
        apply(feed.approved(ALICE, AGENT, "bot", 0).done());
        assertEquals(limits, models.agentLimits(AGENT), "approved again");
        apply(feed.limited(ALICE, AGENT, AgentLimits.NONE).done());
        assertEquals(AgentLimits.NONE, models.agentLimits(AGENT));
        apply(feed.limited(ALICE, AGENT, limits).removed(ALICE, AGENT, "bot").approved(BOB, AGENT, "x", 0).done());
        assertEquals(AgentLimits.NONE, models.agentLimits(AGENT), "another's");
        assertThrows(IllegalStateException.class, () -> models.apply(feed.limited(ALICE, AGENT, limits).done()));
    }

    @Test
    void shouldNotLimitAnAccountThatAnotherCallsItsAgent() {
        final AgentLimits limits = new AgentLimits(true, List.of());
        final Address address = Feed.address(BOB + 1);
        apply(feed.approved(ALICE, address, "bot", 0).limited(ALICE, address, limits).done());
        assertEquals(limits, models.agentLimits(address));
        apply(feed.created(BOB + 1).done());
        assertEquals(AgentLimits.NONE, models.agentLimits(address));
        apply(feed.limited(ALICE, address, limits).done());
        assertEquals(AgentLimits.NONE, models.agentLimits(address));
    }

    private FundingPaid funding() {
        return models.account(ALICE).positions().getFirst().funding();
    }

    @Test
    void shouldKnowWhatWasPaidAsFunding() {
        apply(feed.settled(ALICE, 0, 0, 5, -5_000, 5_000, 0, DEPOSIT).done());
        assertEquals(FundingPaid.NOTHING, funding());
        apply(feed.funded(ALICE, 0, 7, 7, 7, 7).done());
        assertEquals(new FundingPaid(7, 7, 7), funding());
        apply(feed.settled(ALICE, 0, 5, 6, -6_000, 6_000, 0, DEPOSIT).done());
        assertEquals(new FundingPaid(7, 7, 0), funding());
        apply(feed.funded(ALICE, 0, -2, 5, 5, -2).done());
        assertEquals(new FundingPaid(5, 5, -2), funding());
        apply(feed.settled(ALICE, 0, 6, -1, 1_000, 1_000, 0, DEPOSIT).done());
        assertEquals(new FundingPaid(5, 0, 0), funding());
        apply(feed.settled(ALICE, 0, -1, 0, 0, 0, 0, DEPOSIT).done());
        apply(feed.settled(ALICE, 0, 0, 5, -5_000, 5_000, 0, DEPOSIT).done());
        assertEquals(new FundingPaid(5, 0, 0), funding());
        apply(feed.funded(ALICE, 0, -5, 0, -5, -5).done());
        assertEquals(new FundingPaid(0, -5, -5), funding());
    }

    @Test
    void shouldKeepChosenLeverageWhenThePositionCloses() {
        assertEquals(10, models.leverage(ALICE, 0));
        apply(feed.leverage(ALICE, 0, 3).done());
        assertEquals(3, models.leverage(ALICE, 0));
        assertEquals(10, models.leverage(BOB, 0));
        apply(feed.settled(ALICE, 0, 0, 5, -5_000, 5_000, 0, DEPOSIT).done());
        assertEquals(3, models.account(ALICE).positions().getFirst().leverage());
        apply(feed.settled(ALICE, 0, 5, 0, 0, 0, 0, DEPOSIT).done());
        assertEquals(List.of(), models.account(ALICE).positions());
        assertEquals(3, models.leverage(ALICE, 0));
    }

    @Test
    void shouldWorkOutMarginOfPositionsAndOrders() {
        apply(feed.leverage(ALICE, 0, 3)
            .settled(ALICE, 1, 0, -4, 2_040, 2_040, 0, DEPOSIT)
            .settled(ALICE, 0, 0, 10, -9_900, 9_900, 0, DEPOSIT).done());
        rest(1, ALICE, Side.BUY, 1_007, 4);
        rest(2, ALICE, Side.SELL, 1_100, 7);
        apply(feed.placed(3, ALICE, 0, Side.SELL, 990, 9, REDUCE_ONLY, 0)
            .rested(3, ALICE, 0, Side.SELL, 990, 9).done());
        apply(feed.placed(4, ALICE, 1, Side.SELL, 510, 1, 0, 0).rested(4, ALICE, 1, Side.SELL, 510, 1).done());
        final long value = DEPOSIT - 9_900 + 10_000 + 2_040 - 2_000;
        assertEquals(
            new AccountView(ALICE, Feed.address(ALICE), AccountKind.USER, DEPOSIT, value, 12_000,
                3_334 + 100, 500 + 20, 4_667 - 3_334 + 125 - 100 + 28, value - 3_434,
                List.of(
                    new AccountView.PositionView(0, 10, 9_900, -9_900, 1_000, 3, 3_334, 500, -1),
                    new AccountView.PositionView(1, -4, 2_040, 2_040, 500, 20, 100, 20,
                        (value + 2_000 - 500) * 100 * 100 / 404))),
            models.account(ALICE));
    }

    @Test
    void shouldWithholdATenthOfTheNotional() {
        apply(feed.leverage(ALICE, 1, 50).settled(ALICE, 1, 0, 8_000, -4_000_000, 4_000_000, 0, DEPOSIT).done());
        assertEquals(80_000, models.account(ALICE).marginUsedMicros());
        assertEquals(DEPOSIT - 400_000, models.account(ALICE).withdrawableMicros());
        apply(feed.settled(BOB, 1, 0, 1, -DEPOSIT - 600, 1, 0, DEPOSIT).done());
        assertEquals(-100, models.account(BOB).accountValueMicros());
        assertEquals(0, models.account(BOB).withdrawableMicros());
    }

    @Test
    void shouldDropWhatItHasAndStopAtAGap() {
        final long last = models.eventSequence();
        final EventBatch repeat = feed.sequence(last - 1).price(0, 7, 7).done();
        assertFalse(models.apply(repeat));
        assertEquals(1_000, models.market(0).markPriceTicks());
        assertEquals(last, models.eventSequence());
        assertThrows(IllegalStateException.class, () -> models.apply(feed.sequence(last + 2).price(0, 7, 7).done()));
        assertThrows(IllegalStateException.class, () -> models.apply(feed.sequence(last).price(0, 7, 7).done()));
        assertEquals(1_000, models.market(0).markPriceTicks());
    }

    @Test
    void shouldRefuseEventsThatContradictWhatIsKnown() {
        rest(1, ALICE, Side.BUY, 990, 5);
        final List<Feed> contradictions = List.of(
            begin().canceled(1, 4, true),
            begin().canceled(2, 5, true),
            begin().traded(1, 0, Side.SELL, 990, 2, 2),
            begin().rested(8, ALICE, 0, Side.BUY, 990, 5),
            begin().settled(ALICE, 0, 1, 2, 0, 0, 0, 0),
            begin().deposited(ALICE, 5, DEPOSIT + 4),
            begin().created(19),
            begin().listed(Feed.spec(3, "NEW", 0, 10)));
        for (final Feed contradiction : contradictions) {
            assertThrows(IllegalStateException.class, () -> models.apply(contradiction.done()));
        }
    }

    private Feed begin() {
        return new Feed().sequence(models.eventSequence() + 1);
    }
}
