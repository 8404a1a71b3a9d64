package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;

/**
 * Section 4 of the risk rules: what the cross set of an account in portfolio mode requires. Exposures are in cents, sums
 * in 10<sup>-7</sup> USDC, all without any limit of size. Everything is worked out anew from what the account has.
 */
final class PortfolioMargin {
    /** A cross market of the account, in cents: its position, the highest and the lowest that its orders can make. */
    private record Exposure(Market market, BigInteger e, BigInteger u, BigInteger v) {
        BigInteger n() {
            return u.abs().max(v.abs());
        }

        Exposure withoutOrders() {
            return new Exposure(market, e, e, e);
        }
    }

    /** Above {@code from} cents a rate counts that is {@code numerator / denominator}. */
    private record Shock(BigInteger from, BigInteger numerator, BigInteger denominator) {
        BigInteger nanos() {
            return Choices.ceiling(numerator.multiply(NANOS), denominator);
        }
    }

    /** What scenarios and floors make of some exposures; which market's floor it is, and which scenario is the worst. */
    private record Scan(
        BigInteger sum, BigInteger alone, BigInteger floor, SortedSet<Integer> largestFloors, BigInteger worstLoss,
        int worst) {
    }

    private static final int SCENARIOS = 64;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final BigInteger E4 = BigInteger.valueOf(10_000);
    private static final BigInteger E5 = BigInteger.valueOf(100_000);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger PROVISION_MAX = BigInteger.valueOf(5_000);
    private static final BigInteger EXPOSURE_MAX = BigInteger.ONE.shiftLeft(37);
    private static final long OF_SHOCK = 10_000_000;

    private final State state;
    private final Portfolio portfolio;
    private final List<Exposure> exposures = new ArrayList<>();

    PortfolioMargin(final Portfolio portfolio) {
        this.state = portfolio.state();
        this.portfolio = portfolio;
        final SortedSet<Integer> marketIds = new TreeSet<>(portfolio.positions().keySet());
        portfolio.orders().forEach(order -> marketIds.add(order.marketId()));
        for (final int marketId : marketIds) {
            final Market market = state.market(marketId);
            if (!market.isIsolated(portfolio.position(marketId))) {
                exposures.add(new Exposure(market, limited(exposure(market, q(marketId))),
                    limited(exposure(market, highest(marketId))), limited(exposure(market, lowest(marketId)))));
            }
        }
    }

    private BigInteger q(final int marketId) {
        return BigInteger.valueOf(portfolio.position(marketId).lots());
    }

    private BigInteger highest(final int marketId) {
        return q(marketId).add(BigInteger.valueOf(portfolio.reservedLots(marketId, Side.BUY)));
    }

    private BigInteger lowest(final int marketId) {
        return q(marketId).subtract(BigInteger.valueOf(portfolio.reservedLots(marketId, Side.SELL)));
    }

    private static BigInteger exposure(final Market market, final BigInteger lots) {
        final BigInteger cents = Choices.ceiling(lots.abs().multiply(StandardMargin.marginPrice(market)), E4);
        return lots.signum() < 0 ? cents.negate() : cents;
    }

    private static BigInteger limited(final BigInteger cents) {
        return cents.min(EXPOSURE_MAX).max(EXPOSURE_MAX.negate());
    }

    /** What the largest position that the orders of a market can make is worth, in cents, unlimited. */
    BigInteger largest(final int marketId) {
        final Market market = state.market(marketId);
        return exposure(market, highest(marketId)).abs().max(exposure(market, lowest(marketId)).abs());
    }

    /** Whether orders can make a higher, or a lower, position in the market than those of another portfolio can. */
    boolean reachesBeyond(final PortfolioMargin other, final int marketId) {
        return highest(marketId).compareTo(other.highest(marketId)) > 0
            || lowest(marketId).compareTo(other.lowest(marketId)) < 0;
    }

    static boolean isTooLarge(final BigInteger cents) {
        return cents.compareTo(EXPOSURE_MAX) > 0;
    }

    /** Cross markets with a position or with orders that are not reduce-only. */
    long markets() {
        return exposures.stream().map(each -> each.market().id())
            .filter(id -> q(id).signum() != 0 || !highest(id).equals(q(id)) || !lowest(id).equals(q(id))).count();
    }

