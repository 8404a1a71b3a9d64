package steelyard.exchange.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.Groups;
import steelyard.exchange.state.Protection;
import steelyard.exchange.state.Traders;
import steelyard.exchange.state.TriggerOrders;
import steelyard.exchange.state.Twaps;
import steelyard.protocol.array.DeadlineRecordEncoder;
import steelyard.protocol.array.FollowUpRecordEncoder;
import steelyard.protocol.array.GroupRecordEncoder;
import steelyard.protocol.array.LadderRecordEncoder;
import steelyard.protocol.array.ProtectionFillRecordEncoder;
import steelyard.protocol.array.ProtectionRecordEncoder;
import steelyard.protocol.array.TraderRecordEncoder;
import steelyard.protocol.array.TriggerRecordEncoder;
import steelyard.protocol.array.TwapRecordEncoder;

/** Writes what {@code docs/matching-rules.md} adds to resting orders. */
final class TradingRecordsWriter {
    private static final int FIRED = 2;

    private final ExchangeState state;
    private final SnapshotWriter out;

    TradingRecordsWriter(final ExchangeState state, final SnapshotWriter out) {
        this.state = state;
        this.out = out;
    }

    void write() {
        writeDeadlines();
        writeFollowUps();
        writeTriggers();
        writeGroups();
        writeTraders();
        writeTwaps();
        writeLadders();
        writeProtections();
    }

    private void writeDeadlines() {
        for (final long[] each : state.deadlines().inOrder()) {
            final DeadlineRecordEncoder record =
                new DeadlineRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record.timeNanos(each[0]).id(Deadlines.idOf(each[1])).kind((short) Deadlines.kindOf(each[1]));
            out.end(record.encodedLength());
        }
    }

    private void writeFollowUps() {
        final FollowUps followUps = state.followUps();
        for (int i = 0; i < followUps.count(); i++) {
            final FollowUpRecordEncoder record =
                new FollowUpRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .orderId(followUps.orderId(i))
                .accountId(followUps.accountId(i))
                .marketId(followUps.marketId(i))
                .kind((short) followUps.kind(i))
                .side((short) followUps.side(i))
                .orderKind((short) followUps.orderKind(i))
                .reason((short) followUps.reason(i))
                .quoteGroup((short) followUps.quoteGroup(i));
            out.end(record.encodedLength());
        }
    }

    private void writeTriggers() {
        final TriggerOrders triggers = state.triggers();
        final List<Integer> rows = rows(
            triggers.limit(), row -> triggers.isUsed(row) && triggers.isTrigger(row), triggers::orderId);
        for (final int row : rows) {
            final TriggerRecordEncoder record =
                new TriggerRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .orderId(triggers.orderId(row))
                .priceTicks(triggers.priceTicks(row))
                .quantityLots(triggers.quantityLots(row))
                .triggerPriceTicks(triggers.triggerPriceTicks(row))
                .trailTicks(triggers.trailTicks(row))
                .clientOrderIdHigh(triggers.clientOrderIdHigh(row))
                .clientOrderIdLow(triggers.clientOrderIdLow(row))
                .expiresMillis(triggers.expiresMillis(row))
                .placedTimeNanos(triggers.placedTimeNanos(row))
                .armingSequence(triggers.armingSequence(row))
                .extremeTicks(triggers.extremeTicks(row))
                .accountId(triggers.accountId(row))
                .marketId(triggers.marketId(row))
                .trailBps(triggers.trailBps(row))
                .flags(triggers.flags(row))
                .side(triggers.side(row).code())
                .timeInForce((short) triggers.timeInForce(row))
                .triggerKind(triggers.kind(row).code())
                .triggerSource(triggers.source(row).code())
                .isMarket((short) (triggers.isMarket(row) ? 1 : 0))
                .status((short) triggers.status(row));
            out.end(record.encodedLength());
        }
    }

    private void writeGroups() {
        final Groups groups = state.groups();
        final List<Integer> rows = rows(groups.limit(), row -> groups.groupId(row) != 0, groups::groupId);
        for (final int row : rows) {
            final GroupRecordEncoder record =
                new GroupRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .parentOrderId(groups.parentId(row))
                .firstOrderId(groups.memberId(row, false))
                .secondOrderId(groups.memberId(row, true))
                .groupId(groups.groupId(row))
                .ofPosition((short) (groups.ofPosition(row) ? 1 : 0));
            out.end(record.encodedLength());
        }
    }

