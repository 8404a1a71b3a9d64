package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Object2IntHashMap;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.node.NodeState;

/** The listed markets, by id and by name. */
final class Markets {
    /** Two ints of a market's record: ends of the list of its resting orders. */
    static final int ORDERS = 0;
    private static final int RECORD_LENGTH = 8;

    private final Slab slab = new Slab(RECORD_LENGTH);
    private final List<Market> byId = new ArrayList<>();
    private final Object2IntHashMap<String> idByCoin = new Object2IntHashMap<>(NodeState.NONE);
    /** Markets, or {@link NodeState#NONE} for all, in which operators stopped the entry of orders. */
    private final Set<Integer> stopped = new HashSet<>();

    /** The records; a market's slot is its id. */
    Slab slab() {
        return slab;
    }

    int size() {
        return byId.size();
    }

    /** The market with this id; throws {@link IndexOutOfBoundsException} if there is none. */
    Market get(final int marketId) {
        return byId.get(marketId);
    }

    /** Id of the market with this name, or {@link NodeState#NONE}. */
    int id(final String coin) {
        return idByCoin.getValue(coin);
    }

    Market list(final MarketSpec spec, final MarketState state) {
        if (spec.marketId() != byId.size() || state == null) {
            throw new IllegalStateException(spec + " listed as market " + byId.size() + ", state " + state);
        }
        final Market market = new Market(spec, state);
        byId.add(market);
        final int slot = slab.allocate();
        slab.putInt(slot, ORDERS, Slab.NONE);
        slab.putInt(slot, ORDERS + Integer.BYTES, Slab.NONE);
        idByCoin.put(spec.coin(), spec.marketId());
        return market;
    }

    boolean isEntryStopped(final int marketId) {
        return stopped.contains(marketId);
    }

    /** Operators stopped the entry of orders, or let it go on; {@link NodeState#NONE}: in all markets. */
    void stopEntry(final int marketId, final boolean isStopped) {
        if (isStopped) {
            stopped.add(marketId);
        } else {
            stopped.remove(marketId);
        }
    }
}
