package steelyard.exchange.order;

import java.util.Arrays;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.TriggerOrders;
import steelyard.exchange.state.Twaps;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TwapStatus;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.risk.margin.Positions;

/** What takes many orders away, at once or at a time. {@code docs/matching-rules.md}, sections 3, 5 and 7. */
public final class Sweeps {
    private static final int ALL = -1;
    private static final int BOTH_SIDES = 255;
    private static final int KIND_ALL = 0;
    private static final int KIND_TRIGGERS = 2;
    private static final int KIND_QUOTES = 3;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final ExchangeState state;
    private final OrderStore orders;
    private final TriggerOrders triggers;
    private final FollowUps followUps;
    private final Authority authority;
    private final ActionBounds bounds;
    private final RestingChanges changes;
    private final TradingEvents events;
    private final CancelAllDecoder cancelAll = new CancelAllDecoder();
    private final ScheduleCancelDecoder scheduleCancel = new ScheduleCancelDecoder();
    private final ChooseSelfTradeModeDecoder chooseMode = new ChooseSelfTradeModeDecoder();
    /** Ids of orders that a sweep meets. */
    private long[] ids = new long[1_024];
    private int count;

    /** Sweeps the books of this state. */
    public Sweeps(final OrderParts parts, final Authority authority) {
        this.state = parts.state;
        this.orders = parts.state.books().orders();
        this.triggers = parts.state.triggers();
        this.followUps = parts.state.followUps();
        this.authority = authority;
        this.bounds = parts.bounds;
        this.changes = parts.changes;
        this.events = parts.tradingEvents;
    }

    /** {@code CancelAll}. */
    public RejectReason cancelAll(final CommandFrame command, final Refusal refusal) {
        command.decode(cancelAll);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int marketId = cancelAll.marketId();
        if (marketId != ALL && !state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        final int side = cancelAll.side();
        if (side > Side.SELL.code() && side != BOTH_SIDES || cancelAll.kind() > KIND_QUOTES) {
            return refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
        }
        put(command.accountId(), marketId, side, cancelAll.kind(), CancelReason.REQUESTED);
        gather(followUps.count() - 1);
        refusal.because(RejectReason.NONE, count, 0);
        return RejectReason.NONE;
    }

    /** {@code ScheduleCancel}. */
    public RejectReason schedule(final CommandFrame command, final Refusal refusal) {
        command.decode(scheduleCancel);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final long timeMillis = scheduleCancel.timeMillis();
        final int accountId = command.accountId();
        if (timeMillis == 0) {
            state.deadlines().remove(Deadlines.SCHEDULED_CANCEL, accountId);
        } else if (checkSchedule(accountId, timeMillis, refusal) != RejectReason.NONE) {
            return refusal.reason();
        } else {
            state.deadlines().set(Deadlines.SCHEDULED_CANCEL, accountId, Deadlines.nanos(timeMillis));
        }
        events.scheduledCancelSet(accountId, timeMillis);
        return RejectReason.NONE;
    }

    /** {@code ChooseSelfTradeMode}. */
    public RejectReason chooseSelfTradeMode(final CommandFrame command, final Refusal refusal) {
        command.decode(chooseMode);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final SelfTradeMode mode = SelfTradeMode.of(chooseMode.mode());
        if (mode == null || mode == SelfTradeMode.DEFAULT) {
            return refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
        }
        state.traders().selfTradeMode(command.accountId(), mode.code());
        events.selfTradeModeChosen(command.accountId(), mode.code());
        return RejectReason.NONE;
    }

    private RejectReason checkSchedule(final int accountId, final long timeMillis, final Refusal refusal) {
        final long delay = state.parameters().value(Parameter.SCHEDULED_CANCEL_DELAY_MILLIS);
        if (timeMillis < state.counters().nowMillis() + delay) {
            return refusal.because(RejectReason.SCHEDULE_TOO_SOON, delay, 0);
        }
        final long least = state.parameters().value(Parameter.SCHEDULED_CANCEL_VOLUME_MICROS);
        final long volume = state.traders().volumeMicros(accountId);
        if (volume < least) {
            return refusal.because(RejectReason.SCHEDULE_VOLUME, least, volume);
        }
        final long max = state.parameters().value(Parameter.SCHEDULED_CANCELS_PER_DAY);
        return cameTrueToday(accountId) >= max
            ? refusal.because(RejectReason.SCHEDULE_LIMIT, max, 0)
            : RejectReason.NONE;
    }

    void scheduledIsDue(final int accountId) {
        state.traders().scheduledCancels(accountId, today(), cameTrueToday(accountId) + 1);
        events.scheduledCancelSet(accountId, 0);
        put(accountId, ALL, BOTH_SIDES, KIND_ALL, CancelReason.SCHEDULED);
    }

    /** The first follow-up, a sweep; {@code true} if it is done. */
    boolean sweep() {
        gather(0);
        return cancelGathered(CancelReason.of(followUps.reason(0)));
    }

    /** The first follow-up: armed siblings that protect nothing any more end. */
    boolean positionClosed(final GroupEnds groupEnds) {
        final int accountId = followUps.accountId(0);
        final int marketId = followUps.marketId(0);
        final long position = state.positions().quantityLots(state.positions().find(accountId, marketId));
        count = 0;
        for (int row = triggers.first(accountId); row != TriggerOrders.NONE; row = triggers.next(row)) {
            if (groupEnds.protects(row, marketId) && position * triggers.side(row).sign() >= 0) {
                gathered(triggers.orderId(row));
            }
        }
        return cancelGathered(CancelReason.REDUCE_ONLY);
    }

    /** The first follow-up: quotes of a group are taken back. */
    boolean takeQuotesBack() {
        final int accountId = followUps.accountId(0);
        final int group = followUps.quoteGroup(0);
        final Positions positions = state.positions();
        count = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (state.quotes().group(accountId, positions.market(slot)) == group) {
                gatherResting(orders.firstOfOwner(slot), BOTH_SIDES, true, Long.MAX_VALUE);
            }
        }
        return cancelGathered(CancelReason.PROTECTION);
    }

