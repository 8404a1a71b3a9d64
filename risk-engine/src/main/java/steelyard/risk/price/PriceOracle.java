package steelyard.risk.price;

import java.util.Arrays;
import java.util.BitSet;
import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.risk.market.Markets;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * The last price of every publisher, which is a source as seen by one node, and the oracle price made from them: the
 * median over the sources that have a fresh publisher, once there are as many as the market's quorum. The mark price is
 * the oracle price, or what {@link MarkPrices} makes of it. The rules: {@code docs/rules.md#3-prices}, {@code
 * docs/risk-rules.md#5-prices}.
 *
 * <p>How long a market's price stays fresh is worked out when a price comes in, not when somebody asks; it is derived
 * and may be dropped. One thread; allocates only when tables grow.
 */
public final class PriceOracle {
    /** What {@link #next} says after the last publisher. */
    public static final int NONE = 0;
    /** Sources from this id on quote perpetual futures elsewhere, and count for marks alone. */
    public static final int FIRST_PERPETUAL = 32_768;

    private static final int PRICE = 0;
    private static final int CONFIDENCE = 1;
    private static final int PUBLISH_TIME = 2;
    private static final int RECEIVED = 3;
    private static final int MARKET = 4;
    private static final int PUBLISHER = 5;
    private static final int NEXT = 6;
    private static final int FIELDS = 8;

    private static final long UNKNOWN = -2;
    private static final long NEVER = -1;

    private static final long ONE_E6 = 1_000_000;
    private static final int DEVIATIONS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Markets markets;
    private final MarkPrices marks;
    private final BitSet awaiting = new BitSet();
    private final LongRows rows = new LongRows(FIELDS);
    private final RowSet touched = new RowSet();
    private int[] first = new int[16];
    private long[] freshUntilNanos = new long[16];
    private long[] sorted = new long[16];
    private long[] prices = new long[16];
    private int sortedCount;

    /** The oracle of these markets, whose marks may look at these books. */
    public PriceOracle(final Markets markets, final BookPrices books) {
        this.markets = markets;
        this.marks = new MarkPrices(markets, books);
        rows.allocate();
        Arrays.fill(freshUntilNanos, UNKNOWN);
    }

    /**
     * Takes one price of a publisher and works out the market's prices again.
     *
     * @return whether this is the market's first price or one of its prices changed. {@code false} also if the price
     * was
     *     skipped: unknown market, a price that the market cannot have or that is too vague, or a publish time that
     *     does not rise.
     */
    public boolean submit(
        final int marketId,
        final int publisher,
        final long priceE8,
        final long confidenceE8,
        final long publishTimeNanos,
        final long nowNanos) {
        if (!markets.exists(marketId) || !isPossible(markets.spec(marketId), priceE8)
            || isVague(marketId, priceE8, confidenceE8)) {
            return false;
        }
        final int known = find(marketId, publisher);
        if (known != NONE && publishTimeNanos <= publishTimeNanos(known)) {
            return false;
        }
        final int row = known != NONE ? known : insert(marketId, publisher);
        rows.set(row, PRICE, priceE8);
        rows.set(row, CONFIDENCE, confidenceE8);
        rows.set(row, PUBLISH_TIME, publishTimeNanos);
        rows.set(row, RECEIVED, nowNanos);
        touched.add(row);
        if (sourceId(row) >= FIRST_PERPETUAL) {
            return markets.hasPrice(marketId) && marks.isMedian(marketId)
                && reprice(marketId, markets.oraclePriceTicks(marketId), nowNanos);
        }
        freshUntilNanos[marketId] = UNKNOWN;
        if (awaiting.get(marketId)) {
            awaiting.clear(marketId);
            markets.touched().add(marketId);
        }
        return reprice(marketId, nowNanos);
    }

    /** A market comes out of a halt: until its next price nobody is liquidated there. */
    public void awaitPrice(final int marketId) {
        awaiting.set(marketId);
        markets.touched().add(marketId);
    }

    /** Whether the market had no price yet since it came out of a halt. */
    public boolean isAwaiting(final int marketId) {
        return awaiting.get(marketId);
    }

    /** Whether positions may be liquidated at the market's price. */
    public boolean isFreshForLiquidation(final int marketId, final long nowNanos) {
        return !awaiting.get(marketId) && isFresh(marketId, nowNanos);
    }

    /** What marks remember. */
    public MarkPrices marks() {
        return marks;
    }

    /** The publisher's number: its source and the node that saw it. */
    public static int publisher(final int sourceId, final int nodeId) {
        return sourceId << 16 | nodeId;
    }

    /** The price in ticks nearest to a price in E8, halves up. */
    public static long ticks(final long priceE8, final long e8PerTick) {
        final long up = Math.floorMod(priceE8, e8PerTick) >= e8PerTick - e8PerTick / 2 ? 1 : 0;
        return Math.floorDiv(priceE8, e8PerTick) + up;
    }

    /** Whether a market that has a price has fresh publishers of at least its quorum of sources. */
    public boolean isFresh(final int marketId, final long nowNanos) {
        if (marketId >= freshUntilNanos.length) {
            return false;
        }
        if (freshUntilNanos[marketId] == UNKNOWN) {
            freshUntilNanos[marketId] = freshUntil(marketId);
        }
        return nowNanos <= freshUntilNanos[marketId];
    }

    /** Puts a publisher's last price back, as a snapshot has it. The market's prices are not worked out. */
    public void restore(
        final int marketId,
        final int publisher,
        final long priceE8,
        final long confidenceE8,
        final long publishTimeNanos,
        final long receivedNanos) {
        final int row = insert(marketId, publisher);
        rows.set(row, PRICE, priceE8);
        rows.set(row, CONFIDENCE, confidenceE8);
        rows.set(row, PUBLISH_TIME, publishTimeNanos);
        rows.set(row, RECEIVED, receivedNanos);
        touched.add(row);
    }

    /** Forgets what can be worked out again. */
    public void dropDerived() {
        Arrays.fill(freshUntilNanos, UNKNOWN);
    }

    /** The first publisher of a market, by source and node, or {@link #NONE}. */
    public int first(final int marketId) {
        return marketId < first.length ? first[marketId] : NONE;
    }

    /** The publisher after this one, or {@link #NONE}. */
    public int next(final int row) {
        return (int) rows.get(row, NEXT);
    }

    /** The publisher's market. */
    public int marketId(final int row) {
        return (int) rows.get(row, MARKET);
    }

    /** The publisher's source. */
    public int sourceId(final int row) {
        return (int) rows.get(row, PUBLISHER) >>> 16;
    }

    /** The publisher's node. */
    public int nodeId(final int row) {
        return (int) rows.get(row, PUBLISHER) & 0xFFFF;
    }

    /** Its last price, in E8. */
    public long priceE8(final int row) {
        return rows.get(row, PRICE);
    }

    /** What the source said about its precision, in E8. */
    public long confidenceE8(final int row) {
        return rows.get(row, CONFIDENCE);
    }

    /** When the source says that it published. */
    public long publishTimeNanos(final int row) {
        return rows.get(row, PUBLISH_TIME);
    }

    /** Log time at which the price came in. */
    public long receivedNanos(final int row) {
        return rows.get(row, RECEIVED);
    }

    /** Publishers whose last price changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    private static boolean isPossible(final MarketSpec spec, final long priceE8) {
        final long priceTicks = ticks(priceE8, spec.e8PerTick());
        return priceTicks <= spec.maxPriceTicks()
            && (priceTicks > 0 || spec.allowsNonPositive() && priceTicks >= -spec.maxPriceTicks());
    }

    private boolean isVague(final int marketId, final long priceE8, final long confidenceE8) {
        final long maxE6 = markets.risk(marketId).value(MarketParameter.CONFIDENCE_MAX_E6);
        return maxE6 != 0 && FixedPoint.compareProducts(confidenceE8, ONE_E6, maxE6, Math.abs(priceE8)) > 0;
    }

    private int find(final int marketId, final int publisher) {
        int row = first(marketId);
        while (row != NONE && rows.get(row, PUBLISHER) != Integer.toUnsignedLong(publisher)) {
            row = next(row);
        }
        return row;
    }

    /** Adds a publisher behind those with a lower source or node. */
    private int insert(final int marketId, final int publisher) {
        if (marketId >= first.length) {
            final int before = first.length;
            first = Arrays.copyOf(first, Math.max(marketId + 1, 2 * before));
            freshUntilNanos = Arrays.copyOf(freshUntilNanos, first.length);
            Arrays.fill(freshUntilNanos, before, first.length, UNKNOWN);
        }
        final long key = Integer.toUnsignedLong(publisher);
        final int row = rows.allocate();
        rows.set(row, MARKET, marketId);
        rows.set(row, PUBLISHER, key);
        int previous = NONE;
        int following = first[marketId];
        while (following != NONE && rows.get(following, PUBLISHER) < key) {
            previous = following;
            following = next(following);
        }
        rows.set(row, NEXT, following);
        if (previous == NONE) {
            first[marketId] = row;
        } else {
            rows.set(previous, NEXT, row);
        }
        freshUntilNanos[marketId] = UNKNOWN;
        return row;
    }

    private boolean reprice(final int marketId, final long nowNanos) {
        final MarketSpec spec = markets.spec(marketId);
        collectFreshPrices(marketId, nowNanos, spec.staleAfterNanos(), false);
        leaveOutliers(markets.risk(marketId).value(MarketParameter.OUTLIER_E6));
        return sortedCount >= spec.priceQuorum() && reprice(marketId, ticks(median(), spec.e8PerTick()), nowNanos);
    }

    private boolean reprice(final int marketId, final long priceTicks, final long nowNanos) {
        final long markTicks = marks.isMedian(marketId) ? markTicks(marketId, priceTicks, nowNanos) : priceTicks;
        final boolean changed = !markets.hasPrice(marketId)
            || markets.oraclePriceTicks(marketId) != priceTicks
            || markets.markPriceTicks(marketId) != markTicks;
        if (changed) {
            markets.prices(marketId, priceTicks, markTicks);
        }
        return markets.workOutRamp(marketId) || changed;
    }

    private long markTicks(final int marketId, final long priceTicks, final long nowNanos) {
        final MarketSpec spec = markets.spec(marketId);
        collectFreshPrices(marketId, nowNanos, spec.staleAfterNanos(), true);
        final boolean hasPerpetual = sortedCount > 0;
        final long perpetualTicks = hasPerpetual ? ticks(median(), spec.e8PerTick()) : 0;
        return marks.workOut(marketId, priceTicks, hasPerpetual, perpetualTicks, nowNanos / NANOS_PER_MILLI);
    }

    /** Keeps of three and more prices those that are no farther from their median than most are, or than so much. */
    private void leaveOutliers(final long outlierE6) {
        if (outlierE6 == 0 || sortedCount < 3) {
            return;
        }
        final long middle = median();
        final long least = FixedPoint.mulDivFloor(Math.abs(middle), outlierE6, ONE_E6);
        final int count = sortedCount;
        prices = prices.length < count ? new long[sorted.length] : prices;
        System.arraycopy(sorted, 0, prices, 0, count);
        sortedCount = 0;
        for (int i = 0; i < count; i++) {
            insertSorted(Math.abs(prices[i] - middle));
        }
        final long deviation = median();
        sortedCount = 0;
        for (int i = 0; i < count; i++) {
            final long distance = Math.abs(prices[i] - middle);
            if (distance <= least || Math.ceilDiv(distance, DEVIATIONS) <= deviation) {
                insertSorted(prices[i]);
            }
        }
    }

    /** Of every source with a fresh publisher the price published last; of equally late ones the lowest node's. */
    private void collectFreshPrices(
        final int marketId, final long nowNanos, final long staleAfterNanos, final boolean perpetual) {
        sortedCount = 0;
        int row = first(marketId);
        while (row != NONE) {
            final int source = sourceId(row);
            final boolean counts = source >= FIRST_PERPETUAL == perpetual;
            int latest = NONE;
            for (; row != NONE && sourceId(row) == source; row = next(row)) {
                final boolean fresh = nowNanos - receivedNanos(row) <= staleAfterNanos;
                if (fresh && (latest == NONE || publishTimeNanos(row) > publishTimeNanos(latest))) {
                    latest = row;
                }
            }
            if (latest != NONE && counts) {
                insertSorted(priceE8(latest));
            }
        }
    }

    private long median() {
        final long upper = sorted[sortedCount / 2];
        final long lower = sorted[(sortedCount - 1) / 2];
        return (lower & upper) + ((lower ^ upper) >> 1);
    }

    /** The last time at which as many sources as the quorum are fresh, or {@link #NEVER}. */
    private long freshUntil(final int marketId) {
        sortedCount = 0;
        int row = first(marketId);
        while (row != NONE && sourceId(row) < FIRST_PERPETUAL) {
            final int source = sourceId(row);
            long received = 0;
            for (; row != NONE && sourceId(row) == source; row = next(row)) {
                received = Math.max(received, receivedNanos(row));
            }
            insertSorted(received);
        }
        final int quorum = markets.spec(marketId).priceQuorum();
        if (sortedCount < quorum || !markets.hasPrice(marketId)) {
            return NEVER;
        }
        final long until = sorted[sortedCount - quorum] + markets.spec(marketId).staleAfterNanos();
        return until < 0 ? Long.MAX_VALUE : until;
    }

    private void insertSorted(final long value) {
        if (sortedCount == sorted.length) {
            sorted = Arrays.copyOf(sorted, 2 * sortedCount);
        }
        int place = sortedCount++;
        while (place > 0 && sorted[place - 1] > value) {
            sorted[place] = sorted[place - 1];
            place--;
        }
        sorted[place] = value;
    }
}
