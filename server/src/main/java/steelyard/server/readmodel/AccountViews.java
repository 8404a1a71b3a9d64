package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.FixedPoint;
import steelyard.node.AccountView;
import steelyard.node.AccountView.PositionView;
import steelyard.risk.market.TierTable;

/** Builds accounts as their owners see them: the venue's margin arithmetic, in integers, at the marks of now. */
final class AccountViews {
    /** What leaves an account must leave this part of the notional behind, whatever the leverage. */
    private static final int TRANSFER_MARGIN_DIVISOR = 10;

    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final OrderMargin orderMargin;
    private final MarginViews margins;
    private final RiskChoices choices;

    AccountViews(
        final Accounts accounts, final Positions positions, final RestingOrders orders, final Markets markets,
        final MarginViews margins, final RiskChoices choices) {
        this.margins = margins;
        this.choices = choices;
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.orderMargin = new OrderMargin(positions, orders, markets, margins);
    }

    AccountView view(final int accountId) {
        final AccountView standard = standardView(accountId);
        return margins.isPortfolio(accountId) ? portfolioView(standard) : standard;
    }

    /** The same account with the margins of its cross set as those of a portfolio. */
    private AccountView portfolioView(final AccountView view) {
        final PortfolioBook book = margins.book(view.accountId());
        final long equity = margins.equityMicros(view.accountId());
        final long initial = book.requirement(false).initialMicros();
        final long maintenance = book.maintenanceMicros();
        final long orderMargin = book.requirement(true).initialMicros() - initial + book.openLossMicros()
            + this.orderMargin.isolatedMicros(view.accountId());
        long weights = 0;
        for (final PositionView position : view.positions()) {
            weights += position.isIsolated() ? 0 : MarginViews.aloneMicros(book.leg(position.marketId()));
        }
        final List<PositionView> parts = new ArrayList<>();
        long initialLeft = initial;
        long maintenanceLeft = maintenance;
        long notional = 0;
        for (final PositionView position : view.positions()) {
            if (position.isIsolated()) {
                parts.add(position);
                continue;
            }
            final PortfolioBook.Leg leg = book.leg(position.marketId());
            final long weight = MarginViews.aloneMicros(leg);
            final boolean isLast = weight == weights;
            final long initialPart = isLast ? initialLeft : FixedPoint.mulDivFloor(initialLeft, weight, weights);
            final long maintenancePart =
                isLast ? maintenanceLeft : FixedPoint.mulDivFloor(maintenanceLeft, weight, weights);
            initialLeft -= initialPart;
            maintenanceLeft -= maintenancePart;
            weights -= weight;
            notional = Math.addExact(notional, Math.abs(position.quantityLots() * position.markPriceTicks()));
            parts.add(position.withMargins(initialPart, maintenancePart, book.liquidationPriceE8(leg, equity)));
        }
        long isolatedUsed = 0;
        long isolatedMaintenance = 0;
        for (final PositionView position : view.positions()) {
            isolatedUsed += position.isIsolated() ? position.marginUsedMicros() : 0;
            isolatedMaintenance += position.isIsolated() ? position.maintenanceMicros() : 0;
        }
        return new AccountView(
            view.accountId(), view.address(), view.kind(), view.cashMicros(), view.accountValueMicros(),
            view.totalNotionalMicros(), initial + isolatedUsed, maintenance + isolatedMaintenance, orderMargin,
            withdrawableMicros(equity, initial, notional), List.copyOf(parts), true);
    }

    private AccountView standardView(final int accountId) {
        final int[] slots = positions.open(accountId);
        final long cashMicros = accounts.cashMicros(accountId);
        long valueMicros = cashMicros;
        long notionalMicros = 0;
        long initialMicros = 0;
        long maintenanceMicros = 0;
        long crossValueMicros = cashMicros;
        long crossNotionalMicros = 0;
        long crossInitialMicros = 0;
        long crossMaintenanceMicros = 0;
        for (final int slot : slots) {
            final long worthMicros = Math.multiplyExact(positions.lots(slot), market(slot).markPriceTicks());
            valueMicros = Math.addExact(valueMicros, equityMicros(slot));
            notionalMicros = Math.addExact(notionalMicros, Math.abs(worthMicros));
            initialMicros = Math.addExact(initialMicros, marginUsedMicros(accountId, slot));
            maintenanceMicros = Math.addExact(maintenanceMicros, maintenanceMicros(accountId, slot));
            if (!isIsolated(accountId, slot)) {
                crossValueMicros = Math.addExact(crossValueMicros, equityMicros(slot));
                crossNotionalMicros = Math.addExact(crossNotionalMicros, Math.abs(worthMicros));
                crossInitialMicros = Math.addExact(crossInitialMicros, marginUsedMicros(accountId, slot));
                crossMaintenanceMicros =
                    Math.addExact(crossMaintenanceMicros, maintenanceMicros(accountId, slot));
            }
        }
        return new AccountView(
            accountId,
            accounts.address(accountId),
            accounts.kind(accountId),
            cashMicros,
            valueMicros,
            notionalMicros,
            initialMicros,
            maintenanceMicros,
            orderMargin.micros(accountId),
            withdrawableMicros(crossValueMicros, crossInitialMicros, crossNotionalMicros),
            positionViews(accountId, slots, Math.subtractExact(crossValueMicros, crossMaintenanceMicros)));
    }

