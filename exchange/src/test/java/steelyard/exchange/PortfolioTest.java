package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.ScenarioMatrix;

/** Portfolio margin: BTC at 60,000 with a shock of 2 %, oil at 60 with one of 5 %; they move together. */
class PortfolioTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final int DAVE = 4;
    private static final long USDC = Rig.USDC;
    private static final long HOUR = 3_600 * Rig.SECOND;

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.set(Parameter.TAKER_FEE_NANOS, 0);
        rig.risk(Rig.BTC, MarketParameter.SHOCK_E5, 2_000, MarketParameter.SCAN_FLOOR_PERCENT, 0);
        rig.risk(Rig.OIL, MarketParameter.SHOCK_E5, 5_000, MarketParameter.SCAN_FLOOR_PERCENT, 0);
        rig.price(Rig.OIL, 600_000);
        rig.deposit(ALICE, 20_000 * USDC);
        rig.deposit(BOB, 10_000_000 * USDC);
    }

    private static short[] moves(final int... directions) {
        final short[] column = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < directions.length; k++) {
            column[k] = (short) directions[k];
        }
        return column;
    }

    private static Map<Integer, short[]> together() {
        return new TreeMap<>(Map.of(Rig.BTC, moves(10_000, -10_000), Rig.OIL, moves(10_000, -10_000)));
    }

    private static Map<Integer, short[]> apart() {
        return new TreeMap<>(
            Map.of(Rig.BTC, moves(10_000, -10_000), Rig.OIL, moves(0, 0, 10_000, -10_000)));
    }

    private static byte[] sha256(final int version, final Map<Integer, short[]> columns) {
        final List<String> coins = columns.keySet().stream().map(id -> id == Rig.BTC ? "BTC" : "WTI").toList();
        return new ScenarioMatrix(version, coins, columns.values().toArray(short[][]::new)).sha256();
    }

    private void activate(final int version, final Map<Integer, short[]> columns) {
        rig.loadScenarios(version, columns);
        assertEquals("ScenariosActivated",
            Rig.outcome(rig.activateScenarios(version, columns.size(), sha256(version, columns), 0)));
        rig.tick();
    }

    private void enter() {
        activate(1, together());
        assertEquals("MarginModeChanged", Rig.outcome(rig.marginMode(ALICE, 1)));
    }

    private void trade(final int buyer, final int seller, final int market, final long lots, final long ticks) {
        rig.place(seller, Entry.sell(lots, ticks).in(market));
        assertEquals("placed", Rig.outcome(rig.place(buyer, Entry.buy(lots, ticks).in(market))));
    }

    /** Long 4 BTC, short 1,600 barrels: 4,800 of shock on either side. */
    private void hedge() {
        trade(ALICE, BOB, Rig.BTC, 400_000, 600_000);
        trade(BOB, ALICE, Rig.OIL, 160_000, 600_000);
    }

    @Test
    void shouldRefuseModesAndScenarios() {
        assertEquals("INVALID_MODE", Rig.outcome(rig.marginMode(ALICE, 2)));
        assertEquals("NO_SCENARIOS", Rig.outcome(rig.marginMode(ALICE, 1)));
        final Map<Integer, short[]> unknown = new TreeMap<>(together());
        unknown.put(7, moves(10_000, -10_000));
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.loadScenarios(1, unknown)));
        assertEquals("INVALID_SCENARIOS",
            Rig.outcome(rig.loadScenarios(1, Map.of(0, moves(10_000, -9_999)))));
        assertEquals("INVALID_SCENARIOS",
            Rig.outcome(rig.loadScenarios(1, Map.of(0, moves(10_000, -10_000, 10_001)))));
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.loadScenarios(0, together())));
        rig.loadScenarios(1, together());
        final byte[] sha256 = sha256(1, together());
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.activateScenarios(2, 2, sha256, 0)));
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.activateScenarios(1, 1, sha256, 0)));
        final byte[] wrong = sha256.clone();
        wrong[31]++;
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.activateScenarios(1, 2, wrong, 0)));
        assertEquals("ScenariosActivated", Rig.outcome(rig.activateScenarios(1, 2, sha256, 1_000)));
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.activateScenarios(1, 2, sha256, 1_000)), "none is staged");
        assertEquals("INVALID_SCENARIOS", Rig.outcome(rig.loadScenarios(1, together())), "1 waits");
        assertEquals("NO_SCENARIOS", Rig.outcome(rig.marginMode(ALICE, 1)), "1 waits");
        rig.exchange.verify();
    }

    @Test
    void shouldTakeEffectAtItsPlaceInTheLogAndBePhasedInByHours() {
        rig.loadScenarios(1, together());
        final long from = rig.exchange.eventSequence() + 3;
        rig.activateScenarios(1, 2, sha256(1, together()), from);
        rig.expect(rig.tick(), """
            done
            """);
        rig.expect(rig.tick(), """
            ScenariosPhased version=1 step=1 steps=1
            done
            """);
        rig.set(Parameter.PHASE_HOURS, 3);
        rig.loadScenarios(2, apart());
        rig.activateScenarios(2, 2, sha256(2, apart()), 0);
        rig.now += HOUR - rig.now % HOUR;
        rig.expect(rig.tick(), """
            ScenariosPhased version=2 step=1 steps=3
            done
            """);
        rig.loadScenarios(3, together());
        assertEquals("INVALID_SCENARIOS",
            Rig.outcome(rig.activateScenarios(3, 2, sha256(3, together()), 0)), "2 is being phased in");
        rig.now += HOUR - 1;
        rig.expect(rig.tick(), """
            done
            """);
        rig.now++;
        rig.expect(rig.tick(), """
            ScenariosPhased version=2 step=2 steps=3
            done
            """);
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
        rig.now += 5 * HOUR;
        rig.expect(rig.tick(), """
            ScenariosPhased version=2 step=3 steps=3
            done
            """);
        assertEquals("ScenariosActivated",
            Rig.outcome(rig.activateScenarios(3, 2, sha256(3, together()), 0)), "it stayed staged");
    }

    @Test
    void shouldLetAnAccountChooseOnlyWithEquityAndWithoutOrders() {
        activate(1, together());
        rig.set(Parameter.PORTFOLIO_ENTRY_MICROS, 20_000 * USDC + 1);
        assertTrue(Rig.text(rig.marginMode(ALICE, 1)).startsWith("refused PORTFOLIO_EQUITY"));
        rig.set(Parameter.PORTFOLIO_ENTRY_MICROS, 20_000 * USDC);
        rig.set(Parameter.PORTFOLIO_EQUITY_MAX_MICROS, 20_000 * USDC - 1);
        assertTrue(Rig.text(rig.marginMode(ALICE, 1)).startsWith("refused PORTFOLIO_EQUITY"));
        rig.set(Parameter.PORTFOLIO_EQUITY_MAX_MICROS, 20_000 * USDC);
        rig.place(ALICE, Entry.buy(1_000, 590_000));
        assertEquals("MARGIN_MODE_FIXED", Rig.outcome(rig.marginMode(ALICE, 1)));
        rig.cancel(ALICE, Rig.BTC, 1);
        rig.expect(rig.marginMode(ALICE, 1), """
            MarginModeChanged accountId=16 mode=1
            done account=16
            """);
        rig.expect(rig.marginMode(ALICE, 1), """
            MarginModeChanged accountId=16 mode=1
            done account=16
            """);
        // 8 BTC: 16,800 in portfolio mode, 24,000 by standard rules.
        trade(ALICE, BOB, Rig.BTC, 800_000, 600_000);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.marginMode(ALICE, 0)));
        rig.deposit(ALICE, 4_000 * USDC);
        rig.expect(rig.marginMode(ALICE, 0), """
            MarginModeChanged accountId=16 mode=0
            done account=16
            """);
        assertEquals("MARGIN_MODE_FIXED", Rig.outcome(rig.marginMode(ALICE, 1)));
        rig.exchange.verify();
    }

    @Test
    void shouldMarginAPositionAloneByItsShock() {
        enter();
        // 952,380 lots: 571,428 USDC; 1.75 x 2 % of it is 19,999.98.
        rig.place(BOB, Entry.sell(1_000_000, 600_000));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(952_381, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(952_380, 600_000))));
        rig.exchange.verify();
    }

    @Test
    void shouldAskAHedgedBookForAFifthOfWhatItsLegsAskFor() {
        enter();
        // 20 BTC alone ask for 42,000; with the oil SCAN is 0: 0.2 x 48,000 x 1.75 is 16,800. Two more: 2,400 + 0.2 x
        // 48,000 is 12,000, and 21,000.
        rig.place(BOB, Entry.sell(5_000_000, 600_000));
        rig.place(BOB, Entry.buy(5_000_000, 600_000).in(Rig.OIL));
        for (int i = 0; i < 10; i++) {
            assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(200_000, 600_000))), "leg " + i);
            assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.sell(80_000, 600_000).in(Rig.OIL))), "leg " + i);
        }
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(200_000, 600_000))));
        rig.exchange.verify();
    }

    @Test
    void shouldFallBackBeyondEachCapForOrdersThatAddRisk() {
        enter();
        final Entry buy = Entry.buy(800_000, 600_000);
        rig.set(Parameter.PORTFOLIO_STAY_MICROS, 20_000 * USDC + 1);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy)));
        rig.set(Parameter.PORTFOLIO_STAY_MICROS, 20_000 * USDC);
        restAndCancel(buy);
        rig.set(Parameter.PORTFOLIO_EQUITY_MAX_MICROS, 20_000 * USDC - 1);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy)));
        rig.set(Parameter.PORTFOLIO_EQUITY_MAX_MICROS, 20_000 * USDC);
        restAndCancel(buy);
        rig.set(Parameter.PORTFOLIO_EXPOSURE_MAX_USDC, 479_999);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy)));
        rig.set(Parameter.PORTFOLIO_EXPOSURE_MAX_USDC, 480_000);
        restAndCancel(buy);
        rig.set(Parameter.PORTFOLIO_MARKETS_MAX, 1);
        restAndCancel(buy);
        rig.place(ALICE, Entry.buy(10_000, 500_000).in(Rig.OIL));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy)));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(600_000, 600_000))), "18,000 by standard rules");
        rig.exchange.verify();
    }

    private void restAndCancel(final Entry entry) {
        final List<String> events = rig.place(ALICE, entry);
        assertEquals("placed", Rig.outcome(events));
        rig.cancel(ALICE, entry.marketId(), Long.parseLong(events.getFirst().split(" ")[1]));
    }

    @Test
    void shouldNotLetAHedgeGoWhenMarginIsShort() {
        enter();
        hedge();
        // BTC at 55,700: equity 2,800; oil leads by 344: SCAN 344, GROSS 9,256, MMR 2,126.4, IMR 3,721.2.
        rig.price(Rig.BTC, 557_000);
        rig.place(BOB, Entry.buy(1_000_000, 557_000));
        rig.place(BOB, Entry.sell(1_000_000, 600_000).in(Rig.OIL));
        final String hedgeGoes = Rig.outcome(rig.place(ALICE, Entry.sell(10_000, 557_000).reduceOnly()));
        assertEquals("INSUFFICIENT_MARGIN", hedgeGoes);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(100_000, 557_000))));
        final List<String> reduces = rig.place(ALICE, Entry.buy(1_000, 600_000).in(Rig.OIL).reduceOnly());
        assertTrue(Rig.text(reduces).contains("trade"), Rig.text(reduces));
        rig.exchange.verify();
    }

    @Test
    void shouldCancelARestingReduceOnlyOrderWhoseFillWouldTakeAHedgeAway() {
        enter();
        hedge();
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.sell(100_000, 610_000).reduceOnly())));
        rig.price(Rig.BTC, 557_000);
        final List<String> events = rig.place(BOB, Entry.buy(100_000, 610_000));
        assertTrue(Rig.text(events).contains("trade"), "sold at 61,000 it brings more than it hedges");
        rig.place(ALICE, Entry.sell(100_000, 557_100).reduceOnly());
        rig.exchange.verify();
    }

    @Test
    void shouldLetOutWhatIsAboveInitialMarginAndATenth() {
        enter();
        hedge();
        // MMR 0.2 x 9,600 = 1,920, IMR 3,360; a tenth of 336,000 is more.
        assertTrue(Rig.text(rig.withdraw(ALICE, Rig.address(ALICE), 0)).length() > 0);
        final String refused = Rig.text(rig.transfer(ALICE, Rig.address(BOB), 20_000 * USDC, Rig.address(ALICE)));
        assertTrue(refused.startsWith("refused"), refused);
        rig.exchange.verify();
    }

    @Test
    void shouldLiquidateTheLegThatLosesAndNeverTheHedge() {
        rig.set(Parameter.LIQUIDATION, 1);
        enter();
        hedge();
        rig.place(BOB, Entry.buy(1_000_000, 540_000));
        rig.place(BOB, Entry.sell(1_000_000, 600_100).in(Rig.OIL));
        // BTC at 55,200: equity 800; BTC 4,416 of shock, oil 4,800: SCAN 384, GROSS 9,216, MMR 2,150.4.
        final List<String> events = rig.price(Rig.BTC, 552_000);
        final List<String> steps = events.stream().filter(each -> each.startsWith("LiquidationStep")).toList();
        assertEquals("LiquidationStep equityMicros=800000000 maintenanceMicros=2150400000", prefix(steps.getFirst()));
        assertTrue(steps.getFirst().contains("marketId=1"), steps.getFirst());
        final long lots = Long.parseLong(steps.getFirst().replaceAll(".* lots=(\\d+) .*", "$1"));
        assertTrue(lots > 0 && lots < 40_000, "no more than lowers the requirement: " + lots);
        rig.exchange.verify();
    }

    @Test
    void shouldTakeTheLegThatLosesOverBeforeTheHedge() {
        rig.set(Parameter.LIQUIDATION, 1);
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 1_000_000);
        rig.risk(Rig.OIL, MarketParameter.BACKSTOP_CAP_USDC, 1_000_000);
        enter();
        hedge();
        // BTC at 55,100: equity 400, MMR 2,155.2. Oil first, though its id is higher, with 400 x 4,800 / 9,208.
        rig.expect(rig.price(Rig.BTC, 551_000), """
            price m0 oracle=551000 mark=551000
            MarginLevelChanged equityMicros=400000000 maintenanceMicros=2155200000 accountId=16 marketId=-1 level=2
            PositionTransferred lots=-160000 priceTicks=600000 marginMicros=208514335 fromCashMicros=19791485665 \
            toPositionLots=-160000 toQuoteMicros=96000000000 toEntryMicros=96000000000 toIsolatedMicros=0 \
            toCashMicros=208514335 fromAccountId=16 toAccountId=2 marketId=1 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=0 reason=0 isIsolated=0 \
            equityMicros=400000000
            PositionTransferred lots=400000 priceTicks=551000 marginMicros=191485665 fromCashMicros=0 \
            toPositionLots=400000 toQuoteMicros=-220400000000 toEntryMicros=220400000000 toIsolatedMicros=0 \
            toCashMicros=400000000 fromAccountId=16 toAccountId=2 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-19600000000 reason=0 isIsolated=0 \
            equityMicros=191485665
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }

    /** Alice is short 4 BTC as a hedge of 1,600 barrels; Dave is long 1 BTC with 3,000, bankrupt at 56,000. */
    private void leaveABankruptLong(final int seller) {
        rig.set(Parameter.LIQUIDATION, 1);
        rig.deposit(CAROL, 1_000_000 * USDC);
        rig.deposit(DAVE, 3_000 * USDC);
        enter();
        trade(DAVE, seller, Rig.BTC, 100_000, 600_000);
        trade(BOB, ALICE, Rig.BTC, seller == ALICE ? 300_000 : 400_000, 600_000);
        trade(ALICE, BOB, Rig.OIL, 160_000, 600_000);
    }

    @Test
    void shouldPassOverHedgesWhenItDeleverages() {
        leaveABankruptLong(CAROL);
        // Alice could win as much for each lot as Carol, and more: she keeps what she has, Carol closes for all.
        rig.expect(rig.price(Rig.BTC, 560_000), """
            price m0 oracle=560000 mark=560000
            """ + BankruptLong.takenOver(19) + """
            PositionTransferred lots=-100000 priceTicks=570000 marginMicros=0 fromCashMicros=1003000000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=0 fromAccountId=18 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=3000000000 reason=2 isIsolated=0 \
            equityMicros=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCloseHedgesAtTheMarkWhenOnlySuchAreLeft() {
        leaveABankruptLong(ALICE);
        rig.expect(rig.price(Rig.BTC, 560_000), """
            price m0 oracle=560000 mark=560000
            """ + BankruptLong.takenOver(19) + """
            PositionTransferred lots=-100000 priceTicks=560000 marginMicros=0 fromCashMicros=20000000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=-1000000000 \
            fromAccountId=16 toAccountId=5 marketId=0 fromPositionLots=-300000 fromQuoteMicros=184000000000 \
            fromEntryMicros=180000000000 fromIsolatedMicros=0 fromClosedPnlMicros=4000000000 reason=2 isIsolated=0 \
            equityMicros=0
            done
            """);
        rig.exchange.verify();
    }

    private static String prefix(final String step) {
        return step.substring(0, step.indexOf(" lots="));
    }

    @Test
    void shouldSurviveASnapshotAndForgetting() {
        rig.set(Parameter.LIQUIDATION, 1);
        enter();
        hedge();
        activate(2, apart());
        rig.leverage(ALICE, Rig.OIL, 5, true);
        rig.place(ALICE, Entry.buy(10_000, 590_000), Entry.sell(10_000, 610_000));
        rig.exchange.verify();
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
        rig.exchange.verify();
        rig.exchange.dropDerived();
        rig.price(Rig.BTC, 601_000);
        rig.now += HOUR;
        rig.deposit(CAROL, 1_000 * USDC);
        rig.exchange.verify();
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(100, 590_000))));
        rig.exchange.verify();
    }
}
