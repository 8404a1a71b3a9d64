package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.BookView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;
import steelyard.testkit.ledger.LedgerOrder;
import steelyard.testkit.ledger.LedgerPosition;

/** Compares read models with books that were kept from the same events by other code, and works out margin by hand. */
final class LedgerCheck {
    private final Ledger ledger;
    private final NodeState state;
    private int checked;

    LedgerCheck(final Ledger ledger, final NodeState state) {
        this.ledger = ledger;
        this.state = state;
    }

    /** Everything that both know must agree; answers of how many accounts margin was worked out by hand. */
    int run() {
        assertEquals(ledger.markets().size(), state.marketCount());
        final Map<String, long[]> levels = new TreeMap<>();
        for (final LedgerAccount account : ledger.accounts()) {
            checkAccount(account);
            account.orders().forEach(order -> addTo(levels, order));
        }
        for (final LedgerMarket market : ledger.markets().values()) {
            checkMarket(market, levels);
        }
        return checked;
    }

    private static void addTo(final Map<String, long[]> levels, final LedgerOrder order) {
        final long[] level = levels.computeIfAbsent(
            order.marketId() + " " + order.side() + " " + order.priceTicks(), key -> new long[2]);
        level[0] += order.shownLots();
        level[1]++;
    }

    private void checkMarket(final LedgerMarket market, final Map<String, long[]> levels) {
        assertEquals(market.spec(), state.market(market.id()).spec());
        assertEquals(market.state(), state.market(market.id()).state());
        assertEquals(market.hasPrice(), state.market(market.id()).hasPrice());
        assertEquals(market.markTicks(), state.market(market.id()).markPriceTicks());
        long openInterest = 0;
        for (final LedgerAccount account : ledger.accounts()) {
            openInterest += Math.max(0, account.position(market.id()).lots());
        }
        assertEquals(openInterest, state.market(market.id()).openInterestLots());
        final BookView book = state.book(market.id(), Integer.MAX_VALUE);
        checkSide(market, Side.BUY, book.bids(), levels);
        checkSide(market, Side.SELL, book.asks(), levels);
    }

    private static void checkSide(
        final LedgerMarket market, final Side side, final BookView.Levels view, final Map<String, long[]> levels) {
        assertEquals(market.depth(side).size(), view.size());
        for (int i = 0; i < view.size(); i++) {
            final long[] level = levels.get(market.id() + " " + side + " " + view.priceTicks()[i]);
            assertEquals(level[0], view.lots()[i]);
            assertEquals(level[1], view.orderCounts()[i]);
            assertTrue(i == 0 || side.sign() * (view.priceTicks()[i - 1] - view.priceTicks()[i]) > 0);
        }
    }

    private void checkAccount(final LedgerAccount account) {
        final AccountView view = state.account(account.id());
        assertEquals(account.address(), view.address());
        assertEquals(account.kind(), view.kind());
        assertEquals(account.cashMicros(), view.cashMicros());
        assertEquals(account.id(), state.accountId(account.address()));
        checkOrders(account);
        final List<LedgerPosition> positions = new ArrayList<>();
        account.positions().values().stream().filter(position -> position.lots() != 0).forEach(positions::add);
        assertEquals(positions, view.positions().stream()
            .map(p -> new LedgerPosition(p.quantityLots(), p.quoteMicros(), p.entryMicros())).toList());
        final boolean isPlain = !view.isPortfolio() && ledger.markets().values().stream()
            .filter(market -> account.position(market.id()).lots() != 0
                || account.orders().stream().anyMatch(order -> order.marketId() == market.id()))
            .allMatch(market -> ledger.isPlain(account, market));
        if (isPlain) {
            checkMargin(account, view);
            checked++;
        }
    }

    private void checkOrders(final LedgerAccount account) {
        final List<OrderView> expected = account.orders().stream()
            .sorted(Comparator.comparingLong(LedgerOrder::id)).map(order -> new OrderView(
                order.id(), order.accountId(), order.marketId(), order.side(), order.priceTicks(),
                order.originalLots(), order.remainingLots(), order.flags(), order.clientOrderId().high(),
                order.clientOrderId().low(), order.placedTimeNanos(), order.displayLots(), order.shownLots(),
                Deadline.millis(order.expiresMillis()), null)).toList();
        final List<OrderView> open = state.openOrders(account.id());
        assertEquals(expected, open.stream().filter(order -> order.trigger() == null).toList());
        assertEquals(
            account.triggers().stream().map(trigger -> trigger.id() + " " + trigger.isArmed()).sorted().toList(),
            open.stream().filter(order -> order.trigger() != null)
                .map(order -> order.orderId() + " " + order.trigger().isArmed()).sorted().toList());
    }

