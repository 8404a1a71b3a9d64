package steelyard.server.config;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a YAML file, read key by key. Every problem, a key that nobody reads included, is a
 * {@link ConfigException} with file, line and key.
 */
public final class YamlSection {
    /** Characters of a file: a genesis of 32,768 markets has 6 million. */
    private static final int LENGTH_MAX = 64 * 1024 * 1024;

    private final Path file;
    private final String path;
    private final int line;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<String> known;
    private final boolean describing;
    private final List<YamlSection> children = new ArrayList<>();

    private YamlSection(
        final Path file,
        final String path,
        final int line,
        final Node node,
        final Set<String> known,
        final boolean describing) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.known = known;
        this.describing = describing;
        if (node instanceof MappingNode mapping) {
            for (final NodeTuple entry : mapping.getValue()) {
                if (entries.put(name(entry), entry) != null) {
                    throw problem(entry.getKeyNode(), name(entry), "stands there twice");
                }
            }
        } else if (node != null && !isEmpty(node)) {
            throw problem(node, "", "must have keys and values");
        }
    }

    /** Reads a file. An empty one has no keys. */
    public static YamlSection read(final Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            final LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(true);
            options.setCodePointLimit(LENGTH_MAX);
            return new YamlSection(file, "", 1, new Yaml(options).compose(reader), new TreeSet<>(), false);
        } catch (final NoSuchFileException missing) {
            throw new ConfigException(file + ": there is no such file");
        } catch (final MarkedYAMLException broken) {
            throw new ConfigException(file + ", line " + (broken.getProblemMark().getLine() + 1)
                + ": this is no YAML: " + broken.getProblem());
        } catch (final IOException | YAMLException unreadable) {
            throw new ConfigException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /** A file without keys in which nothing is missing: what is read from it shows which keys there are. */
    static YamlSection empty(final Path file) {
        return new YamlSection(file, "", 1, null, new TreeSet<>(), true);
    }

    private static String name(final NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    private static boolean isEmpty(final Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    /** Whether the key is there with a value. */
    public boolean has(final String key) {
        note(key);
        final NodeTuple entry = entries.get(key);
        return entry != null && !isEmpty(entry.getValueNode());
    }

    private void note(final String key) {
        read.add(key);
        known.add(pathOf(key));
    }

    /** A word or sentence. */
    public String text(final String key, final String defaultValue) {
        return has(key) ? scalar(key) : defaultValue;
    }

    /** A word or sentence that must be there. */
    public String text(final String key) {
        if (has(key)) {
            return scalar(key);
        }
        if (describing) {
            return "0";
        }
        throw new ConfigException(file + ", line " + line + ": " + pathOf(key) + " is missing");
    }

    /** A list of words or sentences; empty if it is not there. */
    public List<String> texts(final String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(entries.get(key).getValueNode() instanceof SequenceNode sequence)
            || !sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            throw problem(key, "must be a list of words");
        }
        return sequence.getValue().stream().map(node -> ((ScalarNode) node).getValue()).toList();
    }

    /** A whole number from {@code min} to {@code max}. */
    public long number(final String key, final long defaultValue, final long min, final long max) {
        if (!has(key)) {
            return defaultValue;
        }
        try {
            final long value = Long.parseLong(scalar(key).replace("_", ""));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException notANumber) {
            // told below
        }
        throw problem(key, "must be a whole number from " + min + " to " + max + ", not " + scalar(key));
    }

    /** A port. */
    public int port(final String key, final int defaultValue) {
        return (int) number(key, defaultValue, 1, 65_535);
    }

    /** A yes or no. */
    public boolean flag(final String key, final boolean defaultValue) {
        return switch (text(key, String.valueOf(defaultValue))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw problem(key, "must be true or false, not " + scalar(key));
        };
    }

    /**
     * A decimal number as a whole number of 10<sup>-{@code decimals}</sup>, exactly.
     */
    public long decimal(final String key, final String defaultValue, final int decimals) {
        final String value = defaultValue == null ? text(key) : text(key, defaultValue);
        try {
            return new BigDecimal(value.replace("_", "")).movePointRight(decimals).longValueExact();
        } catch (final ArithmeticException | NumberFormatException notExact) {
            throw problem(key, "must be a number with at most " + decimals + " decimals, not " + value);
        }
    }

    /** One of the constants of an enum, in any case. */
    public <E extends Enum<E>> E choice(final String key, final Class<E> type, final E defaultValue) {
        if (!has(key)) {
            return defaultValue;
        }
        for (final E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(scalar(key))) {
                return constant;
            }
        }
        throw problem(key, "must be one of " + Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
            + ", not " + scalar(key));
    }

    /** A path; relative ones start at the file's folder. */
    public Path path(final String key, final String defaultValue) {
        final Path folder = file.toAbsolutePath().getParent();
        return folder.resolve(text(key, defaultValue)).normalize();
    }

    /** A mapping under a key; without keys if it is not there. */
    public YamlSection section(final String key) {
        final Node node = has(key) ? entries.get(key).getValueNode() : null;
        return child(pathOf(key), node);
    }

    /** The mappings of a list under a key; none if it is not there. */
    public List<YamlSection> sections(final String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(entries.get(key).getValueNode() instanceof SequenceNode sequence)) {
            throw problem(key, "must be a list");
        }
        return sequence.getValue().stream().map(node -> child(pathOf(key) + "[]", node)).toList();
    }

    private YamlSection child(final String childPath, final Node node) {
        final int childLine = node == null ? line : node.getStartMark().getLine() + 1;
        final YamlSection child = new YamlSection(file, childPath, childLine, node, known, describing);
        children.add(child);
        return child;
    }

    /** The keys that are there, in their order; they count as read. */
    public Set<String> keys() {
        read.addAll(entries.keySet());
        return entries.keySet();
    }

    /** Refuses keys that nobody has read, here and in the sections below. */
    public void end() {
        for (final Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            if (!read.contains(entry.getKey())) {
                throw problem(entry.getValue().getKeyNode(), entry.getKey(), "is unknown; known here are "
                    + String.join(", ", read));
            }
        }
        children.forEach(YamlSection::end);
    }

    /** Every key that was asked for, with its sections, whether it was there or not. */
    public Set<String> known() {
        return known;
    }

    /** A problem with the value of a key. */
    public ConfigException problem(final String key, final String what) {
        final NodeTuple entry = entries.get(key);
        return entry == null
            ? new ConfigException(file + ", line " + line + ": " + pathOf(key) + " " + what)
            : problem(entry.getValueNode(), key, what);
    }

    private ConfigException problem(final Node node, final String key, final String what) {
        return new ConfigException(
            file + ", line " + (node.getStartMark().getLine() + 1) + ": " + pathOf(key) + " " + what);
    }

    private String scalar(final String key) {
        if (entries.get(key).getValueNode() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw problem(key, "must be a single value");
    }

    private String pathOf(final String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
    }
}
