package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The fields of an object in the order in which they are hashed. */
record Shape(List<Field> fields) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ADDRESS_DIGITS = 2 * Signature.ADDRESS_LENGTH;

    /**
     * One field.
     *
     * @param name   its key
     * @param form   makes the canonical value of a value, {@code null} if it is not of the field's kind
     * @param absent what is written when the field is absent or null: {@code null} refuses the object, a missing node
     *               leaves the field out
     */
    record Field(String name, UnaryOperator<JsonNode> form, JsonNode absent) {
        /** This field, left out when absent or null. */
        Field optional() {
            return orElse(NODES.missingNode());
        }

        /** This field, null when absent. */
        Field nullable() {
            return orElse(NullNode.instance);
        }

        /** This field with a default. */
        Field orElse(final JsonNode value) {
            return new Field(name, form, value);
        }

        private boolean copy(final JsonNode from, final ObjectNode to) {
            final JsonNode given = from.get(name);
            final JsonNode value = given == null || given.isNull() ? absent : form.apply(given);
            if (value != null && !value.isMissingNode()) {
                to.set(name, value);
            }
            return value != null;
        }
    }

    static Shape object(final Field... fields) {
        return new Shape(List.of(fields));
    }

    /** A value that is written as it is. */
    static Field plain(final String name) {
        return new Field(name, value -> value, null);
    }

    /** A decimal text, written without padding. */
    static Field decimal(final String name) {
        return new Field(name, value -> value.isTextual() ? NODES.textNode(trimmed(value.textValue())) : null, null);
    }

    /** A client order id, or an order id, whose text is written in lower case. */
    static Field lower(final String name) {
        return new Field(name, value -> value.isTextual() ? lowerCase(value.textValue()) : value, null);
    }

    /** An address, written in lower case and with its {@code 0x}. */
    static Field address(final String name) {
        return new Field(name, Shape::prefixed, null);
    }

    /** A flag, written only when true. */
    static Field flag(final String name) {
        return new Field(name, value -> value.isBoolean() && !value.booleanValue() ? NODES.missingNode() : value, null)
            .optional();
    }

    static Field nested(final String name, final Shape shape) {
        return new Field(name, shape::canonical, null);
    }

    static Field list(final String name, final Shape shape) {
        return new Field(name, shape::canonicalList, null);
    }

    /** Appends this shape's fields of {@code from} to {@code to}; false if one is missing or not of its kind. */
    boolean copy(final JsonNode from, final ObjectNode to) {
        for (final Field field : fields) {
            if (!field.copy(from, to)) {
                return false;
            }
        }
        return true;
    }

    private JsonNode canonical(final JsonNode from) {
        final ObjectNode to = NODES.objectNode();
        return from.isObject() && copy(from, to) ? to : null;
    }

    private JsonNode canonicalList(final JsonNode from) {
        if (!from.isArray()) {
            return null;
        }
        final ArrayNode to = NODES.arrayNode(from.size());
        for (final JsonNode element : from) {
            final JsonNode canonical = canonical(element);
            if (canonical == null) {
                return null;
            }
            to.add(canonical);
        }
        return to;
    }

    private static JsonNode lowerCase(final String text) {
        return NODES.textNode(text.toLowerCase(Locale.ROOT));
    }

    private static JsonNode prefixed(final JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        final String text = value.textValue();
        return lowerCase(text.length() == ADDRESS_DIGITS && !text.startsWith("0x") ? "0x" + text : text);
    }

    /** Without leading zeros of the whole and trailing zeros of the fraction; text that is no decimal stays. */
    private static String trimmed(final String text) {
        int start = 0;
        while (start + 1 < text.length() && text.charAt(start) == '0' && isDigit(text.charAt(start + 1))) {
            start++;
        }
        int end = text.length();
        if (text.indexOf('.') >= 0) {
            while (end > start && text.charAt(end - 1) == '0') {
                end--;
            }
            if (end > start && text.charAt(end - 1) == '.') {
                end--;
            }
        }
        return text.substring(start, end);
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }
}
