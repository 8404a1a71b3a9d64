package steelyard.exchange.operator;

import java.util.HashSet;
import java.util.Set;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.order.AuctionWork;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;

/** Adds markets that were found valid. */
final class MarketListing {
    private final ExchangeState state;
    private final OperatorEvents events;
    private final AuctionWork auctions;
    /** Asked only whether it contains a name. */
    private final Set<String> names = new HashSet<>();

    MarketListing(final ExchangeState state, final OperatorEvents events, final AuctionWork auctions) {
        this.state = state;
        this.events = events;
        this.auctions = auctions;
    }

    /** Whether a listed market has this name. */
    boolean isListed(final String coin) {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            if (state.markets().spec(marketId).coin().equals(coin)) {
                return true;
            }
        }
        return false;
    }

    void clearNames() {
        names.clear();
    }

    /** {@code false} if the name was added before. */
    boolean addName(final String coin) {
        return names.add(coin);
    }

    void list(final MarketSpec spec, final MarketState marketState, final Remark remark) {
        state.markets().list(spec);
        state.funding().list();
        state.books().list(spec, marketState);
        events.marketListed(spec, marketState, remark);
        if (marketState == MarketState.AUCTION) {
            auctions.begin(spec.marketId(), 0);
        }
    }
}
