package steelyard.system.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.system.node.Json;

/** A page of requests, by section and type, each with its answer. Lists are cut to their first two elements. */
final class ExamplePage {
    private static final int SHOWN_MAX = 2;
    private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE =
        Pattern.compile("^\\*\\*(\\w+)\\*\\*\n\n```\n(.*)\n(?:(.*)\n)?```$", Pattern.MULTILINE);

    /** What was sent, and what was answered first; {@code null}: nothing yet. */
    private record Example(JsonNode request, JsonNode answer) {
    }

    private final Map<String, Map<String, Example>> sections = new LinkedHashMap<>();

    /** Adds an example, unless the section has one of this type. */
    void add(final String section, final String type, final JsonNode request, final JsonNode answer) {
        sections.computeIfAbsent(section, name -> new TreeMap<>()).putIfAbsent(
            type, new Example(shortened(request), answer == null ? null : shortened(answer)));
    }

    private static JsonNode shortened(final JsonNode whole) {
        if (whole.isObject()) {
            final ObjectNode object = JsonNodeFactory.instance.objectNode();
            whole.fields().forEachRemaining(field -> object.set(field.getKey(), shortened(field.getValue())));
            return object;
        }
        if (whole.isArray()) {
            final ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < Math.min(SHOWN_MAX, whole.size()); i++) {
                array.add(shortened(whole.get(i)));
            }
            return array;
        }
        return whole;
    }

    /** The page, after its introduction. */
    String text() {
        final StringBuilder page = new StringBuilder();
        sections.forEach((section, examples) -> {
            page.append("## ").append(section).append("\n\n");
            examples.forEach((type, example) -> {
                page.append("**").append(type).append("**\n\n```\n").append(example.request).append('\n');
                if (example.answer != null) {
                    page.append(example.answer).append('\n');
                }
                page.append("```\n\n");
            });
        });
        return page.toString();
    }

    /** The page with this text. */
    static ExamplePage parse(final String text) {
        final ExamplePage page = new ExamplePage();
        final Matcher section = SECTION.matcher(text);
        String name = section.find() ? section.group(1) : null;
        while (name != null) {
            final int begin = section.end();
            final String next = section.find() ? section.group(1) : null;
            final Matcher example = EXAMPLE.matcher(text.substring(begin, next == null ? text.length() : section.start()));
            while (example.find()) {
                page.add(name, example.group(1), Json.parse(example.group(2)),
                    example.group(3) == null ? null : Json.parse(example.group(3)));
            }
            name = next;
        }
        return page;
    }

    /** Where this page has another form than the other one: other types, fields or kinds of values. Empty: nowhere. */
    String differences(final ExamplePage other) {
        final StringBuilder found = new StringBuilder();
        if (!types().equals(other.types())) {
            found.append(types()).append("\nand not\n").append(other.types()).append('\n');
            return found.toString();
        }
        sections.forEach((section, examples) -> examples.forEach((type, example) -> {
            final Example expected = other.sections.get(section).get(type);
            compare(section + ' ' + type + " request", example.request, expected.request, found);
            if (example.answer != null && expected.answer != null) {
                compare(section + ' ' + type + " answer", example.answer, expected.answer, found);
            }
        }));
        return found.toString();
    }

    /** The types in a section. */
    Set<String> types(final String section) {
        return sections.get(section).keySet();
    }

    private String types() {
        final StringBuilder types = new StringBuilder();
        sections.forEach((section, examples) -> types.append(section).append(examples.keySet()));
        return types.toString();
    }

    /** Where there is nothing, anything may be another time. */
    private static void compare(
        final String where, final JsonNode mine, final JsonNode others, final StringBuilder found) {
        if (mine.isNull() || others.isNull()) {
            return;
        }
        if (mine.getNodeType() != others.getNodeType()) {
            found.append(where).append(": ").append(mine).append(" and not ").append(others).append('\n');
        } else if (mine.isArray()) {
            for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
                compare(where + '/' + i, mine.get(i), others.get(i), found);
            }
        } else if (mine.isObject()) {
            if (!names(mine).equals(names(others))) {
                found.append(where).append(": ").append(names(mine)).append(" and not ").append(names(others)).append('\n');
                return;
            }
            mine.fields().forEachRemaining(
                field -> compare(where + '/' + field.getKey(), field.getValue(), others.get(field.getKey()), found));
        }
    }

    private static TreeSet<String> names(final JsonNode object) {
        final TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
