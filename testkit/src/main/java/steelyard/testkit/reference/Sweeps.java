package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TwapStatus;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.reference.State.Scheduled;

/** Sections 5 and 7: what takes many orders away. */
final class Sweeps {
    private static final int ALL_SIDES = 255;
    private static final int ALL_MARKETS = -1;
    private static final int ALL_KINDS = 0;
    private static final int RESTING = 1;
    private static final int TRIGGERS = 2;
    private static final int QUOTES = 3;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final Floor floor;
    private final State state;
    private final Emission out;

    Sweeps(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict cancelAll(final Command.CancelAll c, final int accountId) {
        if (c.marketId() != ALL_MARKETS && state.market(c.marketId()) == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, c.marketId());
        }
        if (c.side() > 1 && c.side() != ALL_SIDES || c.kind() > QUOTES) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        final FollowUp.Sweep sweep = new FollowUp.Sweep(
            accountId, c.marketId(), c.side(), c.kind(), state.lastOrderId + 1, CancelReason.REQUESTED);
        state.followUps.add(sweep);
        return Verdict.acceptedWith(fitting(sweep).size());
    }

    private SortedSet<Long> fitting(final FollowUp.Sweep sweep) {
        final SortedSet<Long> ids = new TreeSet<>();
        for (final Order order : state.restingOf(sweep.accountId())) {
            final boolean isKind = sweep.kind() == ALL_KINDS || sweep.kind() == RESTING
                || sweep.kind() == QUOTES && order.isQuote();
            if (isKind && fits(order, sweep)) {
                ids.add(order.id());
            }
        }
        for (final TriggerOrder trigger : state.openTriggersOf(sweep.accountId())) {
            if ((sweep.kind() == ALL_KINDS || sweep.kind() == TRIGGERS) && fits(trigger.order, sweep)) {
                ids.add(trigger.id());
            }
        }
        return ids;
    }

    private boolean fits(final Order order, final FollowUp.Sweep sweep) {
        return order.id() < sweep.belowId()
            && (sweep.marketId() == ALL_MARKETS || order.marketId() == sweep.marketId())
            && (sweep.side() == ALL_SIDES || order.side().code() == sweep.side())
            && (sweep.includesHalted() || state.market(order.marketId()).state != MarketState.HALTED);
    }

    /** The follow-up of a cancel of many orders. */
    boolean sweep(final FollowUp.Sweep sweep) {
        for (final long id : fitting(sweep)) {
            if (!out.fits(1)) {
                return false;
            }
            floor.book.cancelOpen(id, sweep.reason(), Event.NO_BATCH_INDEX);
        }
        return true;
    }

    Verdict schedule(final Command.ScheduleCancel c, final int accountId) {
        if (c.timeMillis() == 0) {
            state.removeDeadline(Deadline.SCHEDULED_CANCEL, accountId);
        } else {
            final Verdict verdict = checkSchedule(c.timeMillis(), accountId);
            if (!verdict.isAccepted()) {
                return verdict;
            }
            state.setDeadline(State.nanos(c.timeMillis()), Deadline.SCHEDULED_CANCEL, accountId);
        }
        out.add(new Event.ScheduledCancelSet(out.header(), c.timeMillis(), accountId));
        return Verdict.ACCEPTED;
    }

    private Verdict checkSchedule(final long timeMillis, final int accountId) {
        final long delay = state.parameter(Parameter.SCHEDULED_CANCEL_DELAY_MILLIS);
        if (timeMillis < state.nowMillis() + delay) {
            return Verdict.refused(RejectReason.SCHEDULE_TOO_SOON, delay);
        }
        final long least = state.parameter(Parameter.SCHEDULED_CANCEL_VOLUME_MICROS);
        final BigInteger volume = state.volume(accountId);
        if (volume.compareTo(BigInteger.valueOf(least)) < 0) {
            return Verdict.refused(RejectReason.SCHEDULE_VOLUME, least, volume.longValueExact());
        }
        final long max = state.parameter(Parameter.SCHEDULED_CANCELS_PER_DAY);
        return cameTrueToday(accountId) >= max
            ? Verdict.refused(RejectReason.SCHEDULE_LIMIT, max)
            : Verdict.ACCEPTED;
    }

    private long today() {
        return Math.floorDiv(state.now, DAY_NANOS);
    }

    private long cameTrueToday(final int accountId) {
        final Scheduled scheduled = state.scheduled.getOrDefault(accountId, new Scheduled(today(), 0));
        return scheduled.day() == today() ? scheduled.count() : 0;
    }

    void scheduledIsDue(final int accountId) {
        state.scheduled.put(accountId, new Scheduled(today(), cameTrueToday(accountId) + 1));
        out.add(new Event.ScheduledCancelSet(out.header(), 0, accountId));
        state.followUps.add(new FollowUp.Sweep(
            accountId, ALL_MARKETS, ALL_SIDES, ALL_KINDS, state.lastOrderId + 1, CancelReason.SCHEDULED));
    }

    /** The follow-up of a market that settles: its orders, trigger orders and TWAPs end. */
    boolean delist(final FollowUp.Delisting f) {
        final List<Order> orders = new ArrayList<>(state.bookSide(f.marketId(), Side.BUY));
        orders.addAll(state.bookSide(f.marketId(), Side.SELL));
        for (final Order order : orders) {
            if (!out.fits(1)) {
                return false;
            }
            floor.book.cancelResting(order, CancelReason.DELISTED);
        }
        for (final TriggerOrder trigger : List.copyOf(state.triggers.values())) {
            if (trigger.marketId() == f.marketId()) {
                if (!out.fits(1)) {
                    return false;
                }
                floor.book.cancelTrigger(trigger, CancelReason.DELISTED, Event.NO_BATCH_INDEX);
            }
        }
        for (final Twap twap : List.copyOf(state.twaps.values())) {
            if (twap.marketId == f.marketId()) {
                if (!out.fits(1)) {
                    return false;
                }
                floor.twaps.end(twap, TwapStatus.TERMINATED, RejectReason.NONE);
            }
        }
        return true;
    }
}
