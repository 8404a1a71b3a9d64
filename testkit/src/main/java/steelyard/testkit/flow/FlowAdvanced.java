package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;
import steelyard.testkit.ledger.LedgerOrder;
import steelyard.testkit.ledger.LedgerPosition;
import steelyard.testkit.ledger.LedgerTrigger;

/** Orders with everything that they may have, and what else accounts ask for about their orders. */
final class FlowAdvanced {
    private static final long SECOND_MILLIS = 1_000;
    private static final int TRAIL_BPS_MAX = 5_000;
    private static final int FLAGS_END = 14;
    /** The first accounts of users quote more than the others. */
    private static final int MAKERS = 4;

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowOrders orders;
    private final Moments moments;

    FlowAdvanced(final Dice dice, final FlowMarkets markets, final FlowOrders orders, final Moments moments) {
        this.dice = dice;
        this.markets = markets;
        this.orders = orders;
        this.moments = moments;
    }

    /** What an account asks for now, or {@code null} if nothing comes to mind. */
    Command.Signed next(
        final Ledger ledger,
        final LedgerAccount account,
        final Authority authority,
        final Phase phase,
        final long nowMillis) {
        if (account.id() < HouseAccount.ID_LIMIT + MAKERS && dice.percent(50)) {
            return dice.oneIn(8)
                ? on(Feature.PROTECTION, protection(authority))
                : on(Feature.QUOTES, quote(ledger, account, authority));
        }
        return switch (dice.below(40)) {
            case 0, 1 -> on(Feature.SWEEPS, cancelAll(ledger, authority));
            case 2 -> on(Feature.SCHEDULES, schedule(account, authority, nowMillis));
            case 3 -> on(Feature.SELF_TRADE, new Command.ChooseSelfTradeMode(
                authority, (int) dice.pick(0, 1, 1, 2, 3, 4, 5, 255)));
            case 4, 5 -> on(Feature.TWAPS, twap(ledger, account, authority));
            case 6 -> on(Feature.TWAPS, cancelTwap(ledger, account, authority));
            case 7, 8, 9, 10, 11 -> on(Feature.MODIFIES, modify(ledger, account, authority, phase, nowMillis));
            case 12, 13, 14 -> on(Feature.TRIGGERS, cancel(account, authority));
            case 15, 16, 17, 18 -> on(Feature.GROUPS, family(ledger, account, authority, phase, nowMillis));
            case 19, 20 -> on(Feature.GROUPS, protect(ledger, account, authority, nowMillis));
            case 21, 22, 23, 24 -> on(Feature.QUOTES, quote(ledger, account, authority));
            case 25 -> on(Feature.PROTECTION, protection(authority));
            case 26 -> on(Feature.PROTECTION, new Command.ResetProtection(authority, group()));
            default -> place(ledger, account, authority, phase, nowMillis);
        };
    }

    private static Command.Signed on(final Feature feature, final Command.Signed command) {
        return feature.isOn() ? command : null;
    }

