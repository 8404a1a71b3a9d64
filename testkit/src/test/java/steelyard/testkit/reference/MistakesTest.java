package steelyard.testkit.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One-line mistakes in the exchange's own sources, each of which the seeded comparison or a golden file must find. They
 * stand in {@code src/test/resources/mistakes.txt}; none is ever written into a source: the spoiled class is compiled
 * in memory and loaded instead of the right one. {@code -Dmistakes.only=} a pattern found in their names asks for some.
 * Where each was found last stands in {@code mistakes-found.txt} and is looked at first, then everything else;
 * {@code -Dmistakes.write=true} writes that file anew.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MistakesTest {
    private static final Path LIST = Path.of("src/test/resources/mistakes.txt");
    private static final Path FOUND = Path.of("src/test/resources/mistakes-found.txt");
    private static final String BETWEEN = " | ";
    private static final boolean WRITES = Boolean.getBoolean("mistakes.write");
    private static final int SEEDS = Integer.getInteger("mistakes.seeds", 6);
    private static final int COMMANDS = Integer.getInteger("mistakes.commands", 20_000);

    private static final Map<String, String> PLACES = new ConcurrentSkipListMap<>();

    /** A mistake: what it is, in which source, and the text there that another one takes the place of. */
    record Mistake(String name, Path source, String right, String wrong) {
        @Override
        public String toString() {
            return name;
        }

        String spoiled() throws IOException {
            final String text = Files.readString(Path.of("..").resolve(source));
            assertEquals(1, text.split(Pattern.quote(right), -1).length - 1, name + " has one place");
            return text.replace(right, wrong);
        }
    }

    private static List<Mistake> mistakes() throws IOException {
        final Pattern only = Pattern.compile(System.getProperty("mistakes.only", ""));
        final List<Mistake> mistakes = new ArrayList<>();
        for (final String block : Files.readString(LIST).split("\n\n")) {
            final List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.size() == 4 && only.matcher(lines.getFirst()).find()) {
                mistakes.add(new Mistake(
                    lines.get(0), Path.of(lines.get(1)), lines.get(2).substring(2), lines.get(3).substring(2)));
            }
        }
        return mistakes;
    }

    @BeforeAll
    static void readPlaces() throws IOException {
        for (final String line : Files.readAllLines(FOUND)) {
            final String[] parts = line.split(Pattern.quote(BETWEEN), 2);
            PLACES.put(parts[0], parts[1]);
        }
    }

    @AfterAll
    static void writePlaces() throws IOException {
        if (WRITES) {
            final Set<String> names = mistakes().stream().map(Mistake::name).collect(Collectors.toSet());
            Files.write(FOUND, PLACES.entrySet().stream()
                .filter(each -> System.getProperty("mistakes.only") != null || names.contains(each.getKey()))
                .map(each -> each.getKey() + BETWEEN + each.getValue()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldFind(final Mistake mistake) throws Exception {
        final ClassLoader spoiled = SpoiledClasses.of(mistake.source(), mistake.spoiled());
        final Object run = spoiled.loadClass("steelyard.testkit.reference.ComparisonRun")
            .getConstructor(int.class, int.class, String.class)
            .newInstance(SEEDS, COMMANDS, PLACES.getOrDefault(mistake.name(), ""));
        final Map.Entry<?, ?> found = (Map.Entry<?, ?>) run.getClass().getMethod("get").invoke(run);
        assertNotNull(found, () -> mistake + " survives");
        PLACES.put(mistake.name(), found.getKey().toString());
    }
}
