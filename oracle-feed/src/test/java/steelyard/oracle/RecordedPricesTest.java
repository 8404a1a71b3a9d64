package steelyard.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedPricesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_800_000_000L * SECOND;

    @TempDir
    private Path directory;

    @Test
    void shouldPlayRowsHoldThemAndEnd() throws IOException {
        final RecordedPrices prices = prices(Playback.DEFAULT, """
            time,coin,price
            2025-10-10T21:00:00Z,BTC,117345.2
            2025-10-10T21:00:10+00:00,ETH,3990.01
            1760130030500,BTC,-36.98
            """);

        assertEquals(List.of("0 11734520000000"), poll(prices, 0));
        assertEquals(List.of("0 11734520000000"), poll(prices, 9));
        assertEquals(List.of("0 11734520000000", "1 399001000000"), poll(prices, 10));
        assertEquals(List.of("0 11734520000000", "1 399001000000"), poll(prices, 30));
        assertEquals(List.of("0 -3698000000", "1 399001000000"), poll(prices, 31));
        assertEquals(List.of("0 -3698000000", "1 399001000000"), poll(prices, 610));
        assertEquals(List.of("0 -3698000000"), poll(prices, 611));
        assertFalse(prices.hasEnded());
        assertEquals(List.of(), poll(prices, 631));
        assertTrue(prices.hasEnded());
    }

    @Test
    void shouldLeaveALongGapAGap() throws IOException {
        final RecordedPrices prices = prices(new Playback(60, Duration.ofMinutes(2), null), """
            time,coin,price
            2025-10-10T21:00:00Z,BTC,1
            2025-10-10T21:05:00Z,BTC,2
            2025-10-10T21:06:30Z,BTC,3
            """);

        assertEquals(List.of("0 100000000"), poll(prices, 0));
        assertEquals(List.of("0 100000000"), poll(prices, 2));
        assertEquals(List.of(), poll(prices, 3));
        assertEquals(List.of("0 200000000"), poll(prices, 5));
        assertEquals(List.of("0 300000000"), poll(prices, 7));
        assertFalse(prices.hasEnded());
        assertEquals(List.of(), poll(prices, 9));
        assertTrue(prices.hasEnded());
    }

    @Test
    void shouldStandWhereItsStartSays() throws IOException {
        final Playback playback = new Playback(1, Duration.ofMinutes(2), Instant.ofEpochSecond(NOW / SECOND - 60));
        final RecordedPrices prices = prices(playback, """
            time,coin,price
            2025-10-10T21:00:00Z,BTC,1
            2025-10-10T21:01:00Z,BTC,2
            """);

        assertEquals(List.of("0 200000000"), poll(prices, 0));
    }

    @Test
    void shouldGiveNothingBeforeItsStart() throws IOException {
        final Playback playback = new Playback(1, Duration.ofMinutes(2), Instant.ofEpochSecond(NOW / SECOND + 60));
        final RecordedPrices prices = prices(playback, "time,coin,price\n2025-10-10T21:00:00Z,BTC,1\n");

        assertEquals(List.of(), poll(prices, 59));
        assertEquals(List.of("0 100000000"), poll(prices, 60));
    }

    @Test
    void shouldLeaveOutCoinsThatAreNotListed() throws IOException {
        final RecordedPrices prices = prices(Playback.DEFAULT, """
            time,coin,price
            1760130000000,DOGE,0.2
            1760130000000,ETH,3990.01
            """);

        assertEquals(List.of("1 399001000000"), poll(prices, 0));
    }

    @Test
    void shouldReadCompressedFiles() throws IOException {
        final Path file = directory.resolve("prices.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("time,coin,price\n1760130000000,BTC,0.00000001\n".getBytes(StandardCharsets.UTF_8));
        }
        final RecordedPrices prices = new RecordedPrices(2, file, coin -> 0, Playback.DEFAULT);

        assertEquals(List.of("0 1"), poll(prices, 0));
        assertEquals("recording prices.csv.gz", prices.name());
        assertEquals(2, prices.sourceId());
    }

    @Test
    void shouldSayWhichLineIsWrong() {
        final String row = "time,coin,price\n2025-10-10T21:00:00Z,BTC,1\n";
        assertEquals(":1: expected the header time,coin,price", failure("time;coin;price\n"));
        assertEquals(":1: expected the header time,coin,price", failure(""));
        assertEquals(": contains no prices", failure("time,coin,price\n"));
        assertEquals(":3: expected time,coin,price, found x", failure(row + "x\n"));
        assertEquals(":3: not a price of at most 8 decimals: 1e5", failure(row + "2025-10-10T21:00:00Z,BTC,1e5\n"));
        assertEquals(":3: times must not go back, found 2025-10-10T20:59:59.999Z",
            failure(row + "2025-10-10T20:59:59.999Z,BTC,1\n"));
        assertTrue(failure(row + "10 Oct,BTC,1\n").startsWith(":3: Text '10 Oct' could not be parsed"));
        assertTrue(failure(row + "99999999999999999999,BTC,1\n").startsWith(":3: "));
        assertEquals(": none of its coins is listed: [DOGE]", failure("time,coin,price\n1760130000000,DOGE,0.2\n"));
    }

    private String failure(final String text) {
        final String message = assertThrows(IOException.class, () -> prices(Playback.DEFAULT, text)).getMessage();
        return message.substring(message.indexOf("prices.csv") + "prices.csv".length());
    }

    private RecordedPrices prices(final Playback playback, final String text) throws IOException {
        final Path file = Files.writeString(directory.resolve("prices.csv"), text);
        return new RecordedPrices(1, file, List.of("BTC", "ETH")::indexOf, playback);
    }

    private static List<String> poll(final RecordedPrices prices, final long seconds) {
        final List<String> polled = new ArrayList<>();
        final long now = NOW + seconds * SECOND;
        prices.poll(now, (marketId, priceE8, confidenceE8, publishTimeNanos) -> {
            assertEquals(now, publishTimeNanos);
            polled.add(marketId + " " + priceE8);
        });
        return polled;
    }
}
