package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.protocol.Address;

class OperatorCommandsTest {
    private static final int NO_PARAMETER = 79;

    private final Rig rig = Rig.empty();

    @Test
    void shouldCreateHouseAccountsParametersAndMarketsByGenesis() {
        final StringBuilder house = new StringBuilder();
        for (int id = 0; id < 16; id++) {
            house.append("account " + id + " owner=" + id + " kind=0 0xfe00000000000000000000000000000000000")
                .append("%03x\n".formatted(id));
        }
        rig.expect(rig.genesis(new long[][] {{1, 500_000}, {2, 100_000}, {1, 400_000}}, Rig.btc(), Rig.oil()),
            "genesis 7\n" + house + """
            parameter TAKER_FEE_NANOS=500000
            parameter MAKER_FEE_NANOS=100000
            parameter TAKER_FEE_NANOS=400000
            market 0 BTC ACTIVE
            market 1 WTI ACTIVE
            done
            """);
        rig.expect(rig.genesis(Rig.btc()), "refused GENESIS_ALREADY_APPLIED\n");
        rig.exchange.verify();
    }

    @Test
    void shouldBeginWithRiskNumbersAndFees() {
        final Rig rig = Rig.empty();
        rig.genesisFees = new long[][] {{2, 0, 100, -101}};
        assertEquals("INVALID_FEES", Rig.outcome(rig.genesis(Rig.btc())));
        rig.genesisFees = new long[][] {{16, 0, 100, 100}};
        assertEquals("INVALID_CLASS", Rig.outcome(rig.genesis(Rig.btc())));
        rig.genesisFees = new long[][] {{2, 0, 100_000, 0}, {2, 50, 50_000, 0}};
        rig.genesisValues = new long[][] {{1, MarketParameter.FEE_PERCENT.id(), 50}};
        assertEquals("INVALID_MARKET(1)", Rig.outcome(rig.genesis(Rig.btc())));
        rig.genesisValues = new long[][] {{0, MarketParameter.FEE_PERCENT.id(), 301}};
        assertEquals("INVALID_PARAMETER(50)", Rig.outcome(rig.genesis(Rig.btc())));
        rig.genesisValues = new long[][] {{0, MarketParameter.TIER_1_FROM_USDC.id(), 50}};
        assertEquals("INVALID_MARKET_RISK(2)", Rig.outcome(rig.genesis(Rig.btc())));
        rig.genesisValues = new long[][] {{0, MarketParameter.FEE_PERCENT.id(), 50}};
        final List<String> events = rig.genesis(Rig.btc());
        assertEquals(List.of("MarketParameterChanged value=50 marketId=0 parameterId=50",
            "FeeScheduleChanged feeGroup=2 tiers=[(volumeFromUsdc=0 takerNanos=100000 makerNanos=0),"
                + "(volumeFromUsdc=50 takerNanos=50000 makerNanos=0)] makerTiers=[]", "done"),
            events.subList(events.size() - 3, events.size()));
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
    }

    @Test
    void shouldBeginWithCalendars() {
        final Rig rig = Rig.empty();
        for (final long[][] wrong : new long[][][] {{{0, 5, 6}}, {{256, 5, 6}}, {{7, 6, 6}}, {{7, 5, 6}, {7, 6, 9}}}) {
            rig.genesisClosures = wrong;
            assertEquals("INVALID_CALENDAR", Rig.outcome(rig.genesis(Rig.btc())));
        }
        final long soon = rig.now / Rig.SECOND + 900;
        rig.genesisClosures = new long[][] {{7, soon, soon + 900}, {3, 5, 6}, {7, soon + 1_800, soon + 2_700}};
        rig.genesisValues = new long[][] {
            {0, MarketParameter.CALENDAR.id(), 7}, {0, MarketParameter.CLOSE_PERCENT.id(), 300}};
        final List<String> events = rig.genesis(Rig.btc());
        assertEquals(List.of("CalendarChanged calendarId=3 count=1", "CalendarChanged calendarId=7 count=2", "done"),
            events.subList(events.size() - 3, events.size()));
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
        rig.now = soon * Rig.SECOND;
        assertEquals("SessionChanged marketId=0 closePercent=300 initialPercent=300", rig.tick().getFirst());
    }

