package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketParameter;

/** Standard margin of the risk rules, section 3: tiers, and what a notional of one market requires. Micros. */
final class StandardMargin {
    /** A margin tier: notionals above {@code from} need {@code numerator / denominator}. */
    record Tier(BigInteger from, long leverage, BigInteger numerator, BigInteger denominator) {
    }

    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger CENT = BigInteger.valueOf(10_000);
    private static final MarketParameter[] FROM = {
        MarketParameter.TIER_1_FROM_USDC, MarketParameter.TIER_2_FROM_USDC, MarketParameter.TIER_3_FROM_USDC};
    private static final MarketParameter[] LEVERAGE = {
        MarketParameter.TIER_1_LEVERAGE, MarketParameter.TIER_2_LEVERAGE, MarketParameter.TIER_3_LEVERAGE};

    private final State state;
    private final Choices choices;
    private final Account account;
    private final Market market;

    StandardMargin(final State state, final Choices choices, final Account account, final Market market) {
        this.state = state;
        this.choices = choices;
        this.account = account;
        this.market = market;
    }

    /** The notional of so many lots for margin. */
    BigInteger notional(final long lots) {
        return BigInteger.valueOf(lots).abs().multiply(marginPrice(market));
    }

    static BigInteger marginPrice(final Market market) {
        return BigInteger.valueOf(
            Math.max(Math.abs(market.markTicks), market.risk(MarketParameter.MARGIN_PRICE_MIN_TICKS)));
    }

    static List<Tier> tiers(final Market market) {
        return tiers(market, market.closePercent);
    }

    /** The tiers with rates that are multiplied by so many percent. */
    static List<Tier> tiers(final Market market, final long percent) {
        final List<Tier> tiers = new ArrayList<>();
        tiers.add(tier(BigInteger.ZERO, market.spec.maxLeverage(), percent));
        for (int i = 0; i < FROM.length && market.risk(FROM[i]) != 0; i++) {
            tiers.add(tier(
                BigInteger.valueOf(market.risk(FROM[i])).multiply(MICROS), market.risk(LEVERAGE[i]), percent));
        }
        return tiers;
    }

    /** The rate is half of one over the leverage, at most four fifths. */
    private static Tier tier(final BigInteger from, final long leverage, final long percent) {
        final boolean isAtMost = 4 * 200 * leverage >= 5 * percent;
        return isAtMost
            ? new Tier(from, leverage, BigInteger.valueOf(percent), BigInteger.valueOf(200 * leverage))
            : new Tier(from, leverage, BigInteger.valueOf(4), BigInteger.valueOf(5));
    }

    /** The number of the tier in which a notional ends. */
    static int tierOf(final List<Tier> tiers, final BigInteger notional) {
        int last = 0;
        for (int i = 1; i < tiers.size(); i++) {
            last = tiers.get(i).from().compareTo(notional) < 0 ? i : last;
        }
        return last;
    }

    /** The largest leverage of the tier in which a notional ends. */
    long tierLeverage(final BigInteger notional) {
        final List<Tier> tiers = tiers(market);
        return tiers.get(tierOf(tiers, notional)).leverage();
    }

    boolean hasTiers() {
        return tiers(market).size() > 1;
    }

    /** Maintenance by tiers. */
    BigInteger required(final BigInteger notional) {
        final List<Tier> tiers = tiers(market);
        final int last = tierOf(tiers, notional);
        BigInteger deduction = BigInteger.ZERO;
        for (int i = 1; i <= last; i++) {
            final Tier lower = tiers.get(i - 1);
            final Tier upper = tiers.get(i);
            final BigInteger dividend = upper.from().multiply(
                upper.numerator().multiply(lower.denominator()).subtract(lower.numerator().multiply(upper.denominator())));
            final BigInteger exact = dividend.divide(upper.denominator().multiply(lower.denominator()));
            deduction = deduction.add(exact.divide(CENT).multiply(CENT));
        }
        final Tier tier = tiers.get(last);
        return Choices.ceiling(notional.multiply(tier.numerator()), tier.denominator()).subtract(deduction);
    }

