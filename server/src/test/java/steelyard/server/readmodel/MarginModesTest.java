package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.MarginView;
import steelyard.protocol.EventBatch;

/** What is shown of accounts whose class caps their leverage, and of accounts in portfolio mode. */
class MarginModesTest {
    private static final int ALICE = 16;
    private static final int ETH = 0;
    private static final int GOLD = 1;
    private static final long USDC = 1_000_000;
    private static final int TICKS = 300_000;
    private static final int LOTS = 10_000;

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();

    /** Alice has 1,000, and is long 1 ether from 3,000, where the mark is. */
    @BeforeEach
    void open() {
        feed.createdHouses();
        apply(feed.listed(Feed.spec(ETH, "ETH", 4, 50)).listed(Feed.spec(GOLD, "GOLD", 4, 100)).done());
        apply(feed.created(ALICE).deposited(ALICE, 1_000 * USDC, 1_000 * USDC).price(ETH, TICKS, TICKS)
            .price(GOLD, TICKS, TICKS)
            .settled(ALICE, ETH, 0, LOTS, -3_000 * USDC, 3_000 * USDC, 0, 1_000 * USDC).done());
    }

    private void apply(final EventBatch batch) {
        assertTrue(models.apply(batch));
    }

    private void expect(
        final int leverage, final long usedUsdc, final long maintenanceUsdc, final long withdrawableUsdc,
        final long liquidationPriceE8) {
        final AccountView account = models.account(ALICE);
        final AccountView.PositionView position = account.positions().getFirst();
        final MarginView margin = models.margin(ALICE, List.of());
        assertEquals(leverage, models.leverage(ALICE, ETH));
        assertEquals(leverage, position.leverage());
        assertEquals(usedUsdc * USDC, position.marginUsedMicros());
        assertEquals(maintenanceUsdc * USDC, position.maintenanceMicros());
        assertEquals(usedUsdc * USDC, account.marginUsedMicros());
        assertEquals(maintenanceUsdc * USDC, account.maintenanceMicros());
        assertEquals(withdrawableUsdc * USDC, account.withdrawableMicros());
        assertEquals(liquidationPriceE8, position.liquidationPriceE8());
        assertEquals(usedUsdc * USDC, margin.standardInitialMicros());
        assertEquals(maintenanceUsdc * USDC, margin.standardMaintenanceMicros());
    }

    /** A hundredth of the price p is left when 1,000 - 3,000 + p is; a tenth of it by a cap of 5x and 50 %. */
    @Test
    void shouldCountTheCapsOfTheAccountsClass() {
        expect(20, 150, 30, 700, 202_020_202_021L);
        apply(feed.marketParameter(ETH, MarketParameter.LEVERAGE_CLASS, 4).capped(1, 4, 5, 50).done());
        expect(20, 150, 30, 700, 202_020_202_021L);
        apply(feed.classified(ALICE, 1).done());
        expect(5, 600, 300, 400, 222_222_222_223L);
        apply(feed.capped(1, 4, 5, 0).done());
        expect(5, 600, 30, 400, 202_020_202_021L);
        apply(feed.capped(1, 4, 30, 50).leverage(ALICE, ETH, 50).done());
        expect(30, 100, 50, 700, 203_389_830_509L);
        apply(feed.classified(ALICE, 0).done());
        expect(50, 60, 30, 700, 202_020_202_021L);
    }

    /** 1,000 short from 3,000: 4,000 - p is p / 100 at 3,960.39..., and p / 10 at 3,636.36... */
    @Test
    void shouldLiquidateShortPositionsByTheCapsToo() {
        apply(feed.settled(ALICE, ETH, LOTS, -LOTS, 3_000 * USDC, 3_000 * USDC, 0, 1_000 * USDC).done());
        assertEquals(396_039_603_960L, models.account(ALICE).positions().getFirst().liquidationPriceE8());
        apply(feed.marketParameter(ETH, MarketParameter.LEVERAGE_CLASS, 4).capped(1, 4, 5, 50).classified(ALICE, 1)
            .done());
        assertEquals(363_636_363_636L, models.account(ALICE).positions().getFirst().liquidationPriceE8());
    }

    @Test
    void shouldCountCapsForOrders() {
        apply(feed.placed(1, ALICE, GOLD, Side.BUY, TICKS, 1_000, 0, 0)
            .rested(1, ALICE, GOLD, Side.BUY, TICKS, 1_000).done());
        assertEquals(15 * USDC, models.account(ALICE).orderMarginMicros());
        apply(feed.marketParameter(GOLD, MarketParameter.LEVERAGE_CLASS, 1).capped(1, 1, 10, 50).classified(ALICE, 1)
            .done());
        assertEquals(30 * USDC, models.account(ALICE).orderMarginMicros());
    }

