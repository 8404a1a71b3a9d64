package steelyard.risk.margin;

import java.util.Arrays;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.risk.market.Markets;
import steelyard.risk.market.TierTable;

/**
 * Health of margin sets: equity, maintenance margin, level, and the marks at which a set is looked at again. A set is
 * named by its account and the market of an isolated position, or {@link #CROSS}. {@code
 * docs/risk-rules.md#8-levels-and-looks}. Allocates only while sets grow.
 */
public final class MarginWatch {
    /** Stands for the cross set where a market could stand. */
    public static final int CROSS = -1;
    /** Stands for no market at all. */
    public static final int NO_MARKET = -2;
    /** Level of a set in liquidation. */
    public static final int LIQUIDATED = 2;

    private static final long ONE_E4 = 10_000;
    private static final long TRIGGER_LIMIT = 1L << 60;
    /** Covers the roundings of one position's equity and margin. */
    private static final long ROUNDING_MICROS = 4;
    /** The same of a portfolio, and once more for its sum: exposures and requirements are whole cents. */
    private static final long PORTFOLIO_ROUNDING_MICROS = 50_000;

    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final StandardMargin standard;
    private final CrossMargin margin;
    private final PortfolioHealth portfolio;
    /** Of the positions of the set that gets its triggers. */
    private long[] weights = new long[64];

    MarginWatch(
        final Accounts accounts,
        final Positions positions,
        final Markets markets,
        final StandardMargin standard,
        final CrossMargin margin,
        final PortfolioHealth portfolio) {
        this.portfolio = portfolio;
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.standard = standard;
        this.margin = margin;
    }

    /** Equity of a set at the present marks. */
    public long equityMicros(final int accountId, final int marketId) {
        return marketId == CROSS
            ? margin.equityMicros(accountId)
            : standard.isolatedEquityMicros(positions.find(accountId, marketId));
    }

