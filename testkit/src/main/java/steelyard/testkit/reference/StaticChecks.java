package steelyard.testkit.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;

/** Step 5 of who acts: whether an action makes sense as a whole. */
final class StaticChecks {
    private static final int TRAIL_BPS_MAX = 5_000;
    private static final int QUOTE_GROUP_MAX = 255;

    private final State state;

    StaticChecks(final State state) {
        this.state = state;
    }

    Verdict check(final Command.Signed command) {
        return switch (command) {
            case Command.PlaceOrders c -> checkOrders(
                c.orders().stream().map(AdvancedOrderEntry::of).toList(), Grouping.NONE.code());
            case Command.PlaceAdvancedOrders c -> checkOrders(c.orders(), c.grouping())
                .and(() -> checkGrouping(c));
            case Command.ModifyOrders c -> checkOrders(
                c.modifies().stream().map(each -> AdvancedOrderEntry.of(each.order())).toList(),
                Grouping.NONE.code());
            case Command.ModifyAdvancedOrders c -> checkOrders(
                c.modifies().stream().map(Command.AdvancedModifyEntry::order).toList(), Grouping.NONE.code());
            case Command.CancelOrders c -> checkCount(c.cancels().size());
            case Command.CancelOrdersByClientId c -> checkCount(c.cancels().size());
            case Command.MassQuote c -> checkQuotes(c);
            default -> Verdict.ACCEPTED;
        };
    }

    private Verdict checkCount(final int count) {
        if (count == 0) {
            return Verdict.refused(RejectReason.NO_ORDERS);
        }
        final long max = state.parameter(Parameter.ACTION_ORDERS_MAX);
        return count > max ? Verdict.refused(RejectReason.TOO_MANY_ORDERS, count, max) : Verdict.ACCEPTED;
    }

    private Verdict checkOrders(final List<AdvancedOrderEntry> orders, final int grouping) {
        final boolean zeroAllowed = grouping == Grouping.POSITION.code();
        return checkCount(orders.size())
            .and(() -> checkEach(orders.size(), index -> checkEntry(orders.get(index), zeroAllowed)));
    }

    private static Verdict checkEach(final int count, final IntFunction<Verdict> check) {
        for (int index = 0; index < count; index++) {
            final Verdict verdict = check.apply(index);
            if (!verdict.isAccepted()) {
                return verdict.at(index);
            }
        }
        return Verdict.ACCEPTED;
    }

