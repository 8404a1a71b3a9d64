package steelyard.exchange.order;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.TriggerOrders;
import steelyard.exchange.state.Twaps;
import steelyard.model.FixedPoint;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TwapStatus;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;

/** TWAPs: their commands and their slices. {@code docs/matching-rules.md#11-twap}. */
public final class TwapWork {
    private static final int MINUTES_MIN = 5;
    private static final int MINUTES_MAX = 10_080;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final int CHANCES = 400_001;

    private final ExchangeState state;
    private final Counters counters;
    private final Twaps twaps;
    private final TriggerOrders triggers;
    private final Authority authority;
    private final Limits limits;
    private final OrderEntry orderEntry;
    private final Matching matching;
    private final TradingEvents events;
    private final StaticChecks staticChecks;
    private final PlaceTwapDecoder place = new PlaceTwapDecoder();
    private final CancelTwapDecoder cancel = new CancelTwapDecoder();
    private final OrderRequest order = new OrderRequest();

    /** Works on the state of these parts. */
    public TwapWork(final OrderParts parts, final Authority authority) {
        this.state = parts.state;
        this.counters = parts.state.counters();
        this.twaps = parts.state.twaps();
        this.triggers = parts.state.triggers();
        this.authority = authority;
        this.limits = parts.limits;
        this.orderEntry = parts.orderEntry;
        this.matching = parts.matching;
        this.events = parts.tradingEvents;
        this.staticChecks = new StaticChecks(state);
    }

    /** {@code PlaceTwap}. */
    public RejectReason place(final CommandFrame command, final Refusal refusal) {
        command.decode(place);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkFields(refusal) != RejectReason.NONE || check(command.accountId(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final MarketSpec spec = state.markets().spec(place.marketId());
        final long triggerTicks = place.triggerPriceE8() / spec.e8PerTick();
        final long twapId = counters.takeOrderId();
        final int row = twaps.add(twapId, command.accountId(), spec.marketId(), place.side(),
            place.sizeE8() / spec.e8PerLot(), place.flags(), place.minutes());
        twaps.conditions(row, triggerTicks, place.triggerAbove() != 0, place.stopPriceE8() / spec.e8PerTick(),
            place.randomize() != 0);
        if (triggerTicks == 0) {
            run(row);
        } else {
            twaps.placed(row, counters.nowNanos());
            twaps.armingSequence(row, counters.takePrioritySequence());
            triggers.armTwap(twaps, row);
            events.twapStarted(row, Refusal.NO_BATCH_INDEX);
        }
        return RejectReason.NONE;
    }

    /** {@code CancelTwap}. */
    public RejectReason cancel(final CommandFrame command, final Refusal refusal) {
        command.decode(cancel);
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int row = twaps.find(cancel.twapId());
        if (row == Twaps.NONE || twaps.accountId(row) != command.accountId()
            || twaps.marketId(row) != cancel.marketId()) {
            return refusal.because(RejectReason.TWAP_NOT_FOUND);
        }
        end(row, TwapStatus.TERMINATED, RejectReason.NONE);
        return RejectReason.NONE;
    }

    /** A TWAP that waited has fired: it runs. */
    void fired(final int trigger) {
        final int row = twaps.find(triggers.orderId(trigger));
        triggers.remove(trigger);
        run(row);
    }

    /** A slice is due. */
    void slice(final int row) {
        final int marketId = twaps.marketId(row);
        if (isStopped(twaps.side(row), twaps.stopPriceTicks(row), state.markets().markPriceTicks(marketId))) {
            end(row, TwapStatus.STOPPED, RejectReason.NONE);
            return;
        }
        final int slice = sliceOfNow(row);
        final long wantedLots = wantedLots(row, slice);
        final RejectReason reason = wantedLots > 0 && state.books().worksOnTriggers(marketId)
            ? send(row, slice, wantedLots)
            : RejectReason.NONE;
        if (twaps.executedLots(row) == twaps.quantityLots(row) || slice == twaps.slices(row)) {
            end(row, TwapStatus.FINISHED, RejectReason.NONE);
        } else if (reason == RejectReason.REDUCE_ONLY) {
            end(row, TwapStatus.ERROR, reason);
        } else {
            twaps.nextSlice(row, slice + 1);
            state.deadlines().set(Deadlines.TWAP_SLICE, twaps.twapId(row),
                Math.addExact(twaps.startNanos(row), Math.multiplyExact((long) slice, twaps.intervalNanos(row))));
        }
    }

    /** The last slice whose time has come. */
    private int sliceOfNow(final int row) {
        if (twaps.slices(row) == 1) {
            return 1;
        }
        final long intervals = (counters.nowNanos() - twaps.startNanos(row)) / twaps.intervalNanos(row);
        return (int) Math.min(twaps.slices(row), intervals + 1);
    }

    /** Ends a TWAP. */
    void end(final int row, final TwapStatus status, final RejectReason reason) {
        events.twapEnded(row, status, reason);
        final long twapId = twaps.twapId(row);
        final int trigger = triggers.find(twapId);
        if (trigger != TriggerOrders.NONE) {
            triggers.remove(trigger);
        }
        state.deadlines().remove(Deadlines.TWAP_SLICE, twapId);
        twaps.remove(row);
    }

    private RejectReason checkFields(final Refusal refusal) {
        final int marketId = place.marketId();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_ASSET, marketId, 0);
        }
        if (place.side() > Side.SELL.code() || (place.flags() & ~OrderFlags.REDUCE_ONLY) != 0) {
            return refusal.because(RejectReason.INVALID_TIME_IN_FORCE);
        }
        if (!isPrice(marketId, place.triggerPriceE8()) || !isPrice(marketId, place.stopPriceE8())) {
            return refusal.because(RejectReason.INVALID_PRICE);
        }
        if (!staticChecks.isSize(marketId, place.sizeE8())) {
            return refusal.because(RejectReason.INVALID_SIZE);
        }
        if (place.sizeE8() == 0) {
            return refusal.because(RejectReason.ZERO_SIZE);
        }
        return place.minutes() < MINUTES_MIN || place.minutes() > MINUTES_MAX
            ? refusal.because(RejectReason.TWAP_DURATION, place.minutes(), 0)
            : RejectReason.NONE;
    }