    /** Maintenance margin of a set at the present marks. */
    public long maintenanceMicros(final int accountId, final int marketId) {
        if (marketId != CROSS) {
            return margin.maintenanceMicros(positions.find(accountId, marketId));
        }
        if (portfolio.has(accountId)) {
            return portfolio.maintenanceMicros(accountId);
        }
        long sum = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (isOfCross(slot)) {
                sum = Math.addExact(sum, margin.maintenanceMicros(slot));
            }
        }
        return sum;
    }

    /** What the set's equity may not be below: its maintenance margin; 0 for the backstop, which has no orders to limit. */
    public long floorMicros(final int accountId, final int marketId) {
        return accountId == HouseAccount.BACKSTOP.id() ? 0 : maintenanceMicros(accountId, marketId);
    }

    /** Whether a position of the set is open. */
    public boolean hasPosition(final int accountId, final int marketId) {
        return lowestMarket(accountId, marketId) >= 0;
    }

    /** The lowest id of a market in which the set has a position, or −1. */
    public int lowestMarket(final int accountId, final int marketId) {
        return nextMarket(accountId, marketId, -1);
    }

    /** The lowest id above {@code after} of a market in which the set has a position, or −1. */
    public int nextMarket(final int accountId, final int marketId, final int after) {
        if (marketId != CROSS) {
            final int slot = positions.find(accountId, marketId);
            return marketId > after && positions.quantityLots(slot) != 0 && positions.isIsolated(slot, marketId)
                ? marketId
                : -1;
        }
        int lowest = -1;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int market = positions.market(slot);
            if (market > after && (lowest < 0 || market < lowest) && isOfCross(slot)) {
                lowest = market;
            }
        }
        return lowest;
    }

    /** Level of a set: 0 normal, 1 warned, 2 in liquidation. */
    public int level(final int accountId, final int marketId) {
        return marketId == CROSS
            ? accounts.level(accountId)
            : positions.level(positions.find(accountId, marketId));
    }

    /** Sets the level of a set. */
    public void level(final int accountId, final int marketId, final int level) {
        if (marketId == CROSS) {
            accounts.level(accountId, level);
        } else {
            final int slot = positions.find(accountId, marketId);
            positions.level(slot, level);
            positions.closeIfEmpty(slot);
        }
    }

    /** Equity below which a set of level 0 is warned. */
    public static long warnMicros(final long maintenanceMicros, final long warnE4) {
        return FixedPoint.mulDivCeil(maintenanceMicros, ONE_E4, warnE4);
    }

    /** Takes the triggers of a set away. */
    public void clearTriggers(final int accountId, final int marketId) {
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (belongs(slot, marketId)) {
                positions.triggers().remove(slot);
            }
        }
    }

    /**
     * Gives every position of a set its trigger. Half of the slack goes to the market that moves, if one does: a mark
     * that goes on is then met after half of what the set has left, not after one position's part of it.
     *
     * @param moving      the market whose mark has crossed a trigger of the set, or {@link #NO_MARKET}
     * @param slackMicros equity above what the set's level needs, not below zero
     * @param g           what maintenance margin is multiplied by at this level, over {@code gOver}
     */
    public void setTriggers(
        final int accountId, final int marketId, final int moving, final long slackMicros, final long g,
        final long gOver) {
        final boolean isPortfolio = marketId == CROSS && portfolio.has(accountId);
        final long perPosition = isPortfolio ? PORTFOLIO_ROUNDING_MICROS : ROUNDING_MICROS;
        int count = 0;
        long total = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (belongs(slot, marketId) && positions.quantityLots(slot) != 0) {
                keepWeight(count, weight(slot));
                total = Math.addExact(total, weights[count++]);
            }
        }
        final long slack = Math.max(0, slackMicros - perPosition * (isPortfolio ? count + 1 : count));
        final long half = moving == NO_MARKET ? 0 : slack / 2;
        count = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (belongs(slot, marketId) && positions.quantityLots(slot) != 0) {
                final long share = FixedPoint.mulDivFloor(slack - half, weights[count++], total);
                final long extra = positions.market(slot) == moving ? half : 0;
                positions.triggers().put(slot, triggerTicks(slot, share + extra, g, gOver));
            }
        }
    }

    private void keepWeight(final int place, final long weight) {
        if (place == weights.length) {
            weights = Arrays.copyOf(weights, 2 * place);
        }
        weights[place] = weight;
    }

    /**
     * The part of a set's equity that goes with one of its positions: that of what it requires alone in what all
     * require alone; all of it with the last one.
     *
     * @param maintenanceMicros of the set
     */
    public long shareMicros(
        final int accountId, final int marketId, final int slot, final long equityMicros,
        final long maintenanceMicros) {
        final boolean isPortfolio = marketId == CROSS && portfolio.has(accountId);
        final long required = isPortfolio ? weight(slot) : margin.maintenanceMicros(slot);
        final long total = isPortfolio ? totalWeight(accountId) : maintenanceMicros;
        return required == total || total == 0
            ? equityMicros
            : FixedPoint.mulDivFloor(equityMicros, required, total);
    }

    private long totalWeight(final int accountId) {
        long total = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            total = Math.addExact(total, isOfCross(slot) ? weight(slot) : 0);
        }
        return total;
    }

    /** The first position of a market whose trigger the mark crosses, or {@link Positions#NONE}. */
    public int crossed(final int marketId) {
        return positions.triggers().crossed(marketId, markets.markPriceTicks(marketId));
    }

    /** Whether the account is watched: of the house only the backstop is. */
    public static boolean isWatched(final int accountId) {
        return accountId >= HouseAccount.ID_LIMIT || accountId == HouseAccount.BACKSTOP.id();
    }

    /** Puts a trigger and a level back as a snapshot has them. */
    public void restore(final int slot, final boolean hasTrigger, final long triggerTicks, final int level) {
        if (hasTrigger) {
            positions.triggers().put(slot, triggerTicks);
        }
        positions.level(slot, level);
    }

    private boolean isOfCross(final int slot) {
        return positions.quantityLots(slot) != 0 && !positions.isIsolated(slot, positions.market(slot));
    }

    private boolean belongs(final int slot, final int marketId) {
        final boolean isolated = positions.isIsolated(slot, positions.market(slot));
        return marketId == CROSS ? !isolated : isolated && positions.market(slot) == marketId;
    }

    /** What a position requires alone, at least 1 micro: its part of what its set has. */
    private long weight(final int slot) {
        return isOfPortfolio(slot)
            ? portfolio.weightMicros(slot)
            : Math.max(1, margin.maintenanceMicros(slot));
    }

    private boolean isOfPortfolio(final int slot) {
        return portfolio.has(positions.account(slot)) && !positions.isIsolated(slot, positions.market(slot));
    }

    /** What closing a notional of a position by standard rules takes off maintenance margin, as a rate in nanos. */
    public long gainNanos(final int slot) {
        return Math.max(rateNanos(slot), standard.closeOutNanos(positions.account(slot), positions.market(slot)));
    }

    /** The rate of the tier in which a position ends, in nanos, rounded up. */
    public long rateNanos(final int slot) {
        final TierTable tiers = markets.risk(positions.market(slot)).tiers();
        return tiers.rateNanos(tiers.tier(margin.notionalMicros(slot)));
    }

    private long slopeNanos(final int slot, final int marketId) {
        if (isOfPortfolio(slot)) {
            return portfolio.slopeNanos(marketId);
        }
        final TierTable tiers = markets.risk(marketId).tiers();
        return tiers.rateNanos(tiers.tierCount() - 1) + standard.closeOutNanos(positions.account(slot), marketId);
    }

    private long triggerTicks(final int slot, final long share, final long g, final long gOver) {
        final int marketId = positions.market(slot);
        final long lots = Math.abs(positions.quantityLots(slot));
        final long scaled = FixedPoint.mulDivCeil(slopeNanos(slot, marketId), g, gOver);
        final long perTick = Math.addExact(lots, FixedPoint.mulDivCeil(lots, scaled, FixedPoint.NANOS));
        final long distance = share / perTick;
        final long mark = markets.markPriceTicks(marketId);
        return positions.quantityLots(slot) > 0
            ? Math.max(-TRIGGER_LIMIT, mark - distance)
            : Math.min(TRIGGER_LIMIT, mark + distance);
    }
}
