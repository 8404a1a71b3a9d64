package steelyard.testkit.text;

import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;

/** A market's specification and state as words. */
final class SpecText {
    private static final String UNKNOWN_CLASS = "UNKNOWN";

    private SpecText() {
    }

    static String line(final MarketSpec spec, final int state) {
        return line(spec) + ' ' + state(state);
    }

    static String line(final MarketSpec spec) {
        return Words.quotedIfNeeded(spec.coin())
            + " id=" + spec.marketId()
            + " class=" + (spec.assetClass() == null ? UNKNOWN_CLASS : spec.assetClass().name())
            + " decimals=" + spec.sizeDecimals()
            + " grid=" + grid(spec)
            + " leverage=" + spec.defaultLeverage() + '/' + spec.maxLeverage()
            + " minNotional=" + Words.usdc(spec.minNotionalMicros())
            + " maxPrice=" + Words.price(spec, spec.maxPriceTicks())
            + " maxOrder=" + Words.size(spec, spec.maxOrderLots())
            + " maxPosition=" + Words.size(spec, spec.maxPositionLots())
            + " stale=" + Words.span(spec.staleAfterNanos())
            + " quorum=" + spec.priceQuorum()
            + (spec.priceBandNanos() == 0 ? "" : " band=" + spec.priceBandNanos())
            + (spec.openInterestCapMicros() == 0 ? "" : " cap=" + Words.usdc(spec.openInterestCapMicros()));
    }

    private static String grid(final MarketSpec spec) {
        final String step = Words.price(spec, spec.gridStepTicks());
        final String sign = spec.allowsNonPositive() ? ":signed" : "";
        return switch (spec.gridKind()) {
            case PriceGrid.SIGNIFICANT_5 -> "figures" + (spec.gridStepTicks() == 0 ? "" : ":" + step) + sign;
            case PriceGrid.TICK -> "tick:" + step + sign;
            default -> "kind" + spec.gridKind() + ":" + step + sign;
        };
    }

    static String state(final int code) {
        final MarketState state = MarketState.of(code);
        return state == null ? "state=" + code : state.name();
    }

    static int state(final String text) {
        return text.startsWith("state=")
            ? Integer.parseInt(Words.after("state=", text))
            : MarketState.valueOf(text).code();
    }

    static MarketSpec parse(final Tokens tokens) {
        final String coin = tokens.next();
        final int id = Integer.parseInt(tokens.value("id"));
        final String assetClass = tokens.value("class");
        final int decimals = Integer.parseInt(tokens.value("decimals"));
        final String[] grid = tokens.value("grid").split(":");
        final String[] leverage = tokens.value("leverage").split("/");
        return new MarketSpec(
            id,
            coin,
            assetClass.equals(UNKNOWN_CLASS) ? null : AssetClass.valueOf(assetClass),
            decimals,
            gridKind(grid[0]),
            grid.length > 1 && !grid[1].equals("signed") ? Words.price(decimals, grid[1]) : 0,
            grid[grid.length - 1].equals("signed"),
            Integer.parseInt(leverage[1]),
            Integer.parseInt(leverage[0]),
            Words.usdc(tokens.value("minNotional")),
            Words.price(decimals, tokens.value("maxPrice")),
            Words.size(decimals, tokens.value("maxOrder")),
            Words.size(decimals, tokens.value("maxPosition")),
            Words.span(tokens.value("stale")),
            Integer.parseInt(tokens.value("quorum")),
            Long.parseLong(tokens.valueOr("band", "0")),
            Words.usdc(tokens.valueOr("cap", "0")));
    }

    private static int gridKind(final String word) {
        return switch (word) {
            case "figures" -> PriceGrid.SIGNIFICANT_5;
            case "tick" -> PriceGrid.TICK;
            default -> Integer.parseInt(Words.after("kind", word));
        };
    }
}