    private void writeTraders() {
        final Traders traders = state.traders();
        for (int accountId = 0; accountId < traders.limit(); accountId++) {
            if (traders.isKnown(accountId)) {
                final TraderRecordEncoder record =
                    new TraderRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
                record
                    .volumeMicros(traders.volumeMicros(accountId))
                    .scheduledCancelDay(traders.scheduledCancelDay(accountId))
                    .accountId(accountId)
                    .scheduledCancels(traders.scheduledCancels(accountId))
                    .selfTradeMode((short) traders.selfTradeMode(accountId))
                    .reservedRequests(traders.reservedRequests(accountId));
                out.end(record.encodedLength());
            }
        }
    }

    private void writeTwaps() {
        final Twaps twaps = state.twaps();
        final List<Integer> rows = rows(twaps.limit(), row -> twaps.twapId(row) != 0, twaps::twapId);
        for (final int row : rows) {
            final int trigger = state.triggers().find(twaps.twapId(row));
            final boolean fired =
                trigger != TriggerOrders.NONE && state.triggers().status(trigger) == TriggerOrders.FIRED;
            final TwapRecordEncoder record =
                new TwapRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .twapId(twaps.twapId(row))
                .quantityLots(twaps.quantityLots(row))
                .triggerPriceTicks(twaps.triggerPriceTicks(row))
                .stopPriceTicks(twaps.stopPriceTicks(row))
                .startNanos(twaps.startNanos(row))
                .intervalNanos(twaps.intervalNanos(row))
                .executedLots(twaps.executedLots(row))
                .executedMicros(twaps.executedMicros(row))
                .armingSequence(twaps.armingSequence(row))
                .accountId(twaps.accountId(row))
                .marketId(twaps.marketId(row))
                .minutes(twaps.minutes(row))
                .slices(twaps.slices(row))
                .nextSlice(twaps.nextSlice(row))
                .flags(twaps.flags(row))
                .side(twaps.side(row).code())
                .randomize((short) (twaps.randomizes(row) ? 1 : 0))
                .triggerAbove((short) (twaps.triggersAbove(row) ? 1 : 0))
                .status((short) (fired ? FIRED : twaps.status(row)));
            out.end(record.encodedLength());
        }
    }

    private void writeLadders() {
        for (final long[] ladder : state.quotes().ladders()) {
            final LadderRecordEncoder record =
                new LadderRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .accountId((int) (ladder[0] >>> 32))
                .marketId((int) ladder[0])
                .quoteGroup((short) ladder[1]);
            out.end(record.encodedLength());
        }
    }

    private void writeProtections() {
        final List<Protection> protections = new ArrayList<>(state.quotes().protections());
        protections.sort(Comparator.comparingInt(Protection::accountId).thenComparingInt(Protection::group));
        for (final Protection protection : protections) {
            final ProtectionRecordEncoder record =
                new ProtectionRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .windowMillis(protection.windowMillis())
                .frozenMillis(protection.frozenMillis())
                .quantityMaxE8(protection.quantityMaxE8())
                .valueMaxMicros(protection.valueMaxMicros())
                .frozenUntilMillis(protection.frozenUntilMillis())
                .accountId(protection.accountId())
                .countMax(protection.countMax())
                .quoteGroup((short) protection.group())
                .isFrozen((short) (protection.frozen() ? 1 : 0));
            out.end(record.encodedLength());
        }
        protections.forEach(this::writeFills);
    }

    private void writeFills(final Protection protection) {
        for (int i = 0; i < protection.fills(); i++) {
            final ProtectionFillRecordEncoder record =
                new ProtectionFillRecordEncoder().wrapAndApplyHeader(out.buffer(), out.begin(), out.header());
            record
                .timeNanos(protection.timeNanos(i))
                .quantityE8(protection.quantityE8(i))
                .valueMicros(protection.valueMicros(i))
                .accountId(protection.accountId())
                .quoteGroup((short) protection.group());
            out.end(record.encodedLength());
        }
    }

    /** The rows of a table that are in use, by their ids. */
    private static List<Integer> rows(final int limit, final IntPredicate isUsed, final ToLongFunction<Integer> id) {
        final List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < limit; row++) {
            if (isUsed.test(row)) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparingLong(id));
        return rows;
    }
}