    private void checkMargin(final LedgerAccount account, final AccountView view) {
        long value = account.cashMicros();
        long notional = 0;
        long maintenance = 0;
        final boolean hasIsolated = view.positions().stream().anyMatch(AccountView.PositionView::isIsolated);
        for (final AccountView.PositionView position : view.positions()) {
            final LedgerMarket market = ledger.markets().get(position.marketId());
            final long worth = position.quantityLots() * market.markTicks();
            final long equity = position.isolatedMicros() + position.quoteMicros() + worth;
            value += equity;
            notional += Math.abs(worth);
            assertEquals(
                position.isIsolated() ? equity : initial(market, Math.abs(worth), position.leverage()),
                position.marginUsedMicros());
            assertEquals(up(Math.abs(worth), 2 * market.spec().maxLeverage()), position.maintenanceMicros());
            maintenance += position.maintenanceMicros();
            if (!hasIsolated) {
                checkLiquidation(view, position, market);
            }
        }
        assertEquals(value, view.accountValueMicros());
        assertEquals(notional, view.totalNotionalMicros());
        assertEquals(maintenance, view.maintenanceMicros());
        if (hasIsolated) {
            return;
        }
        final long held = Math.max(view.marginUsedMicros(), up(notional, 10));
        assertEquals(Math.max(0, value - held), view.withdrawableMicros());
        assertEquals(requirementAndLoss(account), view.marginUsedMicros() + view.orderMarginMicros());
    }

    /** Requirement with resting orders and open loss, market by market. */
    private long requirementAndLoss(final LedgerAccount account) {
        long sum = 0;
        for (final LedgerMarket market : ledger.markets().values()) {
            long buys = account.position(market.id()).lots();
            long sells = account.position(market.id()).lots();
            for (final LedgerOrder order : account.orders()) {
                if (order.marketId() != market.id() || order.isReduceOnly()) {
                    continue;
                }
                final long beyond = order.side().sign() * (order.priceTicks() - market.markTicks());
                sum += Math.max(0, beyond) * order.remainingLots();
                buys += order.side() == Side.BUY ? order.remainingLots() : 0;
                sells -= order.side() == Side.SELL ? order.remainingLots() : 0;
            }
            final long reserve = Math.max(Math.abs(buys), Math.abs(sells));
            sum += initial(
                market, reserve * Math.abs(market.markTicks()), state.leverage(account.id(), market.id()));
        }
        return sum;
    }

    /** At the price shown the account just meets its maintenance margin, and one step further it does not. */
    private static void checkLiquidation(
        final AccountView account, final AccountView.PositionView position, final LedgerMarket market) {
        final long priceE8 = position.liquidationPriceE8();
        final int side = Long.signum(position.quantityLots());
        if (priceE8 != LiquidationPrice.NONE) {
            assertTrue(surplus(account, position, market, priceE8).signum() >= 0, position::toString);
            assertTrue(surplus(account, position, market, priceE8 - side).signum() < 0, position::toString);
        } else if (side > 0) {
            assertTrue(surplus(account, position, market, 1).signum() >= 0, position::toString);
        }
    }

    /** Value less maintenance margin, times 2 × maxLeverage × e8PerTick, if this were the mark of the position. */
    private static BigInteger surplus(
        final AccountView account, final AccountView.PositionView position, final LedgerMarket market,
        final long priceE8) {
        final BigInteger inverseRate = BigInteger.valueOf(2L * market.spec().maxLeverage());
        final BigInteger others = BigInteger.valueOf(account.accountValueMicros() - account.maintenanceMicros()
            + position.maintenanceMicros() - position.quantityLots() * market.markTicks());
        final BigInteger price = BigInteger.valueOf(priceE8);
        final BigInteger worth = BigInteger.valueOf(position.quantityLots()).multiply(price);
        return others.multiply(inverseRate).multiply(BigInteger.valueOf(market.spec().e8PerTick()))
            .add(worth.multiply(inverseRate)).subtract(worth.abs());
    }

    /** The margin of the leverage, raised toward the notional by the market's ramp. */
    private static long initial(final LedgerMarket market, final long notional, final long leverage) {
        final long base = up(notional, leverage);
        return BigInteger.valueOf(notional - base).multiply(BigInteger.valueOf(market.rampNanos()))
            .add(BigInteger.valueOf(999_999_999)).divide(BigInteger.valueOf(1_000_000_000)).longValueExact() + base;
    }

    private static long up(final long dividend, final long divisor) {
        return Math.ceilDiv(dividend, divisor);
    }
}
