package steelyard.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedPricesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_760_000_000L * SECOND;
    private static final SimulatedMarket BTC = new SimulatedMarket(0, 100_000_00000000L, 0.6, false);
    private static final SimulatedMarket ETH = new SimulatedMarket(1, 4_000_00000000L, 0.6, false);

    @Test
    void shouldGiveTheSamePricesInAnyOrderAndAfterARestart() {
        final SimulatedPrices first = new SimulatedPrices(1, 42, List.of(BTC, ETH));
        final SimulatedPrices second = new SimulatedPrices(1, 42, List.of(ETH));
        final long late = first.priceE8(ETH, START + 3600 * SECOND);
        final long early = first.priceE8(ETH, START);

        assertEquals(early, second.priceE8(ETH, START));
        assertEquals(late, second.priceE8(ETH, START + 3600 * SECOND));
        assertEquals(13_309_628_221_625L, first.priceE8(BTC, START), "prices of a seed never change");
    }

    @Test
    void shouldDifferBySeedAndMarket() {
        final SimulatedPrices prices = new SimulatedPrices(1, 42, List.of());

        assertNotEquals(prices.priceE8(BTC, START), new SimulatedPrices(1, 43, List.of()).priceE8(BTC, START));
        assertNotEquals(prices.priceE8(new SimulatedMarket(1, BTC.basePriceE8(), 0.6, false), START),
            prices.priceE8(BTC, START));
    }

    @Test
    void shouldMoveWithTheGivenVolatilityFromSecondsToDays() {
        final SimulatedPrices prices = new SimulatedPrices(1, 7, List.of());
        for (final long lagSeconds : new long[] {4, 60, 3600, 6 * 3600}) {
            double sum = 0;
            final int samples = 20_000;
            for (int i = 0; i < samples; i++) {
                final long from = START + i * 7_777L * SECOND;
                final double change = Math.log((double) prices.priceE8(BTC, from + lagSeconds * SECOND)
                    / prices.priceE8(BTC, from));
                sum += change * change;
            }
            final double annual = Math.sqrt(sum / samples * 365 * 24 * 3600 / lagSeconds);
            assertEquals(0.6, annual, 0.06, "over " + lagSeconds + " s");
        }
    }

    @Test
    void shouldComeBackToTheBasePrice() {
        final SimulatedPrices prices = new SimulatedPrices(1, 7, List.of());
        for (long year = 0; year < 50; year++) {
            for (long week = 0; week < 52; week++) {
                final long priceE8 = prices.priceE8(BTC, START + (year * 365 + week * 7) * 24 * 3600 * SECOND);
                assertTrue(priceE8 > BTC.basePriceE8() / 2 && priceE8 < BTC.basePriceE8() * 2, "price " + priceE8);
            }
        }
    }

    @Test
    void shouldCrossZeroOnlyWhereAllowed() {
        final SimulatedPrices prices = new SimulatedPrices(1, 7, List.of());
        final SimulatedMarket oil = new SimulatedMarket(0, 20_00000000L, 10, true);
        final SimulatedMarket positive = new SimulatedMarket(0, 3, 10, false);
        long lowestOil = Long.MAX_VALUE;
        long lowestPositive = Long.MAX_VALUE;
        for (int day = 0; day < 2_000; day++) {
            final long time = START + day * 24 * 3600 * SECOND;
            lowestOil = Math.min(lowestOil, prices.priceE8(oil, time));
            lowestPositive = Math.min(lowestPositive, prices.priceE8(positive, time));
        }
        assertTrue(lowestOil < 0, "oil " + lowestOil);
        assertEquals(1, lowestPositive);
    }

    @Test
    void shouldPollItsPresentMarkets() {
        final SimulatedPrices prices = new SimulatedPrices(1, 42, List.of(BTC));
        prices.markets(List.of(BTC, ETH));
        final List<String> polled = new ArrayList<>();
        prices.poll(START, (marketId, priceE8, confidenceE8, publishTimeNanos) -> {
            assertEquals(priceE8 / 10_000, confidenceE8);
            assertEquals(START, publishTimeNanos);
            polled.add(marketId + " " + priceE8);
        });

        assertEquals(List.of("0 " + prices.priceE8(BTC, START), "1 " + prices.priceE8(ETH, START)), polled);
    }
}
