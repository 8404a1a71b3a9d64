package steelyard.testkit.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import steelyard.testkit.flow.Coverage;

/**
 * The exchange does what the reference model does, event by event, and the same whatever it forgets or is loaded from.
 * {@code -Dequivalence.seeds=} and {@code -Dequivalence.commands=} ask for more, {@code -Dequivalence.firstSeed=} for
 * others, {@code -Dflow.features=} for parts of the rules only.
 */
final class EquivalenceTest {
    private static final int SEEDS = Integer.getInteger("equivalence.seeds", 25);
    private static final int COMMANDS = Integer.getInteger("equivalence.commands", 26_000);
    private static final long FIRST_SEED = Long.getLong("equivalence.firstSeed", 1);

    @Test
    void shouldDoWhatTheReferenceModelDoes() {
        final Comparison comparison = new Comparison(ReferenceExchange::new);
        final Coverage coverage = new Coverage();
        LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS).parallel()
            .mapToObj(seed -> comparison.run(seed, COMMANDS))
            .toList().forEach(coverage::add);
        if (SEEDS >= 10 && COMMANDS >= 20_000 && System.getProperty("flow.features") == null) {
            assertEquals(List.of(), coverage.missing(), "never happened");
        }
    }
}
