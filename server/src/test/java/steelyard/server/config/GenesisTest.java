package steelyard.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
