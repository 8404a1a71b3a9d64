package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import steelyard.model.Parameter;
import steelyard.node.FeesView;
import steelyard.node.NodeState;
import steelyard.protocol.array.FillSettledDecoder;
import steelyard.protocol.sbe.FeeScheduleChangedDecoder;
import steelyard.protocol.sbe.FeeScheduleRecordDecoder;
import steelyard.risk.fee.FeeRates;
import steelyard.risk.fee.FeeSchedule;
import steelyard.risk.fee.FeeSchedules;
import steelyard.risk.fee.TradedVolumes;

/** What accounts pay: fee groups, their schedules, and what owners traded of late. */
final class Fees {
    private static final long E4 = 10_000;

    private final Accounts accounts;
    private final Parameters parameters;
    private final Referrals referrals;
    private final FeeSchedules schedules = new FeeSchedules();
    private final TradedVolumes volumes = new TradedVolumes();
    private byte[] groups = new byte[16];

    Fees(final Accounts accounts, final Parameters parameters, final Referrals referrals) {
        this.referrals = referrals;
        this.accounts = accounts;
        this.parameters = parameters;
    }

    /** The account pays as this group does. */
    void group(final int accountId, final int group) {
        if (accountId >= groups.length) {
            groups = Arrays.copyOf(groups, Math.max(accountId + 1, 2 * groups.length));
        }
        groups[accountId] = (byte) group;
    }

    /** A new account pays as its owner does. */
    void created(final int accountId, final int ownerId) {
        group(accountId, group(ownerId));
    }

    void changed(final FeeScheduleChangedDecoder event) {
        final FeeSchedule schedule = new FeeSchedule();
        for (final var tier : event.tiers()) {
            schedule.addTier(tier.volumeFromUsdc(), tier.takerNanos(), tier.makerNanos());
        }
        for (final var tier : event.makerTiers()) {
            schedule.addMakerTier(tier.shareFromE6(), tier.makerNanos());
        }
        schedules.set(event.feeGroup(), schedule);
    }

    void load(final FeeScheduleRecordDecoder record) {
        final FeeSchedule schedule = new FeeSchedule();
        for (final var tier : record.tiers()) {
            schedule.addTier(tier.volumeFromUsdc(), tier.takerNanos(), tier.makerNanos());
        }
        for (final var tier : record.makerTiers()) {
            schedule.addMakerTier(tier.shareFromE6(), tier.makerNanos());
        }
        schedules.set(record.feeGroup(), schedule);
    }

    /** What an owner, or {@link TradedVolumes#EXCHANGE}, traded on a day. */
    void traded(final int accountId, final long day, final long takerMicros, final long makerMicros) {
        volumes.add(accountId, day, takerMicros, makerMicros);
    }

    /** A side of a trade. */
    void filled(final FillSettledDecoder event) {
        final long micros = Math.multiplyExact(Math.abs(event.priceTicks()), event.quantityLots());
        final long day = FeeRates.day(event.header().timestampNanos());
        final int ownerId = accounts.ownerId(event.accountId());
        if (event.isTaker() != 0) {
            volumes.add(ownerId, day, micros, 0);
        } else {
            volumes.add(ownerId, day, 0, micros);
            volumes.add(TradedVolumes.EXCHANGE, day, 0, micros);
        }
    }

    /** What an account pays at a time; {@link NodeState#NONE}: one that has not been made. */
    FeesView view(final int accountId, final long nowNanos) {
        final long day = FeeRates.day(nowNanos);
        final int ownerId = accountId == NodeState.NONE ? NodeState.NONE : accounts.ownerId(accountId);
        final FeeSchedule schedule = schedules.of(accountId == NodeState.NONE ? 0 : group(accountId));
        final long taker = parameters.value(Parameter.TAKER_FEE_NANOS);
        final long maker = parameters.value(Parameter.MAKER_FEE_NANOS);
        final long discountE4 = parameters.value(Parameter.REFERRAL_DISCOUNT_E4);
        final long activeE4 = referrals.discountE4(ownerId);
        if (schedule == null) {
            return new FeesView(discounted(taker, activeE4), discounted(maker, activeE4),
                List.of(new FeesView.Tier(0, taker, maker)), List.of(), days(ownerId, day), discountE4, activeE4);
        }
        final int known = ownerId == NodeState.NONE ? accounts.count() : ownerId;
        return new FeesView(discounted(schedule.takerNanos(volumes, known, day), activeE4),
            discounted(schedule.makerNanos(volumes, known, day), activeE4), tiers(schedule), makerTiers(schedule),
            days(ownerId, day), discountE4, activeE4);
    }

    private static long discounted(final long rate, final long discountE4) {
        return rate - Math.max(0, rate) * discountE4 / E4;
    }

    private int group(final int accountId) {
        return accountId < groups.length ? groups[accountId] : 0;
    }

    private static List<FeesView.Tier> tiers(final FeeSchedule schedule) {
        final List<FeesView.Tier> tiers = new ArrayList<>();
        for (int i = 0; i < schedule.tiers(); i++) {
            tiers.add(new FeesView.Tier(
                schedule.volumeFromUsdc(i), schedule.takerNanos(i), schedule.makerNanos(i)));
        }
        return List.copyOf(tiers);
    }

    private static List<FeesView.MakerTier> makerTiers(final FeeSchedule schedule) {
        final List<FeesView.MakerTier> tiers = new ArrayList<>();
        for (int i = 0; i < schedule.makerTiers(); i++) {
            tiers.add(new FeesView.MakerTier(schedule.shareFromE6(i), schedule.shareMakerNanos(i)));
        }
        return List.copyOf(tiers);
    }

    private List<FeesView.Day> days(final int ownerId, final long today) {
        final List<FeesView.Day> days = new ArrayList<>();
        for (long day = today - TradedVolumes.DAYS_BEFORE; day <= today; day++) {
            final boolean unknown = ownerId == NodeState.NONE;
            days.add(new FeesView.Day(day, unknown ? 0 : volumes.takerMicros(ownerId, day),
                unknown ? 0 : volumes.makerMicros(ownerId, day),
                volumes.makerMicros(TradedVolumes.EXCHANGE, day)));
        }
        return List.copyOf(days);
    }
}
