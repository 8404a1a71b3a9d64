package steelyard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import steelyard.flow.recording.Recording;
import steelyard.flow.recording.RecordingFormat;

/**
 * Recordings of real markets, which are not part of the project: {@code ../shared/data/l3} beside its folder, or
 * {@code -Dflow.recordings=DIR}. Without them these tests are skipped.
 */
final class RecordedFilesTest {
    private static final Path FOLDER = Path.of(System.getProperty("flow.recordings", "../../shared/data/l3"));
    private static final String CME = "cme_ESH4_2023-12-25_mbo_l3.csv.gz";
    private static final String AMZN_2012 = "lobster_AMZN_2012-06-21_message_level1.csv.gz";
    private static final String AMZN_2021 = "lobster_AMZN_2021-04-12_0930-1000_message_level10.csv.gz";
    private static final int CHECK_LINES = 1_000;

    private static Recording recording(final String name, final RecordingFormat format) {
        final Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            System.out.println("SKIPPED: there is no recording " + file.toAbsolutePath().normalize());
        }
        assumeTrue(Files.exists(file), () -> "no recording " + file);
        return Recording.read(file, format);
    }

    @Test
    void shouldKeepTheBookOfAFuture() {
        final Replays.Result result = Replays.book(recording(CME, RecordingFormat.CME_MBO), 25, 480_000, CHECK_LINES);
        assertEquals(11_217, result.orders());
        tell(CME, result);
    }

    @Test
    void shouldMatchTheTradesOfAFuture() {
        final Replays.Result result = Replays.match(recording(CME, RecordingFormat.CME_MBO), 25, 480_000);
        tell(CME, result);
        assertTrue(result.shares().met() > 0.9 * result.shares().recorded(), () -> result.shares().toString());
    }

    @Test
    void shouldKeepTheBookOfAShareAtOneLevel() {
        tell(AMZN_2012, Replays.book(recording(AMZN_2012, RecordingFormat.LOBSTER), 1, 22_300, CHECK_LINES));
    }

    @Test
    void shouldMatchTheTradesOfAShareAtOneLevel() {
        tell(AMZN_2012, Replays.match(recording(AMZN_2012, RecordingFormat.LOBSTER), 1, 22_300));
    }

    @Test
    void shouldKeepTheBookOfAShareAtTenLevels() {
        tell(AMZN_2021, Replays.book(recording(AMZN_2021, RecordingFormat.LOBSTER), 1, 335_000, CHECK_LINES));
    }

    @Test
    void shouldMatchTheTradesOfAShareAtTenLevels() {
        tell(AMZN_2021, Replays.match(recording(AMZN_2021, RecordingFormat.LOBSTER), 1, 335_000));
    }

    private static void tell(final String name, final Replays.Result result) {
        System.out.println(name + ": " + result);
    }
}
