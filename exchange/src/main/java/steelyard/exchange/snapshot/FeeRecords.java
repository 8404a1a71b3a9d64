package steelyard.exchange.snapshot;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.state.ExchangeState;
import steelyard.protocol.array.FeeScheduleRecordEncoder;
import steelyard.protocol.array.TradedVolumeRecordEncoder;
import steelyard.protocol.sbe.FeeScheduleRecordDecoder;
import steelyard.protocol.sbe.TradedVolumeRecordDecoder;
import steelyard.risk.fee.FeeSchedule;
import steelyard.risk.fee.FeeSchedules;
import steelyard.risk.fee.TradedVolumes;

/** The records of a snapshot that are about fees: written, put back, and hashed. */
final class FeeRecords {
    private final FeeSchedules schedules;
    private final TradedVolumes volumes;

    FeeRecords(final ExchangeState state) {
        this.schedules = state.feeSchedules();
        this.volumes = state.volumes();
    }

    void write(final SnapshotWriter writer) {
        for (int group = 0; group < FeeSchedules.GROUPS; group++) {
            if (schedules.of(group) != null) {
                write(writer, group, schedules.of(group));
            }
        }
        for (int accountId = TradedVolumes.EXCHANGE; accountId < volumes.limit(); accountId++) {
            writeVolumes(writer, accountId);
        }
    }

    private static void write(final SnapshotWriter writer, final int group, final FeeSchedule schedule) {
        final FeeScheduleRecordEncoder record =
            new FeeScheduleRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        record.feeGroup((short) group);
        final var tiers = record.tiersCount(schedule.tiers());
        for (int i = 0; i < schedule.tiers(); i++) {
            tiers.next().volumeFromUsdc(schedule.volumeFromUsdc(i)).takerNanos(schedule.takerNanos(i))
                .makerNanos(schedule.makerNanos(i));
        }
        final var makerTiers = record.makerTiersCount(schedule.makerTiers());
        for (int i = 0; i < schedule.makerTiers(); i++) {
            makerTiers.next().shareFromE6(schedule.shareFromE6(i)).makerNanos(schedule.shareMakerNanos(i));
        }
        writer.end(record.encodedLength());
    }

    private void writeVolumes(final SnapshotWriter writer, final int accountId) {
        final int row = volumes.find(accountId);
        final long last = volumes.lastDayAt(row);
        for (int days = volumes.tradedDaysAt(row); days != 0; days -= Integer.highestOneBit(days)) {
            final int before = earliest(days);
            final TradedVolumeRecordEncoder record =
                new TradedVolumeRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
            record.day(last - before).takerMicros(volumes.takerMicrosAt(row, before))
                .makerMicros(volumes.makerMicrosAt(row, before)).accountId(accountId);
            writer.end(record.encodedLength());
        }
    }

    /** The earliest of days that are bits, in days before the last one. */
    private static int earliest(final int days) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(days);
    }

    void load(final FeeScheduleRecordDecoder record) {
        final int group = record.feeGroup();
        final FeeSchedule schedule = new FeeSchedule();
        for (final var tier : record.tiers()) {
            schedule.addTier(tier.volumeFromUsdc(), tier.takerNanos(), tier.makerNanos());
        }
        for (final var tier : record.makerTiers()) {
            schedule.addMakerTier(tier.shareFromE6(), tier.makerNanos());
        }
        schedules.set(group, schedule);
    }

    void load(final TradedVolumeRecordDecoder record) {
        volumes.add(record.accountId(), record.day(), record.takerMicros(), record.makerMicros());
    }

    /** Schedules and the exchange's volumes. */
    long hash() {
        long sum = volumes(TradedVolumes.EXCHANGE);
        for (int group = 0; group < FeeSchedules.GROUPS; group++) {
            if (schedules.of(group) != null) {
                sum += hash(group, schedules.of(group));
            }
        }
        return sum;
    }

    /** What an owner of accounts, or the exchange, traded. */
    long volumes(final int accountId) {
        long sum = 0;
        final int row = volumes.find(accountId);
        final long last = volumes.lastDayAt(row);
        for (int days = volumes.tradedDaysAt(row); days != 0; days -= Integer.highestOneBit(days)) {
            final int before = earliest(days);
            final long start = EntityHashes.start(TradedVolumeRecordDecoder.TEMPLATE_ID, accountId);
            sum += mix(mix(mix(start, last - before), volumes.takerMicrosAt(row, before)),
                volumes.makerMicrosAt(row, before));
        }
        return sum;
    }

    private static long hash(final int group, final FeeSchedule schedule) {
        long hash = EntityHashes.start(FeeScheduleRecordDecoder.TEMPLATE_ID, group);
        for (int i = 0; i < schedule.tiers(); i++) {
            hash = mix(hash, schedule.volumeFromUsdc(i));
            hash = mix(mix(hash, schedule.takerNanos(i)), schedule.makerNanos(i));
        }
        for (int i = 0; i < schedule.makerTiers(); i++) {
            hash = mix(mix(hash, schedule.shareFromE6(i)), schedule.shareMakerNanos(i));
        }
        return hash;
    }
}
