package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.Comparator;
import steelyard.model.Mix64;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TwapStatus;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;

/** Section 11. */
final class Twaps {
    private static final int MINUTES_MIN = 5;
    private static final int MINUTES_MAX = 10_080;
    private static final BigInteger NANOS_PER_MINUTE = BigInteger.valueOf(60_000_000_000L);

    private final Floor floor;
    private final State state;
    private final Emission out;

    Twaps(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict place(final Command.PlaceTwap c, final int accountId) {
        final Market market = state.market(c.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, c.marketId());
        }
        final Verdict verdict = checkFields(c, market).and(() -> check(c, market, accountId));
        if (!verdict.isAccepted()) {
            return verdict;
        }
        state.lastOrderId++;
        final Twap twap = new Twap(
            state.lastOrderId, accountId, market.id(), Side.of(c.side()), c.sizeE8() / market.e8PerLot(), c.flags(),
            c.minutes(), c.randomize(), c.triggerPriceE8() / market.e8PerTick(), c.triggerAbove(),
            c.stopPriceE8() / market.e8PerTick());
        state.twaps.put(twap.id, twap);
        if (twap.triggerTicks == 0) {
            run(twap, Event.NO_BATCH_INDEX);
        } else {
            state.lastPrioritySequence++;
            twap.armingSequence = state.lastPrioritySequence;
            tellStarted(twap, TwapStatus.WAITING, Event.NO_BATCH_INDEX);
        }
        return Verdict.ACCEPTED;
    }

    private static Verdict checkFields(final Command.PlaceTwap c, final Market market) {
        if (c.side() != 0 && c.side() != 1 || (c.flags() & ~OrderFlags.REDUCE_ONLY) != 0) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        for (final long price : new long[] {c.triggerPriceE8(), c.stopPriceE8()}) {
            if (price % market.e8PerTick() != 0 || price < 0 && !market.spec.allowsNonPositive()) {
                return Verdict.refused(RejectReason.INVALID_PRICE);
            }
        }
        if (c.sizeE8() < 0 || c.sizeE8() % market.e8PerLot() != 0) {
            return Verdict.refused(RejectReason.INVALID_SIZE);
        }
        if (c.sizeE8() == 0) {
            return Verdict.refused(RejectReason.ZERO_SIZE);
        }
        return c.minutes() < MINUTES_MIN || c.minutes() > MINUTES_MAX
            ? Verdict.refused(RejectReason.TWAP_DURATION, c.minutes())
            : Verdict.ACCEPTED;
    }

