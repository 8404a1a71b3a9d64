package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Section 8 of the account rules: who referred whom, and what comes of it. */
final class Referrals {
    /** One account; money in micros. */
    private static final class Referral {
        private String code = "";
        private Account referrer;
        private BigInteger volume = BigInteger.ZERO;
        private BigInteger unclaimed = BigInteger.ZERO;
    }

    /** Who has a share of a fee, and how much that is. */
    record Reward(int referrerId, long micros) {
        static final Reward NONE = new Reward(0, 0);
    }

    private static final BigInteger E4 = BigInteger.valueOf(10_000);

    private final SortedMap<Integer, Referral> byAccount = new TreeMap<>();
    private final State state;
    /** What FEES has of the trade under way. */
    private BigInteger kept = BigInteger.ZERO;

    Referrals(final State state) {
        this.state = state;
    }

    private Referral of(final int accountId) {
        return byAccount.computeIfAbsent(accountId, id -> new Referral());
    }

    Verdict register(final RiskCommand.RegisterReferrer c, final int accountId, final Emission out) {
        if (!c.code().matches("[A-Z0-9]{1,20}")) {
            return Verdict.refused(RejectReason.REFERRAL_CODE_INVALID);
        }
        if (!of(accountId).code.isEmpty()) {
            return Verdict.refused(RejectReason.REFERRAL_CODE_ONCE);
        }
        final long least = state.parameter(Parameter.REFERRAL_VOLUME_MICROS);
        final BigInteger volume = state.accounts.stream().filter(each -> each.ownerId() == accountId)
            .map(each -> state.volume(each.id())).reduce(BigInteger.ZERO, BigInteger::add);
        if (volume.compareTo(BigInteger.valueOf(least)) < 0) {
            return Verdict.refused(RejectReason.REFERRAL_VOLUME, least);
        }
        if (withCode(c.code()) != null) {
            return Verdict.refused(RejectReason.REFERRAL_CODE_TAKEN);
        }
        of(accountId).code = c.code();
        out.add(new RiskEvent.ReferrerRegistered(out.header(), accountId, c.code()));
        return Verdict.ACCEPTED;
    }

    private Integer withCode(final String code) {
        return byAccount.entrySet().stream().filter(each -> !code.isEmpty() && each.getValue().code.equals(code))
            .map(SortedMap.Entry::getKey).findAny().orElse(null);
    }

    Verdict refer(final RiskCommand.SetReferrer c, final int accountId, final Emission out) {
        if (of(accountId).referrer != null) {
            return Verdict.refused(RejectReason.REFERRER_ALREADY_SET);
        }
        final Integer referrer = withCode(c.code());
        if (referrer == null) {
            return Verdict.refused(RejectReason.REFERRER_UNKNOWN);
        }
        if (referrer == accountId) {
            return Verdict.refused(RejectReason.REFERRER_SELF);
        }
        of(accountId).referrer = state.account(referrer);
        out.add(new RiskEvent.ReferrerSet(out.header(), accountId, referrer));
        return Verdict.ACCEPTED;
    }

    Verdict claim(final int accountId, final Emission out) {
        final long least = state.parameter(Parameter.REWARDS_CLAIM_MIN_MICROS);
        final long amount = of(accountId).unclaimed.longValueExact();
        if (amount < least) {
            return Verdict.refused(RejectReason.REWARDS_TOO_SMALL, least);
        }
        of(accountId).unclaimed = BigInteger.ZERO;
        state.addCash(HouseAccount.REWARDS.id(), -amount);
        state.addCash(accountId, amount);
        out.add(new RiskEvent.RewardsClaimed(
            out.header(), amount, state.account(accountId).cashMicros(), accountId));
        return Verdict.ACCEPTED;
    }

    /** The owner of an account, if it is referred and has traded less than the parameter says since; else null. */
    private Referral below(final int accountId, final Parameter limit) {
        final Referral owner = byAccount.get(state.account(accountId).ownerId());
        return owner == null || owner.referrer == null
            || owner.volume.compareTo(BigInteger.valueOf(state.parameter(limit))) >= 0 ? null : owner;
    }

    /** A rate of an account in a fill, with its discount; it stays at this floor at least. */
    long discounted(final long rate, final int accountId, final long floor) {
        if (rate <= 0 || below(accountId, Parameter.REFERRAL_DISCOUNT_VOLUME_MICROS) == null) {
            return rate;
        }
        final long discount = rate * state.parameter(Parameter.REFERRAL_DISCOUNT_E4) / 10_000;
        return Math.max(rate - discount, floor);
    }

    /** FEES got this of a side of a trade; the maker's comes first. */
    Reward share(final int accountId, final long micros, final boolean isTaker) {
        kept = (isTaker ? kept : BigInteger.ZERO).add(BigInteger.valueOf(micros));
        final Referral owner = below(accountId, Parameter.REFERRAL_SHARE_VOLUME_MICROS);
        if (owner == null || micros <= 0) {
            return Reward.NONE;
        }
        final BigInteger share = BigInteger.valueOf(micros)
            .multiply(BigInteger.valueOf(state.parameter(Parameter.REFERRAL_SHARE_E4))).divide(E4);
        final BigInteger reward = share.min(kept.max(BigInteger.ZERO));
        kept = kept.subtract(reward);
        final int referrerId = owner.referrer.id();
        of(referrerId).unclaimed = of(referrerId).unclaimed.add(reward);
        state.addCash(HouseAccount.FEES.id(), -reward.longValueExact());
        state.addCash(HouseAccount.REWARDS.id(), reward.longValueExact());
        return new Reward(referrerId, reward.longValueExact());
    }

    /** A side of a fill has been settled. */
    void count(final int accountId, final BigInteger notional) {
        final Referral owner = byAccount.get(state.account(accountId).ownerId());
        if (owner != null && owner.referrer != null) {
            owner.volume = owner.volume.add(notional);
        }
    }
}
