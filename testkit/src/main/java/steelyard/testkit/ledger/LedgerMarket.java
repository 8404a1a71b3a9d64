package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Side;

/** A market as the events tell it: its prices and its book. */
public final class LedgerMarket {
    private final MarketSpec spec;
    /** Orders by price, best first, and by id, oldest first. */
    private final TreeMap<Long, SequencedMap<Long, LedgerOrder>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, SequencedMap<Long, LedgerOrder>> asks = new TreeMap<>();
    private MarketState state;
    private boolean hasPrice;
    private long markTicks;
    private long settledMicros;

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

    /** The first order in line on a side, or {@code null}. */
    public LedgerOrder first(final Side side) {
        final TreeMap<Long, SequencedMap<Long, LedgerOrder>> levels = levels(side);
        return levels.isEmpty() ? null : levels.firstEntry().getValue().firstEntry().getValue();
    }

    /** Lots by price on a side, best price first. */
    public SequencedMap<Long, Long> depth(final Side side) {
        final SequencedMap<Long, Long> lots = new LinkedHashMap<>();
        levels(side).forEach((price, orders) -> lots.put(
            price, orders.values().stream().mapToLong(LedgerOrder::remainingLots).sum()));
        return lots;
    }

    long settledMicros() {
        return settledMicros;
    }

    void state(final MarketState newState) {
        state = newState;
    }

    void price(final long newMarkTicks) {
        hasPrice = true;
        markTicks = newMarkTicks;
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

    void requireNotCrossed() {
        final LedgerOrder bid = first(Side.BUY);
        final LedgerOrder ask = first(Side.SELL);
        require(bid == null || ask == null || bid.priceTicks() < ask.priceTicks(), "book is crossed", bid + " " + ask);
    }

    private TreeMap<Long, SequencedMap<Long, LedgerOrder>> levels(final Side side) {
        return side == Side.BUY ? bids : asks;
    }
}