    /** Maintenance of a position of the account. */
    BigInteger maintenance(final long lots) {
        final BigInteger notional = notional(lots);
        final State.LeverageCap cap = cap();
        if (cap.leverageMax() == 0 || cap.closeOutPercent() == 0) {
            return required(notional);
        }
        final BigInteger closeOut = Choices.ceiling(
            notional.multiply(BigInteger.valueOf(cap.closeOutPercent())),
            BigInteger.valueOf(100L * cap.leverageMax()));
        return required(notional).max(closeOut);
    }

    /** The rate of the tier in which a notional ends, in nanos, rounded up. */
    BigInteger rateNanos(final BigInteger notional) {
        final List<Tier> tiers = tiers(market);
        return rateNanos(tiers.get(tierOf(tiers, notional)));
    }

    private static BigInteger rateNanos(final Tier tier) {
        return Choices.ceiling(NANOS.multiply(tier.numerator()), tier.denominator());
    }

    /** What maintenance may rise by at most with notional, in nanos. */
    BigInteger steepestNanos() {
        return rateNanos(tiers(market).getLast()).add(closeOutNanos());
    }

    /** What the law asks for as maintenance of a notional, in nanos, rounded up. */
    BigInteger closeOutNanos() {
        final State.LeverageCap cap = cap();
        return cap.leverageMax() == 0 || cap.closeOutPercent() == 0
            ? BigInteger.ZERO
            : Choices.ceiling(
                NANOS.multiply(BigInteger.valueOf(cap.closeOutPercent())),
                BigInteger.valueOf(100L * cap.leverageMax()));
    }

    private State.LeverageCap cap() {
        return state.leverageCap(account.accountClass(), (int) market.risk(MarketParameter.LEVERAGE_CLASS));
    }

    /** The largest leverage of the account's class here, 0 for any. */
    long leverageCap() {
        return cap().leverageMax();
    }

    /** The leverage that counts, of the one that was chosen or 0. */
    long leverage(final int chosen) {
        final long leverage = chosen != 0 ? chosen : market.spec.defaultLeverage();
        final long cap = cap().leverageMax();
        return cap == 0 ? leverage : Math.min(leverage, cap);
    }

    /** What a notional needs at first, at a chosen leverage or 0. */
    BigInteger initial(final BigInteger notional, final int chosen) {
        final BigInteger ofLeverage = choices.marginOf(notional, BigInteger.valueOf(leverage(chosen)));
        final BigInteger base = market.initialPercent <= 100
            ? ofLeverage
            : ofLeverage.max(Choices.ceiling(
                notional.multiply(BigInteger.valueOf(market.initialPercent)),
                BigInteger.valueOf(100L * tierLeverage(notional))));
        final BigInteger rest = notional.subtract(base).max(BigInteger.ZERO);
        return base.add(Choices.ceiling(rest.multiply(BigInteger.valueOf(market.rampNanos)), NANOS));
    }

    /** How much initial margin rises with open interest, in nanos. */
    static long ramp(final State state, final Market market) {
        final BigInteger from = BigInteger.valueOf(market.risk(MarketParameter.RAMP_FROM_USDC)).multiply(MICROS);
        final BigInteger to = BigInteger.valueOf(market.risk(MarketParameter.RAMP_TO_USDC)).multiply(MICROS);
        if (to.signum() == 0) {
            return 0;
        }
        final BigInteger interest =
            state.openInterest(market.id()).multiply(BigInteger.valueOf(market.markTicks).abs());
        final BigInteger above = interest.subtract(from).max(BigInteger.ZERO);
        return above.multiply(NANOS).divide(to.subtract(from)).min(NANOS).longValueExact();
    }
}
