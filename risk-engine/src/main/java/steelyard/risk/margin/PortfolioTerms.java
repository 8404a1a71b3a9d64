package steelyard.risk.margin;

import java.util.Arrays;
import steelyard.model.FixedPoint;
import steelyard.risk.funding.Funding;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.ShockTable;

/**
 * What one market adds to a portfolio, at its present mark, as the fields of terms in {@link PortfolioRows}: {@code
 * docs/risk-rules.md#4-portfolio-margin}. What was worked out last stays, so that an order that was checked costs nothing
 * more when it comes to rest or is filled. One thread; allocates nothing.
 */
final class PortfolioTerms {
    private static final int NO_MARKET = -1;
    private static final long MICROS_PER_CENT = 10_000;
    private static final long E4 = 10_000;
    private static final int MEASURED = PortfolioRows.FLOOR - PortfolioRows.OTHER + 1;

    private final Markets markets;
    private final Funding funding;
    private final PortfolioTables tables;
    private final long[] fields = new long[PortfolioRows.TERM_FIELDS];

    private int marketId = NO_MARKET;
    private long marginVersion;
    private long tablesVersion;
    private int leverageCap;
    private boolean hasPosition;
    private long positionLots;
    private boolean hasOrders;
    private long ordersLots;
    private long buyLots;
    private long sellLots;

    PortfolioTerms(final Markets markets, final Funding funding, final PortfolioTables tables) {
        this.markets = markets;
        this.funding = funding;
        this.tables = tables;
    }

    /** Where the terms stand, in this array for good: those of a position, those with orders, what was asked for last. */
    long[] fields() {
        return fields;
    }

    /** The following is of this market, in which the account has a leverage cap or 0. */
    PortfolioTerms market(final int market, final int cap) {
        final long version = markets.marginVersion(market);
        if (market != marketId || version != marginVersion || tables.version() != tablesVersion || cap != leverageCap) {
            hasPosition = false;
            hasOrders = false;
            marketId = market;
            marginVersion = version;
            tablesVersion = tables.version();
            leverageCap = cap;
        }
        return this;
    }

    /** The terms without orders. */
    PortfolioTerms position(final long quantityLots) {
        if (!hasPosition || quantityLots != positionLots) {
            hasPosition = true;
            positionLots = quantityLots;
            final long position = exposure(marketId, quantityLots);
            fields[PortfolioRows.POSITION] = position;
            measure(PortfolioRows.POSITIONS, position, position);
        }
        return this;
    }

    /** The terms with orders that rest. */
    void orders(final long quantityLots, final long restingBuyLots, final long restingSellLots) {
        if (hasOrders && quantityLots == ordersLots && restingBuyLots == buyLots && restingSellLots == sellLots) {
            return;
        }
        hasOrders = true;
        ordersLots = quantityLots;
        buyLots = restingBuyLots;
        sellLots = restingSellLots;
        if ((buyLots | sellLots) == 0 && hasPosition && quantityLots == positionLots) {
            fields[PortfolioRows.LOWEST] = fields[PortfolioRows.POSITION];
            fields[PortfolioRows.HIGHEST] = fields[PortfolioRows.POSITION];
            System.arraycopy(fields, PortfolioRows.of(PortfolioRows.POSITIONS, PortfolioRows.OTHER),
                fields, PortfolioRows.OTHER, MEASURED);
            return;
        }
        final long lowest = exposure(marketId, quantityLots - sellLots);
        final long highest = exposure(marketId, quantityLots + buyLots);
        fields[PortfolioRows.LOWEST] = lowest;
        fields[PortfolioRows.HIGHEST] = highest;
        measure(PortfolioRows.ORDERS, lowest, highest);
    }

    /** Terms of nothing. */
    void nothing() {
        Arrays.fill(fields, 0);
        marketId = NO_MARKET;
    }

    /** Exposure of lots at the present mark in cents, with their sign, within ±2^37. */
    long exposure(final int market, final long lots) {
        final long cents = Math.min(PortfolioRequirement.EXPOSURE_MAX_CENTS, unlimitedCents(market, lots));
        return lots < 0 ? -cents : cents;
    }

    /** Size of the exposure of lots, however large. */
    long unlimitedCents(final int market, final long lots) {
        final MarketRisk risk = markets.risk(market);
        return Math.ceilDiv(risk.notionalMicros(Math.abs(lots), markets.markPriceTicks(market)), MICROS_PER_CENT);
    }

    private void measure(final int kind, final long lowest, final long highest) {
        final ShockTable shocks = tables.shocks(marketId);
        final long largest = Math.max(Math.abs(lowest), Math.abs(highest));
        fields[PortfolioRows.of(kind, PortfolioRows.OTHER)] = shocks.concentration(largest)
            + shocks.liquidity(largest) + shocks.provision(lowest, highest, funding.rateNanos(marketId));
        fields[PortfolioRows.of(kind, PortfolioRows.ADD_ON)] =
            FixedPoint.mulDivCeil(largest, tables.addOnNanos(marketId), E4);
        fields[PortfolioRows.of(kind, PortfolioRows.REGULATORY)] =
            PortfolioRequirement.regulatoryE7(largest, leverageCap);
        fields[PortfolioRows.of(kind, PortfolioRows.FLOOR)] = shocks.floor(largest);
    }
}