    private static long withdrawableMicros(
        final long valueMicros, final long initialMicros, final long notionalMicros) {
        final long heldMicros = Math.max(initialMicros, Math.ceilDiv(notionalMicros, TRANSFER_MARGIN_DIVISOR));
        return Math.max(0, Math.subtractExact(valueMicros, heldMicros));
    }

    private List<PositionView> positionViews(
        final int accountId, final int[] slots, final long availableMicros) {
        final List<PositionView> views = new ArrayList<>(slots.length);
        for (final int slot : slots) {
            views.add(positionView(accountId, slot, availableMicros));
        }
        return List.copyOf(views);
    }

    private PositionView positionView(final int accountId, final int slot, final long availableMicros) {
        final Market market = market(slot);
        final long lots = positions.lots(slot);
        final long maintenanceMicros = maintenanceMicros(accountId, slot);
        final boolean isolated = isIsolated(accountId, slot);
        final long surplusMicros = isolated ? equityMicros(slot) - maintenanceMicros : availableMicros;
        return new PositionView(
            market.spec().marketId(),
            lots,
            positions.entryMicros(slot),
            positions.quoteMicros(slot),
            market.markPriceTicks(),
            margins.cappedLeverage(accountId, market),
            marginUsedMicros(accountId, slot),
            maintenanceMicros,
            liquidationPriceE8(
                accountId, market, lots, surplusMicros + maintenanceMicros - lots * market.markPriceTicks()),
            isolated,
            positions.isolatedMicros(slot),
            positions.funding(accountId, slot));
    }

    /** Where the rules of the market or those of the law liquidate, whichever comes first. */
    private long liquidationPriceE8(
        final int accountId, final Market market, final long lots, final long valueAtZeroMicros) {
        final TierTable tiers = market.risk().tiers();
        final int tier = tiers.tier(market.notionalMicros(Math.abs(lots)));
        final long e8PerTick = market.spec().e8PerTick();
        final long price = LiquidationPrice.priceE8(lots, tiers, tier, valueAtZeroMicros, e8PerTick);
        final int percent = choices.closeOutPercent(accountId, market.risk());
        if (percent == 0) {
            return price;
        }
        final long legal = LiquidationPrice.priceE8(lots, percent,
            RiskChoices.HUNDRED * choices.leverageCap(accountId, market.risk()), valueAtZeroMicros, e8PerTick);
        final boolean isNearest = lots > 0 ? legal > price : legal < price;
        return price == LiquidationPrice.NONE || legal != LiquidationPrice.NONE && isNearest ? legal : price;
    }

    private long equityMicros(final int slot) {
        final long worthMicros = Math.multiplyExact(positions.lots(slot), market(slot).markPriceTicks());
        return Math.addExact(
            positions.isolatedMicros(slot), Math.addExact(positions.quoteMicros(slot), worthMicros));
    }

    private boolean isIsolated(final int accountId, final int slot) {
        return margins.isIsolated(accountId, positions.marketId(slot));
    }

    private long marginUsedMicros(final int accountId, final int slot) {
        return isIsolated(accountId, slot)
            ? equityMicros(slot)
            : market(slot).initialMicros(
                Math.abs(positions.lots(slot)), margins.cappedLeverage(accountId, market(slot)));
    }

    private long maintenanceMicros(final int accountId, final int slot) {
        return margins.maintenanceMicros(accountId, market(slot), positions.lots(slot));
    }

    private Market market(final int slot) {
        return markets.get(positions.marketId(slot));
    }
}
