package steelyard.gateway.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import steelyard.gateway.info.Portfolio.Change;
import steelyard.gateway.info.Portfolio.Price;
import steelyard.gateway.json.Json;

class PortfolioTest {
    private static final long DAY = 86_400_000;
    private static final long NOW = 100 * DAY;
    private static final long USDC = 1_000_000;

    /** 1000 came ten days ago; two days ago 10 lots were bought at 20; yesterday 100 left; now the mark is 30. */
    private static JsonNode answer() throws IOException {
        final Portfolio portfolio = new Portfolio(NOW, 1_000 * USDC - 200 - 7 - 100 * USDC, Map.of(1, 10L),
            Map.of(1, 30L), List.of(
                new Change(NOW - DAY / 2, -100 * USDC, -100 * USDC, 0, 0),
                new Change(NOW - 2 * DAY, -200 - 7, 0, 1, 10),
                new Change(NOW - 10 * DAY, 1_000 * USDC, 1_000 * USDC, 0, 0)),
            Map.of(1, List.of(new Price(NOW - 2 * DAY, 20), new Price(NOW - DAY, 25))), NOW - 10 * DAY,
            List.of(0L, 200L, 200L, 200L));
        return new ObjectMapper().readTree(Json.bytes(portfolio));
    }

    private static JsonNode period(final String name) throws IOException {
        for (final JsonNode period : answer()) {
            if (period.get(0).asText().equals(name)) {
                return period.get(1);
            }
        }
        throw new AssertionError(name);
    }

    private static String last(final JsonNode list) {
        return list.get(list.size() - 1).get(1).asText();
    }

    @Test
    void shouldTellWhatTheAccountIsWorthNow() throws IOException {
        assertEquals("900.000093", last(period("allTime").get("accountValueHistory"))); // 900 - 0.000207 + 10 * 30
    }

    @Test
    void shouldCountNoMoneyThatCameOrWentAsProfit() throws IOException {
        assertEquals("0.000093", last(period("allTime").get("pnlHistory"))); // 300 - 207
        assertEquals("0.00005", last(period("day").get("pnlHistory"))); // 10 * (30 - 25)
    }

    @Test
    void shouldGoBackToWhatWasKnownThen() throws IOException {
        final JsonNode values = period("allTime").get("accountValueHistory");
        assertEquals(NOW - 10 * DAY, values.get(0).get(0).asLong());
        assertEquals("1000.0", values.get(0).get(1).asText());
        final JsonNode day = period("day").get("accountValueHistory");
        assertEquals("1000.000043", day.get(0).get(1).asText()); // 1000 - 0.000207 + 10 * 25
        assertEquals(49, day.size());
    }

    @Test
    void shouldTellEveryPeriodTwice() throws IOException {
        assertEquals(8, answer().size());
        assertEquals(period("week"), period("perpWeek"));
        assertEquals("0.0002", period("week").get("vlm").asText());
        assertTrue(period("month").get("pnlHistory").size() > 30);
    }
}