    /** MMR, in micros: of the positions alone; between two matrices while one is phased in. */
    BigInteger maintenance() {
        final List<Exposure> alone = exposures.stream().map(Exposure::withoutOrders).toList();
        final Scenarios scenarios = state.scenarios;
        final BigInteger now = maintenance7(alone, scenarios.inForce());
        if (!scenarios.isPhasing()) {
            return inCents(now).multiply(E4);
        }
        final BigInteger steps = BigInteger.valueOf(scenarios.steps());
        final BigInteger step = BigInteger.valueOf(scenarios.step());
        final BigInteger mixed = maintenance7(alone, scenarios.before()).multiply(steps.subtract(step))
            .add(now.multiply(step));
        return Choices.ceiling(mixed, steps.multiply(E5)).multiply(E4);
    }

    /** IMR*, in micros: with the orders. */
    BigInteger initial() {
        return initial(exposures);
    }

    /** IMR, in micros: without them. */
    BigInteger initialWithoutOrders() {
        return initial(exposures.stream().map(Exposure::withoutOrders).toList());
    }

    private BigInteger initial(final List<Exposure> of) {
        final BigInteger multiple = Choices.ceiling(
            maintenance7(of, state.scenarios.inForce()).multiply(parameter(Parameter.PORTFOLIO_INITIAL_E4)),
            E4.multiply(E5));
        BigInteger addOn = BigInteger.ZERO;
        BigInteger cap = BigInteger.ZERO;
        for (final Exposure each : of) {
            addOn = addOn.add(Choices.ceiling(each.n().multiply(addOnNanos(each.market())), E4));
            final long most = portfolio.margin(each.market().id()).leverageCap();
            if (most != 0) {
                cap = cap.add(Choices.ceiling(each.n().multiply(E5), BigInteger.valueOf(most)));
            }
        }
        return multiple.add(inCents(addOn)).max(inCents(cap)).multiply(E4);
    }

    private static BigInteger inCents(final BigInteger e7) {
        return Choices.ceiling(e7, E5);
    }

    /** What is asked for beyond the multiple of maintenance, in nanos of the notional. */
    private BigInteger addOnNanos(final Market market) {
        final BigInteger multiple = parameter(Parameter.PORTFOLIO_INITIAL_E4);
        final BigInteger shock = shock(market, market.closePercent);
        final BigInteger ramped = Choices.ceiling(
            NANOS.subtract(multiple.multiply(shock)).max(BigInteger.ZERO).multiply(BigInteger.valueOf(market.rampNanos)),
            NANOS);
        final BigInteger closing = shock(market, market.initialPercent).subtract(shock).max(BigInteger.ZERO);
        return ramped.add(multiple.multiply(closing));
    }

    private BigInteger maintenance7(final List<Exposure> of, final Map<Integer, int[]> matrix) {
        final BigInteger scan = scan(of, matrix).sum();
        BigInteger gross = BigInteger.ZERO;
        BigInteger rest = BigInteger.ZERO;
        for (final Exposure each : of) {
            final BigInteger alone = gross(each);
            gross = gross.add(alone);
            rest = rest.add(required7(each.market(), each.n())).subtract(alone)
                .add(liquidity(each.market(), each.n())).add(provision(each));
        }
        final BigInteger kept = Choices.ceiling(
            gross.subtract(scan).max(BigInteger.ZERO).multiply(parameter(Parameter.PORTFOLIO_KEPT_E4)), E4);
        return scan.add(kept).add(rest);
    }

    private static BigInteger gross(final Exposure exposure) {
        return exposure.n().multiply(shock(exposure.market(), exposure.market().closePercent));
    }

    private static Scan scan(final List<Exposure> of, final Map<Integer, int[]> matrix) {
        BigInteger floor = BigInteger.ZERO;
        BigInteger alone = BigInteger.ZERO;
        final SortedSet<Integer> largest = new TreeSet<>();
        for (final Exposure each : of) {
            if (!matrix.containsKey(each.market().id())) {
                alone = alone.add(gross(each));
                continue;
            }
            final BigInteger own = floor(each);
            if (own.compareTo(floor) > 0) {
                largest.clear();
                floor = own;
            }
            if (own.equals(floor)) {
                largest.add(each.market().id());
            }
        }
        BigInteger worstLoss = null;
        int worst = 0;
        for (int k = 0; k < SCENARIOS; k++) {
            BigInteger loss = BigInteger.ZERO;
            for (final Exposure each : of) {
                final int[] column = matrix.get(each.market().id());
                loss = loss.add(column == null ? BigInteger.ZERO : loss(each, column[k]));
            }
            if (worstLoss == null || loss.compareTo(worstLoss) > 0) {
                worstLoss = loss;
                worst = k;
            }
        }
        return new Scan(worstLoss.max(floor).max(BigInteger.ZERO).add(alone), alone, floor, largest, worstLoss, worst);
    }