    private Command.PlaceAdvancedOrders place(
        final Ledger ledger,
        final LedgerAccount account,
        final Authority authority,
        final Phase phase,
        final long nowMillis) {
        final int count = orders.entryCount(phase);
        final LedgerMarket first = markets.pick(ledger);
        final List<AdvancedOrderEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final LedgerMarket market = count > 4 ? first : markets.pick(ledger);
            entries.add(entry(ledger, account, market, phase, nowMillis));
        }
        return built(new Command.PlaceAdvancedOrders(authority, dice.oneIn(150) ? 1 + dice.below(4) : 0, entries));
    }

    /** The same, sometimes for a builder. */
    private Command.PlaceAdvancedOrders built(final Command.PlaceAdvancedOrders c) {
        return Feature.BUILDERS.isOn() && dice.percent(25)
            ? new Command.PlaceAdvancedOrders(c.authority(), c.grouping(), c.orders(),
                FlowSigners.builder(dice), (int) dice.pick(0, 1, 5, 10, 33, 100, 100, 101, 1_000))
            : c;
    }

    private AdvancedOrderEntry entry(
        final Ledger ledger,
        final LedgerAccount account,
        final LedgerMarket market,
        final Phase phase,
        final long nowMillis) {
        final OrderEntry plain = withMode(orders.order(account, market, phase));
        final AdvancedOrderEntry entry = switch (dice.below(10)) {
            case 0, 1 -> Feature.FILL_OR_KILL.isOn() ? fillOrKill(plain) : AdvancedOrderEntry.of(plain);
            case 2, 3 -> Feature.GOOD_TILL_TIME.isOn() ? timed(plain, nowMillis) : AdvancedOrderEntry.of(plain);
            case 4, 5 -> Feature.ICEBERGS.isOn() ? iceberg(market, plain) : AdvancedOrderEntry.of(plain);
            case 6, 7, 8 -> Feature.TRIGGERS.isOn()
                ? trigger(market, plain, nowMillis)
                : AdvancedOrderEntry.of(plain);
            default -> AdvancedOrderEntry.of(plain);
        };
        return dice.oneIn(60) ? spoiled(entry, market) : entry;
    }

    private OrderEntry withMode(final OrderEntry entry) {
        return Feature.SELF_TRADE.isOn() && dice.percent(30)
            ? entry.with(SelfTradeMode.of(1 + dice.below(4)).flags())
            : entry;
    }

    private static OrderEntry lasting(final OrderEntry o, final int timeInForce, final int dropped) {
        return new OrderEntry(
            o.marketId(), o.side(), o.priceE8(), o.sizeE8(), timeInForce, o.flags() & ~dropped, o.clientOrderId());
    }

    private static AdvancedOrderEntry fillOrKill(final OrderEntry plain) {
        return AdvancedOrderEntry.of(lasting(plain, TimeInForce.FOK.code(), OrderFlags.POST_ONLY));
    }

    private AdvancedOrderEntry timed(final OrderEntry plain, final long nowMillis) {
        final long expires = dice.oneIn(30)
            ? dice.pick(nowMillis, nowMillis + 1, -1, Long.MAX_VALUE, Long.MIN_VALUE)
            : nowMillis + dice.between(1, dice.pick(100, 5 * SECOND_MILLIS, 60 * SECOND_MILLIS));
        moments.ends(expires, plain.marketId());
        return new AdvancedOrderEntry(
            lasting(plain, TimeInForce.GTT.code(), 0), 0, expires, 0, 0, false, 0, 0, 0);
    }

    private AdvancedOrderEntry iceberg(final LedgerMarket market, final OrderEntry plain) {
        final OrderEntry rests = lasting(plain, TimeInForce.GTC.code(), 0);
        final long lots = plain.sizeE8() / market.spec().e8PerLot();
        final long display = Math.max(1, lots / (2 + dice.below(6)) + dice.between(-1, 1));
        return new AdvancedOrderEntry(
            rests, Math.multiplyExact(display, market.spec().e8PerLot()), 0, 0, 0, false, 0, 0, 0);
    }

    /** A trigger order that is likely to be taken: its price lies on the right side of the mark. */
    private AdvancedOrderEntry trigger(final LedgerMarket market, final OrderEntry plain, final long nowMillis) {
        final boolean isTimed = Feature.GOOD_TILL_TIME.isOn() && dice.oneIn(6);
        final int dropped = OrderFlags.POST_ONLY | OrderFlags.FRONTEND_MARKET;
        final OrderEntry order =
            lasting(plain, isTimed ? TimeInForce.GTT.code() : TimeInForce.GTC.code(), dropped);
        final long expires = isTimed ? nowMillis + dice.between(1, 60 * SECOND_MILLIS) : 0;
        final int kind = 1 + dice.below(3);
        final int source = (int) dice.pick(0, 0, 1, 2);
        final boolean isMarket = dice.percent(60);
        final long e8PerTick = market.spec().e8PerTick();
        if (kind == TriggerKind.TRAILING_STOP.code()) {
            final boolean inBps = dice.percent(50);
            final long trail = inBps ? 0 : Math.max(1, FlowMarkets.typicalTicks(market) / dice.pick(20, 200, 5_000));
            return new AdvancedOrderEntry(order, 0, expires, kind, source, isMarket, 0,
                Math.multiplyExact(trail, e8PerTick), inBps ? (int) dice.pick(1, 10, 50, TRAIL_BPS_MAX) : 0);
        }
        final boolean looksUp = (kind == TriggerKind.TAKE_PROFIT.code()) == (order.side() == Side.SELL.code());
        final int steps = (dice.percent(95) ? 1 : -1) * (1 + dice.geometric(60));
        final long price = markets.priceTicks(market, looksUp ? -1 : 1, steps);
        return new AdvancedOrderEntry(order, 0, expires, kind, source, isMarket,
            Math.multiplyExact(price, e8PerTick), 0, 0);
    }

    private AdvancedOrderEntry spoiled(final AdvancedOrderEntry e, final LedgerMarket market) {
        final OrderEntry o = e.order();
        final long tick = market.spec().e8PerTick();
        return switch (dice.below(12)) {
            case 0 -> new AdvancedOrderEntry(o, e.displaySizeE8() + 1, e.expiresMillis(), e.triggerKind(),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
            case 1 -> new AdvancedOrderEntry(o, -market.spec().e8PerLot(), e.expiresMillis(), e.triggerKind(),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
            case 2 -> new AdvancedOrderEntry(o, e.displaySizeE8(), dice.pick(0, 1, -1), e.triggerKind(),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
            case 3 -> new AdvancedOrderEntry(o, e.displaySizeE8(), e.expiresMillis(), 4 + dice.below(200),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
            case 4 -> new AdvancedOrderEntry(o, e.displaySizeE8(), e.expiresMillis(), e.triggerKind(),
                3 + dice.below(200), e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
            case 5 -> new AdvancedOrderEntry(o, e.displaySizeE8(), e.expiresMillis(), e.triggerKind(),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8() + dice.pick(1, tick, -tick), e.trailE8(),
                e.trailBps());
            case 6 -> new AdvancedOrderEntry(o, e.displaySizeE8(), e.expiresMillis(), e.triggerKind(),
                e.triggerSource(), e.isMarket(), dice.pick(0, -tick, Long.MAX_VALUE / tick * tick), e.trailE8(),
                e.trailBps());
            case 7 -> new AdvancedOrderEntry(o, e.displaySizeE8(), e.expiresMillis(), e.triggerKind(),
                e.triggerSource(), e.isMarket(), e.triggerPriceE8(), dice.pick(1, -tick, 0, tick),
                (int) dice.pick(0, 1, TRAIL_BPS_MAX, TRAIL_BPS_MAX + 1));
            case 8 -> wrapping(e, lasting(o, TimeInForce.IOC.code(), 0));
            case 9 -> wrapping(e, o.with(1 << dice.below(FLAGS_END)));
            case 10 -> wrapping(e, o.with(SelfTradeMode.FLAGS_MASK));
            default -> wrapping(e, orders.spoiled(o, market));
        };
    }

    private static AdvancedOrderEntry wrapping(final AdvancedOrderEntry e, final OrderEntry order) {
        return new AdvancedOrderEntry(order, e.displaySizeE8(), e.expiresMillis(), e.triggerKind(), e.triggerSource(),
            e.isMarket(), e.triggerPriceE8(), e.trailE8(), e.trailBps());
    }

    /** A parent with one or two orders that protect it. */
    private Command.PlaceAdvancedOrders family(
        final Ledger ledger,
        final LedgerAccount account,
        final Authority authority,
        final Phase phase,
        final long nowMillis) {
        final LedgerMarket market = markets.pick(ledger);
        final OrderEntry first = withMode(orders.order(account, market, phase));
        final List<AdvancedOrderEntry> entries = new ArrayList<>();
        entries.add(dice.oneIn(4) && Feature.FILL_OR_KILL.isOn() ? fillOrKill(first) : AdvancedOrderEntry.of(first));
        final int children = dice.oneIn(60) ? (int) dice.pick(0, 3) : 1 + dice.below(2);
        for (int i = 0; i < children; i++) {
            entries.add(child(market, first.side(), first.sizeE8(), nowMillis));
        }
        return built(new Command.PlaceAdvancedOrders(authority, 1, entries));
    }

    private AdvancedOrderEntry child(
        final LedgerMarket market, final int parentSide, final long sizeE8, final long nowMillis) {
        final Side side = Side.of((dice.oneIn(80) ? parentSide : 1 - parentSide) & 1);
        final long price = markets.priceTicks(market, side.sign(), dice.below(5) - 2);
        final OrderEntry order = OrderEntry.limit(
            market.id(), side, Math.multiplyExact(price, market.spec().e8PerTick()), sizeE8);
        final AdvancedOrderEntry trigger = trigger(
            market, dice.oneIn(80) ? order : order.with(OrderFlags.REDUCE_ONLY), nowMillis);
        return dice.oneIn(100) ? spoiled(trigger, market) : trigger;
    }

    /** One or two orders that protect a position. */
    private Command.PlaceAdvancedOrders protect(
        final Ledger ledger, final LedgerAccount account, final Authority authority, final long nowMillis) {
        LedgerMarket market = markets.pick(ledger);
        for (int tries = 0; tries < 5 && account.position(market.id()).lots() == 0; tries++) {
            market = markets.pick(ledger);
        }
        final LedgerPosition position = account.position(market.id());
        final int opened = position.lots() < 0 ? Side.SELL.code() : Side.BUY.code();
        final List<AdvancedOrderEntry> entries = new ArrayList<>();
        final int count = dice.oneIn(60) ? 3 : 1 + dice.below(2);
        for (int i = 0; i < count; i++) {
            final long lots = switch (dice.below(3)) {
                case 0 -> 0;
                case 1 -> Math.abs(position.lots()) + dice.between(-1, 1);
                default -> Math.max(1, Math.abs(position.lots()) / 2);
            };
            final long sizeE8 = Math.multiplyExact(Math.max(0, lots), market.spec().e8PerLot());
            entries.add(child(market, opened, sizeE8, nowMillis));
        }
        return built(new Command.PlaceAdvancedOrders(authority, 2, entries));
    }

    private Command.ModifyAdvancedOrders modify(
        final Ledger ledger,
        final LedgerAccount account,
        final Authority authority,
        final Phase phase,
        final long nowMillis) {
        final int count = dice.oneIn(300) ? (int) dice.pick(0, 101) : Math.min(100, orders.entryCount(phase));
        final List<Command.AdvancedModifyEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(modifyEntry(ledger, account, phase, nowMillis));
        }
        return new Command.ModifyAdvancedOrders(authority, dice.percent(30), entries);
    }

    private Command.AdvancedModifyEntry modifyEntry(
        final Ledger ledger, final LedgerAccount account, final Phase phase, final long nowMillis) {
        final List<LedgerTrigger> triggers = List.copyOf(account.triggers());
        if (!triggers.isEmpty() && dice.percent(50)) {
            final LedgerTrigger target = dice.pick(triggers);
            final LedgerMarket market = ledger.markets().get(target.marketId());
            final AdvancedOrderEntry wanted = dice.percent(60)
                ? moved(target, market)
                : entry(ledger, account, market, phase, nowMillis);
            final boolean byName = target.hasClientOrderId() && dice.percent(40);
            return new Command.AdvancedModifyEntry(
                byName ? 0 : target.id(), byName ? target.clientOrderId() : ClientOrderId.NONE, wanted);
        }
        final List<LedgerOrder> own = List.copyOf(account.orders());
        if (own.isEmpty() || dice.oneIn(12)) {
            return new Command.AdvancedModifyEntry(
                dice.between(-1, ledger.lastOrderId() + 2), ClientOrderId.NONE,
                entry(ledger, account, markets.pick(ledger), phase, nowMillis));
        }
        final LedgerOrder target = dice.pick(own);
        final LedgerMarket market = ledger.markets().get(target.marketId());
        final AdvancedOrderEntry wanted = dice.percent(70)
            ? resized(target, market)
            : entry(ledger, account, market, phase, nowMillis);
        final boolean byName = target.hasClientOrderId() && dice.percent(40);
        return new Command.AdvancedModifyEntry(
            byName ? 0 : target.id(), byName ? target.clientOrderId() : ClientOrderId.NONE, wanted);
    }

    /** A trigger order with another trigger price or size. */
    private AdvancedOrderEntry moved(final LedgerTrigger target, final LedgerMarket market) {
        final Event.TriggerPlaced t = target.placed();
        final long e8PerTick = market.spec().e8PerTick();
        final long price = t.priceTicks() == 0 ? markets.priceTicks(market, 1, 0) : t.priceTicks();
        final OrderEntry order = new OrderEntry(
            t.marketId(), t.side(), Math.multiplyExact(price, e8PerTick),
            Math.multiplyExact(Math.max(1, t.quantityLots() - dice.below(2)), market.spec().e8PerLot()),
            t.timeInForce(), t.flags() & OrderFlags.REQUESTABLE, t.clientOrderId());
        final long trigger = t.triggerPriceTicks() == 0 ? 0
            : markets.priceTicks(market, dice.percent(50) ? 1 : -1, dice.below(4));
        return new AdvancedOrderEntry(
            order, 0, t.expiresMillis(), t.triggerKind(), t.triggerSource(), t.isMarket(),
            Math.multiplyExact(trigger, e8PerTick), Math.multiplyExact(t.trailTicks(), e8PerTick), t.trailBps());
    }

    /** A resting order as it is, smaller, or a little different. */
    private AdvancedOrderEntry resized(final LedgerOrder target, final LedgerMarket market) {
        final long lotE8 = market.spec().e8PerLot();
        final long lots = switch (dice.below(5)) {
            case 0 -> target.remainingLots();
            case 1 -> target.remainingLots() + 1;
            case 2 -> Math.max(1, target.shownLots() - dice.below(2));
            default -> Math.max(1, target.remainingLots() * dice.below(100) / 100);
        };
        final OrderEntry order = new OrderEntry(
            target.marketId(), target.side().code(), Math.multiplyExact(target.priceTicks(), market.spec().e8PerTick()),
            Math.multiplyExact(lots, lotE8), target.timeInForce(), target.flags() & OrderFlags.REQUESTABLE,
            target.clientOrderId());
        final long display = dice.oneIn(12) ? 1 : target.displayLots();
        final long expires = target.expiresMillis() + (target.expiresMillis() != 0 && dice.oneIn(8) ? 1 : 0);
        return new AdvancedOrderEntry(
            order, Math.multiplyExact(display, lotE8), expires, 0, 0, false, 0, 0, 0);
    }

    /** Cancels trigger orders, some of them fast. */
    private Command.Signed cancel(final LedgerAccount account, final Authority authority) {
        final List<LedgerTrigger> triggers = List.copyOf(account.triggers());
        if (triggers.isEmpty()) {
            return null;
        }
        final LedgerTrigger target = dice.pick(triggers);
        return target.hasClientOrderId() && dice.percent(60)
            ? new Command.CancelOrdersByClientId(
                authority, List.of(new Command.CancelByClientIdEntry(target.marketId(), target.clientOrderId())),
                dice.oneIn(4))
            : new Command.CancelOrders(
                authority, List.of(new Command.CancelEntry(target.marketId(), target.id())), dice.oneIn(4));
    }

    private Command.CancelAll cancelAll(final Ledger ledger, final Authority authority) {
        final int marketId = dice.oneIn(20) ? (int) dice.pick(-2, 77, Integer.MIN_VALUE)
            : dice.percent(30) ? -1 : markets.pick(ledger).id();
        return new Command.CancelAll(
            authority, marketId, (int) dice.pick(0, 1, 255, 255, 255, dice.oneIn(5) ? 2 : 255),
            (int) dice.pick(0, 0, 1, 2, 3, dice.oneIn(5) ? 4 : 0));
    }

    private Command.ScheduleCancel schedule(
        final LedgerAccount account, final Authority authority, final long nowMillis) {
        final long time = switch (dice.below(8)) {
            case 0 -> 0;
            case 1 -> nowMillis + 5 * SECOND_MILLIS + dice.between(-1, 1);
            case 2 -> dice.pick(-1, 1, Long.MIN_VALUE, Long.MAX_VALUE, nowMillis);
            default -> nowMillis + dice.between(5 * SECOND_MILLIS, 60 * SECOND_MILLIS);
        };
        moments.ends(time, dice.below(2));
        return new Command.ScheduleCancel(authority, time);
    }

    private Command.PlaceTwap twap(final Ledger ledger, final LedgerAccount account, final Authority authority) {
        final LedgerMarket market = markets.pick(ledger);
        final LedgerPosition position = account.position(market.id());
        final boolean reduceOnly = dice.percent(position.lots() == 0 ? 5 : 40);
        final boolean against = reduceOnly && dice.percent(90);
        final int side = against ? position.lots() > 0 ? 1 : 0 : dice.below(2);
        final long e8PerTick = market.spec().e8PerTick();
        final long lots = Math.max(1, dice.pick(90, 150, 400, 2_000) * 1_000_000 / FlowMarkets.typicalTicks(market));
        final boolean triggerAbove = dice.percent(50);
        final long trigger = dice.percent(60) ? 0
            : markets.priceTicks(market, triggerAbove ? -1 : 1, (dice.oneIn(12) ? -1 : 1) * (1 + dice.below(3)));
        final long stop = dice.percent(60) ? 0
            : markets.priceTicks(market, side == 0 ? -1 : 1, (dice.oneIn(12) ? -1 : 1) * (1 + dice.below(5)));
        final int wrong = dice.below(60);
        return new Command.PlaceTwap(
            authority,
            wrong == 0 ? 77 : market.id(),
            wrong == 1 ? 2 : side,
            wrong == 2 ? dice.pick(0, -1, 1) : Math.multiplyExact(
                wrong == 7 ? 2 * market.spec().maxPositionLots() + dice.below(2) : lots, market.spec().e8PerLot()),
            (reduceOnly ? OrderFlags.REDUCE_ONLY : 0) | (wrong == 3 ? OrderFlags.POST_ONLY : 0),
            wrong == 4 ? (int) dice.pick(0, 4, 10_080, 10_081) : (int) dice.pick(5, 5, 7, 30, 60),
            dice.percent(50),
            Math.multiplyExact(trigger, e8PerTick) + (wrong == 5 ? 1 : 0),
            triggerAbove,
            Math.multiplyExact(stop, e8PerTick) + (wrong == 6 ? -1 : 0));
    }

    private Command.CancelTwap cancelTwap(
        final Ledger ledger, final LedgerAccount account, final Authority authority) {
        final List<Event.TwapStarted> own = ledger.twaps().values().stream()
            .filter(twap -> twap.accountId() == account.id()).toList();
        if (own.isEmpty()) {
            return dice.oneIn(10) ? new Command.CancelTwap(authority, 0, ledger.lastOrderId()) : null;
        }
        final Event.TwapStarted twap = dice.pick(own);
        return new Command.CancelTwap(
            authority, dice.oneIn(10) ? dice.below(10) : twap.marketId(),
            dice.oneIn(10) ? twap.twapId() + 1 : twap.twapId());
    }

    private int group() {
        return dice.oneIn(40) ? (int) dice.pick(0, 255) : 1 + dice.below(2);
    }

    /** A ladder in one or two markets: mostly around the mark, sometimes the same again. */
    private Command.MassQuote quote(final Ledger ledger, final LedgerAccount account, final Authority authority) {
        final List<Command.QuoteEntry> entries = new ArrayList<>();
        final int count = 1 + dice.below(2);
        for (int i = 0; i < count; i++) {
            ladder(account, markets.pick(ledger), entries);
        }
        if (dice.oneIn(80)) {
            entries.clear();
        }
        return new Command.MassQuote(authority, group(), entries);
    }

    private void ladder(
        final LedgerAccount account, final LedgerMarket market, final List<Command.QuoteEntry> entries) {
        final long lotE8 = market.spec().e8PerLot();
        final long e8PerTick = market.spec().e8PerTick();
        if (dice.percent(40)) {
            for (final LedgerOrder order : account.orders()) {
                if (order.isQuote() && order.marketId() == market.id() && !dice.oneIn(4)) {
                    final long lots = Math.max(1, order.remainingLots() + dice.between(-1, dice.oneIn(4) ? 1 : 0));
                    entries.add(new Command.QuoteEntry(
                        market.id(), order.side().code(), Math.multiplyExact(order.priceTicks(), e8PerTick),
                        Math.multiplyExact(lots, lotE8)));
                }
            }
            return;
        }
        final int rungs = 1 + dice.below(4);
        for (int i = 0; i < rungs; i++) {
            for (final Side side : List.of(Side.BUY, Side.SELL)) {
                final long price = markets.priceTicks(market, side.sign(), 1 + i + (dice.oneIn(15) ? -2 : 0));
                final long lots = Math.max(
                    1, dice.pick(11, 15, 40, 200) * 1_000_000 / FlowMarkets.typicalTicks(market));
                final long sizeE8 = dice.oneIn(30) ? 0 : Math.multiplyExact(lots, lotE8) + (dice.oneIn(150) ? 1 : 0);
                entries.add(new Command.QuoteEntry(
                    dice.oneIn(300) ? 77 : market.id(), dice.oneIn(300) ? 2 : side.code(),
                    Math.multiplyExact(price, e8PerTick) + (dice.oneIn(150) ? 1 : 0), sizeE8));
            }
        }
    }

    private Command.SetProtection protection(final Authority authority) {
        if (dice.oneIn(5)) {
            return new Command.SetProtection(authority, group(), 0, 0, 0, 0, 0);
        }
        final boolean isWrong = dice.oneIn(10);
        return new Command.SetProtection(
            authority, group(),
            isWrong ? dice.pick(0, 3_600_000, 3_600_001, -1) : dice.pick(1, 100, 10_000, 3_600_000),
            isWrong ? dice.pick(-1, 86_400_000, 86_400_001) : dice.pick(0, 1, 1_000, 20_000),
            isWrong ? (int) dice.pick(0, 1_024, 1_025) : (int) dice.pick(1, 2, 3, 8),
            isWrong ? dice.pick(-1, 0) : dice.pick(0, 0, 1_000_000, 10_000_000_000L),
            isWrong ? dice.pick(-1, 0) : dice.pick(0, 0, 100_000_000, 2_000_000_000L));
    }
}
