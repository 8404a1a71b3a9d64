package steelyard.server.readmodel;

import java.util.List;
import java.util.TreeMap;
import steelyard.model.Parameter;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.ScenarioSet;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.portfolio.ShockTable;

/**
 * What the cross set of one account has in every market, really or not, and what portfolio margin asks for it: worked
 * out by the exchange's own class, from scratch.
 */
final class PortfolioBook {
    private static final long MICROS_PER_CENT = 10_000;
    private static final int PRICE_STEPS = 62;

    /** Lots in a market. */
    static final class Leg {
        private final Market market;
        private final int leverageCap;
        private long lots;
        private long buyLots;
        private long sellLots;
        private long openLossMicros;
        private PortfolioMarket inForce;
        private PortfolioMarket before;

        private Leg(final Market market, final int leverageCap) {
            this.market = market;
            this.leverageCap = leverageCap;
        }

        Market market() {
            return market;
        }

        long lots() {
            return lots;
        }

        void add(final long moreLots, final long moreBuyLots, final long moreSellLots, final long lossMicros) {
            lots += moreLots;
            buyLots += moreBuyLots;
            sellLots += moreSellLots;
            openLossMicros = Math.addExact(openLossMicros, lossMicros);
        }

        long positionCents(final long markTicks) {
            return cents(lots, markTicks);
        }

        long lowestCents(final long markTicks) {
            return cents(lots - sellLots, markTicks);
        }

        long highestCents(final long markTicks) {
            return cents(lots + buyLots, markTicks);
        }

        /** What standard rules ask for the reserve. */
        long reserveLots() {
            return Math.max(Math.abs(lots + buyLots), Math.abs(lots - sellLots));
        }

        private long cents(final long quantity, final long markTicks) {
            final long cents = Math.ceilDiv(market.risk().notionalMicros(Math.abs(quantity), markTicks), MICROS_PER_CENT);
            final long limited = Math.min(PortfolioRequirement.EXPOSURE_MAX_CENTS, cents);
            return quantity < 0 ? -limited : limited;
        }
    }

    private final TreeMap<Integer, Leg> legs = new TreeMap<>();
    private final Markets markets;
    private final Parameters parameters;
    private final Scenarios scenarios;
    private final RiskChoices choices;
    private final int accountId;

    PortfolioBook(
        final int accountId, final Markets markets, final Parameters parameters, final RiskChoices choices) {
        this.accountId = accountId;
        this.markets = markets;
        this.parameters = parameters;
        this.choices = choices;
        this.scenarios = choices.scenarios();
    }

    /** What there is in a market of the cross set. */
    Leg leg(final int marketId) {
        return legs.computeIfAbsent(marketId, id -> {
            final Market market = markets.get(id);
            final Leg leg = new Leg(market, choices.leverageCap(accountId, market.risk()));
            leg.inForce = market(leg, scenarios.inForce());
            leg.before = market(leg, scenarios.before());
            return leg;
        });
    }

    /** All of it, by market id. */
    List<Leg> legs() {
        return List.copyOf(legs.values());
    }

    long openLossMicros() {
        return legs.values().stream().mapToLong(leg -> leg.openLossMicros).sum();
    }

    /** The requirement by the matrix in force. */
    PortfolioRequirement requirement(final boolean withOrders) {
        return requirement(withOrders, scenarios.inForce(), null, 0);
    }

    /** MMR, as it is phased in. */
    long maintenanceMicros() {
        return maintenanceMicros(null, 0);
    }

    /** What a market asks for alone. */
    static ShockTable shocks(final Market market) {
        return ShockTable.of(market.risk());
    }

    /** The moves of a market; {@code null}: it is not in the matrix. */
    Returns returns(final Market market) {
        return returns(market, scenarios.inForce());
    }

    /**
     * The mark at which equity meets MMR if no other mark moves, in 10<sup>-8</sup> USDC: for a long position the highest
     * below the present one at which it is less, for a short one the lowest above; −1 if there is none.
     */
    long liquidationPriceE8(final Leg leg, final long equityMicros) {
        final long mark = leg.market.markPriceTicks();
        final long side = Long.signum(leg.lots);
        if (side == 0 || isShort(leg, mark, equityMicros)) {
            return side == 0 ? LiquidationPrice.NONE : e8(leg.market, mark);
        }
        long good = mark;
        long bad = side > 0 ? 1 : leg.market.spec().maxPriceTicks();
        if (side > 0 == bad >= mark || !isShort(leg, bad, equityMicros)) {
            return LiquidationPrice.NONE;
        }
        for (int i = 0; i < PRICE_STEPS && Math.abs(good - bad) > 1; i++) {
            final long between = good + (bad - good) / 2;
            if (isShort(leg, between, equityMicros)) {
                bad = between;
            } else {
                good = between;
            }
        }
        return e8(leg.market, bad);
    }

    private static long e8(final Market market, final long ticks) {
        return Math.multiplyExact(ticks, market.spec().e8PerTick());
    }

    /** Whether equity would be below MMR at another mark of a market. */
    private boolean isShort(final Leg leg, final long markTicks, final long equityMicros) {
        final long change = Math.multiplyExact(leg.lots, markTicks - leg.market.markPriceTicks());
        return Math.addExact(equityMicros, change) < maintenanceMicros(leg, markTicks);
    }

    private long maintenanceMicros(final Leg moved, final long markTicks) {
        final long present = requirement(false, scenarios.inForce(), moved, markTicks).maintenanceE7();
        if (scenarios.step() >= scenarios.steps()) {
            return PortfolioRequirement.micros(present);
        }
        final long before = requirement(false, scenarios.before(), moved, markTicks).maintenanceE7();
        return PortfolioRequirement.micros(
            PortfolioRequirement.mixedE7(before, present, scenarios.step(), scenarios.steps()));
    }

    private PortfolioRequirement requirement(
        final boolean withOrders, final ScenarioSet matrix, final Leg moved, final long movedTicks) {
        final PortfolioRequirement requirement = new PortfolioRequirement().begin();
        for (final Leg leg : legs.values()) {
            final long mark = leg == moved ? movedTicks : leg.market.markPriceTicks();
            final PortfolioMarket market = matrix == scenarios.inForce() ? leg.inForce : leg.before;
            if (withOrders) {
                requirement.add(market, leg.lowestCents(mark), leg.highestCents(mark));
            } else {
                requirement.add(market, leg.positionCents(mark));
            }
        }
        return requirement.complete(
            (int) parameters.value(Parameter.PORTFOLIO_KEPT_E4), (int) parameters.value(Parameter.PORTFOLIO_INITIAL_E4));
    }

    private PortfolioMarket market(final Leg leg, final ScenarioSet matrix) {
        return new PortfolioMarket(shocks(leg.market), returns(leg.market, matrix), leg.market.fundingRateNanos(),
            addOnNanos(leg.market, parameters), leg.leverageCap);
    }

    /** What initial margin asks for beyond its multiple of maintenance, as a rate. */
    static long addOnNanos(final Market market, final Parameters parameters) {
        final MarketRisk risk = market.risk();
        final int initialShock = risk.shockTiers(risk.initialPercent()).rateE5(0);
        return PortfolioMarket.addOnNanos(parameters.value(Parameter.PORTFOLIO_INITIAL_E4),
            shocks(market).shockE5(), initialShock, risk.rampNanos());
    }

    private static Returns returns(final Market market, final ScenarioSet matrix) {
        final short[] column = matrix.column(market.spec().marketId());
        return column == null ? null : shocks(market).returns(column);
    }
}
