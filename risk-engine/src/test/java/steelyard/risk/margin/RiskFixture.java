package steelyard.risk.margin;

import steelyard.model.AccountKind;
import steelyard.model.Side;
import steelyard.risk.TestBooks;
import steelyard.risk.TestMarkets;
import steelyard.model.Parameter;
import steelyard.risk.funding.Funding;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.price.PriceOracle;

/** The parts of the risk engine over a few markets, with the house account that takes the fees. */
class RiskFixture {
    static final int BTC = 0;
    static final int OIL = 1;
    static final int MARKETS = 8;

    final Accounts accounts = new Accounts();
    final Markets markets = new Markets();
    final Positions positions = new Positions(accounts, markets);
    final TestOrders orders = new TestOrders();
    final LeverageCaps caps = new LeverageCaps();
    final Funding funding = new Funding();
    final Scenarios scenarios = new Scenarios();
    final CrossMargin margin = new CrossMargin(
        accounts, positions, markets, caps, orders, funding, scenarios, Parameter::defaultValue);
    final PriceOracle oracle = new PriceOracle(markets, new TestBooks());

    RiskFixture() {
        accounts.create(AccountKind.HOUSE, 0);
        markets.list(TestMarkets.btc(BTC));
        funding.list();
        for (int marketId = OIL; marketId < MARKETS; marketId++) {
            markets.list(TestMarkets.oil(marketId));
            funding.list();
        }
    }

    int user(final long cashMicros) {
        final int accountId = accounts.create(AccountKind.USER, accounts.count());
        accounts.deposit(accountId, cashMicros);
        return accountId;
    }

    /** Both sides of a fill, without orders. */
    void trade(final int buyer, final int seller, final int market, final long lots, final long priceTicks) {
        margin.settlement().settle(positions.open(buyer, market), lots, priceTicks, 0);
        margin.settlement().settle(positions.open(seller, market), -lots, priceTicks, 0);
    }

    TestOrders.Order rest(
        final int account, final int market, final int flags, final Side side, final long limit, final long lots) {
        final int slot = positions.open(account, market);
        final TestOrders.Order order = new TestOrders.Order(slot, flags, side, limit, lots);
        orders.orders.add(order);
        margin.reservations().rested(slot, flags, side, limit, lots);
        return order;
    }

    void cancel(final TestOrders.Order order) {
        orders.orders.remove(order);
        margin.reservations().left(order.slot(), order.flags(), order.side(), order.limitTicks(), order.lots());
        positions.closeIfEmpty(order.slot());
    }

    void mark(final int market, final long priceTicks) {
        markets.prices(market, priceTicks, priceTicks);
    }
}
