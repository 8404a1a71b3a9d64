package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.model.WireDecimal;
import steelyard.node.MarketView;

/** Markets as clients are shown them: the universe, contexts and mids. */
public final class WireMarket {
    private static final int MICRO_DECIMALS = 6;
    private static final int NANO_DECIMALS = 9;
    /** Margin tables with ids below this are one tier each, whose leverage is the id, and are not listed. */
    private static final int LISTED_TABLES_FROM = 50;

    private WireMarket() {
    }

    /** Writes {@code meta}. */
    public static void writeMeta(final JsonGenerator json, final Iterable<MarketSpec> specs) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("universe");
        for (final MarketSpec spec : specs) {
            writeSpec(json, spec);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("marginTables");
        final boolean[] listed = new boolean[1001];
        for (final MarketSpec spec : specs) {
            if (spec.maxLeverage() >= LISTED_TABLES_FROM && !listed[spec.maxLeverage()]) {
                listed[spec.maxLeverage()] = true;
                json.writeStartArray();
                json.writeNumber(spec.maxLeverage());
                writeMarginTable(json, spec.maxLeverage());
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeNumberField("collateralToken", 0);
        json.writeEndObject();
    }

    /** Writes the margin table of one tier. */
    public static void writeMarginTable(final JsonGenerator json, final int maxLeverage) throws IOException {
        json.writeStartObject();
        json.writeStringField("description", "");
        json.writeArrayFieldStart("marginTiers");
        json.writeStartObject();
        json.writeStringField("lowerBound", "0.0");
        json.writeNumberField("maxLeverage", maxLeverage);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSpec(final JsonGenerator json, final MarketSpec spec) throws IOException {
        json.writeStartObject();
        json.writeNumberField("szDecimals", spec.sizeDecimals());
        json.writeStringField("name", spec.coin());
        json.writeNumberField("maxLeverage", spec.maxLeverage());
        json.writeNumberField("marginTableId", spec.maxLeverage());
        json.writeStringField("tickSz", WireDecimal.format(finestStepTicks(spec), spec.priceDecimals()));
        json.writeEndObject();
    }

    /** Of a five-figure grid the step of its smallest prices; larger ones also have to keep to five figures. */
    private static long finestStepTicks(final MarketSpec spec) {
        return spec.gridKind() == PriceGrid.TICK ? spec.gridStepTicks() : 1;
    }

    /**
     * Writes an element of the contexts. {@code funding} is the hourly rate fixed last; {@code premium} and {@code
     * impactPxs} are those of the book at this moment, {@code null} where the book is not deep enough or the market has
     * no funding.
     */
    public static void writeContext(final JsonGenerator json, final MarketView market) throws IOException {
        final int priceDecimals = market.spec().priceDecimals();
        final int sizeDecimals = market.spec().sizeDecimals();
        final boolean twoSided = market.hasBid() && market.hasAsk();
        json.writeStartObject();
        final MarketView.Funding funding = market.funding();
        json.writeStringField("funding", WireDecimal.format(funding.rateNanos(), NANO_DECIMALS));
        json.writeStringField("openInterest", WireDecimal.format(market.openInterestLots(), sizeDecimals));
        json.writeStringField("prevDayPx", WireDecimal.format(market.dayOpenPriceTicks(), priceDecimals));
        json.writeStringField("dayNtlVlm", WireDecimal.format(market.dayNotionalMicros(), MICRO_DECIMALS));
        json.writeStringField("premium",
            funding.premiumNanos() == null ? null : WireDecimal.format(funding.premiumNanos(), NANO_DECIMALS));
        json.writeStringField("oraclePx", WireDecimal.format(market.oraclePriceTicks(), priceDecimals));
        json.writeStringField("markPx", WireDecimal.format(market.markPriceTicks(), priceDecimals));
        json.writeStringField("midPx", twoSided ? middle(market) : null);
        writeImpactPrices(json, funding, priceDecimals);
        json.writeStringField("dayBaseVlm", WireDecimal.format(market.dayVolumeLots(), sizeDecimals));
        json.writeEndObject();
    }

    /** Writes mark and middle price, as fields. */
    public static void writePrices(final JsonGenerator json, final MarketView market) throws IOException {
        json.writeStringField("markPx", WireDecimal.format(market.markPriceTicks(), market.spec().priceDecimals()));
        json.writeStringField("midPx", market.hasBid() && market.hasAsk() ? middle(market) : null);
    }

    private static void writeImpactPrices(
        final JsonGenerator json, final MarketView.Funding funding, final int priceDecimals) throws IOException {
        if (funding.impactBidTenths() == null || funding.impactAskTenths() == null) {
            json.writeNullField("impactPxs");
            return;
        }
        json.writeArrayFieldStart("impactPxs");
        json.writeString(WireDecimal.format(funding.impactBidTenths(), priceDecimals + 1));
        json.writeString(WireDecimal.format(funding.impactAskTenths(), priceDecimals + 1));
        json.writeEndArray();
    }

    /**
     * The market's price in {@code allMids}: the middle of the best prices; if a side is empty the last trade's price,
     * without one the mark price; {@code null} if there is no price at all.
     */
    public static String mid(final MarketView market) {
        if (market.hasBid() && market.hasAsk()) {
            return middle(market);
        }
        if (market.lastTradePriceTicks() != 0) {
            return WireDecimal.format(market.lastTradePriceTicks(), market.spec().priceDecimals());
        }
        return market.hasPrice() ? WireDecimal.format(market.markPriceTicks(), market.spec().priceDecimals()) : null;
    }

    /** Exact: a half of a tick is one decimal more. */
    private static String middle(final MarketView market) {
        final long sumTicks = market.bestBidTicks() + market.bestAskTicks();
        return WireDecimal.format(sumTicks * 5, market.spec().priceDecimals() + 1);
    }

    /** The names of the markets whose open interest is capped now. */
    public static void writeCapped(final JsonGenerator json, final List<MarketView> markets) throws IOException {
        json.writeStartArray();
        for (final MarketView market : markets) {
            final long capMicros = market.spec().openInterestCapMicros();
            if (capMicros > 0 && market.openInterestLots() * Math.abs(market.markPriceTicks()) >= capMicros) {
                json.writeString(market.spec().coin());
            }
        }
        json.writeEndArray();
    }
}
