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
import steelyard.protocol.sbe.DeadlineRecordEncoder;
import steelyard.protocol.sbe.FollowUpRecordEncoder;
import steelyard.protocol.sbe.GroupRecordEncoder;
import steelyard.protocol.sbe.LadderRecordEncoder;
import steelyard.protocol.sbe.ProtectionFillRecordEncoder;
import steelyard.protocol.sbe.ProtectionRecordEncoder;
import steelyard.protocol.sbe.TraderRecordEncoder;
import steelyard.protocol.sbe.TriggerRecordEncoder;
import steelyard.protocol.sbe.TwapRecordEncoder;

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
            final DeadlineRecordEncoder record = out.begin(new DeadlineRecordEncoder());
            record.timeNanos(each[0]).id(Deadlines.idOf(each[1])).kind((short) Deadlines.kindOf(each[1]));
            out.end(record);
        }
    }

    private void writeFollowUps() {
        final FollowUps followUps = state.followUps();
        for (int i = 0; i < followUps.count(); i++) {
            final FollowUpRecordEncoder record = out.begin(new FollowUpRecordEncoder());
            record
                .orderId(followUps.orderId(i))
                .accountId(followUps.accountId(i))
                .marketId(followUps.marketId(i))
                .kind((short) followUps.kind(i))
                .side((short) followUps.side(i))
                .orderKind((short) followUps.orderKind(i))
                .reason((short) followUps.reason(i))
                .quoteGroup((short) followUps.quoteGroup(i));
            out.end(record);
        }
    }

    private void writeTriggers() {
        final TriggerOrders triggers = state.triggers();
        final List<Integer> rows = rows(
            triggers.limit(), row -> triggers.isUsed(row) && triggers.isTrigger(row), triggers::orderId);
        for (final int row : rows) {
            final TriggerRecordEncoder record = out.begin(new TriggerRecordEncoder());
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
            out.end(record);
        }
    }

    private void writeGroups() {
        final Groups groups = state.groups();
        final List<Integer> rows = rows(groups.limit(), row -> groups.groupId(row) != 0, groups::groupId);
        for (final int row : rows) {
            final GroupRecordEncoder record = out.begin(new GroupRecordEncoder());
            record
                .parentOrderId(groups.parentId(row))
                .firstOrderId(groups.memberId(row, false))
                .secondOrderId(groups.memberId(row, true))
                .groupId(groups.groupId(row))
                .ofPosition((short) (groups.ofPosition(row) ? 1 : 0));
            out.end(record);
        }
    }

    private void writeTraders() {
        final Traders traders = state.traders();
        for (int accountId = 0; accountId < traders.limit(); accountId++) {
            if (traders.isKnown(accountId)) {
                final TraderRecordEncoder record = out.begin(new TraderRecordEncoder());
                record
                    .volumeMicros(traders.volumeMicros(accountId))
                    .scheduledCancelDay(traders.scheduledCancelDay(accountId))
                    .accountId(accountId)
                    .scheduledCancels(traders.scheduledCancels(accountId))
                    .selfTradeMode((short) traders.selfTradeMode(accountId));
                out.end(record);
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
            final TwapRecordEncoder record = out.begin(new TwapRecordEncoder());
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
            out.end(record);
        }
    }

    private void writeLadders() {
        for (final long[] ladder : state.quotes().ladders()) {
            final LadderRecordEncoder record = out.begin(new LadderRecordEncoder());
            record
                .accountId((int) (ladder[0] >>> 32))
                .marketId((int) ladder[0])
                .quoteGroup((short) ladder[1]);
            out.end(record);
        }
    }

    private void writeProtections() {
        final List<Protection> protections = new ArrayList<>(state.quotes().protections());
        protections.sort(Comparator.comparingInt(Protection::accountId).thenComparingInt(Protection::group));
        for (final Protection protection : protections) {
            final ProtectionRecordEncoder record = out.begin(new ProtectionRecordEncoder());
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
            out.end(record);
        }
        protections.forEach(this::writeFills);
    }

    private void writeFills(final Protection protection) {
        for (int i = 0; i < protection.fills(); i++) {
            final ProtectionFillRecordEncoder record = out.begin(new ProtectionFillRecordEncoder());
            record
                .timeNanos(protection.timeNanos(i))
                .quantityE8(protection.quantityE8(i))
                .valueMicros(protection.valueMicros(i))
                .accountId(protection.accountId())
                .quoteGroup((short) protection.group());
            out.end(record);
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
