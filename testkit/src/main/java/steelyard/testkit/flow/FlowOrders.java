package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;
import steelyard.testkit.ledger.LedgerOrder;
import steelyard.testkit.ledger.LedgerPosition;

/** What traders ask for in a flow. */
final class FlowOrders {
    private static final int CLIENT_ORDER_IDS = 12;
    private static final long AGENT_VALIDITY_MILLIS = 15_552_000_000L;
    private static final List<String> AGENT_NAMES = List.of("", "", "one", "two", "three", "four", "fünf");

    private final Dice dice;
    private final FlowMarkets markets;

    FlowOrders(final Dice dice, final FlowMarkets markets) {
        this.dice = dice;
        this.markets = markets;
    }

    Command.PlaceOrders place(
        final Ledger ledger, final LedgerAccount account, final Authority authority, final Phase phase) {
        final int count = entryCount(phase);
        final LedgerMarket first =
            phase == Phase.EVENT_BOUND ? ledger.markets().get(dice.below(2)) : markets.pick(ledger);
        final boolean oneMarket = count > 4 || phase == Phase.EVENT_BOUND;
        final List<OrderEntry> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(order(account, oneMarket ? first : markets.pick(ledger), phase));
        }
        return new Command.PlaceOrders(authority, orders);
    }

    int entryCount(final Phase phase) {
        if (dice.oneIn(400)) {
            return (int) dice.pick(0, 101, 100, 6);
        }
        return Math.min(100, 1 + dice.geometric(100 - 100 / phase.entries));
    }

    OrderEntry order(final LedgerAccount account, final LedgerMarket market, final Phase phase) {
        final LedgerPosition position = account.position(market.id());
        final boolean reduceOnly = dice.percent(phase == Phase.REDUCE ? 35 : phase == Phase.EVENT_BOUND ? 15 : 8);
        final boolean against = position.lots() != 0 && dice.percent(reduceOnly ? 85 : 40);
        final Side side = against
            ? position.lots() > 0 ? Side.SELL : Side.BUY
            : dice.percent(50) ? Side.BUY : Side.SELL;
        final boolean takes = dice.percent(phase.taking);
        final int distance = dice.geometric(100 - 100 / (phase.stepsBehind + 1));
        final long price = dice.percent(2)
            ? farPrice(market)
            : markets.priceTicks(market, side.sign(), takes ? -distance : distance);
        final long lots = against && dice.percent(50)
            ? Math.max(1, Math.abs(position.lots()) / (1 + dice.below(3)) + dice.below(2))
            : lots(market, phase, takes);
        final boolean ioc = takes && dice.percent(40) || dice.oneIn(40);
        final int flags = (reduceOnly ? OrderFlags.REDUCE_ONLY : 0)
            | (!ioc && dice.percent(takes ? 4 : 20) ? OrderFlags.POST_ONLY : 0)
            | (ioc && Feature.CHECKS.isOn() && dice.percent(30) ? OrderFlags.FRONTEND_MARKET : 0);
        final OrderEntry entry = new OrderEntry(
            market.id(), side.code(), e8(price, market.spec().e8PerTick()), e8(lots, market.spec().e8PerLot()),
            ioc ? 1 : 0, flags, ClientOrderId.NONE);
        final OrderEntry named = dice.percent(25) ? entry.named(clientOrderId()) : entry;
        return dice.oneIn(phase.entries > 3 ? 500 : 70) ? spoiled(named, market) : named;
    }

    /** A small order that would rest, of either side. */
    OrderEntry modest(final LedgerMarket market) {
        final Side side = dice.percent(50) ? Side.BUY : Side.SELL;
        final long price = markets.priceTicks(market, side.sign(), 3);
        final long lots = Math.max(1, 20_000_000 / FlowMarkets.typicalTicks(market));
        return OrderEntry.limit(
            market.id(), side, e8(price, market.spec().e8PerTick()), e8(lots, market.spec().e8PerLot()));
    }

    /** A hundred small orders at a few prices of one side. */
    Command.PlaceOrders wall(
        final LedgerAccount account, final Authority authority, final LedgerMarket market, final Side side) {
        final boolean reduces = side.sign() * account.position(market.id()).lots() < 0;
        final List<OrderEntry> wall = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            final long price = markets.priceTicks(market, side.sign(), dice.below(4));
            final long lots = Math.max(1, dice.pick(11, 12, 15) * 1_000_000 / FlowMarkets.typicalTicks(market));
            final OrderEntry entry = OrderEntry.limit(
                market.id(), side, e8(price, market.spec().e8PerTick()), e8(lots, market.spec().e8PerLot()));
            wall.add(reduces && dice.percent(15) ? entry.with(OrderFlags.REDUCE_ONLY) : entry);
        }
        return new Command.PlaceOrders(authority, wall);
    }

    /** Orders that are large enough to trade with several walls. */
    Command.PlaceOrders sweep(final Authority authority, final LedgerMarket market, final Side side) {
        final List<OrderEntry> sweep = new ArrayList<>();
        for (int i = dice.below(4); i >= 0; i--) {
            final long price = markets.priceTicks(market, side.sign(), -10);
            final long lots = Math.max(1, dice.pick(1_500, 5_000) * 1_000_000 / FlowMarkets.typicalTicks(market));
            final OrderEntry entry = OrderEntry.limit(
                market.id(), side, e8(price, market.spec().e8PerTick()), e8(lots, market.spec().e8PerLot()));
            sweep.add(dice.percent(60) ? entry.ioc() : entry);
        }
        return new Command.PlaceOrders(authority, sweep);
    }

    private long lots(final LedgerMarket market, final Phase phase, final boolean takes) {
        if (phase == Phase.FILL_BOUND || phase == Phase.EVENT_BOUND) {
            final long usdc = takes ? dice.pick(300, 3_000, 30_000) : dice.pick(11, 12, 15);
            return Math.max(1, usdc * 1_000_000 / FlowMarkets.typicalTicks(market));
        }
        return markets.lots(market);
    }

    private static long e8(final long units, final long e8PerUnit) {
        return Math.multiplyExact(units, e8PerUnit);
    }

    private long farPrice(final LedgerMarket market) {
        final long max = market.spec().maxPriceTicks();
        final long step = Math.max(1, market.spec().gridStepTicks());
        final long price = switch (dice.below(6)) {
            case 0 -> max;
            case 1 -> max + step;
            case 2 -> step;
            case 3 -> market.markTicks() * 2 / step * step;
            case 4 -> market.markTicks() / 2 / step * step;
            default -> dice.between(1, max);
        };
        final boolean below = market.spec().allowsNonPositive() && dice.percent(40);
        return below ? -price : Math.max(1, price);
    }

    private ClientOrderId clientOrderId() {
        return new ClientOrderId(dice.below(2), dice.below(CLIENT_ORDER_IDS));
    }

    /** The entry with one thing wrong. */
    OrderEntry spoiled(final OrderEntry o, final LedgerMarket market) {
        int marketId = o.marketId();
        int side = o.side();
        long price = o.priceE8();
        long size = o.sizeE8();
        int timeInForce = o.timeInForce();
        int flags = o.flags();
        switch (dice.below(15)) {
            case 0 -> marketId = (int) dice.pick(-1, 99, Integer.MAX_VALUE, Integer.MIN_VALUE);
            case 1 -> side = 2 + dice.below(254);
            case 2 -> timeInForce = 4 + dice.below(252);
            case 3 -> flags |= 16 << dice.below(6);
            case 4 -> {
                timeInForce = 1;
                flags |= OrderFlags.POST_ONLY;
            }
            case 5 -> price++;
            case 6 -> price = dice.pick(0, -price, Long.MIN_VALUE, Long.MAX_VALUE);
            case 7 -> price += market.spec().e8PerTick();
            case 8 -> size = -size;
            case 9 -> size++;
            case 10 -> size = 0;
            case 11 -> size = dice.pick(Long.MAX_VALUE, Long.MIN_VALUE,
                Long.MAX_VALUE / market.spec().e8PerLot() * market.spec().e8PerLot());
            case 12 -> price = Long.MAX_VALUE / market.spec().e8PerTick() * market.spec().e8PerTick();
            case 13 -> flags |= OrderFlags.HAS_CLIENT_ORDER_ID;
            default -> {
                return new OrderEntry(
                    marketId, side, price, size, timeInForce, flags & ~OrderFlags.HAS_CLIENT_ORDER_ID, clientOrderId());
            }
        }
        return new OrderEntry(marketId, side, price, size, timeInForce, flags, o.clientOrderId());
    }

    Command.Signed cancel(
        final Ledger ledger, final LedgerAccount account, final Authority authority, final Phase phase) {
        final int count = dice.oneIn(200) ? (int) dice.pick(0, 101) : 1 + dice.geometric(60);
        if (dice.percent(70)) {
            final List<Command.CancelEntry> cancels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                cancels.add(cancelEntry(ledger, account));
            }
            return new Command.CancelOrders(authority, cancels);
        }
        final List<Command.CancelByClientIdEntry> cancels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final LedgerOrder named = named(account);
            cancels.add(named == null || dice.oneIn(8)
                ? new Command.CancelByClientIdEntry(dice.below(10), clientOrderId())
                : new Command.CancelByClientIdEntry(named.marketId(), named.clientOrderId()));
        }
        return new Command.CancelOrdersByClientId(authority, cancels);
    }

    private Command.CancelEntry cancelEntry(final Ledger ledger, final LedgerAccount account) {
        final List<LedgerOrder> own = List.copyOf(account.orders());
        if (own.isEmpty() || dice.oneIn(12)) {
            return new Command.CancelEntry(
                dice.below(10), dice.between(-1, ledger.lastOrderId() + 2));
        }
        final LedgerOrder order = dice.pick(own);
        return new Command.CancelEntry(dice.oneIn(30) ? dice.below(10) : order.marketId(), order.id());
    }

    /** Takes out many orders of an account, so that books do not grow for ever. */
    Command.CancelOrders cancelMany(final LedgerAccount account, final Authority authority) {
        return new Command.CancelOrders(authority, account.orders().stream()
            .limit(100).map(order -> new Command.CancelEntry(order.marketId(), order.id())).toList());
    }

    private LedgerOrder named(final LedgerAccount account) {
        final List<LedgerOrder> named = account.orders().stream().filter(LedgerOrder::hasClientOrderId).toList();
        return named.isEmpty() ? null : dice.pick(named);
    }

    Command.ModifyOrders modify(
        final Ledger ledger, final LedgerAccount account, final Authority authority, final Phase phase) {
        final List<LedgerOrder> own = List.copyOf(account.orders());
        final int count = dice.oneIn(300) ? (int) dice.pick(0, 101) : Math.min(100, entryCount(phase));
        final List<Command.ModifyEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(own.isEmpty() || dice.oneIn(15)
                ? new Command.ModifyEntry(dice.between(-1, ledger.lastOrderId() + 2), clientOrderId(),
                    order(account, markets.pick(ledger), phase))
                : modifyEntry(ledger, account, dice.pick(own), phase));
        }
        return new Command.ModifyOrders(authority, entries);
    }

    private Command.ModifyEntry modifyEntry(
        final Ledger ledger, final LedgerAccount account, final LedgerOrder target, final Phase phase) {
        final LedgerMarket market = ledger.markets().get(target.marketId());
        final boolean byName = target.hasClientOrderId() && dice.percent(40);
        final OrderEntry same = new OrderEntry(
            target.marketId(), target.side().code(), e8(target.priceTicks(), market.spec().e8PerTick()),
            e8(target.remainingLots(), market.spec().e8PerLot()), 0, target.flags() & OrderFlags.REQUESTABLE,
            target.clientOrderId());
        final long lotE8 = market.spec().e8PerLot();
        final OrderEntry changed = switch (dice.below(14)) {
            case 0, 1, 2 -> resized(same, e8(Math.max(1, target.remainingLots() * dice.below(100) / 100), lotE8));
            case 3 -> same;
            case 4 -> resized(same, same.sizeE8() + lotE8);
            case 5, 6 -> repriced(same, market, target.side().sign() * dice.geometric(80));
            case 7 -> repriced(same, market, -target.side().sign() * dice.geometric(80));
            case 8 -> new OrderEntry(same.marketId(), 1 - same.side(), same.priceE8(), same.sizeE8(), 0, same.flags(),
                same.clientOrderId());
            case 9 -> same.ioc();
            case 10 -> new OrderEntry(same.marketId(), same.side(), same.priceE8(), same.sizeE8(), 0,
                same.flags() ^ (int) dice.pick(OrderFlags.REDUCE_ONLY, OrderFlags.POST_ONLY), same.clientOrderId());
            case 11 -> same.named(clientOrderId());
            case 12 -> resized(same, e8(markets.lots(market), lotE8));
            default -> order(account, dice.percent(70) ? market : markets.pick(ledger), phase);
        };
        return new Command.ModifyEntry(
            byName ? 0 : target.id(), byName ? target.clientOrderId() : ClientOrderId.NONE,
            dice.oneIn(100) ? spoiled(changed, market) : changed);
    }

    private OrderEntry repriced(final OrderEntry o, final LedgerMarket market, final int stepsBehind) {
        final long price = e8(markets.priceTicks(market, 1, stepsBehind), market.spec().e8PerTick());
        return new OrderEntry(o.marketId(), o.side(), price, o.sizeE8(), 0, o.flags(), o.clientOrderId());
    }

    private static OrderEntry resized(final OrderEntry o, final long sizeE8) {
        return new OrderEntry(
            o.marketId(), o.side(), o.priceE8(), sizeE8, o.timeInForce(), o.flags(), o.clientOrderId());
    }

    Command.UpdateLeverage leverage(final Ledger ledger, final Authority authority) {
        final LedgerMarket market = markets.pick(ledger);
        final int max = market.spec().maxLeverage();
        final int leverage = (int) switch (dice.below(12)) {
            case 0 -> dice.pick(0, -1, Integer.MIN_VALUE);
            case 1 -> dice.pick(max + 1, Integer.MAX_VALUE);
            case 2, 3 -> 1;
            case 4, 5, 6 -> max;
            default -> dice.between(1, max);
        };
        final int marketId = dice.oneIn(25) ? (int) dice.pick(-1, 50) : market.id();
        return new Command.UpdateLeverage(authority, marketId, leverage,
            !(Feature.MARGINS.isOn() && dice.oneIn(4)));
    }

    Command.ApproveAgent agent(
        final Ledger ledger,
        final LedgerAccount account,
        final Authority authority,
        final FlowSigners signers,
        final long nowMillis) {
        final Address address = switch (dice.below(14)) {
            case 0, 1 -> Address.ZERO;
            case 2 -> dice.pick(ledger.accounts()).address();
            case 3, 4, 5, 6 -> signers.agentOf(account.id());
            default -> signers.anyAgent();
        };
        final String usualName = AGENT_NAMES.get((int) Math.floorMod(address.high(), (long) AGENT_NAMES.size()));
        final long validUntil = switch (dice.below(14)) {
            case 0 -> nowMillis + dice.between(-1, 1);
            case 1 -> nowMillis + AGENT_VALIDITY_MILLIS + dice.between(-1, 1);
            case 2 -> dice.any();
            case 3, 4, 5, 6 -> 0;
            case 7 -> nowMillis + dice.between(1, AGENT_VALIDITY_MILLIS);
            default -> nowMillis + dice.between(1, 20_000);
        };
        final String name = dice.percent(70) ? usualName : dice.pick(AGENT_NAMES);
        return new Command.ApproveAgent(authority, address, name, validUntil);
    }
}