    private Verdict checkEntry(final AdvancedOrderEntry advanced, final boolean zeroAllowed) {
        final OrderEntry entry = advanced.order();
        final Market market = state.market(entry.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, entry.marketId());
        }
        if (!isSideAndTimeValid(advanced)) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        if (!isPriceValid(market, entry.priceE8())) {
            return Verdict.refused(RejectReason.INVALID_PRICE);
        }
        if (!isSizeValid(market, entry.sizeE8()) || !isSizeValid(market, advanced.displaySizeE8())) {
            return Verdict.refused(RejectReason.INVALID_SIZE);
        }
        if (entry.sizeE8() == 0 && !zeroAllowed) {
            return Verdict.refused(RejectReason.ZERO_SIZE);
        }
        return advanced.triggerKind() == TriggerKind.NONE.code()
            ? Verdict.ACCEPTED
            : checkTrigger(market, advanced);
    }

    private static boolean isPriceValid(final Market market, final long priceE8) {
        return priceE8 % market.e8PerTick() == 0 && (priceE8 > 0 || market.spec.allowsNonPositive());
    }

    private static boolean isSizeValid(final Market market, final long sizeE8) {
        return sizeE8 >= 0 && sizeE8 % market.e8PerLot() == 0;
    }

    private static boolean isSideAndTimeValid(final AdvancedOrderEntry advanced) {
        final OrderEntry entry = advanced.order();
        final TimeInForce timeInForce = TimeInForce.of(entry.timeInForce());
        final boolean isAtOnce = timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
        return (entry.side() == 0 || entry.side() == 1)
            && timeInForce != null
            && (entry.flags() & ~OrderFlags.REQUESTABLE) == 0
            && SelfTradeMode.ofFlags(entry.flags()) != null
            && !(isAtOnce && OrderFlags.isPostOnly(entry.flags()))
            && (timeInForce == TimeInForce.GTT) == (advanced.expiresMillis() != 0)
            && !(isAtOnce && advanced.displaySizeE8() != 0);
    }

    private static Verdict checkTrigger(final Market market, final AdvancedOrderEntry advanced) {
        final OrderEntry entry = advanced.order();
        final boolean mayRest = entry.timeInForce() == TimeInForce.GTC.code()
            || entry.timeInForce() == TimeInForce.GTT.code();
        if (advanced.triggerKind() > TriggerKind.TRAILING_STOP.code()
            || PriceSource.of(advanced.triggerSource()) == null
            || !mayRest
            || (entry.flags() & (OrderFlags.POST_ONLY | OrderFlags.FRONTEND_MARKET)) != 0
            || advanced.displaySizeE8() != 0) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        final boolean isValid = advanced.triggerKind() == TriggerKind.TRAILING_STOP.code()
            ? isTrailValid(market, advanced)
            : isPriceValid(market, advanced.triggerPriceE8());
        return isValid ? Verdict.ACCEPTED : Verdict.refused(RejectReason.INVALID_PRICE);
    }

    private static boolean isTrailValid(final Market market, final AdvancedOrderEntry advanced) {
        return advanced.trailE8() == 0
            ? advanced.trailBps() >= 1 && advanced.trailBps() <= TRAIL_BPS_MAX
            : advanced.trailE8() > 0 && advanced.trailE8() % market.e8PerTick() == 0 && advanced.trailBps() == 0;
    }

    private static Verdict checkGrouping(final Command.PlaceAdvancedOrders command) {
        final List<AdvancedOrderEntry> orders = command.orders();
        final AdvancedOrderEntry first = orders.getFirst();
        final boolean isValid = switch (command.grouping()) {
            case 0 -> true;
            case 1 -> orders.size() >= 2 && orders.size() <= 3 && first.triggerKind() == TriggerKind.NONE.code()
                && orders.stream().skip(1).allMatch(
                    each -> protects(each) && isSameMarket(each, first)
                        && each.order().side() != first.order().side());
            case 2 -> orders.size() <= 2 && orders.stream().allMatch(
                each -> protects(each) && isSameMarket(each, first)
                    && each.order().side() == first.order().side());
            default -> false;
        };
        return isValid ? Verdict.ACCEPTED : Verdict.refused(RejectReason.INVALID_GROUPING);
    }

    private static boolean protects(final AdvancedOrderEntry entry) {
        return entry.triggerKind() != TriggerKind.NONE.code() && OrderFlags.isReduceOnly(entry.order().flags());
    }

    private static boolean isSameMarket(final AdvancedOrderEntry a, final AdvancedOrderEntry b) {
        return a.order().marketId() == b.order().marketId();
    }

    private Verdict checkQuotes(final Command.MassQuote command) {
        if (command.quoteGroup() < 1 || command.quoteGroup() > QUOTE_GROUP_MAX) {
            return Verdict.refused(RejectReason.QUOTE_INVALID);
        }
        final List<Command.QuoteEntry> entries = command.entries();
        final Set<Integer> before = new HashSet<>();
        return checkCount(entries.size()).and(() -> checkEach(entries.size(), index -> {
            final Verdict verdict = checkQuote(entries.get(index));
            if (!verdict.isAccepted()) {
                return verdict;
            }
            final int marketId = entries.get(index).marketId();
            final boolean isNext = index == 0 || entries.get(index - 1).marketId() != marketId;
            return isNext && !before.add(marketId)
                ? Verdict.refused(RejectReason.QUOTE_INVALID)
                : Verdict.ACCEPTED;
        }));
    }

    private Verdict checkQuote(final Command.QuoteEntry entry) {
        final Market market = state.market(entry.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, entry.marketId());
        }
        if (entry.side() != 0 && entry.side() != 1) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        if (entry.sizeE8() != 0 && !isPriceValid(market, entry.priceE8())) {
            return Verdict.refused(RejectReason.INVALID_PRICE);
        }
        return isSizeValid(market, entry.sizeE8())
            ? Verdict.ACCEPTED
            : Verdict.refused(RejectReason.INVALID_SIZE);
    }
}