    private Verdict check(final Command.PlaceTwap c, final Market market, final int accountId) {
        final Verdict open = Limits.closed(market).and(() -> floor.limits.checkStopped(
            market, accountId, (c.flags() & OrderFlags.REDUCE_ONLY) != 0));
        if (!open.isAccepted()) {
            return open;
        }
        if (!Prices.isFresh(state, market)) {
            return Verdict.refused(RejectReason.PRICE_STALE);
        }
        final long max = state.parameter(Parameter.TWAPS_MAX);
        if (state.twaps.values().stream().filter(twap -> twap.accountId == accountId).count() >= max) {
            return Verdict.refused(RejectReason.TWAP_LIMIT, max);
        }
        final BigInteger lots = BigInteger.valueOf(c.sizeE8() / market.e8PerLot());
        if (lots.compareTo(BigInteger.TWO.multiply(BigInteger.valueOf(market.spec.maxPositionLots()))) > 0) {
            return Verdict.refused(RejectReason.ORDER_TOO_LARGE);
        }
        final long least = state.parameter(Parameter.TWAP_VALUE_MIN_MICROS);
        final BigInteger value = Limits.value(market.markTicks, c.sizeE8() / market.e8PerLot());
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            return Verdict.refused(RejectReason.TWAP_VALUE, least);
        }
        final long q = state.position(accountId, market.id()).lots();
        final boolean isOpposed = c.side() == 0 ? q < 0 : q > 0;
        if ((c.flags() & OrderFlags.REDUCE_ONLY) != 0 && !isOpposed) {
            return Verdict.refused(RejectReason.REDUCE_ONLY);
        }
        final Twap asked = new Twap(
            0, accountId, market.id(), Side.of(c.side()), 1, 0, 0, false, c.triggerPriceE8() / market.e8PerTick(),
            c.triggerAbove(), c.stopPriceE8() / market.e8PerTick());
        return asked.firesAt(market.markTicks) || asked.isStoppedAt(market.markTicks)
            ? Verdict.refused(RejectReason.INVALID_TRIGGER)
            : Verdict.ACCEPTED;
    }

    /** A TWAP runs from now on. */
    void run(final Twap twap, final int batchIndex) {
        final long mark = state.market(twap.marketId).markTicks;
        final long byTime =
            twap.minutes * 60_000L / state.parameter(Parameter.TWAP_SLICE_MILLIS) + 1;
        final BigInteger byValue = Limits.value(mark, twap.sizeLots)
            .divide(BigInteger.valueOf(state.parameter(Parameter.TWAP_SLICE_VALUE_MICROS)));
        twap.slices = BigInteger.valueOf(Math.min(byTime, twap.sizeLots)).min(byValue).max(BigInteger.ONE)
            .longValueExact();
        twap.intervalNanos = twap.slices == 1 ? 0 : BigInteger.valueOf(twap.minutes).multiply(NANOS_PER_MINUTE)
            .divide(BigInteger.valueOf(twap.slices - 1)).longValueExact();
        twap.startNanos = state.now;
        twap.status = Twap.Status.RUNNING;
        state.setDeadline(state.now, Deadline.SLICE, twap.id);
        tellStarted(twap, TwapStatus.RUNNING, batchIndex);
    }

    private void tellStarted(final Twap t, final TwapStatus status, final int batchIndex) {
        out.add(new Event.TwapStarted(
            out.header(), t.id, t.sizeLots, t.triggerTicks, t.stopTicks, t.intervalNanos, t.accountId, t.marketId,
            t.minutes, (int) t.slices, batchIndex, t.flags, t.side.code(), t.randomize, t.triggerAbove,
            status.code()));
    }

    /** The mark was set. */
    void look(final Market market) {
        for (final Twap twap : state.twaps.values()) {
            if (twap.marketId == market.id() && twap.status == Twap.Status.WAITING
                && twap.firesAt(market.markTicks)) {
                twap.status = Twap.Status.FIRED;
            }
        }
    }

    /** The first in the market that fired and does not run yet, or {@code null}. */
    Twap firstFired(final Market market) {
        return state.twaps.values().stream()
            .filter(twap -> twap.marketId == market.id() && twap.status == Twap.Status.FIRED)
            .min(Comparator.comparingLong(twap -> twap.armingSequence)).orElse(null);
    }

    /** A slice is due. */
    void slice(final Twap twap) {
        final Market market = state.market(twap.marketId);
        while (twap.nextSlice < twap.slices && due(twap, twap.nextSlice + 1) <= state.now) {
            twap.nextSlice++;
        }
        if (twap.isStoppedAt(market.markTicks)) {
            end(twap, TwapStatus.STOPPED, RejectReason.NONE);
            return;
        }
        final long wanted = wanted(twap);
        final boolean trades = market.state == MarketState.ACTIVE || market.state == MarketState.CLOSE_ONLY;
        RejectReason reason = RejectReason.NONE;
        if (trades && !market.isUncrossing && wanted > 0) {
            reason = send(twap, market, wanted);
        }
        if (twap.executedLots == twap.sizeLots || twap.nextSlice == twap.slices) {
            end(twap, TwapStatus.FINISHED, RejectReason.NONE);
        } else if (reason == RejectReason.REDUCE_ONLY) {
            end(twap, TwapStatus.ERROR, reason);
        } else {
            twap.nextSlice++;
            state.setDeadline(due(twap, twap.nextSlice), Deadline.SLICE, twap.id);
        }
    }

    /** When a slice, from 1, is due. */
    private static long due(final Twap twap, final long slice) {
        return BigInteger.valueOf(slice - 1).multiply(BigInteger.valueOf(twap.intervalNanos))
            .add(BigInteger.valueOf(twap.startNanos)).longValueExact();
    }

    private long wanted(final Twap twap) {
        final long k = twap.nextSlice;
        final long each = Math.ceilDiv(twap.sizeLots, twap.slices);
        long wanted = BigInteger.valueOf(twap.sizeLots).multiply(BigInteger.valueOf(k))
            .divide(BigInteger.valueOf(twap.slices)).longValueExact() - twap.executedLots;
        if (twap.randomize && k < twap.slices) {
            final long hash = Mix64.mix(Mix64.mix(twap.id, k), state.now);
            final long chance = Long.remainderUnsigned(hash, 400_001);
            wanted += BigInteger.valueOf(each).multiply(BigInteger.valueOf(chance))
                .divide(BigInteger.valueOf(1_000_000)).longValueExact() - each / 5;
        }
        return BigInteger.valueOf(wanted).min(BigInteger.valueOf(each).multiply(BigInteger.valueOf(3)))
            .min(BigInteger.valueOf(twap.sizeLots - twap.executedLots)).longValueExact();
    }

    private RejectReason send(final Twap twap, final Market market, final long lots) {
        state.lastOrderId++;
        out.add(new Event.TwapSliced(
            out.header(), twap.id, state.lastOrderId, lots, twap.executedLots, twap.accountId, twap.marketId,
            (int) twap.nextSlice));
        final long limit =
            Triggers.marketLimit(market, twap.side, state.parameter(Parameter.TWAP_SLIPPAGE_NANOS));
        final Order order = new Order(
            state.lastOrderId, twap.accountId, twap.marketId, twap.side, limit, lots, lots, lots, 0, state.now, 0,
            ClientOrderId.NONE, twap.flags | OrderFlags.TWAP_SLICE, TimeInForce.IOC, 0);
        final Action action = Action.ofHouse(twap.accountId);
        final RejectReason reason = floor.matching.placeOfHouse(action, order, false);
        twap.executedLots += action.filledLots;
        twap.executedMicros = Math.addExact(twap.executedMicros, action.filledMicros);
        return reason;
    }

    Verdict cancel(final Command.CancelTwap c, final int accountId) {
        final Twap twap = state.twaps.get(c.twapId());
        if (twap == null || twap.accountId != accountId || twap.marketId != c.marketId()) {
            return Verdict.refused(RejectReason.TWAP_NOT_FOUND);
        }
        end(twap, TwapStatus.TERMINATED, RejectReason.NONE);
        return Verdict.ACCEPTED;
    }

    void end(final Twap twap, final TwapStatus status, final RejectReason reason) {
        state.twaps.remove(twap.id);
        state.removeDeadline(Deadline.SLICE, twap.id);
        out.add(new Event.TwapEnded(
            out.header(), twap.id, twap.executedLots, twap.executedMicros, twap.accountId, twap.marketId,
            reason.code(), status.code()));
    }
}
