package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.Comparator;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.event.Event;
import steelyard.testkit.reference.TriggerOrder.Status;

/** Section 9: orders that wait for a price. */
final class Triggers {
    /** What a trigger order is to others: its group or {@code null}, whether it waits, for whom, and the wire code. */
    record Kinship(Group group, boolean waits, long parentId, int grouping) {
        static final Kinship NONE = new Kinship(null, false, 0, 0);
    }

    private final Floor floor;
    private final State state;
    private final Emission out;

    Triggers(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    /** One trigger order of an action; {@code given} has the next id. The verdict is that of the checks. */
    Verdict place(
        final Action action,
        final AdvancedOrderEntry entry,
        final Order given,
        final int batchIndex,
        final Target replaced,
        final Kinship kin) {
        final boolean isLinked =
            kin.group() != null || replaced != null && floor.groups.isParent(replaced.id());
        final TriggerOrder trigger = trigger(entry, given, kin, isLinked);
        final Verdict verdict = check(action, trigger, given, replaced, kin);
        if (!verdict.isAccepted()) {
            floor.matching.reject(given, batchIndex, verdict);
            return verdict;
        }
        if (replaced != null) {
            floor.book.replace(replaced);
            floor.groups.replace(replaced.id(), given.id());
        } else if (kin.group() != null) {
            kin.group().memberIds.add(given.id());
        }
        state.triggers.put(trigger.id(), trigger);
        if (given.timeInForce() == TimeInForce.GTT) {
            state.setDeadline(State.nanos(given.expiresMillis()), Deadline.END_OF_ORDER, trigger.id());
        }
        if (!kin.waits()) {
            arm(trigger);
        }
        tellPlaced(trigger, batchIndex, replaced == null ? 0 : replaced.id(), kin);
        return Verdict.ACCEPTED;
    }

    private TriggerOrder trigger(
        final AdvancedOrderEntry entry, final Order given, final Kinship kin, final boolean isLinked) {
        final Market market = state.market(given.marketId());
        final long q = state.position(given.accountId(), given.marketId()).lots();
        final boolean follows = kin.group() != null && kin.group().ofPosition
            && (given.remainingLots() == 0 || given.remainingLots() >= Math.abs(q));
        final Order sized = follows ? given.withQuantity(0) : given;
        final int linked = isLinked ? OrderFlags.LINKED : 0;
        return new TriggerOrder(
            sized.withFlags(linked), TriggerKind.of(entry.triggerKind()), PriceSource.of(entry.triggerSource()), entry.isMarket(),
            isTrailing(entry) ? 0 : entry.triggerPriceE8() / market.e8PerTick(),
            entry.trailE8() / market.e8PerTick(), entry.trailBps(), follows);
    }

    private static boolean isTrailing(final AdvancedOrderEntry entry) {
        return entry.triggerKind() == TriggerKind.TRAILING_STOP.code();
    }

    private Verdict check(
        final Action action,
        final TriggerOrder trigger,
        final Order given,
        final Target replaced,
        final Kinship kin) {
        if (action.boundMet) {
            return Verdict.refused(RejectReason.COMMAND_BOUND);
        }
        final Market market = state.market(given.marketId());
        final BigInteger value = Limits.value(valuePrice(market, trigger, given), given.remainingLots());
        return Limits.closedOrUncrossing(market)
            .and(() -> floor.limits.checkStopped(market, given.accountId(), given.isReduceOnly()))
            .and(() -> checkPrices(market, trigger, given))
            .and(() -> OrderChecks.checkSize(market, given.remainingLots()))
            .and(() -> floor.limits.checkValue(market, value, trigger.isMarket))
            .and(() -> checkLifeAndName(given, replaced))
            .and(() -> floor.limits.checkOpenOrders(given.accountId(), true, replaced != null))
            .and(() -> checkSource(market, trigger, kin))
            .and(() -> checkPosition(trigger, kin))
            .and(() -> !given.isReduceOnly() && OrderChecks.isBelowMinNotional(market, value)
                ? Verdict.refused(RejectReason.MIN_NOTIONAL, market.spec.minNotionalMicros())
                : Verdict.ACCEPTED);
    }

    private static long valuePrice(final Market market, final TriggerOrder trigger, final Order given) {
        if (!trigger.isMarket) {
            return given.priceTicks();
        }
        return trigger.isTrailing() ? market.markTicks : trigger.triggerTicks;
    }

    private static Verdict checkPrices(final Market market, final TriggerOrder trigger, final Order given) {
        final Verdict verdict = trigger.isTrailing()
            ? Verdict.ACCEPTED
            : OrderChecks.checkPrice(market, trigger.triggerTicks);
        return trigger.isMarket ? verdict : verdict.and(() -> OrderChecks.checkPrice(market, given.priceTicks()));
    }

    private Verdict checkLifeAndName(final Order given, final Target replaced) {
        if (given.timeInForce() == TimeInForce.GTT && state.now >= State.nanos(given.expiresMillis())) {
            return Verdict.refused(RejectReason.EXPIRY_INVALID);
        }
        return OrderChecks.isNameTaken(state, given, replaced)
            ? Verdict.refused(RejectReason.DUPLICATE_CLIENT_ORDER_ID)
            : Verdict.ACCEPTED;
    }

    private static Verdict checkSource(final Market market, final TriggerOrder trigger, final Kinship kin) {
        final boolean isInvalid = !hasPrice(market, trigger.source)
            || !kin.waits() && !trigger.isTrailing() && trigger.firesAt(price(market, trigger.source));
        return isInvalid ? Verdict.refused(RejectReason.INVALID_TRIGGER) : Verdict.ACCEPTED;
    }

    private Verdict checkPosition(final TriggerOrder trigger, final Kinship kin) {
        final long q = state.position(trigger.accountId(), trigger.marketId()).lots();
        return kin.group() != null && kin.group().ofPosition && !trigger.order.isAgainst(q)
            ? Verdict.refused(RejectReason.REDUCE_ONLY)
            : Verdict.ACCEPTED;
    }

    private void tellPlaced(
        final TriggerOrder t, final int batchIndex, final long replacedId, final Kinship kin) {
        final Order o = t.order;
        out.add(new Event.TriggerPlaced(
            out.header(), o.id(), o.priceTicks(), o.remainingLots(), t.triggerTicks, t.trailTicks,
            o.clientOrderId(), o.expiresMillis(), t.armingSequence, t.isTrailing() ? t.extremeTicks : 0, replacedId,
            kin.waits() ? kin.parentId() : 0, o.accountId(), o.marketId(), t.trailBps, o.flags(), o.side().code(),
            o.timeInForce().code(), t.kind.code(), t.source.code(), t.isMarket, t.status.ordinal(), batchIndex,
            kin.grouping()));
    }

    private void arm(final TriggerOrder trigger) {
        state.lastPrioritySequence++;
        trigger.armingSequence = state.lastPrioritySequence;
        trigger.status = Status.ARMED;
        if (trigger.isTrailing()) {
            trigger.extremeTicks = price(state.market(trigger.marketId()), trigger.source);
        }
    }

    /** A child whose parent has ended; one that its price would fire does so at once. */
    void armWaiting(final TriggerOrder trigger) {
        arm(trigger);
        out.add(new Event.TriggerArmed(
            out.header(), trigger.id(), trigger.armingSequence, trigger.isTrailing() ? trigger.extremeTicks : 0,
            trigger.accountId(), trigger.marketId()));
        final Market market = state.market(trigger.marketId());
        if (market.worksOnTriggers() && trigger.firesAt(price(market, trigger.source))) {
            fire(trigger);
        }
    }

    static boolean hasPrice(final Market market, final PriceSource source) {
        return source == PriceSource.LAST ? market.hasLast : market.hasPrice;
    }

    static long price(final Market market, final PriceSource source) {
        return switch (source) {
            case MARK -> market.markTicks;
            case LAST -> market.lastTicks;
            case ORACLE -> market.oracleTicks;
        };
    }

    /** A market begins to work on triggers. */
    void lookAtAll(final Market market) {
        look(market, PriceSource.MARK);
        look(market, PriceSource.LAST);
        look(market, PriceSource.ORACLE);
    }

    /** A price was set. */
    void look(final Market market, final PriceSource source) {
        if (!market.worksOnTriggers() || !hasPrice(market, source)) {
            return;
        }
        final long price = price(market, source);
        for (final TriggerOrder trigger : state.triggers.values()) {
            if (trigger.marketId() == market.id() && trigger.source == source
                && trigger.status == Status.ARMED) {
                if (trigger.isTrailing()) {
                    trigger.trail(price);
                }
                if (trigger.firesAt(price)) {
                    fire(trigger);
                }
            }
        }
        if (source == PriceSource.MARK) {
            floor.twaps.look(market);
        }
    }

    private void fire(final TriggerOrder trigger) {
        trigger.status = Status.FIRED;
        state.removeDeadline(Deadline.END_OF_ORDER, trigger.id());
    }

    /** A step with the first that fired, in a market that works on triggers; false if there is none. */
    boolean stepOfFirstFired() {
        for (final Market market : state.markets) {
            if (!market.worksOnTriggers()) {
                continue;
            }
            final TriggerOrder trigger = state.triggers.values().stream()
                .filter(each -> each.marketId() == market.id() && each.status == Status.FIRED)
                .min(Comparator.comparingLong(each -> each.armingSequence)).orElse(null);
            final Twap twap = floor.twaps.firstFired(market);
            if (twap != null && (trigger == null || twap.armingSequence < trigger.armingSequence)) {
                floor.twaps.run(twap, Event.NO_BATCH_INDEX);
                return true;
            }
            if (trigger != null) {
                execute(market, trigger);
                return true;
            }
        }
        return false;
    }

    private void execute(final Market market, final TriggerOrder trigger) {
        if (floor.matching.isOver(trigger.order)) {
            floor.book.cancelTrigger(trigger, CancelReason.EXPIRED, Event.NO_BATCH_INDEX);
            return;
        }
        state.triggers.remove(trigger.id());
        final Order given = trigger.order;
        final long q = state.position(given.accountId(), market.id()).lots();
        final long lots = trigger.followsPosition
            ? given.isAgainst(q) ? Math.abs(q) : 0
            : given.remainingLots();
        final long limit = trigger.isMarket
            ? marketLimit(market, given.side(), state.parameter(Parameter.TRIGGER_SLIPPAGE_NANOS))
            : ownLimit(market, given);
        final Order order = given.at(limit).withQuantity(lots).withFlags(OrderFlags.TRIGGERED)
            .lasting(trigger.isMarket ? TimeInForce.IOC : given.timeInForce());
        out.add(new Event.OrderTriggered(
            out.header(), order.id(), order.priceTicks(), lots, order.placedTimeNanos(), order.clientOrderId(),
            order.accountId(), order.marketId(), order.flags(), order.side().code(), order.timeInForce().code()));
        final Action action = Action.ofHouse(order.accountId());
        if (floor.matching.placeOfHouse(action, order, trigger.isMarket) != RejectReason.NONE) {
            floor.groups.ended(order.id(), false, false, null);
        }
    }

    private static long ownLimit(final Market market, final Order given) {
        if (market.isOnGrid(given.priceTicks())) {
            return given.priceTicks();
        }
        return given.side() == Side.BUY
            ? market.validAtOrBelow(given.priceTicks())
            : market.validAtOrAbove(given.priceTicks());
    }

    /** The limit of an order at the market's price. */
    static long marketLimit(final Market market, final Side side, final long slippageNanos) {
        final long slipped = Limits.awayFromMark(market, side, slippageNanos);
        final long max = market.spec.maxPriceTicks();
        if (side == Side.BUY) {
            final long band = Limits.hasBand(market) ? Limits.bandEnd(market, side) : max;
            return market.validAtOrBelow(Math.min(slipped, Math.min(band, max)));
        }
        final long band = Limits.hasBand(market) ? Limits.bandEnd(market, side) : -max;
        return market.validAtOrAbove(Math.max(slipped, Math.max(band, -max)));
    }
}
