package steelyard.bench.core;

import java.util.List;
import java.util.random.RandomGenerator;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;

/**
 * What the traders of a flow want next. A tenth of the accounts make markets: they place, modify and cancel orders about
 * the price, one action a command, half of the orders under names of their own. The others take.
 */
final class FlowTraders {
    private static final int TAKE_PERCENT = 10;
    private static final int MODIFY_PERCENT = 45;
    private static final int REDUCE_PERCENT = 15;
    private static final int POST_ONLY_PERCENT = 66;
    private static final int LATE_CANCEL_PERCENT = 3;
    private static final int CLOSE_PERCENT = 60;
    private static final double DEPTH_STEPS = 30;
    private static final int TAKE_STEPS = 100;
    private static final double MAKE_USDC = 4_000;
    private static final double TAKE_USDC = 3_000;

    private final FlowSize size;
    private final BenchMarkets markets;
    private final LiveOrders orders;
    private final RandomGenerator random;
    private final long[] lastNonce;
    private long lastName;
    private CommandKind kind;

    FlowTraders(
        final FlowSize size, final BenchMarkets markets, final LiveOrders orders, final RandomGenerator random) {
        this.size = size;
        this.markets = markets;
        this.orders = orders;
        this.random = random;
        this.lastNonce = new long[size.accounts()];
    }

    /** The address that owns an account. */
    static Address owner(final int account) {
        return new Address(0x1111_0000_0000_0000L, 0, account + 1);
    }

    /** The address that signs for an account: makers have an agent, the others sign themselves. */
    Address signer(final int account) {
        return isMaker(account) ? agent(account) : owner(account);
    }

    static Address agent(final int account) {
        return new Address(0x2222_0000_0000_0000L, 0, account + 1);
    }

    boolean isMaker(final int account) {
        return account < size.makers();
    }

    Authority authority(final int account, final long nowNanos) {
        return Authority.of(signer(account), nonce(account, nowNanos));
    }

    long nonce(final int account, final long nowNanos) {
        lastNonce[account] = Math.max(lastNonce[account] + 1, nowNanos / 1_000_000);
        return lastNonce[account];
    }

    /** What comes next at this time. */
    Command next(final long nowNanos) {
        final int chance = random.nextInt(100);
        final int market = random.nextInt(size.markets());
        if (chance < TAKE_PERCENT) {
            return take(market, nowNanos);
        }
        if (chance < TAKE_PERCENT + MODIFY_PERCENT) {
            return modify(orders.pick(market, random), nowNanos);
        }
        return orders.count(market) < size.ordersPerMarket()
            ? place(market, nowNanos)
            : cancel(market, nowNanos);
    }

    /** What the last command was. */
    CommandKind kind() {
        return kind;
    }

    /** An order of some maker, to rest behind the price. */
    Command place(final int market, final long nowNanos) {
        kind = CommandKind.PLACE;
        final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        final int flags = random.nextInt(100) < POST_ONLY_PERCENT ? OrderFlags.POST_ONLY : 0;
        final OrderEntry entry =
            entry(market, side, depth(), markets.lots(market, MAKE_USDC * (0.2 + random.nextExponential()))).with(flags);
        return new Command.PlaceOrders(authority(random.nextInt(size.makers()), nowNanos),
            List.of(random.nextBoolean() ? entry.named(ClientOrderId.of(++lastName)) : entry));
    }

    private Command take(final int market, final long nowNanos) {
        kind = CommandKind.TAKE;
        final int account = size.makers() + random.nextInt(size.accounts() - size.makers());
        final boolean close = random.nextInt(100) < CLOSE_PERCENT;
        final Side closing = orders.positionLots(account, market) > 0 ? Side.SELL : Side.BUY;
        final Side side = close ? closing : closing.opposite();
        final long lots = markets.lots(market, TAKE_USDC * (0.1 + random.nextExponential()));
        return new Command.PlaceOrders(
            authority(account, nowNanos), List.of(entry(market, side, -TAKE_STEPS, lots).ioc()));
    }

    private Command modify(final LiveOrders.Live live, final long nowNanos) {
        kind = CommandKind.MODIFY;
        final boolean reduces = random.nextInt(100) < REDUCE_PERCENT;
        final OrderEntry moved = entry(live.market(), live.side(), depth(), live.lots());
        final OrderEntry entry = new OrderEntry(live.market(), live.side().code(),
            reduces ? live.priceTicks() * markets.specs().get(live.market()).e8PerTick() : moved.priceE8(),
            reduces ? Math.max(1, live.lots() * 3 / 4) * markets.specs().get(live.market()).e8PerLot() : moved.sizeE8(),
            TimeInForce.GTC.code(), live.flags(), live.clientOrderId());
        return new Command.ModifyOrders(authority(live.account(), nowNanos), List.of(live.isNamed()
            ? new Command.ModifyEntry(0, live.clientOrderId(), entry)
            : new Command.ModifyEntry(live.orderId(), ClientOrderId.NONE, entry)));
    }

    private Command cancel(final int market, final long nowNanos) {
        kind = CommandKind.CANCEL;
        final boolean late = orders.gone() != null && random.nextInt(100) < LATE_CANCEL_PERCENT;
        final LiveOrders.Live live = late ? orders.gone() : orders.pick(market, random);
        final Authority authority = authority(live.account(), nowNanos);
        return live.isNamed()
            ? new Command.CancelOrdersByClientId(
                authority, List.of(new Command.CancelByClientIdEntry(live.market(), live.clientOrderId())))
            : new Command.CancelOrders(authority, List.of(new Command.CancelEntry(live.market(), live.orderId())));
    }

    private int depth() {
        return 1 + (int) (DEPTH_STEPS * random.nextExponential());
    }

    /** A limit order so many steps behind the market's price. */
    OrderEntry entry(final int market, final Side side, final int steps, final long lots) {
        return OrderEntry.limit(market, side,
            markets.priceTicks(market, side, steps) * markets.specs().get(market).e8PerTick(),
            lots * markets.specs().get(market).e8PerLot());
    }
}
