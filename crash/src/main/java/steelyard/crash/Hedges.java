package steelyard.crash;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.Parameter;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.ShockTable;
import steelyard.testkit.command.RiskCommand.MarketValue;

/**
 * What portfolio margin asks for an account, worked out from scratch from what events told of it, and whether its
 * positions hedge each other: {@code docs/risk-rules.md#4-portfolio-margin}, "Deleveraging".
 */
final class Hedges {
    private static final int NO_MARKET = -1;
    private static final long MICROS_PER_CENT = 10_000;

    private final Books books;
    private final long[] markTicks;
    private final List<MarketRisk> risks = new ArrayList<>();
    private final List<ShockTable> shocks = new ArrayList<>();
    private final List<Returns> returns = new ArrayList<>();
    private final long[] fundingNanos;
    private final PortfolioRequirement requirement = new PortfolioRequirement();

    Hedges(final Books books, final long[] markTicks, final List<CrashMarket> markets, final ScenarioMatrix matrix) {
        this.books = books;
        this.markTicks = markTicks;
        this.fundingNanos = new long[markets.size()];
        for (final CrashMarket market : markets) {
            final MarketSpec spec = market.spec();
            final MarketRisk risk = new MarketRisk(spec);
            for (final MarketValue value : market.risk()) {
                risk.value(MarketParameter.of(value.parameterId()), value.value());
            }
            final ShockTable table = ShockTable.of(risk);
            risks.add(risk);
            shocks.add(table);
            returns.add(ShippedScenarios.knows(matrix, market)
                ? table.returns(ShippedScenarios.directions(matrix, market)) : null);
        }
    }

    /** The hourly rate of a market from now on. */
    void funding(final int market, final long rateNanos) {
        fundingNanos[market] = rateNanos;
    }

    /** Whether maintenance margin would be higher without a position. */
    boolean isHedge(final int account, final int market) {
        return maintenanceMicros(account, market) > maintenanceMicros(account, NO_MARKET);
    }

    /** Whether an account has positions, and each of them hedges. */
    boolean isHedged(final int account) {
        boolean any = false;
        for (int market = 0; market < fundingNanos.length; market++) {
            if (books.lots(account, market) != 0) {
                any = true;
                if (!isHedge(account, market)) {
                    return false;
                }
            }
        }
        return any;
    }

    private long maintenanceMicros(final int account, final int without) {
        requirement.begin();
        for (int market = 0; market < fundingNanos.length; market++) {
            final long lots = books.lots(account, market);
            if (lots != 0 && market != without) {
                final long cents = Math.ceilDiv(
                    risks.get(market).notionalMicros(Math.abs(lots), markTicks[market]), MICROS_PER_CENT);
                requirement.add(
                    new PortfolioMarket(shocks.get(market), returns.get(market), fundingNanos[market], 0, 0),
                    lots < 0 ? -cents : cents);
            }
        }
        return requirement.complete((int) Parameter.PORTFOLIO_KEPT_E4.defaultValue(),
            (int) Parameter.PORTFOLIO_INITIAL_E4.defaultValue()).maintenanceMicros();
    }
}