    /** The first follow-up: everything in a market ends. */
    boolean delist(final TwapWork twapWork) {
        final int marketId = followUps.marketId(0);
        if (!delistSide(state.books().book(marketId).bids()) || !delistSide(state.books().book(marketId).asks())) {
            return false;
        }
        count = 0;
        for (int row = 0; row < triggers.limit(); row++) {
            if (triggers.isUsed(row) && triggers.isTrigger(row) && triggers.marketId(row) == marketId) {
                gathered(triggers.orderId(row));
            }
        }
        if (!cancelGathered(CancelReason.DELISTED)) {
            return false;
        }
        return delistTwaps(marketId, twapWork);
    }

    private boolean delistSide(final BookSide side) {
        while (!side.isEmpty()) {
            if (!bounds.fits(1)) {
                return false;
            }
            changes.cancelOpen(orders.orderId(side.firstOrder(side.best())), CancelReason.DELISTED);
        }
        return true;
    }

    private boolean delistTwaps(final int marketId, final TwapWork twapWork) {
        final Twaps twaps = state.twaps();
        count = 0;
        for (int row = 0; row < twaps.limit(); row++) {
            if (twaps.twapId(row) != 0 && twaps.marketId(row) == marketId) {
                gathered(twaps.twapId(row));
            }
        }
        Arrays.sort(ids, 0, count);
        for (int i = 0; i < count; i++) {
            if (!bounds.fits(1)) {
                return false;
            }
            twapWork.end(twaps.find(ids[i]), TwapStatus.TERMINATED, RejectReason.NONE);
        }
        return true;
    }

    private void put(
        final int accountId, final int marketId, final int side, final int kind, final CancelReason reason) {
        followUps.put(FollowUps.SWEEP, accountId, marketId, state.counters().nextOrderId(), side, kind,
            reason.code(), 0);
    }

    /** The ids of the orders that a sweep of the queue meets, in no order. */
    private void gather(final int followUp) {
        count = 0;
        final int accountId = followUps.accountId(followUp);
        final int marketId = followUps.marketId(followUp);
        final int kind = followUps.orderKind(followUp);
        final int side = followUps.side(followUp);
        final long belowId = followUps.orderId(followUp);
        final boolean haltedToo = followUps.reason(followUp) == CancelReason.SCHEDULED.code();
        final Positions positions = state.positions();
        int slot = kind == KIND_TRIGGERS ? Positions.NONE : positions.first(accountId);
        for (; slot != Positions.NONE; slot = positions.next(slot)) {
            if (isSwept(positions.market(slot), marketId, haltedToo)) {
                gatherResting(orders.firstOfOwner(slot), side, kind == KIND_QUOTES, belowId);
                gatherResting(orders.firstReduceOnlyOfOwner(slot), side, kind == KIND_QUOTES, belowId);
            }
        }
        if (kind == KIND_ALL || kind == KIND_TRIGGERS) {
            for (int row = triggers.first(accountId); row != TriggerOrders.NONE; row = triggers.next(row)) {
                if (isSwept(triggers.marketId(row), marketId, haltedToo) && triggers.orderId(row) < belowId
                    && (side == BOTH_SIDES || triggers.side(row).code() == side)) {
                    gathered(triggers.orderId(row));
                }
            }
        }
    }

    private boolean isSwept(final int marketId, final int wanted, final boolean haltedToo) {
        return (wanted == ALL || wanted == marketId)
            && (haltedToo || state.books().state(marketId) != MarketState.HALTED);
    }

    private void gatherResting(final int first, final int side, final boolean quotesOnly, final long belowId) {
        for (int order = first; order != OrderStore.NONE; order = orders.nextOfOwner(order)) {
            if (orders.orderId(order) < belowId && (side == BOTH_SIDES || orders.side(order).code() == side)
                && (!quotesOnly || OrderFlags.isQuote(orders.flags(order)))) {
                gathered(orders.orderId(order));
            }
        }
    }

    private void gathered(final long id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    private boolean cancelGathered(final CancelReason reason) {
        Arrays.sort(ids, 0, count);
        for (int i = 0; i < count; i++) {
            if (!bounds.fits(1)) {
                return false;
            }
            changes.cancelOpen(ids[i], reason);
        }
        return true;
    }

    private long today() {
        return state.counters().nowNanos() / DAY_NANOS;
    }

    private int cameTrueToday(final int accountId) {
        return state.traders().scheduledCancelDay(accountId) == today()
            ? state.traders().scheduledCancels(accountId)
            : 0;
    }
}
