package steelyard.calibration.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Histories in the form that {@code docs/reference/price-histories.md} describes: CSV files with the columns
 * {@code market}, {@code time}, {@code high}, {@code low} and {@code close} in one folder. The time is the moment of
 * the close, ISO 8601 with offset; high and low may be empty. All series come without bad prints.
 */
public final class PriceFolder {
    private PriceFolder() {
    }

    /**
     * Reads all files whose name ends in {@code .csv} or {@code .csv.gz}, in the order of their names.
     *
     * @throws IOException if there is none, or one is no such file; the message names file and line
     */
    public static List<PriceSeries> read(final Path folder) throws IOException {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{csv,csv.gz}")) {
            found.forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " has no file *.csv or *.csv.gz");
        }
        files.sort(null);
        final List<PriceSeries> series = new ArrayList<>();
        for (final Path file : files) {
            series.addAll(BarFile.of("market", UnaryOperator.identity(), "time", BarTime.closing()).read(file));
        }
        return series.stream().map(BadPrints::without).toList();
    }
}
