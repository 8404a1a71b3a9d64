package steelyard.calibration.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PriceFolderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadMarketsInAnyOrderOfTime() throws IOException {
        Files.writeString(folder.resolve("a.csv"), """
            market,time,high,low,close
            BTC,2025-01-02T00:00:00Z,110,95,100
            ETH,2025-01-02T00:00:00+01:00,,,10
            BTC,2025-01-01T00:00:00Z,99,97,98
            """);
        final List<PriceSeries> series = PriceFolder.read(folder);
        assertEquals(List.of("BTC", "ETH"), series.stream().map(PriceSeries::coin).toList());
        assertArrayEquals(new double[] {98, 100}, series.getFirst().close());
        assertArrayEquals(new double[] {99, 110}, series.getFirst().high());
        assertEquals(1_735_772_400, series.getLast().times()[0]);
        assertEquals(10, series.getLast().low()[0]);
    }

    @Test
    void shouldNameWhatItCannotRead() throws IOException {
        assertThrows(IOException.class, () -> PriceFolder.read(folder));
        Files.writeString(folder.resolve("a.csv"), "market,time,high,low,close\nBTC,yesterday,1,1,1\n");
        assertTrue(assertThrows(IOException.class, () -> PriceFolder.read(folder)).getMessage().contains("a.csv:2"));
    }

    @Test
    void shouldLeaveOutPrintsThatNobodyCouldHaveTradedAt() {
        final PriceSeries walk = Walks.of(1, 300, "BTC").getFirst();
        final double[] close = walk.close().clone();
        close[200] *= 2;
        final PriceSeries broken = new PriceSeries("BTC", walk.times(), close, close, close);
        assertEquals(walk.size(), BadPrints.without(walk).size());
        assertEquals(walk.size() - 1, BadPrints.without(broken).size());
    }
}