    @Test
    void shouldRefuseAGenesisForItsFirstFault() {
        rig.expect(rig.genesis(new long[][] {{1, 5}, {NO_PARAMETER, 0}, {3, 0}}, Rig.oil()),
            "refused INVALID_PARAMETER(79)\n");
        rig.expect(rig.genesis(new long[][] {{3, 0}}, Rig.oil()), "refused INVALID_PARAMETER(3)\n");
        rig.expect(rig.genesis(new long[][] {{1, 100}, {2, -101}}, Rig.oil()), "refused INVALID_PARAMETER(2)\n");
        rig.expect(rig.genesis(new long[][] {{2, -450_001}}, Rig.oil()), "refused INVALID_PARAMETER(2)\n");
        rig.expect(rig.genesis(Rig.btc(), Rig.btc()), "refused INVALID_MARKET(1)\n");
        rig.expect(rig.genesis(Rig.btc(), spec(1, "BTC")), "refused INVALID_MARKET(1)\n");
        rig.expect(rig.genesis(spec(0, "")), "refused INVALID_MARKET\n");
        assertEquals("genesis", Rig.outcome(rig.genesis(new long[][] {{2, -600_000}, {1, 600_000}}, Rig.btc())));
    }

    @Test
    void shouldSetParametersWithinTheirRange() {
        rig.genesis(Rig.btc());
        rig.expect(rig.set(Parameter.FILLS_MAX, 5), """
            parameter FILLS_MAX=5 by ann: test
            done
            """);
        rig.expect(rig.set(Parameter.FILLS_MAX, 0), "refused INVALID_PARAMETER(3)\n");
        rig.expect(rig.set(NO_PARAMETER, 0), "refused INVALID_PARAMETER(79)\n");
        rig.expect(rig.set(Parameter.MAKER_FEE_NANOS, -450_001), "refused INVALID_PARAMETER(2)\n");
        assertEquals("parameter", Rig.outcome(rig.set(Parameter.MAKER_FEE_NANOS, -450_000)));
        rig.expect(rig.set(Parameter.TAKER_FEE_NANOS, 449_999), "refused INVALID_PARAMETER(1)\n");
        assertEquals("parameter", Rig.outcome(rig.set(Parameter.TAKER_FEE_NANOS, 450_000)));
    }

    @Test
    void shouldListMarketsOneAfterTheOther() {
        rig.genesis(new long[][] {{Parameter.MARKETS_MAX.id(), 3}}, Rig.btc());
        rig.expect(rig.list(Rig.oil(), 2), """
            market 1 WTI HALTED by ann: test
            done
            """);
        rig.expect(rig.list(spec(3, "ETH"), 0), "refused INVALID_MARKET\n");
        rig.expect(rig.list(spec(2, "ETH"), 7), "refused INVALID_MARKET\n");
        rig.expect(rig.list(spec(2, "A B"), 0), "refused INVALID_MARKET\n");
        rig.expect(rig.list(spec(2, "WTI"), 0), "refused MARKET_ALREADY_LISTED\n");
        assertEquals("market", Rig.outcome(rig.list(spec(2, "ETH"), 0)));
        rig.expect(rig.list(spec(3, "SOL"), 0), "refused LIMIT_REACHED(3)\n");
    }

    @Test
    void shouldChangeStatesOfMarkets() {
        rig.genesis(Rig.btc());
        rig.expect(rig.state(0, 1), """
            market 0 CANCEL_ONLY
            done
            """);
        rig.expect(rig.state(0, 1), """
            market 0 CANCEL_ONLY
            done
            """);
        rig.expect(rig.state(1, 1), "refused UNKNOWN_MARKET(1)\n");
        rig.expect(rig.state(-1, 1), "refused UNKNOWN_MARKET(-1)\n");
        rig.expect(rig.state(0, 7), "refused INVALID_STATE\n");
    }

