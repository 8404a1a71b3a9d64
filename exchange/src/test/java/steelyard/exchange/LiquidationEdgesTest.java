package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;

/** docs/risk-rules.md, section 9, where there is nobody to sell to, nothing to pay with, or only one to liquidate. */
class LiquidationEdgesTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    /** Alice is long all there is: 1 BTC at 60,000 with 3,000, of which Bob sold 0.6 and Carol 0.4. */
    @BeforeEach
    void open() {
        rig.liquidateWithoutFees();
        rig.deposit(ALICE, 3_000 * USDC);
        rig.deposit(BOB, 1_000_000 * USDC);
        rig.deposit(CAROL, 1_000_000 * USDC);
        rig.place(BOB, Entry.sell(60_000, 600_000));
        rig.place(CAROL, Entry.sell(40_000, 600_000));
        rig.place(ALICE, Entry.buy(100_000, 600_000));
    }

    private static List<String> of(final List<String> events, final String name) {
        return events.stream().filter(each -> each.startsWith(name)).toList();
    }

    @Test
    void shouldCloseAllOpenInterestWhenItsOwnerIsBankrupt() {
        // At 56,000 Alice has 1,000 less than nothing: both close at 57,000, all that they have.
        rig.expect(rig.price(Rig.BTC, 560_000), """
            price m0 oracle=560000 mark=560000
            """ + BankruptLong.takenOver(16) + """
            PositionTransferred lots=-60000 priceTicks=570000 marginMicros=0 fromCashMicros=1001800000000 \
            toPositionLots=40000 toQuoteMicros=-21800000000 toEntryMicros=22400000000 toIsolatedMicros=0 \
            toCashMicros=-1000000000 fromAccountId=17 toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=1800000000 reason=2 isIsolated=0 \
            equityMicros=0
            PositionTransferred lots=-40000 priceTicks=570000 marginMicros=0 fromCashMicros=1001200000000 \
            toPositionLots=0 toQuoteMicros=0 toEntryMicros=0 toIsolatedMicros=0 toCashMicros=0 fromAccountId=18 \
            toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 fromEntryMicros=0 fromIsolatedMicros=0 \
            fromClosedPnlMicros=1200000000 reason=2 isIsolated=0 \
            equityMicros=0
            done
            """);
        rig.exchange.verify();
        rig.expect(rig.price(Rig.BTC, 100_000), """
            price m0 oracle=100000 mark=100000
            done
            """);
    }

    @Test
    void shouldOfferToAnEmptyBookUntilTheMarketComesBack() {
        assertEquals(1, of(rig.price(Rig.BTC, 577_000), "LiquidationStep").size());
        rig.expect(rig.tick(), "done\n");
        for (int round = 1; round <= 6; round++) {
            rig.waitMillis(1_000);
            final List<String> events = rig.tick();
            assertEquals(2, events.size(), "an offer and nothing else, without a backstop too: " + events);
            assertTrue(events.getFirst().contains("lots=14385") && events.getFirst().contains("rounds=" + round),
                events.getFirst());
        }
        rig.expect(rig.price(Rig.BTC, 600_000), """
            price m0 oracle=600000 mark=600000
            done
            """);
        rig.waitMillis(1_000);
        rig.expect(rig.tick(), """
            MarginLevelChanged equityMicros=3000000000 maintenanceMicros=750000000 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldLeaveADebtWithItsAccountWhileTheFundIsEmpty() {
        rig.place(CAROL, Entry.buy(100_000, 540_000));
        final List<String> events = rig.place(ALICE, Entry.sell(100_000, 540_000));
        assertEquals(List.of(), of(events, "InsurancePaid"), "cash of −3,000, and nobody pays");
        rig.expect(rig.tick(), "done\n");
        rig.set(Parameter.TAKER_FEE_NANOS, 450_000);
        rig.place(BOB, Entry.sell(100_000, 540_000));
        rig.place(CAROL, Entry.buy(100_000, 540_000));
        rig.expect(rig.transferHouse(HouseAccount.FEES, HouseAccount.INSURANCE, 20 * USDC), """
            HouseCashTransferred amountMicros=20000000 fromCashMicros=4300000 toCashMicros=20000000 fromAccountId=0 \
            toAccountId=1
            done
            """);
        rig.expect(rig.deposit(ALICE, USDC), """
            deposited 1000000 account=16 cash=-2999000000 source=1 number=4
            InsurancePaid amountMicros=20000000 fundCashMicros=0 cashMicros=-2979000000 accountId=16
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldTakePositionsOverByMarketEachWithItsShare() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        rig.risk(Rig.OIL, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        rig.deposit(ALICE, 1_000 * USDC);
        rig.place(BOB, Entry.sell(10_000, 700_000).in(Rig.OIL));
        rig.place(ALICE, Entry.buy(10_000, 700_000).in(Rig.OIL));
        // At 56,500 equity is 500; 706.25 for the bitcoin and 350 for the oil: the bitcoin brings 706.25 / 1,056.25 of it.
        rig.expect(rig.price(Rig.BTC, 565_000), """
            price m0 oracle=565000 mark=565000
            MarginLevelChanged equityMicros=500000000 maintenanceMicros=1056250000 accountId=16 marketId=-1 level=2
            PositionTransferred lots=100000 priceTicks=565000 marginMicros=334319526 fromCashMicros=165680474 \
            toPositionLots=100000 toQuoteMicros=-56500000000 toEntryMicros=56500000000 toIsolatedMicros=0 \
            toCashMicros=334319526 fromAccountId=16 toAccountId=2 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-3500000000 reason=0 isIsolated=0 \
            equityMicros=500000000
            PositionTransferred lots=10000 priceTicks=700000 marginMicros=165680474 fromCashMicros=0 \
            toPositionLots=10000 toQuoteMicros=-7000000000 toEntryMicros=7000000000 toIsolatedMicros=0 \
            toCashMicros=500000000 fromAccountId=16 toAccountId=2 marketId=1 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=0 reason=0 isIsolated=0 \
            equityMicros=165680474
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=16 marketId=-1 level=0
            done
            """);
        rig.exchange.verify();
    }
}
