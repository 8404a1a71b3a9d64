package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

class LiquidationTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final int DAVE = 4;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    private static Entry order(final Side side, final long lots, final long ticks) {
        return new Entry(Rig.BTC, side, ticks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    /** Alice is long 1 BTC at 60,000 with 3,000; maintenance is an eightieth: 750. */
    @BeforeEach
    void open() {
        rig.liquidateWithoutFees();
        rig.deposit(ALICE, 3_000 * USDC);
        rig.deposit(BOB, 1_000_000 * USDC);
        rig.deposit(CAROL, 1_000_000 * USDC);
        rig.place(BOB, order(Side.SELL, 100_000, 600_000));
        rig.place(ALICE, order(Side.BUY, 100_000, 600_000));
    }

    private static long count(final List<String> events, final String name) {
        return events.stream().filter(each -> each.startsWith(name)).count();
    }

    @Test
    void shouldWarnAndForgive() {
        // At 57,925 equity is 925 and maintenance 724.0625: over 0.8 of it is 905.08. At 57,900: 900 and 904.69.
        rig.expect(rig.price(Rig.BTC, 579_250), """
            price m0 oracle=579250 mark=579250
            done
            """);
        rig.expect(rig.price(Rig.BTC, 579_000), """
            price m0 oracle=579000 mark=579000
            MarginLevelChanged equityMicros=900000000 maintenanceMicros=723750000 accountId=16 marketId=-1 level=1
            done
            """);
        rig.expect(rig.deposit(ALICE, 1_000 * USDC), """
            deposited 1000000000 account=16 cash=4000000000 source=1 number=4
            MarginLevelChanged equityMicros=1900000000 maintenanceMicros=723750000 accountId=16 marketId=-1 level=0
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCloseOnlyWhatRestoresHealth() {
        rig.place(CAROL, order(Side.BUY, 200_000, 576_000));
        final List<String> events = rig.price(Rig.BTC, 577_000);
        // Equity 700, maintenance 721.25; 1.1 times it less equity is 93.375; over 1.1 x 0.0125 - 0.0025
        // for the fund that closes 8,300.
        assertEquals("MarginLevelChanged equityMicros=700000000 maintenanceMicros=721250000 accountId=16 marketId=-1"
            + " level=2", events.get(1));
        assertTrue(events.get(2).startsWith("LiquidationStep equityMicros=700000000 maintenanceMicros=721250000"
            + " lots=14385 limitPriceTicks="), events.get(2));
        assertEquals(1, count(events, "LiquidationStep"), events.toString());
        assertEquals(1, count(events, "trade"), events.toString());
        assertEquals(1, count(events, "MarginLevelChanged equityMicros=664864638"), events.toString());
        assertTrue(events.contains("LiquidationFeePaid amountMicros=20750362 isolatedMicros=0 cashMicros=2979249638"
            + " fundCashMicros=20750362 accountId=16 marketId=0"), events.toString());
        rig.exchange.verify();
    }

    @Test
    void shouldCancelOrdersBeforeItSells() {
        rig.deposit(ALICE, 1_000 * USDC);
        rig.place(ALICE, new Entry(Rig.OIL, Side.BUY, 600_000, 100, TimeInForce.GTC, 0, 0, 0, 0),
            order(Side.BUY, 100, 500_000));
        final List<String> events = rig.price(Rig.BTC, 567_000);
        assertEquals(1, events.stream().filter(each -> each.contains("LIQUIDATED")).count(), "of its own markets");
        rig.exchange.verify();
    }

    @Test
    void shouldGiveThePositionToTheBackstopWhenNobodyBuys() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        assertEquals(1, count(rig.price(Rig.BTC, 577_000), "LiquidationStep"));
        rig.expect(rig.tick(), "done\n");
        for (int i = 0; i < 2; i++) {
            rig.waitMillis(1_000);
            assertEquals(1, count(rig.tick(), "LiquidationStep"));
        }
        rig.waitMillis(1_000);
        rig.expect(rig.tick(), """
            PositionTransferred lots=100000 priceTicks=577000 marginMicros=700000000 fromCashMicros=0 \
            toPositionLots=100000 toQuoteMicros=-57700000000 toEntryMicros=57700000000 toIsolatedMicros=0 \
            toCashMicros=700000000 fromAccountId=16 toAccountId=2 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-2300000000 reason=0 isIsolated=0 \
            equityMicros=700000000
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldLetWinnersPayForABankruptSet() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        // At 56,000 Alice has 1,000 less than nothing: Bob, short from 60,000, closes at 57,000.
        rig.expect(rig.price(Rig.BTC, 560_000), """
            price m0 oracle=560000 mark=560000
            """ + BankruptLong.takenOver(16) + """
            PositionTransferred lots=-100000 priceTicks=570000 marginMicros=0 fromCashMicros=1003000000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=0 fromAccountId=17 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=3000000000 reason=2 isIsolated=0 \
            equityMicros=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldLetWinnersPayInProportionToTheirProfit() {
        rig.deposit(DAVE, 1_000_000 * USDC);
        rig.place(CAROL, order(Side.SELL, 50_000, 600_000));
        rig.place(DAVE, order(Side.BUY, 50_000, 600_000));
        final List<String> events = rig.price(Rig.BTC, 560_000);
        assertEquals(1, count(events, "PositionTransferred lots=-66667 priceTicks=570000"), events.toString());
        assertEquals(1, count(events, "PositionTransferred lots=-33333 priceTicks=570000"), events.toString());
        rig.exchange.verify();
    }

    @Test
    void shouldGoOnDeleveragingFromASnapshot() {
        rig.set(Parameter.SWEEP_MAX, 1);
        assertEquals(1, count(rig.price(Rig.BTC, 560_000), "PositionTransferred"));
        int transfers = 0;
        for (int i = 0; i < 60 && transfers == 0; i++) {
            rig.exchange = rig.restored();
            transfers += count(rig.tick(), "PositionTransferred lots=-100000");
        }
        assertEquals(1, transfers);
        rig.exchange.verify();
    }

    /** Sells that only reduce what the account has, far above the market. */
    private void placeReducing(final int user, final Side side, final int hundreds, final long ticks) {
        final Entry[] entries = new Entry[100];
        Arrays.fill(entries, order(side, 1, ticks).reduceOnly());
        for (int i = 0; i < hundreds; i++) {
            rig.place(user, entries);
        }
    }

    @Test
    void shouldTakeOverWithinTheBoundOfEvents() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        rig.set(Parameter.EVENTS_MAX, 512);
        placeReducing(ALICE, Side.SELL, 6, 900_000);
        final List<String> events = new ArrayList<>(rig.price(Rig.BTC, 574_000));
        for (int i = 0; i < 5; i++) {
            assertTrue(events.size() <= 512, "events: " + events.size());
            assertEquals(0, count(events, "PositionTransferred"));
            events.clear();
            events.addAll(rig.tick());
            if (count(events, "PositionTransferred") == 1) {
                break;
            }
        }
        assertEquals(1, count(events, "PositionTransferred"));
        rig.exchange.verify();
    }

    @Test
    void shouldDeleverageWithinTheBoundOfEvents() {
        rig.set(Parameter.EVENTS_MAX, 512);
        placeReducing(BOB, Side.BUY, 6, 100_000);
        List<String> events = rig.price(Rig.BTC, 560_000);
        int commands = 1;
        while (count(events, "PositionTransferred lots=-100000") == 0 && commands < 5) {
            assertTrue(events.size() <= 512, "events: " + events.size());
            events = rig.tick();
            commands++;
        }
        assertEquals(3, commands);
        assertTrue(events.size() <= 512, "events: " + events.size());
        rig.exchange.verify();
    }

    @Test
    void shouldLeaveWhatABankruptBackstopHoldsToTheOtherSide() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        assertEquals(1, count(rig.price(Rig.BTC, 574_000), "PositionTransferred"), "with 400 to the backstop");
        rig.expect(rig.price(Rig.BTC, 570_000), """
            price m0 oracle=570000 mark=570000
            done
            """);
        // 500 below what it took over at, with 400: Bob closes at 100 more than the mark.
        rig.expect(rig.price(Rig.BTC, 569_000), """
            price m0 oracle=569000 mark=569000
            MarginLevelChanged equityMicros=-100000000 maintenanceMicros=0 accountId=2 marketId=-1 level=2
            PositionTransferred lots=100000 priceTicks=569000 marginMicros=-100000000 fromCashMicros=0 \
            toPositionLots=100000 toQuoteMicros=-56900000000 toEntryMicros=56900000000 toIsolatedMicros=0 \
            toCashMicros=-100000000 fromAccountId=2 toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-500000000 reason=1 isIsolated=0 \
            equityMicros=-100000000
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=2 marketId=-1 level=0
            PositionTransferred lots=-100000 priceTicks=570000 marginMicros=0 fromCashMicros=1003000000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=0 fromAccountId=17 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=3000000000 reason=2 isIsolated=0 \
            equityMicros=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldLiquidateAnIsolatedPositionAlone() {
        rig.risk(Rig.OIL, MarketParameter.BACKSTOP_CAP_USDC, 1_000_000);
        rig.leverage(CAROL, Rig.OIL, 10, false);
        rig.place(BOB, new Entry(Rig.OIL, Side.SELL, 700_000, 10_000, TimeInForce.GTC, 0, 0, 0, 0));
        rig.place(CAROL, new Entry(Rig.OIL, Side.BUY, 700_000, 10_000, TimeInForce.GTC, 0, 0, 0, 0));
        // 7,000 with 700; at 64.00 equity is 100 and maintenance 320: less than two thirds.
        final List<String> events = rig.price(Rig.OIL, 640_000);
        assertEquals("PositionTransferred", events.get(2).split(" ")[0], events.toString());
        assertTrue(events.get(2).contains("marginMicros=100000000 fromCashMicros=999300000000"), events.get(2));
        rig.exchange.verify();
    }

    /** At 58,000 Alice has 1,000; a tier of 10x from 10,000 on asks for 2,525, while the last price is too old. */
    @Test
    void shouldTouchNobodyOnStalePrices() {
        rig.place(CAROL, order(Side.BUY, 100_000, 575_000));
        rig.price(Rig.BTC, 580_000);
        rig.waitMillis(3_600_001);
        rig.expect(rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 10_000, MarketParameter.TIER_1_LEVERAGE, 10), """
            MarketParameterChanged value=10000 marketId=0 parameterId=1
            MarketParameterChanged value=10 marketId=0 parameterId=2
            MarginLevelChanged equityMicros=1000000000 maintenanceMicros=2525000000 accountId=16 marketId=-1 level=2
            done
            """);
        for (int i = 0; i < 3; i++) {
            rig.waitMillis(1_000);
            rig.expect(rig.tick(), "done\n");
        }
        rig.price(Rig.BTC, 580_000);
        rig.waitMillis(1_000);
        assertEquals(1, count(rig.tick(), "LiquidationStep equityMicros=1000000000 maintenanceMicros=2525000000"));
        rig.exchange.verify();
    }

    @Test
    void shouldGoOnFromASnapshot() {
        rig.price(Rig.BTC, 577_000);
        final Rig twin = rig;
        twin.exchange = rig.restored();
        rig.waitMillis(1_000);
        assertEquals(1, count(twin.tick(), "LiquidationStep"));
        twin.exchange.verify();
    }
}
