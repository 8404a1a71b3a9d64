package steelyard.risk.market;

import java.util.Arrays;
import java.util.BitSet;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.risk.table.RowSet;

/**
 * Specification, prices and sums of every market, by its dense id.
 *
 * <p>Invariants after every command: in each market the quantities of all positions add up to zero, and so do their
 * quotes with what was settled ({@link #isBalanced}). The sums are kept here, by the two methods through which every
 * position changes, and are compared with the positions themselves by {@code CrossMargin.verify}.
 */
public final class Markets {
    /** How many of the last changes of mark prices are kept; a power of two. */
    public static final int CHANGES_KEPT = 64;

    private MarketSpec[] specs = new MarketSpec[16];
    private long[] oraclePriceTicks = new long[16];
    private long[] markPriceTicks = new long[16];
    private boolean[] hasPrice = new boolean[16];
    private long[] settledMicros = new long[16];
    private long[] netLots = new long[16];
    private long[] openInterestLots = new long[16];
    private MarketRisk[] risks = new MarketRisk[16];
    private long[] marginVersions = new long[16];
    private long[] rulesVersions = new long[16];
    private long[] netQuoteMicros = new long[16];
    private int count;
    private long settledTotalMicros;
    private long markVersion = 1;
    private long rulesVersion = 1;
    private final int[] lastChanged = new int[CHANGES_KEPT];
    private final BitSet repriced = new BitSet();
    private final RowSet touched = new RowSet();
    private final RowSet traded = new RowSet();

    /** Adds a market; its id must be {@link #count()}. */
    public void list(final MarketSpec spec) {
        if (spec.marketId() != count) {
            throw new IllegalStateException("market " + spec.marketId() + " listed as number " + count);
        }
        if (count == specs.length) {
            grow(2 * count);
        }
        specs[count] = spec;
        risks[count] = new MarketRisk(spec);
        risks[count].tiers();
        marginVersions[count] = 1;
        rulesVersions[count] = ++rulesVersion;
        touched.add(count++);
    }

    /** Number of markets. */
    public int count() {
        return count;
    }

    /** Whether there is a market with this id. */
    public boolean exists(final int marketId) {
        return marketId >= 0 && marketId < count;
    }

    /** What is fixed about a market. */
    public MarketSpec spec(final int marketId) {
        return specs[marketId];
    }

    /** Sets a market's prices; from now on it has one. */
    public void prices(final int marketId, final long oracleTicks, final long markTicks) {
        if (markPriceTicks[marketId] != markTicks || !hasPrice[marketId]) {
            termsChanged(marketId);
            repriced.set(marketId);
        }
        oraclePriceTicks[marketId] = oracleTicks;
        markPriceTicks[marketId] = markTicks;
        hasPrice[marketId] = true;
        touched.add(marketId);
    }

    /** Works out how far initial margin has risen, from the present open interest and mark; whether that changed. */
    public boolean workOutRamp(final int marketId) {
        return rampNanos(marketId, risks[marketId].rampAt(openInterestLots[marketId], markPriceTicks[marketId]));
    }

    /** Sets how far initial margin has risen; whether that changed. */
    public boolean rampNanos(final int marketId, final long nanos) {
        if (risks[marketId].rampNanos() == nanos) {
            return false;
        }
        risks[marketId].rampNanos(nanos);
        termsChanged(marketId);
        touched.add(marketId);
        return true;
    }

    /** What the risk rules know of a market. */
    public MarketRisk risk(final int marketId) {
        return risks[marketId];
    }

    /** Sets a parameter of a market, which allows the value. */
    public void parameter(final int marketId, final MarketParameter parameter, final long value) {
        risks[marketId].value(parameter, value);
        rulesVersions[marketId] = ++rulesVersion;
        termsChanged(marketId);
        touched.add(marketId);
    }

    /** Sets what margins of a market are multiplied by because a session ends. */
    public void percents(final int marketId, final int closePercent, final int initialPercent) {
        risks[marketId].percents(closePercent, initialPercent);
        rulesVersions[marketId] = ++rulesVersion;
        termsChanged(marketId);
        touched.add(marketId);
    }

    /** Tells that something that margin in this market is worked out from has changed. */
    public void termsChanged(final int marketId) {
        marginVersions[marketId]++;
        markVersion++;
        lastChanged[(int) markVersion & CHANGES_KEPT - 1] = marketId;
    }

