package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.Trade;
import steelyard.protocol.Address;

/** A trade as everybody is shown it: with the addresses of buyer and seller. */
public record WireTrade(MarketSpec spec, Trade trade, Address maker, Address taker) {
    /** Writes the trade. */
    public void write(final JsonGenerator json) throws IOException {
        final boolean takerBuys = trade.takerSide() == Side.BUY;
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("side", WireOrder.sideWord(trade.takerSide()));
        json.writeStringField("px", WireDecimal.format(trade.priceTicks(), spec.priceDecimals()));
        json.writeStringField("sz", WireDecimal.format(trade.quantityLots(), spec.sizeDecimals()));
        json.writeNumberField("time", millis(trade.timestampNanos()));
        json.writeStringField("hash", TransactionName.of(trade.logPosition(), trade.commandIndex()));
        json.writeNumberField("tid", trade.tradeId());
        json.writeArrayFieldStart("users");
        json.writeString((takerBuys ? taker : maker).toString());
        json.writeString((takerBuys ? maker : taker).toString());
        json.writeEndArray();
        json.writeEndObject();
    }
}
