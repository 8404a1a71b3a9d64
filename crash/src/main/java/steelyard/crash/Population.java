package steelyard.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import steelyard.crash.Trader.Leg;
import steelyard.crash.Trader.Role;
import steelyard.model.ScenarioMatrix;

/** The accounts of a crash, all from one seed: how many of which kind, what they own and what they bet. */
final class Population {
    private static final int PER_MAKER = 1_000;
    private static final int MAKERS_MIN = 6;
    private static final double MEDIAN_USDC = 3_000;
    private static final double SPREAD_OF_WEALTH = 1.4;
    private static final double POSITION_MAX_USDC = 5_000_000;
    private static final double LARGEST_MARKETS = 0.65;
    private static final double MAKER_LEVERAGE = 0.5;
    private static final double WHALE_LEVERAGE = 0.9;
    /** More than what the choice of portfolio margin asks for. */
    private static final double PORTFOLIO_USDC = 12_000;
    private static final double LEAST_BOOK = 0.5;
    private static final double LARGEST_BOOK = 14;
    private static final double MICROS = 1e6;

    private final CrashDay day;
    private final List<CrashMarket> inScenarios;
    private final SplittableRandom random;
    private final List<Trader> traders = new ArrayList<>();
    private double grossUsdc;
    private double againstWhaleUsdc;

    private Population(final CrashDay day, final ScenarioMatrix matrix, final long seed) {
        this.day = day;
        this.inScenarios = day.markets().stream().filter(market -> market.isCrypto()
            && market.id() != day.whaleMarket() && ShippedScenarios.knows(matrix, market)).toList();
        this.random = new SplittableRandom(seed);
    }

    /** So many accounts for a day: makers first, the whale after them. */
    static List<Trader> of(final CrashDay day, final ScenarioMatrix matrix, final int count, final long seed) {
        return new Population(day, matrix, seed).build(count);
    }

    private List<Trader> build(final int count) {
        final int makers = Math.max(MAKERS_MIN, count / PER_MAKER);
        for (int index = makers + 1; index < count; index++) {
            traders.add(trader(index));
        }
        final List<Trader> all = new ArrayList<>();
        for (int index = 0; index < makers; index++) {
            all.add(new Trader(index, Role.MAKER, micros(grossUsdc * MAKER_LEVERAGE / makers), List.of(), false));
        }
        all.add(whale(makers));
        all.addAll(traders);
        return all;
    }

    private Trader whale(final int index) {
        final int leverage = day.markets().get(day.whaleMarket()).tierLeverage();
        final double cash = 1_000 + againstWhaleUsdc / (WHALE_LEVERAGE * leverage);
        return new Trader(index, Role.WHALE, micros(cash), List.of(new Leg(day.whaleMarket(), againstWhaleUsdc)), false);
    }

    private Trader trader(final int index) {
        final double cash =
            Math.clamp(MEDIAN_USDC * Math.exp(SPREAD_OF_WEALTH * random.nextGaussian()), 50, POSITION_MAX_USDC);
        final double kind = random.nextDouble();
        if (kind < 0.03) {
            return againstWhale(index, cash);
        }
        if (kind < 0.08) {
            return portfolio(index, Math.max(PORTFOLIO_USDC, 4 * cash));
        }
        if (kind < 0.20) {
            return hedged(index, cash);
        }
        return outright(index, kind < 0.35 ? Role.SHORT : Role.LONG, cash);
    }

    private Trader againstWhale(final int index, final double cash) {
        final double usdc = Math.min(POSITION_MAX_USDC / 10, cash * random.nextDouble(1, 3));
        againstWhaleUsdc += usdc;
        return new Trader(index, Role.SHORT, micros(cash), List.of(new Leg(day.whaleMarket(), -usdc)), false);
    }

    private Trader hedged(final int index, final double cash) {
        final List<CrashMarket> crypto = day.markets().stream()
            .filter(market -> market.isCrypto() && market.id() != day.whaleMarket()).toList();
        if (crypto.size() < 2) {
            return outright(index, Role.LONG, cash);
        }
        final int first = random.nextInt(crypto.size());
        final int second = (first + random.nextInt(1, crypto.size())) % crypto.size();
        final double usdc = Math.min(POSITION_MAX_USDC, cash * random.nextDouble(1, 4));
        grossUsdc += usdc;
        return new Trader(index, Role.HEDGED, micros(cash),
            List.of(new Leg(crypto.get(first).id(), usdc), new Leg(crypto.get(second).id(), -usdc)), false);
    }

    /** One of the two largest against the other, or against the other and a smaller one, for the same risk. */
    private Trader portfolio(final int index, final double cash) {
        if (inScenarios.size() < 2) {
            return hedged(index, cash);
        }
        final int large = random.nextInt(2);
        final CrashMarket first = inScenarios.get(large);
        final CrashMarket second = inScenarios.get(1 - large);
        final boolean threefold = inScenarios.size() > 2 && random.nextInt(3) == 0;
        final double usdc = (random.nextBoolean() ? 1 : -1)
            * Math.min(POSITION_MAX_USDC, cash * LEAST_BOOK * Math.pow(LARGEST_BOOK / LEAST_BOOK, random.nextDouble()));
        final double against = -usdc * first.profile().shockE5() * (threefold ? 0.5 : 1);
        final List<Leg> legs = new ArrayList<>();
        legs.add(new Leg(first.id(), usdc));
        legs.add(new Leg(second.id(), against / second.profile().shockE5()));
        if (threefold) {
            final CrashMarket third = inScenarios.get(2 + random.nextInt(inScenarios.size() - 2));
            legs.add(new Leg(third.id(), against / third.profile().shockE5()));
        }
        grossUsdc += Math.abs(usdc);
        return new Trader(index, Role.PORTFOLIO, micros(cash), legs, false);
    }

    /** One to three markets; few use all the leverage there is. */
    private Trader outright(final int index, final Role role, final double cash) {
        final List<Leg> legs = new ArrayList<>();
        final int count = 1 + (int) (3 * Math.pow(random.nextDouble(), 2));
        for (int i = 0; i < count; i++) {
            final int market = market();
            final int most = day.markets().get(market).profile().venueLeverage();
            final double leverage = 1 + (0.85 * most - 1) * Math.pow(random.nextDouble(), 5);
            final double usdc = Math.min(POSITION_MAX_USDC, 0.95 * cash / count * leverage);
            if (legs.stream().noneMatch(leg -> leg.market() == market)) {
                legs.add(new Leg(market, role == Role.SHORT ? -usdc : usdc));
                grossUsdc += usdc;
            }
        }
        return new Trader(index, role, micros(cash), legs, random.nextInt(6) == 0);
    }

    /** The first two markets more often than the others, that of the whale never. */
    private int market() {
        final int others = day.markets().size();
        int market = random.nextDouble() < LARGEST_MARKETS ? random.nextInt(Math.min(2, others)) : random.nextInt(others);
        while (market == day.whaleMarket()) {
            market = random.nextInt(others);
        }
        return market;
    }

    private static long micros(final double usdc) {
        return Math.round(usdc * MICROS);
    }
}
