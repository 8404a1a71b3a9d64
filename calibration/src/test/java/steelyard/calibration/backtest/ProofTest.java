package steelyard.calibration.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.calibration.history.Panel;
import steelyard.calibration.history.Walks;

final class ProofTest {
    private static final List<String> COINS = List.of("BTC", "ETH", "GOLD", "SILVER", "SPX", "NDX", "EURUSD", "GBPUSD");
    private static final int FIRST_ROW = 600;

    private static List<Verdict> verdicts(final long seed) {
        final Panel panel = Walks.panel(Walks.of(seed, 1_400, COINS.toArray(String[]::new)));
        return Verdict.of(new Proof(panel, Horizon.DAY, Books.over(COINS)).run(FIRST_ROW, row -> { }));
    }

    private static Verdict named(final List<Verdict> verdicts, final String name) {
        return verdicts.stream().filter(verdict -> verdict.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void shouldCoverWhatMovesAsBefore() {
        for (final Verdict verdict : verdicts(1)) {
            assertTrue(verdict.coverage() > 0.985, verdict::toString);
            assertEquals(0, verdict.tooFrequent() > verdict.records().size() / 10 ? 1 : 0, verdict::toString);
        }
    }

    @Test
    void shouldAskLessOfWhatIsHedgedAndNothingLessOfWhatIsNot() {
        final List<Verdict> verdicts = verdicts(2);
        assertEquals(1.0, named(verdicts, Books.OUTRIGHT).efficiency(), 0.0);
        assertEquals(1.0, named(verdicts, "eight legs long").efficiency(), 1e-6);
        assertTrue(named(verdicts, Books.BALANCED).efficiency() > 1.3);
        assertTrue(named(verdicts, "SPX against NDX").efficiency() > 1.3);
        assertEquals(1.0, named(verdicts, "SPX against NDX").siloedEfficiency(), 1e-9);
    }

    @Test
    void shouldSeeALossThatWasNotCovered() {
        final BookRecord record = new BookRecord(Book.of("one", Books.OUTRIGHT, List.of("BTC"), 2));
        record.loss(99, 100);
        record.loss(100, 100);
        record.loss(150, 100);
        assertEquals(1, record.exceedances().count());
        assertEquals(1.5, record.worstLossShare());
        record.level(0, 10);
        record.level(86_400, 8);
        record.level(30 * 86_400, 12);
        record.level(32 * 86_400, 13);
        assertEquals(1.5, record.worstRise(), 1e-12);
    }

    @Test
    void shouldDrawTheSameBooksEachTime() {
        final List<Book> books = Books.over(COINS);
        for (int i = 0; i < books.size(); i++) {
            assertEquals(books.get(i).coins(), Books.over(COINS).get(i).coins());
            double sum = 0;
            double net = 0;
            for (final double weight : books.get(i).weights()) {
                sum += Math.abs(weight);
                net += weight;
            }
            assertEquals(1, sum, 1e-9);
            if (books.get(i).kind().equals(Books.BALANCED)) {
                assertEquals(0, net, 1e-9);
            }
        }
    }
}
