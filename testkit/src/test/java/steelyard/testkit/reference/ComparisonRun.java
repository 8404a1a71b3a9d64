package steelyard.testkit.reference;

import java.nio.file.Path;
import java.util.function.Supplier;
import steelyard.testkit.text.GoldenFiles;

/** The seeded comparison, then the golden files, as a question across class loaders: what differs first? */
public final class ComparisonRun implements Supplier<String> {
    private final int seeds;
    private final int commands;

    /** Asks for so many seeds of so many commands. */
    public ComparisonRun(final int seeds, final int commands) {
        this.seeds = seeds;
        this.commands = commands;
    }

    /** The first line of what failed, or {@code null} if nothing did. */
    @Override
    public String get() {
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                new Comparison(ReferenceExchange::new, 0).run(seed, commands);
            } catch (final Comparison.Failure e) {
                return e.getMessage().lines().limit(2).reduce((a, b) -> a.substring(0, a.indexOf(':')) + ": " + b)
                    .orElse("");
            } catch (final RuntimeException | AssertionError e) {
                return "seed " + seed + ": " + e;
            }
        }
        return golden();
    }

    /** Golden files show what sequences seldom come to. */
    private static String golden() {
        for (final Path file : GoldenFiles.all().toList()) {
            try {
                GoldenFiles.checkAnswers(file);
                GoldenFiles.checkSnapshots(file);
            } catch (final RuntimeException | AssertionError e) {
                return file + ": " + e;
            }
        }
        return null;
    }
}
