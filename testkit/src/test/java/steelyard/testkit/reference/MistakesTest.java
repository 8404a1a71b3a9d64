package steelyard.testkit.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One-line mistakes in the exchange's own sources, each of which the seeded comparison or a golden file must find. They
 * stand in {@code src/test/resources/mistakes.txt}; none is ever written into a source: the spoiled class is compiled
 * in memory and loaded instead of the right one. {@code -Dmistakes.only=} a pattern found in their names asks for some.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MistakesTest {
    private static final Path LIST = Path.of("src/test/resources/mistakes.txt");
    private static final int SEEDS = Integer.getInteger("mistakes.seeds", 6);
    private static final int COMMANDS = Integer.getInteger("mistakes.commands", 20_000);

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

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldFind(final Mistake mistake) throws Exception {
        final ClassLoader spoiled = SpoiledClasses.of(mistake.source(), mistake.spoiled());
        final Object run = spoiled.loadClass("steelyard.testkit.reference.ComparisonRun")
            .getConstructor(int.class, int.class).newInstance(SEEDS, COMMANDS);
        final Object found = run.getClass().getMethod("get").invoke(run);
        assertNotNull(found, () -> mistake + " survives");
    }
}
