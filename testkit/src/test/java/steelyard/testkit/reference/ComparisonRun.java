package steelyard.testkit.reference;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import steelyard.testkit.text.GoldenFiles;

/** The seeded comparison and the golden files as a question across class loaders: what differs first? */
public final class ComparisonRun implements Supplier<String> {
    private final int seeds;
    private final int commands;

    /** Asks for so many seeds of so many commands. */
    public ComparisonRun(final int seeds, final int commands) {
        this.seeds = seeds;
        this.commands = commands;
    }

    /** The first line of what failed, or {@code null} if nothing did; what takes longest comes last. */
    @Override
    public String get() {
        String found = golden(GoldenFiles::checkAnswers);
        found = found == null ? seeds(1, Math.min(1, seeds)) : found;
        found = found == null ? golden(GoldenFiles::checkSnapshots) : found;
        return found == null ? seeds(2, seeds) : found;
    }

    private String seeds(final long from, final long to) {
        for (long seed = from; seed <= to; seed++) {
            try {
                new Comparison(ReferenceExchange::new, 0).run(seed, commands);
            } catch (final Comparison.Failure e) {
                return e.getMessage().lines().limit(2).reduce((a, b) -> a.substring(0, a.indexOf(':')) + ": " + b)
                    .orElse("");
            } catch (final RuntimeException | AssertionError e) {
                return "seed " + seed + ": " + e;
            }
        }
        return null;
    }

    /** Golden files show what sequences seldom come to. */
    private static String golden(final Consumer<Path> check) {
        for (final Path file : GoldenFiles.all().toList()) {
            try {
                check.accept(file);
            } catch (final RuntimeException | AssertionError e) {
                return file + ": " + e;
            }
        }
        return null;
    }
}
