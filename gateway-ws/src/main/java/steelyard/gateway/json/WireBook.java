package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.BookView;
import steelyard.node.BookView.Levels;

/** A book as clients are shown it: {@code l2Book} and {@code bbo}. */
public record WireBook(MarketSpec spec, BookView book) {
    /** Levels of a side that are shown. */
    public static final int LEVELS = 20;
    /** Levels of a side in the {@code fast} form. */
    public static final int FAST_LEVELS = 5;
    /** Levels of a side that are looked at to make coarse ones. */
    public static final int COARSE_DEPTH = 10_000;

    /** Levels to ask for, for this aggregation. */
    public static int depth(final Aggregation aggregation) {
        return aggregation.isCoarse() ? COARSE_DEPTH : LEVELS;
    }

    /** Writes the levels of both sides, and of a coarse book the distance of its best prices. */
    public void writeLevels(final JsonGenerator json, final Aggregation aggregation, final boolean fast)
        throws IOException {
        final int levelsMax = fast ? FAST_LEVELS : LEVELS;
        writeStart(json);
        json.writeArrayFieldStart("levels");
        writeSide(json, aggregation, book.bids(), true, levelsMax);
        writeSide(json, aggregation, book.asks(), false, levelsMax);
        json.writeEndArray();
        if (aggregation.isCoarse() && book.bids().size() > 0 && book.asks().size() > 0) {
            json.writeStringField("spread", WireDecimal.format(
                book.asks().priceTicks()[0] - book.bids().priceTicks()[0], spec.priceDecimals()));
        }
        if (fast) {
            json.writeBooleanField("fast", true);
        }
        json.writeEndObject();
    }

    /** Writes the best level of each side, {@code null} for an empty one. */
    public void writeBest(final JsonGenerator json) throws IOException {
        writeStart(json);
        json.writeArrayFieldStart("bbo");
        writeBest(json, book.bids());
        writeBest(json, book.asks());
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Whether the best levels of both books are the same. */
    public boolean hasSameBest(final WireBook other) {
        return sameBest(book.bids(), other.book.bids()) && sameBest(book.asks(), other.book.asks());
    }

    /** Whether all levels of both books are the same. */
    public boolean hasSameLevels(final WireBook other) {
        return same(book.bids(), other.book.bids()) && same(book.asks(), other.book.asks());
    }

    private static boolean same(final Levels a, final Levels b) {
        return Arrays.equals(a.priceTicks(), b.priceTicks()) && Arrays.equals(a.lots(), b.lots())
            && Arrays.equals(a.orderCounts(), b.orderCounts());
    }

    private static boolean sameBest(final Levels a, final Levels b) {
        if (a.size() == 0 || b.size() == 0) {
            return a.size() == b.size();
        }
        return a.priceTicks()[0] == b.priceTicks()[0] && a.lots()[0] == b.lots()[0]
            && a.orderCounts()[0] == b.orderCounts()[0];
    }

    private void writeStart(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeNumberField("time", millis(book.logTimeNanos()));
    }

    private void writeSide(
        final JsonGenerator json, final Aggregation aggregation, final Levels side, final boolean bids,
        final int levelsMax) throws IOException {
        json.writeStartArray();
        for (final Aggregation.Level level : aggregation.levels(side, bids, levelsMax)) {
            writeLevel(json, level.priceTicks(), level.lots(), level.orderCount());
        }
        json.writeEndArray();
    }

    private void writeBest(final JsonGenerator json, final Levels side) throws IOException {
        if (side.size() == 0) {
            json.writeNull();
        } else {
            writeLevel(json, side.priceTicks()[0], side.lots()[0], side.orderCounts()[0]);
        }
    }

    private void writeLevel(final JsonGenerator json, final long priceTicks, final long lots, final long orderCount)
        throws IOException {
        json.writeStartObject();
        json.writeStringField("px", WireDecimal.format(priceTicks, spec.priceDecimals()));
        json.writeStringField("sz", WireDecimal.format(lots, spec.sizeDecimals()));
        json.writeNumberField("n", orderCount);
        json.writeEndObject();
    }
}