    private static BigInteger floor(final Exposure exposure) {
        return Choices.ceiling(
            gross(exposure).multiply(risk(exposure.market(), MarketParameter.SCAN_FLOOR_PERCENT)), HUNDRED);
    }

    /** What a market loses in a scenario, with those of its orders that lose; it gains as if no session ended. */
    private static BigInteger loss(final Exposure exposure, final int direction) {
        final BigInteger r = move(exposure.market(), direction, exposure.market().closePercent);
        final BigInteger position = r.signum() < 0 ? exposure.u() : exposure.v();
        final boolean gains = position.signum() == r.signum();
        return position.negate().multiply(gains ? move(exposure.market(), direction, 100) : r);
    }

    /** The move of a market in a scenario in E5, to the nearest, halves away from zero. */
    private static BigInteger move(final Market market, final int direction, final long percent) {
        final BigInteger product = BigInteger.valueOf(direction).multiply(shock(market, percent));
        final BigInteger magnitude = product.abs().shiftLeft(1).add(E4).divide(E4.shiftLeft(1));
        return product.signum() < 0 ? magnitude.negate() : magnitude;
    }

    private static List<Shock> shocks(final Market market, final long percent) {
        final List<Shock> shocks = new ArrayList<>();
        if (market.risk(MarketParameter.SHOCK_E5) == 0) {
            for (final StandardMargin.Tier tier : StandardMargin.tiers(market, percent)) {
                shocks.add(new Shock(Choices.ceiling(tier.from(), E4), tier.numerator(), tier.denominator()));
            }
            return shocks;
        }
        final SortedMap<Long, Long> rates = new TreeMap<>();
        rates.put(0L, market.risk(MarketParameter.SHOCK_E5));
        put(rates, market, MarketParameter.SHOCK_1_FROM_USDC, MarketParameter.SHOCK_1_E5);
        put(rates, market, MarketParameter.SHOCK_2_FROM_USDC, MarketParameter.SHOCK_2_E5);
        rates.forEach((from, e5) -> {
            final long of = percent * e5;
            final boolean isTooLarge = 5 * of > 4 * OF_SHOCK;
            shocks.add(new Shock(
                BigInteger.valueOf(from).multiply(HUNDRED), BigInteger.valueOf(isTooLarge ? 4 : of),
                BigInteger.valueOf(isTooLarge ? 5 : OF_SHOCK)));
        });
        return shocks;
    }

    private static void put(
        final SortedMap<Long, Long> rates, final Market market, final MarketParameter from, final MarketParameter e5) {
        if (market.risk(from) != 0) {
            rates.put(market.risk(from), market.risk(e5));
        }
    }

    /** The rate of the first tier in 10<sup>-5</sup>, rounded down. */
    private static BigInteger shock(final Market market, final long percent) {
        final Shock first = shocks(market, percent).getFirst();
        return first.numerator().multiply(E5).divide(first.denominator());
    }

    private static int tierOf(final List<Shock> shocks, final BigInteger cents) {
        int last = 0;
        for (int i = 1; i < shocks.size(); i++) {
            last = shocks.get(i).from().compareTo(cents) < 0 ? i : last;
        }
        return last;
    }

    private static BigInteger required7(final Market market, final BigInteger cents) {
        final List<Shock> shocks = shocks(market, market.closePercent);
        final int last = tierOf(shocks, cents);
        BigInteger deduction = BigInteger.ZERO;
        for (int i = 1; i <= last; i++) {
            final Shock lower = shocks.get(i - 1);
            final Shock upper = shocks.get(i);
            final BigInteger rise = upper.numerator().multiply(lower.denominator())
                .subtract(lower.numerator().multiply(upper.denominator()));
            deduction = deduction.add(
                upper.from().multiply(rise).divide(upper.denominator().multiply(lower.denominator())));
        }
        final Shock tier = shocks.get(last);
        return Choices.ceiling(cents.multiply(E5).multiply(tier.numerator()), tier.denominator())
            .subtract(deduction.multiply(E5));
    }

