package steelyard.exchange.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

class MarketTermsTest {
    private static final int MARKETS = 5;
    private static final int CHANGES = 5_000;
    private static final Parameter[] PARAMETERS = {
        Parameter.OPEN_ORDERS_BASE, Parameter.OPEN_ORDERS_MAX, Parameter.ORDERS_MAX, Parameter.LIMIT_VALUE_MULTIPLE,
        Parameter.MARKET_VALUE_1_MICROS, Parameter.MARKET_VALUE_10_MICROS, Parameter.MARKET_VALUE_25_MICROS};

    private final ExchangeState state = new ExchangeState(1);
    private final Random random = new Random(7);

    @Test
    void shouldNeverCountTermsAsRightThatAreNot() {
        for (int market = 0; market < MARKETS; market++) {
            list(market);
        }
        for (int i = 0; i < CHANGES; i++) {
            for (int market = 0; market < MARKETS; market++) {
                state.marketTerms().look(market);
            }
            change(random.nextInt(MARKETS));
            state.marketTerms().verify();
        }
    }

    @Test
    void shouldTakeWhatAMarketTakes() {
        final MarketSpec spec = spec(0, 10, 1_000, 100_000_000);
        state.markets().list(spec);
        state.books().list(spec, MarketState.ACTIVE);
        state.markets().prices(0, 500, 500);
        assertTrue(takes(Side.BUY, 550, 1_000));
        assertFalse(takes(Side.BUY, 551, 1_000), "beyond the band");
        assertTrue(takes(Side.SELL, 450, 1_000));
        assertFalse(takes(Side.SELL, 449, 1_000), "beyond the band");
        assertFalse(takes(Side.SELL, 1_001, 1_000), "above the largest price");
        assertFalse(takes(Side.BUY, 0, 1_000), "not positive");
        assertFalse(takes(Side.BUY, 1, 9), "worth too little");
        assertFalse(takes(Side.BUY, 500, 1_001), "too large");
        assertFalse(takes(Side.BUY, 500, 0), "nothing");
        assertEquals(100, state.marketTerms().e8PerTick(0));
        state.books().uncrossing(0, true);
        assertFalse(takes(Side.BUY, 550, 1_000), "an auction is under way");
        state.books().uncrossing(0, false);
        state.killSwitches().setAll(true);
        assertFalse(takes(Side.BUY, 550, 1_000), "trading is stopped");
        state.killSwitches().setAll(false);
        assertTrue(takes(Side.BUY, 550, 1_000));
    }

    private boolean takes(final Side side, final long priceTicks, final long lots) {
        return state.marketTerms().takes(0, side, priceTicks, lots);
    }

    private void list(final int market) {
        final MarketSpec spec = spec(market, 1, 1_000_000, 0);
        state.markets().list(spec);
        state.books().list(spec, MarketState.ACTIVE);
    }

    private void change(final int market) {
        final boolean on = random.nextBoolean();
        switch (random.nextInt(9)) {
            case 0 -> state.parameters().value(PARAMETERS[random.nextInt(PARAMETERS.length)], random.nextInt(1_000_000));
            case 1 -> state.killSwitches().setAll(on);
            case 2 -> state.killSwitches().setMarket(market, on);
            case 3 -> state.books().state(market, MarketState.of(random.nextInt(3)));
            case 4 -> state.books().uncrossing(market, on);
            case 5 -> state.markets().prices(market, 500, 490 + random.nextInt(20));
            case 6 -> {
                final MarketSpec spec =
                    spec(market, 1 + random.nextInt(9), 1_000 + random.nextInt(1_000), on ? 0 : 50_000_000);
                state.markets().change(spec);
                state.books().change(spec);
            }
            case 7 -> state.markets().parameter(market, MarketParameter.TIER_1_FROM_USDC, on ? 1_000 : 0);
            default -> state.markets().percents(market, 100 + random.nextInt(2), 100);
        }
    }

    private static MarketSpec spec(
        final int market, final long minNotionalMicros, final long maxPriceTicks, final long bandNanos) {
        return new MarketSpec(market, "M" + market, AssetClass.CRYPTO, 0, PriceGrid.TICK, 1, false, 40, 20,
            minNotionalMicros, maxPriceTicks, 1_000, 100_000, 3_600_000_000_000L, 1, bandNanos, 0);
    }
}
