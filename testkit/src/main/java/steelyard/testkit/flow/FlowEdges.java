package steelyard.testkit.flow;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import steelyard.model.MarketParameter;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;
import steelyard.testkit.ledger.LedgerOrder;

/** Orders and leverages that an account can margin to the micro, or lacks one micro for: a deposit makes it so. */
final class FlowEdges {
    private static final long NANOS = 1_000_000_000L;
    private static final long MICROS = 1_000_000L;
    private static final List<MarketParameter> TIERS = List.of(
        MarketParameter.TIER_1_FROM_USDC, MarketParameter.TIER_2_FROM_USDC, MarketParameter.TIER_3_FROM_USDC);

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowOperators operators;

    FlowEdges(final Dice dice, final FlowMarkets markets, final FlowOperators operators) {
        this.dice = dice;
        this.markets = markets;
        this.operators = operators;
    }

    /** The deposit and the action that depends on it; empty if this account has no such edge now. */
    List<Command> edge(final Ledger ledger, final LedgerAccount account, final Authority authority) {
        final LedgerMarket market = markets.pick(ledger);
        if (!market.hasPrice()) {
            return List.of();
        }
        if (dice.oneIn(4) && market.risk(MarketParameter.TIER_1_FROM_USDC) != 0) {
            return tierEdge(account, market, authority);
        }
        return dice.oneIn(4)
            ? leverageEdge(ledger, account, market, authority)
            : orderEdge(ledger, account, market, authority);
    }

    /** An order with which a position would end at the beginning of a tier, or a lot beside it. */
    private List<Command> tierEdge(
        final LedgerAccount account, final LedgerMarket market, final Authority authority) {
        final long from = market.risk(dice.pick(TIERS));
        final long price =
            Math.max(1, Math.max(Math.abs(market.markTicks()), market.risk(MarketParameter.MARGIN_PRICE_MIN_TICKS)));
        final long position = account.position(market.id()).lots();
        final long lots = from * MICROS / price - Math.abs(position) + dice.between(-1, 2);
        if (lots < 1 || lots > market.spec().maxOrderLots()) {
            return List.of();
        }
        final Side side = position == 0 ? dice.percent(50) ? Side.BUY : Side.SELL
            : position > 0 ? Side.BUY : Side.SELL;
        final OrderEntry entry = OrderEntry.limit(
            market.id(), side, markets.priceTicks(market, side.sign(), dice.below(5) - 2) * market.spec().e8PerTick(),
            lots * market.spec().e8PerLot());
        return List.of(
            operators.deposit(account.address(), Math.max(1, from * MICROS / dice.pick(1, 2, 5, 50))),
            new Command.PlaceOrders(authority, List.of(entry)));
    }

    private List<Command> leverageEdge(
        final Ledger ledger, final LedgerAccount account, final LedgerMarket market, final Authority authority) {
        final int leverage = 1 + dice.below(account.leverage(market));
        final BigInteger free = account.withLeverage(market.id(), leverage).freeMicros(ledger.markets());
        return afterDeposit(account.address(), free,
            new Command.UpdateLeverage(authority, market.id(), leverage, true));
    }

    private List<Command> orderEdge(
        final Ledger ledger, final LedgerAccount account, final LedgerMarket market, final Authority authority) {
        final Side side = dice.percent(50) ? Side.BUY : Side.SELL;
        final long price = markets.priceTicks(market, side.sign(), dice.below(5) - 2);
        long least = 1;
        long most = market.spec().maxOrderLots();
        while (least < most) {
            final long middle = least + (most - least) / 2;
            if (free(ledger, account, market, side, price, middle).signum() < 0) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        final OrderEntry entry = OrderEntry.limit(
            market.id(), side, price * market.spec().e8PerTick(), least * market.spec().e8PerLot());
        return afterDeposit(account.address(), free(ledger, account, market, side, price, least),
            new Command.PlaceOrders(authority, List.of(dice.oneIn(4) ? entry.with(OrderFlags.POST_ONLY) : entry)));
    }

    /** What would be free if the order were accepted, by the walk that expects loss and fee. */
    private static BigInteger free(
        final Ledger ledger,
        final LedgerAccount account,
        final LedgerMarket market,
        final Side side,
        final long priceTicks,
        final long lots) {
        BigInteger gained = BigInteger.ZERO;
        BigInteger notional = BigInteger.ZERO;
        long left = lots;
        long levels = ledger.parameter(Parameter.FILLS_MAX);
        for (final Map.Entry<Long, Long> level : market.depth(side.opposite()).entrySet()) {
            if (left == 0 || levels-- == 0 || side.sign() * (priceTicks - level.getKey()) < 0) {
                break;
            }
            final long taken = Math.min(left, level.getValue());
            final long limitLoss = Math.max(0, side.sign() * (priceTicks - market.markTicks()));
            final long levelLoss = Math.max(0, side.sign() * (level.getKey() - market.markTicks()));
            gained = gained.add(BigInteger.valueOf(limitLoss - levelLoss).multiply(BigInteger.valueOf(taken)));
            notional = notional.add(BigInteger.valueOf(Math.abs(level.getKey())).multiply(BigInteger.valueOf(taken)));
            left -= taken;
        }
        final BigInteger fee = notional.multiply(BigInteger.valueOf(ledger.parameter(Parameter.TAKER_FEE_NANOS)))
            .add(BigInteger.valueOf(NANOS - 1)).divide(BigInteger.valueOf(NANOS));
        final LedgerOrder order = new LedgerOrder(
            Long.MAX_VALUE, account.id(), market.id(), side, priceTicks, lots, lots, 0, 0, null, 0,
            TimeInForce.GTC.code(), lots, 0, 0);
        return account.with(order).freeMicros(ledger.markets()).add(gained).subtract(fee);
    }

    private List<Command> afterDeposit(final Address address, final BigInteger free, final Command command) {
        final BigInteger missing = free.negate().add(BigInteger.valueOf(dice.between(-1, 1)));
        return missing.signum() <= 0 || missing.bitLength() > 45
            ? List.of()
            : List.of(operators.deposit(address, missing.longValueExact()), command);
    }
}
