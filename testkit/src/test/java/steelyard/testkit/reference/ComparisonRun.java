package steelyard.testkit.reference;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import steelyard.testkit.text.GoldenFiles;

/** The seeded comparison and the golden files as a question across class loaders: where does something differ first? */
public final class ComparisonRun implements Supplier<Map.Entry<String, String>> {
    private static final String SEED = "seed ";
    private static final String ANSWERS = "answers of ";
    private static final String SNAPSHOTS = "snapshots in ";

    private final int seeds;
    private final int commands;
    private final String first;

    /**
     * Asks for so many seeds of so many commands.
     *
     * @param first the place to look at before all others, as {@link #get} names it; empty for none
     */
    public ComparisonRun(final int seeds, final int commands, final String first) {
        this.seeds = seeds;
        this.commands = commands;
        this.first = first;
    }

    /**
     * The place where something differs and the first line of what does, or {@code null} if nothing does anywhere; what
     * takes longest comes last.
     */
    @Override
    public Map.Entry<String, String> get() {
        final Stream<String> places = Stream.of(
            Stream.of(first).filter(this::isThere),
            files(ANSWERS), LongStream.rangeClosed(1, Math.min(1, seeds)).mapToObj(seed -> SEED + seed),
            files(SNAPSHOTS), LongStream.rangeClosed(2, seeds).mapToObj(seed -> SEED + seed)).flatMap(each -> each);
        return places.distinct().map(this::look).filter(found -> found != null).findFirst().orElse(null);
    }

    private boolean isThere(final String place) {
        return place.startsWith(SEED) || files(ANSWERS).anyMatch(place::equals)
            || files(SNAPSHOTS).anyMatch(place::equals);
    }

    private static Stream<String> files(final String prefix) {
        return GoldenFiles.all().map(file -> prefix + file.getFileName());
    }

    private Map.Entry<String, String> look(final String place) {
        final String found = place.startsWith(SEED) ? seed(Long.parseLong(place.substring(SEED.length())))
            : place.startsWith(ANSWERS) ? golden(place.substring(ANSWERS.length()), GoldenFiles::checkAnswers)
            : golden(place.substring(SNAPSHOTS.length()), GoldenFiles::checkSnapshots);
        return found == null ? null : Map.entry(place, found);
    }

    private String seed(final long seed) {
        try {
            new Comparison(ReferenceExchange::new, 0).run(seed, commands);
            return null;
        } catch (final Comparison.Failure e) {
            return e.getMessage().lines().limit(2).reduce((a, b) -> a.substring(0, a.indexOf(':')) + ": " + b)
                .orElse("");
        } catch (final RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    /** Golden files show what sequences seldom come to. */
    private static String golden(final String name, final Consumer<Path> check) {
        try {
            check.accept(GoldenFiles.file(name));
            return null;
        } catch (final RuntimeException | AssertionError e) {
            return e.toString();
        }
    }
}
