package steelyard.client.bots;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import steelyard.client.OrderRequest;
import steelyard.model.FixedPoint;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
import steelyard.model.WireDecimal;

/** A market as the public API describes it, and its reference price. */
final class BotMarket {
    private static final int PPM = 1_000_000;
    private static final int SIZE_AND_PRICE_DECIMALS = 6;

    private final int asset;
    private final String coin;
    private final int sizeDecimals;
    /** Prices of five figures are valid in every market that is open to clients of the public API. */
    private final PriceGrid grid;
    private long referenceTicks;

    BotMarket(final int asset, final JsonNode description) {
        this.asset = asset;
        coin = description.get("name").textValue();
        sizeDecimals = description.get("szDecimals").intValue();
        grid = PriceGrid.significant5(sizeDecimals);
    }

    /** The markets of a {@code meta} answer that are named in {@code coins}, all if that is empty; none delisted. */
    static List<BotMarket> of(final JsonNode meta, final List<String> coins) {
        final List<BotMarket> markets = new ArrayList<>();
        int asset = 0;
        for (final JsonNode description : meta.path("universe")) {
            final boolean wanted = coins.isEmpty() || coins.contains(description.path("name").asText());
            if (wanted && !description.path("isDelisted").asBoolean()) {
                markets.add(new BotMarket(asset, description));
            }
            asset++;
        }
        return markets;
    }

    int asset() {
        return asset;
    }

    String coin() {
        return coin;
    }

    /** The last oracle price, 0 before the first. */
    long referenceTicks() {
        return referenceTicks;
    }

    /** Parts per million of the reference price, in ticks. */
    long share(final double ppm) {
        return (long) (referenceTicks * ppm / PPM);
    }

    void onReference(final JsonNode price) {
        final long ticks = price.isTextual() ? ticks(price.textValue()) : 0;
        if (ticks > 0) {
            referenceTicks = ticks;
        }
    }

    /** The valid price at or beyond {@code ticks}, away from the other side: down for a buy, up for a sell. */
    long quotable(final Side side, final long ticks) {
        final long below = grid.priceAt(grid.indexOf(ticks));
        return side == Side.BUY || below == ticks ? below : grid.priceAt(grid.indexOf(ticks) + 1);
    }

    /** The size of this value at the reference price: a tick of a lot is a micro. At least a lot. */
    long lots(final long notionalMicros) {
        return Math.max(1, notionalMicros / referenceTicks);
    }

    /** Lots in a decimal text; 0 if it is none. */
    long lots(final String size) {
        final long e8 = WireDecimal.parseE8(size);
        return e8 == WireDecimal.INVALID ? 0 : e8 / FixedPoint.powerOfTen(WireDecimal.SCALE - sizeDecimals);
    }

    String price(final long ticks) {
        return OrderRequest.decimal(ticks, SIZE_AND_PRICE_DECIMALS - sizeDecimals);
    }

    String size(final long lots) {
        return OrderRequest.decimal(lots, sizeDecimals);
    }

    /** The value of a fill in micro-USDC. */
    long notionalMicros(final String price, final String size) {
        return ticks(price) * lots(size);
    }

    /** Whole ticks in a decimal text; 0 if it is none. */
    private long ticks(final String price) {
        final long e8 = WireDecimal.parseE8(price);
        final int unitDecimals = WireDecimal.SCALE - SIZE_AND_PRICE_DECIMALS + sizeDecimals;
        return e8 == WireDecimal.INVALID ? 0 : e8 / FixedPoint.powerOfTen(unitDecimals);
    }
}
