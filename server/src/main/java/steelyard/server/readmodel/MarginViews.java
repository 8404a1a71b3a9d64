package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.FixedPoint;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.node.MarginView;
import steelyard.risk.margin.MarginFormulas;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.ShockTable;

/** Explains margin: {@code docs/risk-rules.md#12-questions}. Changes nothing. */
final class MarginViews {
    private static final MarginView.Requirement NOTHING = new MarginView.Requirement(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final long E7_PER_MICRO = 10;

    private final Accounts accounts;
    private final Positions positions;
    private final RestingOrders orders;
    private final Markets markets;
    private final Parameters parameters;
    private final RiskChoices choices;

    MarginViews(
        final Accounts accounts, final Positions positions, final RestingOrders orders, final Markets markets,
        final Parameters parameters, final RiskChoices choices) {
        this.accounts = accounts;
        this.positions = positions;
        this.orders = orders;
        this.markets = markets;
        this.parameters = parameters;
        this.choices = choices;
    }

    /** Whether the cross set of the account is margined as a portfolio. */
    boolean isPortfolio(final int accountId) {
        return choices.isPortfolio(accountId);
    }

    /** What the cross set of the account has. */
    PortfolioBook book(final int accountId) {
        final PortfolioBook book = new PortfolioBook(accountId, markets, parameters, choices);
        for (final int slot : positions.open(accountId)) {
            if (!isIsolated(accountId, positions.marketId(slot))) {
                book.leg(positions.marketId(slot)).add(positions.lots(slot), 0, 0, 0);
            }
        }
        for (int slot = orders.first(accountId); slot != Slab.NONE; slot = orders.next(slot)) {
            final int marketId = orders.marketId(slot);
            if ((orders.flags(slot) & OrderFlags.REDUCE_ONLY) == 0 && !isIsolated(accountId, marketId)) {
                final Side side = orders.side(slot);
                final long lots = orders.remainingLots(slot);
                book.leg(marketId).add(0, side == Side.BUY ? lots : 0, side == Side.SELL ? lots : 0,
                    MarginFormulas.lossMicros(
                        side, orders.priceTicks(slot), markets.get(marketId).markPriceTicks(), lots));
            }
        }
        return book;
    }

    /** Cash and the value of cross positions. */
    long equityMicros(final int accountId) {
        long equity = accounts.cashMicros(accountId);
        for (final int slot : positions.open(accountId)) {
            final int marketId = positions.marketId(slot);
            if (!isIsolated(accountId, marketId)) {
                equity = Math.addExact(equity, Math.addExact(positions.quoteMicros(slot),
                    Math.multiplyExact(positions.lots(slot), markets.get(marketId).markPriceTicks())));
            }
        }
        return equity;
    }

    /** What a position would require alone, at least 1 micro. */
    static long aloneMicros(final PortfolioBook.Leg leg) {
        final ShockTable shocks = PortfolioBook.shocks(leg.market());
        final long cents = Math.abs(leg.positionCents(leg.market().markPriceTicks()));
        return Math.max(1, Math.ceilDiv(shocks.tiers().requiredE7(cents), E7_PER_MICRO));
    }

    MarginView view(final int accountId, final List<MarginView.Change> changes) {
        final PortfolioBook book = book(accountId);
        for (final MarginView.Change change : changes) {
            final long mark = markets.get(change.marketId()).markPriceTicks();
            final long loss =
                MarginFormulas.lossMicros(Side.BUY, change.limitTicks(), mark, change.buyLots())
                    + MarginFormulas.lossMicros(Side.SELL, change.limitTicks(), mark, change.sellLots());
            book.leg(change.marketId()).add(change.positionLots(), change.buyLots(), change.sellLots(), loss);
        }
        final boolean hasMatrix = choices.scenarios().inForce().version() != 0;
        final long equity = equityMicros(accountId);
        long initial = 0;
        long withOrders = 0;
        long maintenance = 0;
        for (final PortfolioBook.Leg leg : book.legs()) {
            final Market market = leg.market();
            final int leverage = cappedLeverage(accountId, market);
            initial = Math.addExact(initial, market.initialMicros(Math.abs(leg.lots()), leverage));
            withOrders = Math.addExact(withOrders, market.initialMicros(leg.reserveLots(), leverage));
            maintenance = Math.addExact(maintenance, maintenanceMicros(accountId, market, leg.lots()));
        }
        return new MarginView(
            isPortfolio(accountId), choices.scenarios().inForce().version(), choices.scenarios().step(),
            choices.scenarios().steps(), equity, book.openLossMicros(), hasMatrix ? book.maintenanceMicros() : 0,
            initial, withOrders, maintenance,
            hasMatrix ? requirement(book.requirement(false)) : NOTHING,
            hasMatrix ? requirement(book.requirement(true)) : NOTHING,
            hasMatrix ? parts(book, equity) : List.of());
    }

    private static MarginView.Requirement requirement(final PortfolioRequirement of) {
        return new MarginView.Requirement(
            of.scanE7(), of.offsetE7(), of.concentrationE7(), of.liquidityE7(), of.provisionE7(), of.addOnE7(),
            of.regulatoryE7(), of.worstScenario(), of.maintenanceMicros(), of.initialMicros());
    }

    private static List<MarginView.Part> parts(final PortfolioBook book, final long equity) {
        final int worst = book.requirement(false).worstScenario();
        final List<MarginView.Part> parts = new ArrayList<>();
        for (final PortfolioBook.Leg leg : book.legs()) {
            final long mark = leg.market().markPriceTicks();
            final Returns returns = book.returns(leg.market());
            final long cents = leg.positionCents(mark);
            parts.add(new MarginView.Part(
                leg.market().spec().marketId(), leg.lots(), cents, leg.lowestCents(mark), leg.highestCents(mark),
                PortfolioBook.shocks(leg.market()).shockE5(), returns != null,
                returns == null ? 0 : returns.e5(worst, cents),
                returns == null ? 0 : returns.lossE7(worst, cents, cents),
                leg.lots() == 0 ? 0 : aloneMicros(leg),
                book.liquidationPriceE8(leg, equity)));
        }
        return List.copyOf(parts);
    }

    /**
     * The leverage that counts for orders: the chosen one, at most the cap of the account's class; of a portfolio at most
     * what the shock and what is added to it leave room for.
     */
    int leverage(final int accountId, final int marketId) {
        final Market market = markets.get(marketId);
        final int leverage = cappedLeverage(accountId, market);
        if (!isPortfolio(accountId) || isIsolated(accountId, marketId)) {
            return leverage;
        }
        final long rateNanos = parameters.value(Parameter.PORTFOLIO_INITIAL_E4)
            * PortfolioBook.shocks(market).shockE5() + PortfolioBook.addOnNanos(market, parameters);
        return (int) Math.max(1, Math.min(leverage, FixedPoint.NANOS / rateNanos));
    }

    /** The leverage that the account chose, or the market's default, at most the cap of the account's class. */
    int cappedLeverage(final int accountId, final Market market) {
        final int slot = positions.find(accountId, market.spec().marketId());
        return choices.capped(accountId, market.risk(), market.leverage(positions.leverage(slot)));
    }

    /** Maintenance margin of a position by the rules of the market and those of the account's class. */
    long maintenanceMicros(final int accountId, final Market market, final long lots) {
        return choices.maintenanceMicros(accountId, market.risk(), market.notionalMicros(Math.abs(lots)));
    }

    /** Whether what the account has in a market is, or would be, a margin set of its own. */
    boolean isIsolated(final int accountId, final int marketId) {
        final int slot = positions.find(accountId, marketId);
        return positions.choseIsolated(slot) || markets.get(marketId).risk().isIsolatedOnly();
    }
}
