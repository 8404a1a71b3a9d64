package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.ScenarioMatrix;

/**
 * The European limits for retail, as operators set them for class 1: 30x for major currencies, 20x for others, gold and
 * major indices, 10x for other commodities, 5x for stocks, 2x for crypto; positions are closed at half the margin for it.
 */
class LegalCapsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int RETAIL = 1;
    private static final int[] CAPS = {30, 20, 10, 5, 2};
    private static final int CRYPTO = 5;
    private static final int PERCENT = 50;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        rig.liquidateWithoutFees();
        rig.set(Parameter.PORTFOLIO_ENTRY_MICROS, 0);
        rig.set(Parameter.PORTFOLIO_STAY_MICROS, 0);
        for (int i = 0; i < CAPS.length; i++) {
            rig.cap(RETAIL, i + 1, CAPS[i], PERCENT);
        }
        rig.deposit(BOB, 1_000_000 * USDC);
    }

    private void become(final int user, final long cashMicros, final int marketClass) {
        rig.deposit(user, cashMicros);
        rig.risk(Rig.BTC, MarketParameter.LEVERAGE_CLASS, marketClass);
        rig.leverage(user, Rig.BTC, 40, true);
        rig.classify(user, RETAIL, 0);
    }

    /** A lot is 0.6 USDC: 1,000 lots for each time of leverage ask for 600 USDC, whatever leverage was chosen. */
    @ParameterizedTest
    @CsvSource({"1, 30", "2, 20", "3, 10", "4, 5", "5, 2"})
    void shouldAcceptWhatTheCapAllowsAndNotALotMore(final int marketClass, final int cap) {
        become(ALICE, 600 * USDC, marketClass);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(1_000 * cap + 1, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(1_000 * cap, 600_000))));
        become(BOB + 1, 600 * USDC - 1, marketClass);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(BOB + 1, Entry.buy(1_000 * cap, 600_000))));
        rig.exchange.verify();
    }

    /** A tick costs 1,000 micros for each time of leverage, and takes 500 off half the margin at the cap, 300 USDC. */
    @ParameterizedTest
    @CsvSource({"1, 30", "2, 20", "3, 10", "4, 5", "5, 2"})
    void shouldCloseOutAtHalfTheMarginOfTheCap(final int marketClass, final int cap) {
        become(ALICE, 600 * USDC, marketClass);
        rig.place(BOB, Entry.sell(1_000 * cap, 600_000));
        rig.place(ALICE, Entry.buy(1_000 * cap, 600_000));
        final long most = 300 * USDC / (1_000 * cap - 500);
        assertEquals(0, levels(rig.price(Rig.BTC, 600_000 - most), 2));
        assertEquals(1, levels(rig.price(Rig.BTC, 600_000 - most - 1), 2));
        rig.exchange.verify();
    }

    private static long levels(final List<String> events, final int level) {
        return events.stream().filter(each -> each.startsWith("MarginLevelChanged") && each.endsWith("level=" + level))
            .count();
    }

    private void enterPortfolio() {
        final short[] column = new short[ScenarioMatrix.SCENARIOS];
        column[0] = ScenarioMatrix.ONE;
        column[1] = -ScenarioMatrix.ONE;
        rig.loadScenarios(1, Map.of(Rig.BTC, column, Rig.OIL, column));
        final short[][] columns = {column, column};
        rig.activateScenarios(1, 2, new ScenarioMatrix(1, List.of("BTC", "WTI"), columns).sha256(), 0);
        rig.tick();
        assertEquals("MarginModeChanged", Rig.outcome(rig.marginMode(ALICE, 1)));
    }

    /** A portfolio asks for 1.75 eightieths; the law for more, of each position. */
    @ParameterizedTest
    @CsvSource({"1, 30", "2, 20", "3, 10", "4, 5", "5, 2"})
    void shouldCapPortfoliosToo(final int marketClass, final int cap) {
        become(ALICE, 600 * USDC, marketClass);
        enterPortfolio();
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(1_000 * cap + 1, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(1_000 * cap, 600_000))));
        rig.exchange.verify();
    }

    /** 600 for the bitcoin, and 600 for the oil that hedges it: 12,000 of it at 20x. */
    @Test
    void shouldNetNothingOfWhatTheLawAsksFor() {
        rig.risk(Rig.OIL, MarketParameter.LEVERAGE_CLASS, 2);
        become(ALICE, 1_200 * USDC, CRYPTO);
        rig.price(Rig.OIL, 600_000);
        enterPortfolio();
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(2_000, 600_000))));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.sell(20_001, 600_000).in(Rig.OIL))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.sell(20_000, 600_000).in(Rig.OIL))));
        rig.exchange.verify();
    }

    /** 10,000 lots are 6,000 USDC; at 2x half the margin is 1,500, and who has less than 1,875 is warned. */
    private void openAndBecomeRetail(final long cashMicros, final String expected) {
        rig.deposit(ALICE, cashMicros);
        rig.risk(Rig.BTC, MarketParameter.LEVERAGE_CLASS, CRYPTO);
        rig.place(BOB, Entry.sell(10_000, 600_000));
        rig.place(ALICE, Entry.buy(10_000, 600_000));
        rig.expect(rig.classify(ALICE, RETAIL, 0), expected);
    }

    @Test
    void shouldKeepThePositionsOfWhoHasEnoughButAddNone() {
        openAndBecomeRetail(1_500 * USDC, """
            AccountClassChanged accountId=17 accountClass=1 feeGroup=0
            MarginLevelChanged equityMicros=1500000000 maintenanceMicros=1500000000 accountId=17 marketId=-1 level=1
            done
            """);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(100, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.sell(100, 650_000))));
        rig.expect(rig.classify(ALICE, 0, 0), """
            AccountClassChanged accountId=17 accountClass=0 feeGroup=0
            MarginLevelChanged equityMicros=1500000000 maintenanceMicros=75000000 accountId=17 marketId=-1 level=0
            done
            """);
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(100, 590_000))));
        rig.exchange.verify();
    }

    /** Of what is closed 1.1 times a quarter comes back, less a fee of a fifth of an eightieth: 150 / 0.2725 is 550.46. */
    @Test
    void shouldCloseOutWhoHasNotEnoughForTheNewClass() {
        openAndBecomeRetail(1_500 * USDC - 1, """
            AccountClassChanged accountId=17 accountClass=1 feeGroup=0
            MarginLevelChanged equityMicros=1499999999 maintenanceMicros=1500000000 accountId=17 marketId=-1 level=2
            LiquidationStep equityMicros=1499999999 maintenanceMicros=1500000000 lots=918 limitPriceTicks=597190 \
            rounds=0 accountId=17 setMarketId=-1 marketId=0 markPriceTicks=600000
            done
            """);
        rig.exchange.verify();
    }
}
