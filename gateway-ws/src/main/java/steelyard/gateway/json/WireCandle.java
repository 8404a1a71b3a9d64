package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.Candle;

/** A candle as clients are shown it. There is none for a time in which nothing was traded. */
public record WireCandle(MarketSpec spec, CandleInterval interval, Candle candle) implements JsonBody {
    /** The candles of an interval, made of those that are kept, which come in order. */
    public static List<WireCandle> of(
        final MarketSpec spec, final CandleInterval interval, final List<Candle> kept) {
        final List<WireCandle> made = new ArrayList<>();
        for (final Candle part : kept) {
            final long start = interval.startMillis(part.startMillis());
            if (!made.isEmpty() && made.getLast().candle.startMillis() == start) {
                made.set(made.size() - 1, made.getLast().with(part));
            } else {
                made.add(new WireCandle(spec, interval, new Candle(start, part.openTicks(), part.highTicks(),
                    part.lowTicks(), part.closeTicks(), part.volumeLots(), part.tradeCount())));
            }
        }
        return made;
    }

    /** Whether this is the same candle, and more has been traded. */
    public boolean isLaterStateOf(final WireCandle earlier) {
        return candle.startMillis() == earlier.candle.startMillis()
            && candle.tradeCount() > earlier.candle.tradeCount();
    }

    private WireCandle with(final Candle later) {
        return new WireCandle(spec, interval, new Candle(candle.startMillis(), candle.openTicks(),
            Math.max(candle.highTicks(), later.highTicks()), Math.min(candle.lowTicks(), later.lowTicks()),
            later.closeTicks(), candle.volumeLots() + later.volumeLots(), candle.tradeCount() + later.tradeCount()));
    }

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("t", candle.startMillis());
        json.writeNumberField("T", interval.endMillis(candle.startMillis()));
        json.writeStringField("s", spec.coin());
        json.writeStringField("i", interval.text());
        json.writeStringField("o", price(candle.openTicks()));
        json.writeStringField("c", price(candle.closeTicks()));
        json.writeStringField("h", price(candle.highTicks()));
        json.writeStringField("l", price(candle.lowTicks()));
        json.writeStringField("v", WireDecimal.format(candle.volumeLots(), spec.sizeDecimals()));
        json.writeNumberField("n", candle.tradeCount());
        json.writeEndObject();
    }

    private String price(final long ticks) {
        return WireDecimal.format(ticks, spec.priceDecimals());
    }
}
