package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SubmitPricesDecoder;
import steelyard.risk.price.PriceOracle;

/** What price sources submit. */
public final class PriceCommands {
    private final ExchangeState state;
    private final OperatorEvents events;
    private final SubmitPricesDecoder submitPrices = new SubmitPricesDecoder();

    /** Applies to this state. */
    public PriceCommands(final ExchangeState state, final OperatorEvents events) {
        this.state = state;
        this.events = events;
    }

    /** Takes the prices one by one; never refused as a whole. */
    public RejectReason submitPrices(final CommandFrame command) {
        command.decode(submitPrices);
        final int publisher = PriceOracle.publisher(submitPrices.sourceId(), command.nodeId());
        final long nowNanos = state.counters().nowNanos();
        final SubmitPricesDecoder.PricesDecoder prices = submitPrices.prices();
        while (prices.hasNext()) {
            prices.next();
            final boolean changed = state.oracle().submit(
                prices.marketId(), publisher, prices.priceE8(), prices.confidenceE8(), prices.publishTimeNanos(),
                nowNanos);
            if (changed) {
                events.priceChanged(prices.marketId());
                lookAt(prices.marketId());
            }
        }
        return RejectReason.NONE;
    }

    /** Trigger orders look at what was set. */
    private void lookAt(final int marketId) {
        if (state.books().worksOnTriggers(marketId)) {
            state.triggers().look(marketId, PriceSource.MARK, state.markets().markPriceTicks(marketId));
            state.triggers().look(marketId, PriceSource.ORACLE, state.markets().oraclePriceTicks(marketId));
        }
    }
}
