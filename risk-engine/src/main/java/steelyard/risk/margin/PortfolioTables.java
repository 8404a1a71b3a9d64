package steelyard.risk.margin;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import steelyard.model.Parameter;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.Returns;
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
    private Returns[] returns = new Returns[0];
    private Returns[] returnsBefore = new Returns[0];
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
            workOut(scenarioChanges == scenarios.changes() ? rulesVersion : 0);
            rulesVersion = markets.rulesVersion();
            scenarioChanges = scenarios.changes();
            initialE4 = present;
            version++;
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
    Returns returns(final int marketId) {
        return returns[marketId];
    }

    /** The market's moves by the matrix before it. */
    Returns returnsBefore(final int marketId) {
        return returnsBefore[marketId];
    }

    /** What initial margin asks for beyond its multiple of maintenance, as a rate in nanos. */
    long addOnNanos(final int marketId) {
        return PortfolioMarket.addOnNanos(
            initialE4, shocksE5[marketId], initialShocksE5[marketId], markets.risk(marketId).rampNanos());
    }

    /** Of the markets whose rules have changed since this version. */
    private void workOut(final long sinceVersion) {
        final int count = markets.count();
        if (shocks.length < count) {
            shocks = Arrays.copyOf(shocks, count);
            shocksE5 = Arrays.copyOf(shocksE5, count);
            initialShocksE5 = Arrays.copyOf(initialShocksE5, count);
            returns = Arrays.copyOf(returns, count);
            returnsBefore = Arrays.copyOf(returnsBefore, count);
        }
        for (int marketId = 0; marketId < count; marketId++) {
            if (markets.rulesVersion(marketId) > sinceVersion) {
                workOutMarket(marketId);
            }
        }
    }

    private void workOutMarket(final int marketId) {
        final MarketRisk risk = markets.risk(marketId);
        shocks[marketId] = ShockTable.of(risk);
        shocksE5[marketId] = shocks[marketId].shockE5();
        initialShocksE5[marketId] = risk.shockTiers(risk.initialPercent()).rateE5(0);
        returns[marketId] = returns(scenarios.inForce(), marketId);
        returnsBefore[marketId] = returns(scenarios.before(), marketId);
    }

    private Returns returns(final ScenarioSet set, final int marketId) {
        final short[] column = set.column(marketId);
        return column == null ? null : shocks[marketId].returns(column);
    }
}
