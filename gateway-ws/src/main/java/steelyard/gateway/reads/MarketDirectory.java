package steelyard.gateway.reads;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import steelyard.model.MarketSpec;
import steelyard.node.NodeState;

/**
 * The listed markets. A market is here before any answer or stream speaks of it. Any thread reads; adding takes no
 * lock.
 */
public final class MarketDirectory {
    private final AtomicReference<MarketSpec[]> specs = new AtomicReference<>(new MarketSpec[0]);

    /** Adds a market. Markets are added in the order of their ids. */
    public void add(final MarketSpec spec) {
        specs.updateAndGet(known -> spec.marketId() == known.length ? with(known, spec) : known);
    }

    /** A listed market has another specification from now on. */
    public void change(final MarketSpec spec) {
        specs.updateAndGet(known -> {
            if (spec.marketId() >= known.length) {
                return known;
            }
            final MarketSpec[] changed = known.clone();
            changed[spec.marketId()] = spec;
            return changed;
        });
    }

    private static MarketSpec[] with(final MarketSpec[] known, final MarketSpec spec) {
        final MarketSpec[] grown = Arrays.copyOf(known, known.length + 1);
        grown[known.length] = spec;
        return grown;
    }

    /** Adds the markets that the read models have and this directory does not. Runs on the read models' thread. */
    void catchUp(final NodeState state) {
        MarketSpec[] known = specs.get();
        while (known.length < state.marketCount()) {
            final MarketSpec[] grown = Arrays.copyOf(known, state.marketCount());
            for (int id = known.length; id < grown.length; id++) {
                grown[id] = state.market(id).spec();
            }
            specs.compareAndSet(known, grown);
            known = specs.get();
        }
    }

    /** The market with this id, or {@code null}. */
    public MarketSpec spec(final int marketId) {
        final MarketSpec[] known = specs.get();
        return marketId >= 0 && marketId < known.length ? known[marketId] : null;
    }

    /** The market with this name, or {@code null}. */
    public MarketSpec spec(final String coin) {
        for (final MarketSpec spec : specs.get()) {
            if (spec.coin().equals(coin)) {
                return spec;
            }
        }
        return null;
    }

    /** All markets, by id. */
    public List<MarketSpec> all() {
        return Arrays.asList(specs.get());
    }
}
