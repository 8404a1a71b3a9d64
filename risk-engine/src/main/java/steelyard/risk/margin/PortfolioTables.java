package steelyard.risk.margin;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import steelyard.model.Parameter;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.ScenarioSet;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.portfolio.ShockTable;

/**
 * Shocks and returns of every market, worked out when they are asked for after parameters, sessions or matrices have
 * changed. {@code docs/risk-rules.md#4-portfolio-margin}. Derived; allocates only then.
 */
final class PortfolioTables {
    private final Markets markets;
    private final Scenarios scenarios;
    private final ToLongFunction<Parameter> parameters;
    private ShockTable[] shocks = new ShockTable[0];
    private int[] shocksE5 = new int[0];
    private int[] initialShocksE5 = new int[0];
    private int[][] returnsE5 = new int[0][];
    private int[][] returnsBeforeE5 = new int[0][];
    private long rulesVersion;
    private long scenarioChanges;
    private long initialE4;
    private long version;

    PortfolioTables(
        final Markets markets, final Scenarios scenarios, final ToLongFunction<Parameter> parameters) {
        this.markets = markets;
        this.scenarios = scenarios;
        this.parameters = parameters;
    }

    /** Brings the tables up to date; the number changes when anything in them does. From 1. */
    long refresh() {
        final long present = parameters.applyAsLong(Parameter.PORTFOLIO_INITIAL_E4);
        if (rulesVersion != markets.rulesVersion() || scenarioChanges != scenarios.changes()
            || initialE4 != present) {
            rulesVersion = markets.rulesVersion();
            scenarioChanges = scenarios.changes();
            initialE4 = present;
            version++;
            workOut();
        }
        return version;
    }

    /** The number that {@link #refresh} answered last. */
    long version() {
        return version;
    }

    Scenarios scenarios() {
        return scenarios;
    }

    /** λ: share of the offset that is kept, in 10<sup>-4</sup>. */
    int keptE4() {
        return (int) parameters.applyAsLong(Parameter.PORTFOLIO_KEPT_E4);
    }

    /** ρ: initial over maintenance margin, in 10<sup>-4</sup>. */
    int initialE4() {
        return (int) parameters.applyAsLong(Parameter.PORTFOLIO_INITIAL_E4);
    }

    long value(final Parameter parameter) {
        return parameters.applyAsLong(parameter);
    }

    ShockTable shocks(final int marketId) {
        return shocks[marketId];
    }

    int shockE5(final int marketId) {
        return shocksE5[marketId];
    }

    /** The market's moves by the matrix in force; {@code null}: it is not in it. */
    int[] returnsE5(final int marketId) {
        return returnsE5[marketId];
    }

    /** The market's moves by the matrix before it. */
    int[] returnsBeforeE5(final int marketId) {
        return returnsBeforeE5[marketId];
    }

    /** What initial margin asks for beyond its multiple of maintenance, as a rate in nanos. */
    long addOnNanos(final int marketId) {
        return PortfolioMarket.addOnNanos(
            initialE4, shocksE5[marketId], initialShocksE5[marketId], markets.risk(marketId).rampNanos());
    }

    private void workOut() {
        final int count = markets.count();
        if (shocks.length < count) {
            shocks = Arrays.copyOf(shocks, count);
            shocksE5 = Arrays.copyOf(shocksE5, count);
            initialShocksE5 = Arrays.copyOf(initialShocksE5, count);
            returnsE5 = Arrays.copyOf(returnsE5, count);
            returnsBeforeE5 = Arrays.copyOf(returnsBeforeE5, count);
        }
        for (int marketId = 0; marketId < count; marketId++) {
            final MarketRisk risk = markets.risk(marketId);
            shocks[marketId] = ShockTable.of(risk);
            shocksE5[marketId] = shocks[marketId].shockE5();
            initialShocksE5[marketId] = risk.shockTiers(risk.initialPercent()).rateE5(0);
            returnsE5[marketId] = returns(scenarios.inForce(), marketId);
            returnsBeforeE5[marketId] = returns(scenarios.before(), marketId);
        }
    }

    private int[] returns(final ScenarioSet set, final int marketId) {
        final short[] column = set.column(marketId);
        return column == null ? null : shocks[marketId].returnsE5(column);
    }
}
