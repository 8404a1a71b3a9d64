package steelyard.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;

class GenesisTest {
    private static final Path DEMO = Path.of("..", "demo");

    @TempDir
    private Path directory;

    @Test
    void shouldReadParametersAndMarketsExactly() throws IOException {
        final Genesis genesis = Genesis.read(file("""
            parameters:
              MAKER_FEE_NANOS: -100000
            markets:
              - coin: WTI
                class: energy
                sizeDecimals: 3
                tick: 0.01
                nonPositivePrices: true
                maxLeverage: 12
                defaultLeverage: 5
                minNotional: 2.5
                maxPrice: 1_000
                maxOrder: 0.125
                maxPosition: 9
                staleAfterMillis: 2500
                priceQuorum: 3
                priceBand: 0.05
                openInterestCap: 1_000_000
                state: cancel_only
                risk:
                  mark_method: 1
                  IMPACT_NOTIONAL_USDC: 6_000
            fees:
              - group: 3
                tiers: [{volumeFromUsdc: 0, takerNanos: 450_000, makerNanos: -10_000}]
                makerTiers: [{shareFrom: 0.005, makerNanos: -20_000}]
            """));
        assertEquals(Map.of(Parameter.MAKER_FEE_NANOS, -100_000L), genesis.parameters());
        assertEquals(List.of(new Genesis.Market(
            new MarketSpec(0, "WTI", AssetClass.ENERGY, 3, PriceGrid.TICK, 10, true, 12, 5, 2_500_000, 1_000_000, 125,
                9_000, 2_500_000_000L, 3, 50_000_000, 1_000_000_000_000L),
            MarketState.CANCEL_ONLY, Map.of(MarketParameter.MARK_METHOD, 1L, MarketParameter.IMPACT_NOTIONAL_USDC, 6_000L))),
            genesis.markets());
        assertEquals(List.of(new Genesis.Fees(3, List.of(new Genesis.FeeTier(0, 450_000, -10_000)),
            List.of(new Genesis.MakerTier(5_000, -20_000)))), genesis.fees());
    }

    @Test
    void shouldNameLineAndKeyOfWhatIsWrong() throws IOException {
        assertProblem("parameters: {TAKER_FEE: 1}", "line 1: parameters.TAKER_FEE is no parameter of the exchange");
        assertProblem("parameters:\n  FILLS_MAX: 5000\n", "line 2: parameters.FILLS_MAX is out of its range: 5000");
        assertProblem("markets:\n  - coin: X\n    maxPrice: 0.0000001\n",
            "line 3: markets[].maxPrice must be a number with at most 6 decimals, not 0.0000001");
        assertProblem("markets:\n  - coin: X\n    maxPrice: 1\n    maxOrder: 2\n",
            "line 2: markets[].maxPosition is missing");
        assertProblem("markets:\n  - {coin: X, maxPrice: 1, maxOrder: 2, maxPosition: 1}\n",
            "line 2: markets[].coin X: maxPrice and maxOrder must be positive, maxPosition at least maxOrder");
    }

    @Test
    void shouldWorkOutCalendars() throws IOException {
        final Genesis genesis = Genesis.read(file("""
            calendars:
              - id: 7
                zone: America/New_York
                from: 2026-10-20
                until: 2026-11-07
                weekly:
                  - {closes: friday 17:00, opens: Sunday 18:00}
                  - {closes: tuesday 20:00, opens: tuesday 22:30}
                closures:
                  - {closes: 2026-11-01T17:59, opens: 2026-11-02T09:00}
                  - {closes: 2026-10-30T13:00, opens: 2026-10-30T17:00}
              - id: 255
                closures: [{closes: 1970-01-02T00:00, opens: 1970-01-02T00:00:01}]
            """));
        assertEquals(List.of(
            "7 2026-10-21T00:00:00Z to 2026-10-21T02:30:00Z",
            "7 2026-10-23T21:00:00Z to 2026-10-25T22:00:00Z",
            "7 2026-10-28T00:00:00Z to 2026-10-28T02:30:00Z",
            // What touches or overlaps is one, and summer ends in between.
            "7 2026-10-30T17:00:00Z to 2026-11-02T14:00:00Z",
            "7 2026-11-04T01:00:00Z to 2026-11-04T03:30:00Z",
            "7 2026-11-06T22:00:00Z to 2026-11-08T23:00:00Z",
            "255 1970-01-02T00:00:00Z to 1970-01-02T00:00:01Z"), closures(genesis));
    }

    private static List<String> closures(final Genesis genesis) {
        return genesis.calendars().stream().flatMap(calendar -> calendar.closures().stream().map(closure ->
            calendar.id() + " " + Instant.ofEpochSecond(closure.closesSeconds())
                + " to " + Instant.ofEpochSecond(closure.opensSeconds()))).toList();
    }

