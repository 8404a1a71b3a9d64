package steelyard.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/reference/configuration.md} true. */
class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z.\\[\\]]+)` \\|", Pattern.MULTILINE);

    @Test
    void shouldDescribeEveryKeyAndNoOther() throws IOException {
        final String page = Files.readString(Path.of("..", "docs", "reference", "configuration.md"));
        final Set<String> described = new TreeSet<>();
        final Matcher row = ROW.matcher(page);
        while (row.find()) {
            described.add(row.group(1));
        }
        final Set<String> known = new TreeSet<>(NodeConfig.keys());
        known.addAll(Genesis.keys());
        assertEquals(known, described);
    }
}