    @Test
    void shouldCreateAnAccountByItsFirstDeposit() {
        rig.genesis(Rig.btc());
        rig.expect(rig.deposit(7, 100), """
            account 16 owner=16 kind=1 @7
            deposited 100 account=16 cash=100 source=1 number=1
            done account=16
            """);
        rig.expect(rig.deposit(7, 11), """
            deposited 11 account=16 cash=111 source=1 number=2
            done account=16
            """);
        rig.expect(rig.deposit(8, 1), """
            account 17 owner=17 kind=1 @8
            deposited 1 account=17 cash=1 source=1 number=3
            done account=17
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldRefuseADepositForItsFirstFault() {
        rig.genesis(
            new long[][] {{Parameter.DEPOSIT_MAX_MICROS.id(), 1000}, {Parameter.ACCOUNTS_MAX.id(), 17}}, Rig.btc());
        final Address house = new Address(0xFE00_0000_0000_0000L, 0, 15);
        rig.expect(rig.deposit(1, 0, Address.ZERO, 0), "refused INVALID_AMOUNT(1000)\n");
        rig.expect(rig.deposit(1, 1, Address.ZERO, 1001), "refused INVALID_AMOUNT(1000)\n");
        rig.expect(rig.deposit(1, 1, Address.ZERO, -1), "refused INVALID_AMOUNT(1000)\n");
        rig.expect(rig.deposit(1, 0, Address.ZERO, 5), "refused DEPOSIT_ALREADY_APPLIED\n");
        rig.expect(rig.deposit(1, 1, Address.ZERO, 5), "refused HOUSE_ADDRESS\n");
        rig.expect(rig.deposit(1, 1, house, 5), "refused HOUSE_ADDRESS\n");
        assertEquals("account", Rig.outcome(rig.deposit(1, 5, Rig.address(1), 5)));
        rig.expect(rig.deposit(1, 5, Rig.address(2), 5), "refused DEPOSIT_ALREADY_APPLIED(5, 5)\n");
        rig.expect(rig.deposit(1, 6, Rig.address(2), 5), "refused LIMIT_REACHED(17)\n");
        rig.expect(rig.deposit(2, 1, Rig.address(1), 1000), """
            deposited 1000 account=16 cash=1005 source=2 number=1
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldLimitTheSumOfAllDeposits() {
        rig.genesis(new long[][] {{Parameter.DEPOSIT_MAX_MICROS.id(), 1L << 56}}, Rig.btc());
        for (int i = 0; i < 15; i++) {
            assertEquals(i == 0 ? "account" : "deposited", Rig.outcome(rig.deposit(1, 1L << 56)));
        }
        rig.deposit(1, (1L << 56) - 10);
        rig.expect(rig.deposit(2, 11), "refused LIMIT_REACHED(1152921504606846976)\n");
        assertEquals("account", Rig.outcome(rig.deposit(2, 10)));
        rig.exchange.verify();
    }

    @Test
    void shouldTakePricesOneByOneFromEachSourceOfEachNode() {
        rig.genesis(Rig.btc(), Rig.oil());
        rig.expect(rig.price(1, Rig.BTC, 6_000_000_000_000L, 5), """
            price m0 oracle=600000 mark=600000
            done
            """);
        rig.expect(rig.price(1, Rig.BTC, 6_100_000_000_000L, 5), "done\n");
        rig.expect(rig.price(2, Rig.BTC, 6_100_000_000_000L, 5), """
            price m0 oracle=605000 mark=605000
            done
            """);
        rig.expect(rig.price(1, 2, 6_100_000_000_000L, 5), "done\n");
        rig.node = 2;
        rig.openEpoch(1);
        rig.seq = 0;
        rig.expect(rig.price(1, Rig.BTC, 6_300_000_000_000L, 6), """
            price m0 oracle=620000 mark=620000
            done
            """);
    }

    private static MarketSpec spec(final int marketId, final String coin) {
        return new MarketSpec(marketId, coin, AssetClass.CRYPTO, 5, PriceGrid.SIGNIFICANT_5, 0, false, 40, 20,
            10, 100_000_000, 100_000_000, 500_000_000, Rig.SECOND, 1);
    }
}
