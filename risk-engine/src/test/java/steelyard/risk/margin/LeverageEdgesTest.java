package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;

/** The largest leverages there are, to the last micro-dollar. */
class LeverageEdgesTest {
    private final RiskFixture rig = new RiskFixture();

    /** A market after those of the fixture, with its mark. */
    private int list(final int leverage, final int decimals, final long markTicks, final boolean isIsolatedOnly) {
        final int id = rig.markets.count();
        rig.markets.list(new MarketSpec(id, "EDGE", AssetClass.FX, decimals, PriceGrid.TICK, 1, false, leverage,
            leverage, 0, 10 * markTicks, 1L << 28, 1L << 28, 1, 1));
        rig.markets.parameter(id, MarketParameter.ISOLATION, isIsolatedOnly ? 1 : 0);
        rig.mark(id, markTicks);
        return id;
    }

    /** BTC and ETH 50x, gold 100x, currencies 500x; sizes whose margin does not come out even, too. */
    @ParameterizedTest
    @CsvSource({
        "50, 5, 1_217_233, 123_457, false", "50, 4, 434_219, 99_991, false", "100, 3, 4_021_375, 77_777, false",
        "500, 1, 115_637, 1_000_001, true", "500, 1, 115_637, 3, true", "500, 0, 1_157_021, 49_999, true"})
    void shouldAskForInitialMarginToTheLastUnit(
        final int leverage, final int decimals, final String mark, final String size, final boolean isIsolatedOnly) {
        final long markTicks = Long.parseLong(mark.replace("_", ""));
        final long lots = Long.parseLong(size.replace("_", ""));
        final int market = list(leverage, decimals, markTicks, isIsolatedOnly);
        final long needed = Math.ceilDiv(markTicks * lots, leverage);
        final int enough = rig.user(needed);
        final int short1 = rig.user(needed - 1);
        assertTrue(rig.margin.covers(enough, market, Positions.NONE, lots, 0));
        assertFalse(rig.margin.covers(enough, market, Positions.NONE, lots, 1));
        assertFalse(rig.margin.covers(short1, market, Positions.NONE, lots, 0));
    }

    /** Maintenance is half of it: a tenth of a percent at 500x. */
    @ParameterizedTest
    @CsvSource({"50, 600_000, 100_001, 600_006_000", "100, 402_137, 10_001, 20_108_861", "500, 115_637, 10_003, 1_156_717",
        "500, 1, 1, 1", "1000, 2_001, 1, 2"})
    void shouldKeepHalfOfItToTheLastUnit(
        final int leverage, final String mark, final String size, final String maintenance) {
        final long markTicks = Long.parseLong(mark.replace("_", ""));
        final long lots = Long.parseLong(size.replace("_", ""));
        final int market = list(leverage, 3, markTicks, false);
        final int buyer = rig.user(markTicks * lots);
        rig.trade(buyer, rig.user(markTicks * lots), market, lots, markTicks);
        assertEquals(Long.parseLong(maintenance.replace("_", "")),
            rig.margin.maintenanceMicros(rig.positions.find(buyer, market)));
    }

    /** What the isolated position of 500x takes from cash is its initial margin and no more. */
    @ParameterizedTest
    @CsvSource({"115_637, 1_000_001", "108_001, 7"})
    void shouldIsolateCurrenciesWithTheirInitialMargin(final String mark, final String size) {
        final long markTicks = Long.parseLong(mark.replace("_", ""));
        final long lots = Long.parseLong(size.replace("_", ""));
        final int market = list(500, 1, markTicks, true);
        final long margin = Math.ceilDiv(markTicks * lots, 500);
        final int user = rig.user(margin + 5);
        final int other = rig.user(2 * margin);
        rig.trade(user, other, market, lots, markTicks);
        final int slot = rig.positions.find(user, market);
        assertEquals(margin, rig.positions.isolatedMicros(slot));
        assertEquals(5, rig.accounts.cashMicros(user));
        rig.mark(market, markTicks - 1);
        assertEquals(margin - lots, rig.margin.isolatedEquityMicros(slot));
        assertEquals(5, rig.margin.equityMicros(user), "the rest of the account has no part in it");
    }
}
