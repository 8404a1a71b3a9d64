package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

class MarginTiersTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    private static Entry order(final Side side, final long lots, final int flags) {
        return new Entry(Rig.BTC, side, 600_000, lots, TimeInForce.GTC, flags, 0, 0, 0);
    }

    @Test
    void shouldSayEachValueOfAChange() {
        rig.expect(rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 10_000, MarketParameter.TIER_1_LEVERAGE, 10), """
            MarketParameterChanged value=10000 marketId=0 parameterId=1
            MarketParameterChanged value=10 marketId=0 parameterId=2
            done
            """);
    }

    @Test
    void shouldRefuseValuesThatContradict() {
        rig.expect(rig.risk(2, MarketParameter.ISOLATION, 1), "refused UNKNOWN_MARKET(2)\n");
        rig.expect(rig.risk(Rig.BTC, 63, 1), "refused INVALID_PARAMETER(63)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.ISOLATION, 3), "refused INVALID_PARAMETER(7)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 1), "refused INVALID_MARKET_RISK(2)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 1, MarketParameter.TIER_1_LEVERAGE, 40),
            "refused INVALID_MARKET_RISK(2)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.TIER_2_FROM_USDC, 1), "refused INVALID_MARKET_RISK(3)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.RAMP_TO_USDC, 5, MarketParameter.RAMP_FROM_USDC, 5),
            "refused INVALID_MARKET_RISK(9)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.SHOCK_1_FROM_USDC, 5), "refused INVALID_MARKET_RISK(16)\n");
        rig.expect(rig.risk(Rig.BTC, MarketParameter.MARGIN_PRICE_MIN_TICKS, 100_000_001),
            "refused INVALID_MARKET_RISK(11)\n");
    }

    @Test
    void shouldLimitThePositionByTheLeverage() {
        rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 6_000, MarketParameter.TIER_1_LEVERAGE, 10);
        rig.deposit(ALICE, 100_000 * USDC);
        assertEquals("MARGIN_TIER_LIMIT", Rig.outcome(rig.place(ALICE, order(Side.BUY, 10_001, 0))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, 10_000, 0))));
        rig.expect(rig.leverage(ALICE, Rig.BTC, 11, true), """
            leverage m0 11 account=16
            done account=16
            """);
        rig.leverage(ALICE, Rig.BTC, 10, true);
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, 10_000, 0))));
        rig.expect(rig.leverage(ALICE, Rig.BTC, 11, true), "refused INVALID_LEVERAGE account=16\n");
    }

    @Test
    void shouldRaiseInitialMarginWithOpenInterest() {
        rig.deposit(ALICE, 10_000 * USDC);
        rig.deposit(BOB, 10_000 * USDC);
        rig.place(BOB, order(Side.SELL, 10_000, 0));
        rig.place(ALICE, order(Side.BUY, 10_000, 0));
        rig.risk(Rig.BTC, MarketParameter.RAMP_FROM_USDC, 5_000, MarketParameter.RAMP_TO_USDC, 9_000);
        // Open interest is 6,000: a quarter of the way. Initial margin of 6,000 is 300 + 5,700 / 4 = 1,725.
        rig.expect(rig.price(Rig.BTC, 600_000), """
            price m0 oracle=600000 mark=600000 ramp=250000000
            done
            """);
        final long free = 10_000 * USDC - 2_700_000;
        final long perLot = 172_500;
        final long lots = free / perLot - 10_000;
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, order(Side.BUY, lots + 1, 0))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, lots, 0))));
        rig.exchange.verify();
    }

    @Test
    void shouldCapTheLeverageOfAClass() {
        rig.deposit(ALICE, 300 * USDC);
        rig.risk(Rig.BTC, MarketParameter.LEVERAGE_CLASS, 3);
        rig.expect(rig.cap(1, 3, 2, 50), """
            LeverageCapChanged leverageMax=2 accountClass=1 leverageClass=3 closeOutPercent=50
            done
            """);
        rig.expect(rig.classify(ALICE, 1, 0), """
            AccountClassChanged accountId=16 accountClass=1 feeGroup=0
            done
            """);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, order(Side.BUY, 1_001, 0))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, 1_000, 0))));
        rig.expect(rig.classify(3, 1, 0), "refused UNKNOWN_ACCOUNT\n");
        rig.expect(rig.classify(ALICE, 16, 0), "refused INVALID_CLASS\n");
        rig.expect(rig.cap(1, 16, 2, 50), "refused INVALID_CLASS\n");
        rig.expect(rig.cap(1, 1, 1_001, 50), "refused INVALID_LEVERAGE\n");
        rig.exchange.verify();
    }

    @Test
    void shouldLetAFrozenAccountOnlyReduce() {
        rig.deposit(ALICE, 10_000 * USDC);
        rig.deposit(BOB, 10_000 * USDC);
        rig.place(BOB, order(Side.SELL, 10_000, 0));
        rig.place(ALICE, order(Side.BUY, 10_000, 0));
        rig.expect(rig.freeze(ALICE, true), """
            AccountFrozen accountId=16 frozen=1
            done
            """);
        assertEquals("ACCOUNT_FROZEN", Rig.outcome(rig.place(ALICE, order(Side.SELL, 10_000, 0))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.SELL, 10_000, OrderFlags.REDUCE_ONLY))));
        rig.freeze(ALICE, false);
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, 10_000, 0))));
    }
}
