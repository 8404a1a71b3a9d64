package steelyard.testkit.ledger;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import static steelyard.testkit.ledger.LedgerViolation.require;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Side;

/** A market as the events tell it: its prices and its book. */
public final class LedgerMarket {
    private MarketSpec spec;
    private boolean isolatedOnly;
    /** Orders by price, best first, and by id, oldest first. */
    private final TreeMap<Long, SequencedMap<Long, LedgerOrder>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, SequencedMap<Long, LedgerOrder>> asks = new TreeMap<>();
    private MarketState state;
    private boolean hasPrice;
    private long markTicks;
    private long rampNanos;
    private int initialPercent = 100;
    private int closePercent = 100;
    private long settledMicros;
    private final Map<MarketParameter, Long> risk = new EnumMap<>(MarketParameter.class);
    private boolean isUncrossing;
    /** The price of the round of an auction, or {@code null}. */
    private Long auctionTicks;

    LedgerMarket(final MarketSpec spec, final MarketState state) {
        this.spec = spec;
        this.state = state;
    }

    /** The market's number. */
    public int id() {
        return spec.marketId();
    }

    /** Its specification. */
    public MarketSpec spec() {
        return spec;
    }

    /** What it accepts. */
    public MarketState state() {
        return state;
    }

    /** Whether it ever had a price. */
    public boolean hasPrice() {
        return hasPrice;
    }

    /** The mark price, 0 before the first. */
    public long markTicks() {
        return markTicks;
    }

    /** How far initial margin has risen toward all of a position's value, in 10<sup>-9</sup>. */
    public long rampNanos() {
        return rampNanos;
    }

    /** What the least initial margin is multiplied by before and while the underlying is closed. */
    public int initialPercent() {
        return initialPercent;
    }

    /** Percent of maintenance margins, because of hours in which the underlying is closed. */
    int closePercent() {
        return closePercent;
    }

    void percents(final int ofMaintenance, final int ofInitial) {
        closePercent = ofMaintenance;
        initialPercent = ofInitial;
    }

    /** A number that the risk rules read. */
    public long risk(final MarketParameter parameter) {
        return risk.getOrDefault(parameter, parameter.defaultValue());
    }

    void risk(final MarketParameter parameter, final long value) {
        risk.put(parameter, value);
    }

    /** The first order in line on a side, or {@code null}. */
    public LedgerOrder first(final Side side) {
        final TreeMap<Long, SequencedMap<Long, LedgerOrder>> levels = levels(side);
        return levels.isEmpty() ? null : levels.firstEntry().getValue().firstEntry().getValue();
    }

    /** What the book shows by price on a side, best price first. */
    public SequencedMap<Long, Long> depth(final Side side) {
        final SequencedMap<Long, Long> lots = new LinkedHashMap<>();
        levels(side).forEach((price, orders) -> lots.put(
            price, orders.values().stream().mapToLong(LedgerOrder::shownLots).sum()));
        return lots;
    }

    long settledMicros() {
        return settledMicros;
    }

    /** Whether a crossed book is being executed. */
    public boolean isUncrossing() {
        return isUncrossing;
    }

    Long auctionTicks() {
        return auctionTicks;
    }

    void state(final MarketState newState) {
        state = newState;
        isUncrossing = !newState.mayBeCrossed() && isCrossed();
        auctionTicks = isUncrossing ? auctionTicks : null;
    }

    void spec(final MarketSpec newSpec) {
        spec = newSpec;
    }

    void auction(final long priceTicks) {
        auctionTicks = priceTicks;
    }

    void auctionEnds() {
        isUncrossing = false;
        auctionTicks = null;
    }

    void price(final long newMarkTicks, final long newRampNanos) {
        hasPrice = true;
        markTicks = newMarkTicks;
        rampNanos = newRampNanos;
    }

    void settle(final long micros) {
        settledMicros = Math.addExact(settledMicros, micros);
    }

    void add(final LedgerOrder order) {
        levels(order.side()).computeIfAbsent(order.priceTicks(), price -> new LinkedHashMap<>())
            .put(order.id(), order);
    }

    void replace(final LedgerOrder order) {
        levels(order.side()).get(order.priceTicks()).put(order.id(), order);
    }

    void remove(final LedgerOrder order) {
        final SequencedMap<Long, LedgerOrder> level = levels(order.side()).get(order.priceTicks());
        level.remove(order.id());
        if (level.isEmpty()) {
            levels(order.side()).remove(order.priceTicks());
        }
    }

    /** Moves an order behind all others of its price. */
    void refresh(final LedgerOrder order) {
        remove(order);
        add(order);
    }

    private boolean isCrossed() {
        final LedgerOrder bid = first(Side.BUY);
        final LedgerOrder ask = first(Side.SELL);
        return bid != null && ask != null && bid.priceTicks() >= ask.priceTicks();
    }

    void requireNotCrossed() {
        require(!isCrossed() || state.mayBeCrossed() || isUncrossing, "book is crossed",
            first(Side.BUY) + " " + first(Side.SELL));
    }

    private TreeMap<Long, SequencedMap<Long, LedgerOrder>> levels(final Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /** Whether every position here is isolated. */
    boolean isIsolatedOnly() {
        return isolatedOnly;
    }

    void isolatedOnly(final boolean only) {
        isolatedOnly = only;
    }
}