    /**
     * A shock of 2 % and a fifth of nothing netted: 3,000 ask for 60 and 1.75 times that. Orders of an isolated market ask
     * for what they do by standard rules, 15, and what they would lose, 2, beside the portfolio.
     */
    @Test
    void shouldAddIsolatedOrdersToAPortfolio() {
        apply(feed.scenarios(1, ETH, GOLD).marketParameter(ETH, MarketParameter.SHOCK_E5, 2_000).mode(ALICE, 1).done());
        apply(feed.isolated(ALICE, GOLD, 20).placed(1, ALICE, GOLD, Side.BUY, TICKS + 2_000, 1_000, 0, 0)
            .rested(1, ALICE, GOLD, Side.BUY, TICKS + 2_000, 1_000).done());
        final AccountView account = models.account(ALICE);
        assertTrue(account.isPortfolio());
        assertEquals(60 * USDC, account.maintenanceMicros());
        assertEquals(105 * USDC, account.marginUsedMicros());
        assertEquals(17 * USDC, account.orderMarginMicros());
        assertEquals(700 * USDC, account.withdrawableMicros());
    }

    /**
     * Long 3,000 with a shock of 2 %, short 1,500 with one of 1 %: where both fall 60 are lost and 15 won, and a fifth of
     * the 30 that this is less than 75 is kept. A price p of ether asks for p / 50 - 15 + 6, and leaves p - 2,000.
     */
    @Test
    void shouldExplainAPortfolioToTheLastUnit() {
        apply(feed.scenarios(1, ETH, GOLD)
            .marketParameter(ETH, MarketParameter.SHOCK_E5, 2_000).marketParameter(GOLD, MarketParameter.SHOCK_E5, 1_000)
            .marketParameter(ETH, MarketParameter.SCAN_FLOOR_PERCENT, 0)
            .marketParameter(GOLD, MarketParameter.SCAN_FLOOR_PERCENT, 0).mode(ALICE, 1)
            .settled(ALICE, GOLD, 0, -5_000, 1_500 * USDC, 1_500 * USDC, 0, 1_000 * USDC).done());
        final MarginView margin = models.margin(ALICE, List.of());
        assertEquals(1_000 * USDC, margin.equityMicros());
        assertEquals(51 * USDC, margin.maintenanceMicros());
        assertEquals(
            new MarginView.Requirement(450_000_000, 60_000_000, 0, 0, 0, 0, 0, 1, 51 * USDC, 89_250_000),
            margin.positions());
        assertEquals(List.of(
            new MarginView.Part(ETH, LOTS, 300_000, 300_000, 300_000, 2_000, true, -2_000, 600_000_000, 60 * USDC,
                203_163_000_000L),
            new MarginView.Part(GOLD, -5_000, -150_000, -150_000, -150_000, 1_000, true, -1_000, -150_000_000, 15 * USDC,
                margin.parts().getLast().liquidationPriceE8())), margin.parts());
        final AccountView account = models.account(ALICE);
        assertEquals(203_163_000_000L, account.positions().getFirst().liquidationPriceE8());
        final MarginView then = models.margin(ALICE, List.of(new MarginView.Change(GOLD, 5_000, 0, 0, 0)));
        assertEquals(60 * USDC, then.maintenanceMicros(), "without the hedge");
        assertEquals(margin, models.margin(ALICE, List.of()), "asking changes nothing");
        assertEquals(account, models.account(ALICE));
    }

    /** 1 / (1.75 x 2 %) is 28.57; 1.75 times half a percent leaves room for 114x, of which 100 are chosen. */
    @Test
    void shouldGiveNoMoreLeverageThanAPortfolioHas() {
        apply(feed.leverage(ALICE, ETH, 50).leverage(ALICE, GOLD, 100).done());
        apply(feed.scenarios(1, ETH, GOLD).marketParameter(ETH, MarketParameter.SHOCK_E5, 2_000).mode(ALICE, 1).done());
        assertEquals(28, models.leverage(ALICE, ETH));
        assertEquals(100, models.leverage(ALICE, GOLD));
        apply(feed.leverage(ALICE, ETH, 10).done());
        assertEquals(10, models.leverage(ALICE, ETH));
        apply(feed.mode(ALICE, 0).leverage(ALICE, ETH, 50).done());
        assertEquals(50, models.leverage(ALICE, ETH));
    }
}
