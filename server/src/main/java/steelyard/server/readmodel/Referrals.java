package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.node.NodeState;
import steelyard.node.ReferralView;
import steelyard.protocol.array.FillSettledDecoder;
import steelyard.protocol.sbe.ReferralRecordDecoder;
import steelyard.protocol.sbe.RewardsClaimedDecoder;

/** Who referred whom, what came of it, and what accounts ever traded. Allocates when an account joins. */
final class Referrals {
    /** Most referred accounts in a view. */
    private static final int SHOWN_MAX = 1_000;
    private static final int NOBODY = 0;

    private static final class Referral {
        private String code = "";
        private int referrerId;
        private long joinedNanos;
        private long volumeMicros;
        private long feesMicros;
        private long rewardedMicros;
        private long unclaimedMicros;
        private long claimedMicros;
        /** In the order of events or of a snapshot; a view sorts them. */
        private final IntArrayList referred = new IntArrayList();
    }

    private final Accounts accounts;
    private final Parameters parameters;
    private final Int2ObjectHashMap<Referral> byAccount = new Int2ObjectHashMap<>();
    /** Ever traded, by account. */
    private long[] volumes = new long[64];

    Referrals(final Accounts accounts, final Parameters parameters) {
        this.accounts = accounts;
        this.parameters = parameters;
    }

    private Referral of(final int accountId) {
        return byAccount.computeIfAbsent(accountId, id -> new Referral());
    }

    void registered(final int accountId, final String code) {
        of(accountId).code = code;
    }

    void referred(final int accountId, final int referrerId, final long joinedNanos) {
        of(accountId).referrerId = referrerId;
        of(accountId).joinedNanos = joinedNanos;
        of(referrerId).referred.addInt(accountId);
    }

    /** An account had traded this before the snapshot. */
    void traded(final int accountId, final long volumeMicros) {
        if (accountId >= volumes.length) {
            volumes = Arrays.copyOf(volumes, Math.max(accountId + 1, 2 * volumes.length));
        }
        volumes[accountId] += volumeMicros;
    }

    /** One side of a fill; its fee is FEES' already. */
    void filled(final FillSettledDecoder event) {
        final long micros = Math.multiplyExact(Math.abs(event.priceTicks()), event.quantityLots());
        traded(event.accountId(), micros);
        final Referral owner = byAccount.get(accounts.ownerId(event.accountId()));
        if (owner == null || owner.referrerId == NOBODY) {
            return;
        }
        owner.volumeMicros += micros;
        if (event.referrerAccountId() != NOBODY) {
            owner.feesMicros += event.feeMicros() - event.builderFeeMicros();
            owner.rewardedMicros += event.rewardMicros();
            of(event.referrerAccountId()).unclaimedMicros += event.rewardMicros();
            move(HouseAccount.FEES.id(), HouseAccount.REWARDS.id(), event.rewardMicros());
        }
    }

    void claimed(final RewardsClaimedDecoder event) {
        final Referral referral = of(event.accountId());
        referral.unclaimedMicros -= event.amountMicros();
        referral.claimedMicros += event.amountMicros();
        move(HouseAccount.REWARDS.id(), event.accountId(), event.amountMicros());
        if (referral.unclaimedMicros != 0 || accounts.cashMicros(event.accountId()) != event.cashMicros()) {
            throw new IllegalStateException("account " + event.accountId() + " claimed " + event.amountMicros()
                + " and has " + accounts.cashMicros(event.accountId()) + " and not " + event.cashMicros());
        }
    }

    private void move(final int fromId, final int toId, final long micros) {
        accounts.cashMicros(fromId, Math.subtractExact(accounts.cashMicros(fromId), micros));
        accounts.cashMicros(toId, Math.addExact(accounts.cashMicros(toId), micros));
    }

    /** A record of a snapshot. */
    void load(final ReferralRecordDecoder record) {
        registered(record.accountId(), record.code());
        if (record.referrerAccountId() != NOBODY) {
            referred(record.accountId(), record.referrerAccountId(), record.joinedNanos());
        }
        final Referral referral = of(record.accountId());
        referral.volumeMicros = record.volumeMicros();
        referral.feesMicros = record.feesMicros();
        referral.rewardedMicros = record.rewardedMicros();
        referral.unclaimedMicros = record.unclaimedMicros();
        referral.claimedMicros = record.claimedMicros();
    }

    /** The discount of an owner's accounts now, in 10<sup>-4</sup>; {@link NodeState#NONE}: one that was not made. */
    long discountE4(final int ownerId) {
        final Referral referral = ownerId == NodeState.NONE ? null : byAccount.get(ownerId);
        return referral == null || referral.referrerId == NOBODY
            || referral.volumeMicros >= parameters.value(Parameter.REFERRAL_DISCOUNT_VOLUME_MICROS)
            ? 0 : parameters.value(Parameter.REFERRAL_DISCOUNT_E4);
    }

    /** Of an owner, with its sub-accounts; {@link NodeState#NONE}: of one that was not made. */
    ReferralView view(final int ownerId, final List<Integer> subAccounts) {
        final long required = parameters.value(Parameter.REFERRAL_VOLUME_MICROS);
        long volume = volume(ownerId);
        for (final int subAccount : subAccounts) {
            volume = Math.addExact(volume, volume(subAccount));
        }
        final Referral own = ownerId == NodeState.NONE ? null : byAccount.get(ownerId);
        if (own == null) {
            return new ReferralView(null, "", "", volume, required, 0, 0, 0, List.of());
        }
        final boolean isReferred = own.referrerId != NOBODY;
        return new ReferralView(isReferred ? accounts.address(own.referrerId) : null,
            isReferred ? of(own.referrerId).code : "", own.code, volume, required, own.unclaimedMicros,
            own.claimedMicros, own.referred.size(), shown(own.referred));
    }

    private long volume(final int accountId) {
        return accountId >= 0 && accountId < volumes.length ? volumes[accountId] : 0;
    }

    private List<ReferralView.Referred> shown(final IntArrayList referred) {
        final List<Integer> ids = new ArrayList<>(referred);
        ids.sort(Comparator.<Integer>comparingLong(id -> -of(id).joinedNanos).thenComparing(Comparator.naturalOrder()));
        return ids.stream().limit(SHOWN_MAX).map(id -> new ReferralView.Referred(accounts.address(id),
            of(id).joinedNanos, of(id).volumeMicros, of(id).feesMicros, of(id).rewardedMicros)).toList();
    }
}
