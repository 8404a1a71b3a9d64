package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/reference/metrics.md} true. */
class MetricsPageTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void shouldDescribeEveryMetricAndNoOther() throws IOException {
        final Set<String> described = names(
            Files.readString(Path.of("..", "docs", "reference", "metrics.md")), "^\\| `(steelyard_[a-z_]+)` \\|");
        try (TestNode node = TestNode.start(TestNode.configuration(directory));
            NodeMetrics metrics = new NodeMetrics(node.node(), new EventCounters())) {
            assertEquals(names(metrics.text(), "^(steelyard_[a-z_]+)[ {]"), described);
        }
    }

    @Test
    void shouldAlarmOnMetricsThatThereAre() throws IOException {
        final Set<String> alarms = names(
            Files.readString(Path.of("..", "docs", "operations", "alarms.md")), "(steelyard_[a-z_]+)");
        alarms.removeAll(names(
            Files.readString(Path.of("..", "docs", "reference", "metrics.md")), "^\\| `(steelyard_[a-z_]+)` \\|"));
        assertEquals(Set.of(), alarms);
    }

    private static Set<String> names(final String text, final String pattern) {
        final Set<String> names = new TreeSet<>();
        final Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
