package steelyard.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertPricesTest {
    private static final String CRASH = """
        market,symbol,open_time_utc,open,high,low,close,volume
        spot,BTCUSDT,2025-10-10T21:00:00Z,99,99,99,99,1
        perp,BTCUSDT,2025-10-10T21:00:00Z,100,120,90,110,1
        perp,BTCUSDT,2025-10-10T21:05:00Z,110.50,111,90,1.895e-05,1
        perp,ETHUSDT,2025-10-10T21:00:00Z,4,4,4,4,1
        perp,XRPUSDT,2025-10-10T21:00:00Z,2,2,2,2,1
        """;

    @TempDir
    private Path directory;
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @Test
    void shouldWriteTheFourPointsOfEveryBarInTheOrderOfTime() throws IOException {
        final Path input = Files.writeString(directory.resolve("crash.csv"), CRASH);
        final Path out = directory.resolve("prices.csv");

        assertEquals(0, run("-o", out, "--map", "BTCUSDT=BTC,ETHUSDT=ETH", "--where", "market=perp", input));
        assertEquals("""
            time,coin,price
            2025-10-10T21:00:00Z,BTC,100
            2025-10-10T21:00:00Z,ETH,4
            2025-10-10T21:00:15Z,ETH,4
            2025-10-10T21:00:30Z,ETH,4
            2025-10-10T21:00:45Z,ETH,4
            2025-10-10T21:01:15Z,BTC,90
            2025-10-10T21:02:30Z,BTC,120
            2025-10-10T21:03:45Z,BTC,110
            2025-10-10T21:05:00Z,BTC,110.5
            2025-10-10T21:06:15Z,BTC,111
            2025-10-10T21:07:30Z,BTC,90
            2025-10-10T21:08:45Z,BTC,0.00001895
            """, Files.readString(out));
    }

    @Test
    void shouldMergeFilesOfOneSymbolAndChooseClosesAndTimes() throws IOException {
        final String header = "open_time_utc,open,high,low,close,volume\n";
        final Path btc = Files.writeString(directory.resolve("btc.csv"), header
            + "2024-12-31T00:00Z,1,1,1,1.5,9\n2024-12-31T00:05Z,1,1,1,2.5,9\n2024-12-31T00:10Z,1,1,1,3.5,9\n");
        final Path eth = Files.writeString(directory.resolve("eth.csv"), header
            + "2024-12-31T00:00Z,1,1,1,7,9\n2024-12-31T00:05Z,1,1,1,8,9\n");
        final Path out = directory.resolve("prices.csv.gz");

        assertEquals(0, run("-o", out, "--points", "close", "--from", "2024-12-31T00:05:00Z",
            "--until", "2024-12-31T00:10:00Z", "BTC=" + btc, "ETH=" + eth));
        final Recording recording = Recording.read(out);
        assertEquals(List.of("BTC", "ETH"), recording.coins());
        assertEquals(2, recording.size());
        assertEquals(250_000_000L, recording.priceE8(0));
        assertEquals(Recording.parseTimeNanos("2024-12-31T00:10:00Z"), recording.timeNanos(0));
        assertEquals(800_000_000L, recording.priceE8(1));
        assertEquals(
            out + ": 2 prices, 2024-12-31T00:10:00Z to 2024-12-31T00:10:00Z", output.toString().strip());
    }

    @Test
    void shouldRefuseTwoPricesOfACoinAtTheSameTime() throws IOException {
        final Path input = Files.writeString(directory.resolve("crash.csv"), CRASH);

        assertEquals(1, run("-o", directory.resolve("out.csv"), "--map", "BTCUSDT=BTC", input));
        assertEquals(
            "two prices of BTC at 2025-10-10T21:00:00Z: choose with --where or --map", errors.toString().strip());
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        final Path crash = Files.writeString(directory.resolve("crash.csv"), CRASH);
        final Path single = Files.writeString(
            directory.resolve("single.csv"), "minute,open,high,low,close\nx,1,1,1,1\n");
        final Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n");
        final Path out = directory.resolve("out.csv");

        assertEquals(2, run(crash));
        assertEquals(1, run("-o", out, crash));
        assertEquals(1, run("-o", out, "--where", "venue=x", "--map", "BTCUSDT=BTC", crash));
        assertEquals(1, run("-o", out, "BTC=" + crash));
        assertEquals(1, run("-o", out, single));
        assertEquals(1, run("-o", out, "BTC=" + single));
        assertEquals(1, run("-o", out, "BTC=" + other));
        assertEquals(1, run("-o", out, "BTC=" + directory.resolve("absent.csv")));
        final String text = errors.toString().replace(directory + "/", "");
        assertTrue(text.contains("""
            crash.csv: no row is of a mapped symbol, meets --where and is in time
            crash.csv: --where names a column that is not among \
            [market, symbol, open_time_utc, open, high, low, close, volume]
            crash.csv has a column 'symbol': use --map instead of BTC=
            single.csv has no column 'symbol': write COIN=FILE
            single.csv:2: not a bar: x,1,1,1,1
            other.csv:1: needs open_time_utc or minute, open, high, low, close; found a,b
            absent.csv (No such file or directory)
            """), text);
    }

    @Test
    void shouldConvertTheCrashOfOctober2025() throws IOException {
        final Path data = Path.of("../../shared/data/crash");
        final Path bars = data.resolve("2025-10-08_to_12_binance_spot_and_perp_5m_ohlcv.csv.gz");
        assumeTrue(Files.exists(bars), "recorded market data is not there: " + bars);
        final Path out = directory.resolve("crash.csv.gz");

        assertEquals(0, run("-o", out, "--where", "market=perp", "--map",
            "BTCUSDT=BTC,ETHUSDT=ETH,SOLUSDT=SOL,XRPUSDT=XRP,DOGEUSDT=DOGE", bars));
        final Recording recording = Recording.read(out);
        assertEquals(5 * 1440 * 4, recording.size());
    }

    private int run(final Object... arguments) {
        final CommandLine line = ConvertPrices.commandLine().setErr(new PrintWriter(errors, true))
            .setOut(new PrintWriter(output, true));
        return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }
}