    private static BigInteger liquidity(final Market market, final BigInteger n) {
        final BigInteger depth = risk(market, MarketParameter.DEPTH_USDC).multiply(HUNDRED);
        BigInteger beyond = BigInteger.ZERO;
        if (depth.signum() != 0 && n.compareTo(depth) > 0) {
            final BigInteger more = n.subtract(depth);
            beyond = Choices.ceiling(more.multiply(more), depth).min(n.shiftLeft(2));
        }
        return n.multiply(risk(market, MarketParameter.CLOSE_COST_E5))
            .add(beyond.multiply(risk(market, MarketParameter.DEPTH_CHARGE_E5)));
    }

    /** What whoever pays funding is to have for some hours of it. */
    private static BigInteger provision(final Exposure exposure) {
        final BigInteger rate = exposure.market().fundingRate;
        final BigInteger payer = (rate.signum() > 0 ? exposure.u() : exposure.v().negate()).max(BigInteger.ZERO);
        final BigInteger hours = risk(exposure.market(), MarketParameter.PROVISION_HOURS);
        return rate.signum() == 0
            ? BigInteger.ZERO
            : Choices.ceiling(payer.multiply(hours).multiply(rate.abs()), E4).min(payer.multiply(PROVISION_MAX));
    }

    /** What a position is weighed by, in micros: what it would require alone. */
    BigInteger weight(final Market market) {
        return Choices.ceiling(required7(market, e(market).abs()), BigInteger.TEN).max(BigInteger.ONE);
    }

    private BigInteger e(final Market market) {
        return limited(exposure(market, q(market.id())));
    }

    /** What a requirement may rise by at most with a notional, in nanos. */
    static BigInteger steepestNanos(final Market market) {
        final BigInteger provision = risk(market, MarketParameter.PROVISION_HOURS)
            .multiply(market.fundingRate.abs()).min(BigInteger.valueOf(50_000_000));
        return shocks(market, market.closePercent).getLast().nanos()
            .add(E4.multiply(risk(market, MarketParameter.CLOSE_COST_E5)))
            .add(E5.multiply(risk(market, MarketParameter.DEPTH_CHARGE_E5)))
            .add(provision);
    }

    /** Whether the worst scenario is not worse for a position; it may take away from what others lose. */
    boolean hedges(final Market market) {
        final Scan scan = scanWithoutOrders();
        return part(scan, market).signum() == 0 && scan.sum().compareTo(scan.alone()) > 0;
    }

    private Scan scanWithoutOrders() {
        return scan(exposures.stream().map(Exposure::withoutOrders).toList(), state.scenarios.inForce());
    }

    /** A position's part of the worst scenario, in E5. */
    private BigInteger part(final Scan scan, final Market market) {
        final int[] column = state.scenarios.inForce().get(market.id());
        final BigInteger shock = shock(market, market.closePercent);
        if (column == null) {
            return shock;
        }
        if (scan.floor().compareTo(scan.worstLoss()) > 0) {
            return scan.largestFloors().contains(market.id())
                ? Choices.ceiling(shock.multiply(risk(market, MarketParameter.SCAN_FLOOR_PERCENT)), HUNDRED)
                : BigInteger.ZERO;
        }
        final BigInteger r = move(market, column[scan.worst()], market.closePercent);
        return r.multiply(BigInteger.valueOf(-q(market.id()).signum())).max(BigInteger.ZERO);
    }

    /** What closing a notional of a position frees, in nanos of it. */
    BigInteger gainNanos(final Market market) {
        final BigInteger kept = parameter(Parameter.PORTFOLIO_KEPT_E4);
        final BigInteger shock = shock(market, market.closePercent);
        final List<Shock> shocks = shocks(market, market.closePercent);
        final BigInteger rate = shocks.get(tierOf(shocks, e(market).abs())).nanos();
        return E4.subtract(kept).multiply(part(scanWithoutOrders(), market)).add(kept.multiply(shock))
            .add(rate.subtract(E4.multiply(shock)).max(BigInteger.ZERO));
    }

    private BigInteger parameter(final Parameter parameter) {
        return BigInteger.valueOf(state.parameter(parameter));
    }

    private static BigInteger risk(final Market market, final MarketParameter parameter) {
        return BigInteger.valueOf(market.risk(parameter));
    }
}