    /** Counts changes of parameters and session percents of any market, from 1. Not state. */
    public long rulesVersion() {
        return rulesVersion;
    }

    /** The change of parameters and session percents that was the last one of this market. Not state. */
    public long rulesVersion(final int marketId) {
        return rulesVersions[marketId];
    }

    /** Counts changes of what margin in this market is worked out from; from 1. Not state. */
    public long marginVersion(final int marketId) {
        return marginVersions[marketId];
    }

    /** Sum of the long positions, in lots. */
    public long openInterestLots(final int marketId) {
        return openInterestLots[marketId];
    }

    /** Whether the market ever had a price. */
    public boolean hasPrice(final int marketId) {
        return hasPrice[marketId];
    }

    /** The oracle price, in ticks; 0 before the first. */
    public long oraclePriceTicks(final int marketId) {
        return oraclePriceTicks[marketId];
    }

    /** The price at which positions are valued, in ticks; 0 before the first. */
    public long markPriceTicks(final int marketId) {
        return markPriceTicks[marketId];
    }

    /** Counts changes of any market's mark or margin. Not state: it only tells whether what was worked out is out of date. */
    public long markVersion() {
        return markVersion;
    }

    /** The market whose change made this version, which is one of the last {@link #CHANGES_KEPT}. */
    public int marketOfVersion(final long version) {
        return lastChanged[(int) version & CHANGES_KEPT - 1];
    }

    /** What closed positions of this market have moved to cash, in micros. */
    public long settledMicros(final int marketId) {
        return settledMicros[marketId];
    }

    /** What closed positions of all markets have moved to cash, in micros. */
    public long settledTotalMicros() {
        return settledTotalMicros;
    }

    /** Tells that a position's quantity, which was {@code before}, and its quote changed by this much. */
    public void positionChanged(final int marketId, final long before, final long lots, final long quoteMicros) {
        openInterestLots[marketId] += Math.max(0, before + lots) - Math.max(0, before);
        netLots[marketId] = Math.addExact(netLots[marketId], lots);
        netQuoteMicros[marketId] = Math.addExact(netQuoteMicros[marketId], quoteMicros);
        traded.add(marketId);
    }

    /** Tells that a closed position moved its quote to cash, or that a snapshot says so of all of them. */
    public void settled(final int marketId, final long quoteMicros) {
        settledMicros[marketId] = Math.addExact(settledMicros[marketId], quoteMicros);
        settledTotalMicros = Math.addExact(settledTotalMicros, quoteMicros);
        traded.add(marketId);
        touched.add(marketId);
    }

    /** Replaces what is fixed about a market by what an operator changed it to. */
    public void change(final MarketSpec spec) {
        specs[spec.marketId()] = spec;
        risks[spec.marketId()].maxPriceTicks(spec.maxPriceTicks());
        touched.add(spec.marketId());
    }

    /** Whether the positions' quantities add up to zero, and their quotes with what was settled. */
    public boolean isBalanced(final int marketId) {
        return netLots[marketId] == 0 && netQuoteMicros[marketId] + settledMicros[marketId] == 0;
    }

    /** Sum of the positions' quantities, as kept. */
    public long netLots(final int marketId) {
        return netLots[marketId];
    }

    /** Sum of the positions' quotes, as kept. */
    public long netQuoteMicros(final int marketId) {
        return netQuoteMicros[marketId];
    }

    /** Markets whose mark changed since triggers were last compared with it; who compares clears it. Not state. */
    public BitSet repriced() {
        return repriced;
    }

    /** Markets whose specification, prices or settled amount changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Markets in which a position changed; for the invariants, which clear it after each command. */
    public RowSet traded() {
        return traded;
    }

    private void grow(final int capacity) {
        specs = Arrays.copyOf(specs, capacity);
        oraclePriceTicks = Arrays.copyOf(oraclePriceTicks, capacity);
        markPriceTicks = Arrays.copyOf(markPriceTicks, capacity);
        hasPrice = Arrays.copyOf(hasPrice, capacity);
        settledMicros = Arrays.copyOf(settledMicros, capacity);
        netLots = Arrays.copyOf(netLots, capacity);
        openInterestLots = Arrays.copyOf(openInterestLots, capacity);
        risks = Arrays.copyOf(risks, capacity);
        marginVersions = Arrays.copyOf(marginVersions, capacity);
        rulesVersions = Arrays.copyOf(rulesVersions, capacity);
        netQuoteMicros = Arrays.copyOf(netQuoteMicros, capacity);
    }
}