    @Test
    void shouldSayWhatIsWrongWithACalendar() throws IOException {
        assertProblem("calendars:\n  - zone: UTC\n", "line 2: calendars[].id is missing");
        assertProblem("calendars:\n  - id: 256\n",
            "line 2: calendars[].id must be a whole number from 1 to 255, not 256");
        assertProblem("calendars:\n  - id: 1\n", "line 2: calendars[].id 1 has 0 closures, not 1 to 1000");
        assertProblem("calendars:\n  - id: 1\n    zone: Mars/Olympus\n",
            "line 3: calendars[].zone must be a time zone, not Mars/Olympus");
        assertProblem("calendars:\n  - id: 1\n    weekly: [{closes: friday 17:00, opens: sunday 18:00}]\n",
            "line 2: calendars[].from is missing");
        final String year = "calendars:\n  - id: 1\n    from: 2026-01-01\n    until: 2026-12-31\n";
        assertProblem(year.replace("2026-12-31", "soon") + "    weekly: [{closes: friday 17:00, opens: sunday 18:00}]\n",
            "line 4: calendars[].until must be a date, not soon");
        assertProblem(year + "    weekly:\n      - {closes: friday, opens: sunday 18:00}\n",
            "line 6: calendars[].weekly[].closes must be a day of the week and a time, as friday 17:00, not friday");
        assertProblem(year + "    weekly:\n      - {closes: friday 17:00, opens: someday 18:00}\n", "line 6: "
            + "calendars[].weekly[].opens must be a day of the week and a time, as friday 17:00, not someday 18:00");
        assertProblem(year.replace("2026-12-31", "2046-12-31") + "    weekly: [{closes: friday 17:00, opens: sunday 18:00}]\n",
            "line 2: calendars[].id 1 has 1096 closures, not 1 to 1000");
        assertProblem("calendars:\n  - id: 1\n    closures:\n      - {closes: 2026-12-24, opens: 2026-12-27T18:00}\n",
            "line 4: calendars[].closures[].closes must be a local time, as 2026-12-24T13:00, not 2026-12-24");
        assertProblem("calendars:\n  - id: 1\n    closures:\n      - {closes: 2026-12-24T13:00, opens: 2026-12-24T13:00}\n",
            "line 4: calendars[].closures[].opens must be after closes");
        final String two = "    closures: [{closes: 2026-12-24T13:00, opens: 2026-12-24T14:00}]\n";
        assertProblem("calendars:\n  - id: 1\n" + two + "  - id: 1\n" + two, "line 4: calendars[].id stands there twice: 1");
        assertProblem("calendars:\n  - id: 1\n" + two + "markets:\n  - coin: X\n    maxPrice: 1\n    maxOrder: 1\n"
            + "    maxPosition: 1\n    risk: {CALENDAR: 2}\n", "line 9: markets[].risk X: there is no calendar 2");
    }

    @Test
    void shouldShipAnExampleOfSessions() {
        final Genesis demo = Genesis.read(DEMO.resolve("genesis.yaml"));
        final Genesis genesis = Genesis.read(DEMO.resolve("sessions.yaml"));
        assertEquals(List.of("GOLD", "EURUSD", "WTI", "SPX", "NVDA"),
            genesis.markets().stream().map(market -> market.spec().coin()).toList());
        for (final Genesis.Market market : genesis.markets()) {
            assertTrue(market.risk().get(MarketParameter.CALENDAR) > 0, market.spec().coin());
            assertTrue(market.risk().get(MarketParameter.CLOSE_PERCENT) >= 200, market.spec().coin());
            assertTrue(demo.markets().stream().anyMatch(each -> each.spec().coin().equals(market.spec().coin())
                && each.spec().maxLeverage() == market.spec().maxLeverage()), market.spec().coin());
        }
        final List<String> closures = closures(genesis);
        for (final String expected : List.of(
            "1 2026-11-27T18:00:00Z to 2026-11-29T23:00:00Z", "1 2027-07-09T21:00:00Z to 2027-07-11T22:00:00Z",
            "1 2026-12-24T18:00:00Z to 2026-12-27T23:00:00Z", "2 2026-12-31T22:00:00Z to 2027-01-03T22:00:00Z",
            "3 2026-11-26T01:00:00Z to 2026-11-27T09:00:00Z", "3 2027-01-16T01:00:00Z to 2027-01-19T09:00:00Z",
            "3 2027-12-31T01:00:00Z to 2027-12-31T09:00:00Z")) {
            assertTrue(closures.contains(expected), expected);
        }
        assertEquals(0, demo.calendars().size(), "the demo's made-up prices never close");
    }

    @Test
    void shouldHashTheFile() throws IOException {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            HexFormat.of().formatHex(Genesis.read(file("")).hash()));
    }

    @Test
    void shouldShipADemoWithMarketsOfSeveralClassesAndBothGrids() {
        final Genesis genesis = Genesis.read(DEMO.resolve("genesis.yaml"));
        final NodeConfig config = NodeConfig.read(DEMO.resolve("steelyard.yaml"));
        final List<MarketSpec> specs = genesis.markets().stream().map(Genesis.Market::spec).toList();
        assertEquals(AssetClass.values().length, specs.stream().map(MarketSpec::assetClass).distinct().count());
        assertEquals(2, specs.stream().map(MarketSpec::gridKind).distinct().count());
        assertTrue(specs.stream().anyMatch(MarketSpec::allowsNonPositive));
        for (final MarketSpec spec : specs) {
            final Long basePriceE8 = config.prices().simulation().basePriceE8().get(spec.coin());
            assertFalse(basePriceE8 == null, spec.coin());
            assertTrue(basePriceE8 / spec.e8PerTick() < spec.maxPriceTicks() / 10, spec.coin());
        }
    }

    private void assertProblem(final String text, final String expected) throws IOException {
        final Path file = file(text);
        final ConfigException problem = assertThrows(ConfigException.class, () -> Genesis.read(file));
        assertEquals(file + ", " + expected, problem.getMessage());
    }

    private Path file(final String text) throws IOException {
        return Files.writeString(directory.resolve("genesis.yaml"), text);
    }
}
