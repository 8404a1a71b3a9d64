package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;

/** docs/risk-rules.md, sections 8 to 10: each stage of liquidation at its threshold, and one micro-dollar beside it. */
class LiquidationStagesTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final int DAVE = 4;
    private static final int ERIN = 5;
    private static final int FRANK = 6;
    private static final long USDC = Rig.USDC;

    private Rig rig;

    /** Alice is long 1 BTC at 60,000 with so much; maintenance is an eightieth of the notional. */
    private void open(final long cashMicros) {
        rig = Rig.open();
        rig.liquidateWithoutFees();
        rig.deposit(ALICE, cashMicros);
        rig.deposit(BOB, 1_000_000 * USDC);
        rig.deposit(CAROL, 1_000_000 * USDC);
        trade(100_000, 600_000, BOB, ALICE);
    }

    /** The same, and the backstop may hold so much. */
    private void openWithBackstop(final long cashMicros, final long capUsdc) {
        open(cashMicros);
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, capUsdc);
    }

    private void trade(final long lots, final long ticks, final int seller, final int buyer) {
        rig.place(seller, Entry.sell(lots, ticks));
        rig.place(buyer, Entry.buy(lots, ticks));
    }

    private static List<String> of(final List<String> events, final String name) {
        return events.stream().filter(each -> each.startsWith(name)).toList();
    }

    private static String price(final long ticks) {
        return "price m0 oracle=%1$d mark=%1$d%n".formatted(ticks);
    }

    /** At 57,900 maintenance is 723.75, and 0.8 of 904.6875. */
    @Test
    void shouldWarnBelowTheShareOfEquity() {
        open(3_004_687_500L);
        rig.expect(rig.price(Rig.BTC, 579_000), price(579_000) + "done\n");
        open(3_004_687_499L);
        rig.expect(rig.price(Rig.BTC, 579_000), price(579_000) + """
            MarginLevelChanged equityMicros=904687499 maintenanceMicros=723750000 accountId=16 marketId=-1 level=1
            done
            """);
        rig.exchange.verify();
    }

    private void placeAroundThePosition() {
        rig.place(ALICE, Entry.sell(100, 650_000).reduceOnly(), Entry.buy(100, 500_000), Entry.sell(100, 640_000),
            Entry.buy(100, 600_000).in(Rig.OIL));
    }

    /** At 57,700 maintenance is 721.25. What only reduces stays, and what is in a market without a position. */
    @Test
    void shouldCancelWhatAddsRiskBelowMaintenance() {
        open(3_021_250_000L);
        placeAroundThePosition();
        rig.expect(rig.price(Rig.BTC, 577_000), price(577_000) + """
            MarginLevelChanged equityMicros=721250000 maintenanceMicros=721250000 accountId=16 marketId=-1 level=1
            done
            """);
        open(3_021_249_999L);
        placeAroundThePosition();
        rig.expect(rig.price(Rig.BTC, 577_000), price(577_000) + """
            MarginLevelChanged equityMicros=721249999 maintenanceMicros=721250000 accountId=16 marketId=-1 level=2
            canceled 4 LIQUIDATED m0 buy 100@500000 of 100 account=16
            canceled 5 LIQUIDATED m0 sell 100@640000 of 100 account=16
            LiquidationStep equityMicros=721249999 maintenanceMicros=721250000 lots=11112 limitPriceTicks=574300 \
            rounds=0 accountId=16 setMarketId=-1 marketId=0 markPriceTicks=577000
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCancelInStepsBeforeItSells() {
        open(3_060 * USDC);
        rig.set(Parameter.STEPS_MAX, 1);
        final Entry[] buys = new Entry[65];
        Arrays.fill(buys, Entry.buy(20, 500_000));
        rig.place(ALICE, buys);
        assertEquals(64, of(rig.price(Rig.BTC, 576_500), "canceled").size());
        rig.exchange = rig.restored();
        final List<String> second = rig.tick();
        assertEquals(1, of(second, "canceled").size());
        assertEquals(0, of(second, "LiquidationStep").size());
        assertEquals(1, of(rig.tick(), "LiquidationStep").size());
        rig.exchange.verify();
    }

    /**
     * Equity 700, maintenance 721.25: 1.1 times it less equity is 93.375, over 1.1 / 80 less a fee of a fifth of an
     * eightieth 8,300 USDC, or 14,385 lots. They leave 679.249638, and 1.1 times 617.498188 is 679.248007; a lot less would
     * leave 679.251080, of 679.255940.
     */
    @Test
    void shouldCloseTheLeastThatRestoresHealth() {
        open(3_000 * USDC);
        rig.place(CAROL, Entry.buy(100_000, 577_000));
        rig.expect(rig.price(Rig.BTC, 577_000), price(577_000) + """
            MarginLevelChanged equityMicros=700000000 maintenanceMicros=721250000 accountId=16 marketId=-1 level=2
            LiquidationStep equityMicros=700000000 maintenanceMicros=721250000 lots=14385 limitPriceTicks=573980 \
            rounds=0 accountId=16 setMarketId=-1 marketId=0 markPriceTicks=577000
            placed 4 m0 sell 14385@573980 ioc reduce-only account=16
            trade 2 maker=3/18 left 85615 taker=4/16 left 0 m0 sell 14385@577000
            fill 2 maker 3 m0 buy 14385@577000 left 85615/100000 fee=0 position=0>14385 quote=-8300145000 \
            entry=8300145000 cash=1000000000000 account=18
            fill 2 taker 4 m0 sell 14385@577000 limit=573980 left 0/14385 reduce-only fee=0 pnl=-330855000 \
            position=100000>85615 quote=-51699855000 entry=51369000000 cash=3000000000 account=16
            LiquidationFeePaid amountMicros=20750362 isolatedMicros=0 cashMicros=2979249638 fundCashMicros=20750362 \
            accountId=16 marketId=0
            HouseTransferred amountMicros=6225108 fromCashMicros=14525254 toCashMicros=1000006225108 fromAccountId=1 \
            toAccountId=18
            MarginLevelChanged equityMicros=679249638 maintenanceMicros=617498188 accountId=16 marketId=-1 level=1
            done
            """);
        rig.exchange.verify();
    }

    private String firstLots() {
        return of(rig.price(Rig.BTC, 577_000), "LiquidationStep").getFirst().replaceAll(".* lots=(\\d+) .*", "$1");
    }

    /** The position is worth 57,700. A tenth of it are 10,000 lots; a tenth of a depth of 50,000 are 8,665.5. */
    @Test
    void shouldCloseLargePositionsInSlices() {
        open(3_000 * USDC);
        rig.set(Parameter.SLICE_E4, 1_000);
        rig.set(Parameter.SLICE_USDC, 57_700);
        assertEquals("14385", firstLots());
        open(3_000 * USDC);
        rig.set(Parameter.SLICE_E4, 1_000);
        rig.set(Parameter.SLICE_USDC, 57_699);
        assertEquals("10000", firstLots());
        open(3_000 * USDC);
        rig.risk(Rig.BTC, MarketParameter.DEPTH_USDC, 50_000);
        assertEquals("8666", firstLots());
    }

    /** At 57,400 maintenance is 717.5; 0.666667 of it is 478.3335725, rounded up. */
    @Test
    void shouldTakeOverBelowTwoThirdsOfMaintenance() {
        openWithBackstop(3_078_333_573L, 57_400);
        final List<String> above = rig.price(Rig.BTC, 574_000);
        assertEquals(1, of(above, "LiquidationStep equityMicros=478333573 maintenanceMicros=717500000").size());
        assertEquals(0, of(above, "PositionTransferred").size());
        openWithBackstop(3_078_333_572L, 57_400);
        rig.expect(rig.price(Rig.BTC, 574_000), price(574_000) + """
            MarginLevelChanged equityMicros=478333572 maintenanceMicros=717500000 accountId=16 marketId=-1 level=2
            PositionTransferred lots=100000 priceTicks=574000 marginMicros=478333572 fromCashMicros=0 \
            toPositionLots=100000 toQuoteMicros=-57400000000 toEntryMicros=57400000000 toIsolatedMicros=0 \
            toCashMicros=478333572 fromAccountId=16 toAccountId=2 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-2600000000 reason=0 isIsolated=0 \
            equityMicros=478333572
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldTakeOverNoMoreThanTheCap() {
        openWithBackstop(3_000 * USDC, 57_399);
        final List<String> events = rig.price(Rig.BTC, 574_000);
        assertEquals(0, of(events, "PositionTransferred").size(), "57,400 is more than the backstop may hold");
        assertEquals(1, of(events, "LiquidationStep").size(), "it is offered instead");
    }

    /** At 56,900 Alice owes 100. Of 333.333334 the fund can spare three tenths, 100.000000. */
    @Test
    void shouldPayADebtOutOfTheFundAsLongAsItCanSpareIt() {
        openWithBackstop(3_000 * USDC, 100_000);
        rig.moveInsurance(1, 333_333_334, "ann", "bob");
        rig.tick();
        rig.expect(rig.price(Rig.BTC, 569_000), price(569_000) + """
            MarginLevelChanged equityMicros=-100000000 maintenanceMicros=711250000 accountId=16 marketId=-1 level=2
            InsurancePaid amountMicros=100000000 fundCashMicros=233333334 cashMicros=3100000000 accountId=16
            PositionTransferred lots=100000 priceTicks=569000 marginMicros=0 fromCashMicros=0 toPositionLots=100000 \
            toQuoteMicros=-56900000000 toEntryMicros=56900000000 toIsolatedMicros=0 toCashMicros=0 fromAccountId=16 \
            toAccountId=2 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=-3100000000 reason=0 isIsolated=0 equityMicros=-100000000
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }

    /** With a micro less the fund would drop by more than that: winners pay the rest, a tick above the mark. */
    @Test
    void shouldLeaveToTheOtherSideWhatTheFundCannotSpare() {
        openWithBackstop(3_000 * USDC, 100_000);
        rig.moveInsurance(1, 333_333_333, "ann", "bob");
        rig.tick();
        rig.expect(rig.price(Rig.BTC, 569_000), price(569_000) + """
            MarginLevelChanged equityMicros=-100000000 maintenanceMicros=711250000 accountId=16 marketId=-1 level=2
            InsurancePaid amountMicros=99999999 fundCashMicros=233333334 cashMicros=3099999999 accountId=16
            PositionTransferred lots=100000 priceTicks=569000 marginMicros=-1 fromCashMicros=0 toPositionLots=100000 \
            toQuoteMicros=-56900000000 toEntryMicros=56900000000 toIsolatedMicros=0 toCashMicros=-1 fromAccountId=16 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=-3100000000 reason=1 isIsolated=0 equityMicros=-100000000
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            PositionTransferred lots=-100000 priceTicks=569001 marginMicros=0 fromCashMicros=1003099900000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=99999 fromAccountId=17 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=3099900000 reason=2 isIsolated=0 equityMicros=0
            HouseTransferred amountMicros=99999 fromCashMicros=0 toCashMicros=233433333 fromAccountId=5 \
            toAccountId=1
            done
            """);
        rig.exchange.verify();
    }

    /** It took over at 57,400 with 400.1, all of which is lost at 56,999.9. */
    @Test
    void shouldLeaveTheBackstopsPositionsOnceItIsBankrupt() {
        openWithBackstop(3_000_100_000L, 100_000);
        rig.price(Rig.BTC, 574_000);
        rig.expect(rig.price(Rig.BTC, 569_999), price(569_999) + "done\n");
        openWithBackstop(3_000_099_999L, 100_000);
        rig.price(Rig.BTC, 574_000);
        rig.expect(rig.price(Rig.BTC, 569_999), price(569_999) + """
            MarginLevelChanged equityMicros=-1 maintenanceMicros=0 accountId=2 marketId=-1 level=2
            PositionTransferred lots=100000 priceTicks=569999 marginMicros=-1 fromCashMicros=0 toPositionLots=100000 \
            toQuoteMicros=-56999900000 toEntryMicros=56999900000 toIsolatedMicros=0 toCashMicros=-1 fromAccountId=2 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=-400100000 reason=1 isIsolated=0 equityMicros=-1
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=2 marketId=-1 level=0
            PositionTransferred lots=-100000 priceTicks=570000 marginMicros=0 fromCashMicros=1003000000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=99999 fromAccountId=17 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=3000000000 reason=2 isIsolated=0 equityMicros=0
            HouseTransferred amountMicros=99999 fromCashMicros=0 toCashMicros=99999 fromAccountId=5 toAccountId=1
            done
            """);
        rig.exchange.verify();
    }

    /** Three have won the same: of 100,000 lots a third each, rounded up, and the last what is left. */
    @Test
    void shouldRoundWhatWinnersGiveUpByAccount() {
        open(3_000 * USDC);
        rig.deposit(DAVE, 1_000_000 * USDC);
        rig.deposit(ERIN, 1_000_000 * USDC);
        rig.place(CAROL, Entry.sell(100_000, 600_000));
        rig.place(DAVE, Entry.sell(100_000, 600_000));
        rig.place(ERIN, Entry.buy(200_000, 600_000));
        assertEquals(List.of("lots=-33334 to 17", "lots=-33334 to 18", "lots=-33332 to 19"),
            of(rig.price(Rig.BTC, 560_000), "PositionTransferred lots=-").stream()
                .map(each -> each.replaceAll("PositionTransferred (lots=-\\d+) .* fromAccountId=(\\d+) .*", "$1 to $2"))
                .toList());
        rig.exchange.verify();
    }

    /** A debt that nobody who has won can take: Dave is short from where the mark is. */
    private void leaveADebt(final long micros) {
        open(4_000 * USDC - micros);
        rig.deposit(DAVE, 10_000 * USDC);
        trade(100_000, 560_000, DAVE, BOB);
        rig.price(Rig.BTC, 560_000);
        rig.tick();
    }

    @Test
    void shouldShareOnlyADebtThatIsThere() {
        leaveADebt(0);
        assertEquals("INVALID_HOUSE_TRANSFER", Rig.outcome(rig.socializeDebt()));
        leaveADebt(1);
        rig.expect(rig.socializeDebt(), """
            DebtSocialized debtMicros=1
            done
            """);
        rig.expect(rig.tick(), "done\n");
        assertEquals("DebtSocialized", Rig.outcome(rig.socializeDebt()), "nobody has a position, and it stays");
        rig.exchange.verify();
    }

    /** Who has a position pays what is above a tenth of it: of a debt of 1,000 Erin and Frank have 10 and 20. */
    @Test
    void shouldTakeNoMoreThanWhatIsFree() {
        leaveADebt(1_000 * USDC);
        rig.deposit(ERIN, 570 * USDC);
        rig.deposit(FRANK, 580 * USDC);
        trade(10_000, 560_000, ERIN, FRANK);
        rig.expect(rig.socializeDebt(), """
            DebtSocialized debtMicros=1000000000
            HouseTransferred amountMicros=10000000 fromCashMicros=560000000 toCashMicros=-990000000 fromAccountId=20 \
            toAccountId=5
            HouseTransferred amountMicros=20000000 fromCashMicros=560000000 toCashMicros=-970000000 fromAccountId=21 \
            toAccountId=5
            done
            """);
        rig.expect(rig.socializeDebt(), """
            DebtSocialized debtMicros=970000000
            done
            """);
        rig.exchange.verify();
    }
}