    private boolean isPrice(final int marketId, final long priceE8) {
        return priceE8 == 0 || staticChecks.isPrice(marketId, priceE8);
    }

    private RejectReason check(final int accountId, final Refusal refusal) {
        final MarketSpec spec = state.markets().spec(place.marketId());
        if (limits.closed(spec.marketId(), refusal) != RejectReason.NONE
            || limits.stopped(accountId, spec.marketId(), OrderFlags.isReduceOnly(place.flags()), refusal)
                != RejectReason.NONE) {
            return refusal.reason();
        }
        if (!state.oracle().isFresh(spec.marketId(), counters.nowNanos())) {
            return refusal.because(RejectReason.PRICE_STALE);
        }
        final long max = state.parameters().value(Parameter.TWAPS_MAX);
        if (state.traders().twaps(accountId) >= max) {
            return refusal.because(RejectReason.TWAP_LIMIT, max, 0);
        }
        final long lots = place.sizeE8() / spec.e8PerLot();
        if (lots > 2 * spec.maxPositionLots()) {
            return refusal.because(RejectReason.ORDER_TOO_LARGE);
        }
        final long markTicks = state.markets().markPriceTicks(spec.marketId());
        final long least = state.parameters().value(Parameter.TWAP_VALUE_MIN_MICROS);
        if (FixedPoint.compareProducts(lots, Math.abs(markTicks), least, 1) < 0) {
            return refusal.because(RejectReason.TWAP_VALUE, least, 0);
        }
        final Side side = Side.of(place.side());
        final long position = state.positions().quantityLots(state.positions().find(accountId, spec.marketId()));
        if (OrderFlags.isReduceOnly(place.flags()) && position * side.sign() >= 0) {
            return refusal.because(RejectReason.REDUCE_ONLY);
        }
        final long triggerTicks = place.triggerPriceE8() / spec.e8PerTick();
        final boolean fires = triggerTicks != 0
            && (place.triggerAbove() != 0 ? markTicks >= triggerTicks : markTicks <= triggerTicks);
        return fires || isStopped(side, place.stopPriceE8() / spec.e8PerTick(), markTicks)
            ? refusal.because(RejectReason.INVALID_TRIGGER)
            : RejectReason.NONE;
    }

    private static boolean isStopped(final Side side, final long stopTicks, final long markTicks) {
        return stopTicks != 0 && (side == Side.BUY ? markTicks >= stopTicks : markTicks <= stopTicks);
    }

    private void run(final int row) {
        final int minutes = twaps.minutes(row);
        final long byTime =
            minutes * MILLIS_PER_MINUTE / state.parameters().value(Parameter.TWAP_SLICE_MILLIS) + 1;
        final long byValue = FixedPoint.mulDivFloor(
            twaps.quantityLots(row), Math.abs(state.markets().markPriceTicks(twaps.marketId(row))),
            state.parameters().value(Parameter.TWAP_SLICE_VALUE_MICROS));
        final int slices =
            (int) Math.max(1, Math.min(byTime, Math.min(byValue, twaps.quantityLots(row))));
        final long interval = slices == 1 ? 0 : minutes * NANOS_PER_MINUTE / (slices - 1);
        twaps.run(row, counters.nowNanos(), interval, slices);
        state.deadlines().set(Deadlines.TWAP_SLICE, twaps.twapId(row), counters.nowNanos());
        events.twapStarted(row, Refusal.NO_BATCH_INDEX);
    }

    private long wantedLots(final int row, final int slice) {
        final long size = twaps.quantityLots(row);
        final long slices = twaps.slices(row);
        final long each = Math.ceilDiv(size, slices);
        final long left = size - twaps.executedLots(row);
        long wanted = FixedPoint.mulDivFloor(size, slice, slices) - twaps.executedLots(row);
        if (twaps.randomizes(row) && slice < slices) {
            final long hash = mix(mix(twaps.twapId(row), slice), counters.nowNanos());
            final long chance = Long.remainderUnsigned(hash, CHANCES);
            wanted += FixedPoint.mulDivFloor(each, chance, 1_000_000) - each / 5;
        }
        return Math.min(wanted, Math.min(Math.multiplyExact(3, each), left));
    }

    private RejectReason send(final int row, final int slice, final long lots) {
        final int marketId = twaps.marketId(row);
        final Side side = twaps.side(row);
        order.entry(
            twaps.accountId(row), marketId, Refusal.NO_BATCH_INDEX, side.code(), TimeInForce.IOC.code());
        order.identity(twaps.flags(row) | OrderFlags.TWAP_SLICE, 0, 0);
        order.terms(limits.marketLimitTicks(marketId, side, Parameter.TWAP_SLIPPAGE_NANOS), lots);
        order.orderId(counters.takeOrderId());
        order.placedTimeNanos(counters.nowNanos());
        events.twapSliced(twaps.twapId(row), order.orderId(), lots, twaps.executedLots(row), twaps.accountId(row),
            marketId, slice);
        final RejectReason reason = orderEntry.enterNumbered(order);
        if (reason == RejectReason.NONE) {
            twaps.executed(row, twaps.executedLots(row) + orderEntry.filledLots(),
                Math.addExact(twaps.executedMicros(row), matching.valueMicros()));
        }
        return reason;
    }
}
