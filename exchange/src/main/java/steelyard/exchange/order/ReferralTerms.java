package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Referrals;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;

/** What fills of referred accounts cost less, and what their referrers get. {@code docs/account-rules.md#8-referrals}. */
final class ReferralTerms {
    private static final long E4 = 10_000;

    private final ExchangeState state;
    private final Referrals referrals;
    private long keptMicros;
    private long rewardMicros;
    private int referrerId;

    ReferralTerms(final ExchangeState state) {
        this.state = state;
        this.referrals = state.referrals();
    }

    /** A rate of an account in nanos, less its discount: rounded up. */
    long discounted(final long rate, final int accountId) {
        final int row = rowOf(accountId);
        if (row == Referrals.NONE || rate <= 0
            || referrals.volumeMicros(row) >= state.parameters().value(Parameter.REFERRAL_DISCOUNT_VOLUME_MICROS)) {
            return rate;
        }
        return rate - rate * state.parameters().value(Parameter.REFERRAL_DISCOUNT_E4) / E4;
    }

    /** A trade begins: nothing of it is FEES' yet. */
    void begin() {
        keptMicros = 0;
    }

    /** FEES got this of a side, which may be negative; the referrer of its account has a share: rounded down. */
    void share(final int accountId, final long micros) {
        keptMicros += micros;
        rewardMicros = 0;
        referrerId = Referrals.NONE;
        final int row = rowOf(accountId);
        if (row == Referrals.NONE || micros <= 0
            || referrals.volumeMicros(row) >= state.parameters().value(Parameter.REFERRAL_SHARE_VOLUME_MICROS)) {
            return;
        }
        final long share = FixedPoint.mulDivFloor(micros, state.parameters().value(Parameter.REFERRAL_SHARE_E4), E4);
        rewardMicros = Math.min(share, Math.max(0, keptMicros));
        referrerId = referrals.referrerId(row);
        keptMicros -= rewardMicros;
        state.accounts().transfer(HouseAccount.FEES.id(), HouseAccount.REWARDS.id(), rewardMicros);
        referrals.reward(row, micros, rewardMicros);
    }

    /** A side of a trade of this value is settled. */
    void traded(final int accountId, final long valueMicros) {
        final int row = rowOf(accountId);
        if (row != Referrals.NONE) {
            referrals.traded(row, valueMicros);
        }
    }

    /** What the last side brought the referrer, in micros. */
    long rewardMicros() {
        return rewardMicros;
    }

    /** Who has a share of the last side's fee, or {@link Referrals#NONE}. */
    int referrerId() {
        return referrerId;
    }

    /** The row of the account's owner, if somebody referred it. */
    private int rowOf(final int accountId) {
        if (referrals.isEmpty()) {
            return Referrals.NONE;
        }
        final int row = referrals.find(state.accounts().ownerId(accountId));
        return row == Referrals.NONE || referrals.referrerId(row) == Referrals.NONE ? Referrals.NONE : row;
    }
}
