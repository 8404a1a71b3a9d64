package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.UNPROCESSABLE_ENTITY;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON object that a request carries. Its fields are named first, so that a misspelt one is an error. */
final class Body {
    private static final int TEXT_BYTES_MAX = 256;
    private static final int DIGITS_MAX = 30;

    private final JsonNode object;

    /** Parses the body; 400 if it is no JSON, 422 if it is no object or has a field that is not named here. */
    Body(final byte[] bytes, final List<String> fields) {
        object = parse(bytes, fields);
        if (!object.isObject()) {
            throw invalid("the body is not a JSON object", "send one JSON object: " + fields);
        }
        for (final Iterator<String> names = object.fieldNames(); names.hasNext();) {
            final String name = names.next();
            if (!fields.contains(name)) {
                throw invalid("there is no field '" + name + "'", "fields are " + fields);
            }
        }
    }

    private static JsonNode parse(final byte[] bytes, final List<String> fields) {
        try {
            final JsonNode node = Json.parse(bytes);
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (final IOException e) {
            // Answered below, as an empty body is.
        }
        throw new AdminException(BAD_REQUEST, "the body is not JSON", "send one JSON object: " + fields);
    }

    /** A string of 1 to 256 bytes without control characters; 422 if it is missing or anything else. */
    String text(final String name) {
        final JsonNode node = object.get(name);
        final String text = node != null && node.isTextual() ? node.textValue() : "";
        if (text.isBlank()
            || text.getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX
            || text.codePoints().anyMatch(Character::isISOControl)) {
            throw invalid(
                "field '" + name + "' is missing or no proper text",
                "give a string of 1 to " + TEXT_BYTES_MAX + " bytes without control characters");
        }
        return text;
    }

    /** An integer within the bounds; 422 if it is missing or anything else. */
    long integer(final String name, final long min, final long max) {
        final JsonNode node = object.get(name);
        if (!isLong(node) || node.longValue() < min || node.longValue() > max) {
            throw invalid(
                "field '" + name + "' is missing or no proper number", "give an integer from " + min + " to " + max);
        }
        return node.longValue();
    }

    /** Whether there is such a field. */
    boolean has(final String name) {
        return object.has(name);
    }

    /** True or false; 422 if it is missing or anything else. */
    boolean flag(final String name) {
        final JsonNode node = object.get(name);
        if (node == null || !node.isBoolean()) {
            throw invalid("field '" + name + "' is missing or neither true nor false", "give true or false");
        }
        return node.booleanValue();
    }

    /** A decimal string, not below zero, in units of 10<sup>-decimals</sup>; 422 if it is missing or anything else. */
    long decimal(final String name, final int decimals) {
        final JsonNode node = object.get(name);
        try {
            final BigDecimal value = new BigDecimal(node != null && node.isTextual() ? node.textValue() : "");
            if (value.signum() >= 0 && value.precision() <= DIGITS_MAX && Math.abs(value.scale()) <= DIGITS_MAX) {
                return value.movePointRight(decimals).longValueExact();
            }
        } catch (final NumberFormatException | ArithmeticException e) {
            // Answered below.
        }
        throw invalid("field '" + name + "' is missing or no proper decimal",
            "give a string with a decimal of at most " + decimals + " decimals, not below 0");
    }

    /** An object of integers in its order; 422 if it is missing, empty or anything else. */
    Map<String, Long> integers(final String name) {
        final JsonNode node = object.get(name);
        final Map<String, Long> values = new LinkedHashMap<>();
        if (node != null && node.isObject()) {
            node.properties().forEach(entry -> values.put(
                entry.getKey(), isLong(entry.getValue()) ? entry.getValue().longValue() : null));
        }
        if (values.isEmpty() || values.containsValue(null)) {
            throw invalid("field '" + name + "' is missing or no object of integers", "give names and integers");
        }
        return values;
    }

    /** A list, empty if it is missing, of objects of the same integers, in the order of their names; 422 otherwise. */
    List<long[]> rows(final String name, final String... fields) {
        final JsonNode node = object.get(name);
        final List<long[]> rows = new ArrayList<>();
        if (node != null && !node.isArray()) {
            throw invalid("field '" + name + "' is no list", "give a list of objects of " + List.of(fields));
        }
        for (final JsonNode row : node == null ? List.<JsonNode>of() : node) {
            final long[] values = Arrays.stream(fields).filter(field -> isLong(row.get(field)))
                .mapToLong(field -> row.get(field).longValue()).toArray();
            if (values.length != fields.length || row.size() != fields.length) {
                throw invalid("field '" + name + "' is no list of " + List.of(fields), "give these, as integers");
            }
            rows.add(values);
        }
        return rows;
    }

    /** An object of arrays of so many small integers each; 422 if it is missing, empty or anything else. */
    Map<String, short[]> columns(final String name, final int length) {
        final JsonNode node = object.get(name);
        final Map<String, short[]> columns = new LinkedHashMap<>();
        if (node != null && node.isObject()) {
            node.properties().forEach(entry -> columns.put(entry.getKey(), column(entry.getValue(), length)));
        }
        if (columns.isEmpty() || columns.containsValue(null)) {
            throw invalid("field '" + name + "' is missing or no object of arrays",
                "give names and arrays of " + length + " integers");
        }
        return columns;
    }

    private static short[] column(final JsonNode node, final int length) {
        final short[] column = new short[length];
        boolean proper = node.isArray() && node.size() == length;
        for (int i = 0; proper && i < length; i++) {
            proper = node.get(i).isIntegralNumber() && node.get(i).canConvertToInt()
                && node.get(i).intValue() == (short) node.get(i).intValue();
            column[i] = (short) node.get(i).intValue();
        }
        return proper ? column : null;
    }

    private static boolean isLong(final JsonNode node) {
        return node != null && node.isIntegralNumber() && node.canConvertToLong();
    }

    /** The answer to a field that cannot be used. */
    static AdminException invalid(final String error, final String hint) {
        return new AdminException(UNPROCESSABLE_ENTITY, error, hint);
    }
}
