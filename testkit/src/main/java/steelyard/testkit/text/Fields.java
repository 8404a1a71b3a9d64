package steelyard.testkit.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steelyard.model.MarketSpec;
import steelyard.testkit.command.ClientOrderId;

/**
 * The fields of a record as words {@code name=value}, in their order; numbers that are 0, flags that are not set and
 * empty client order ids go without saying. What a name ends with says how its value is written: {@code E8} and {@code
 * Micros} as decimals, {@code Ticks} and {@code Lots} at the market's scale, {@code Nanos} raw.
 */
final class Fields {
    private final Markets markets;

    Fields(final Markets markets) {
        this.markets = markets;
    }

    /** The fields as words, each after a blank; fields of other types than numbers, flags and ids are left out. */
    String words(final Record record) {
        final StringBuilder text = new StringBuilder();
        final MarketSpec spec = specOf(record);
        for (final RecordComponent component : record.getClass().getRecordComponents()) {
            final Object value = value(record, component);
            final String word = word(component.getName(), value, spec);
            if (!word.isEmpty()) {
                text.append(' ').append(component.getName()).append('=').append(word);
            }
        }
        return text.toString();
    }

    /** A record made of the words that follow; {@code others} stand first, for the fields that are no words. */
    <T extends Record> T read(final Class<T> type, final Tokens tokens, final Object... others) {
        final Map<String, String> values = new HashMap<>();
        while (tokens.hasNext() && !tokens.isNext(";")) {
            final String word = tokens.next();
            final int split = word.indexOf('=');
            if (split < 0) {
                throw new IllegalArgumentException("expected name=value, not " + word);
            }
            values.put(word.substring(0, split), word.substring(split + 1));
        }
        final List<Object> arguments = new ArrayList<>(List.of(others));
        final RecordComponent[] components = type.getRecordComponents();
        for (int i = others.length; i < components.length; i++) {
            final String text = values.remove(components[i].getName());
            arguments.add(parse(components[i], text));
        }
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no " + values.keySet());
        }
        return create(type, components, arguments);
    }

    private String word(final String name, final Object value, final MarketSpec spec) {
        return switch (value) {
            case Boolean flag -> flag ? "true" : "";
            case ClientOrderId id -> id.equals(ClientOrderId.NONE) ? "" : Words.clientOrderId(id);
            case Integer number -> integer(name, number);
            case Long number when number == 0 -> "";
            case Long number when name.endsWith("E8") -> Words.e8(number);
            case Long number when name.endsWith("Micros") -> Words.usdc(number);
            case Long number when name.endsWith("Ticks") -> Words.price(spec, number);
            case Long number when name.endsWith("Lots") -> Words.size(spec, number);
            case Long number -> number.toString();
            default -> "";
        };
    }

    private String integer(final String name, final int number) {
        if (name.equals("marketId")) {
            return number == -1 ? "all" : markets.name(number);
        }
        if (name.equals("side") && number <= 1) {
            return Words.side(number);
        }
        return number == 0 ? "" : Integer.toString(number);
    }

    private Object parse(final RecordComponent component, final String text) {
        final String name = component.getName();
        final Class<?> type = component.getType();
        if (type == boolean.class) {
            return "true".equals(text);
        }
        if (type == ClientOrderId.class) {
            return text == null ? ClientOrderId.NONE : Words.clientOrderId(text);
        }
        if (type == int.class) {
            return integer(name, text);
        }
        if (text == null) {
            return 0L;
        }
        if (name.endsWith("E8")) {
            return Words.e8(text);
        }
        return name.endsWith("Micros") ? Words.usdc(text) : Long.parseLong(text);
    }

    private Integer integer(final String name, final String text) {
        if (text == null) {
            return 0;
        }
        if (name.equals("marketId")) {
            return text.equals("all") ? -1 : markets.id(text);
        }
        final boolean isSideWord = name.equals("side") && !Character.isDigit(text.charAt(0));
        return isSideWord ? Words.side(text) : Integer.valueOf(text);
    }

    private MarketSpec specOf(final Record record) {
        for (final RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getName().equals("marketId")) {
                return markets.spec((int) value(record, component));
            }
        }
        return null;
    }

    private static Object value(final Record record, final RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (final IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T extends Record> T create(
        final Class<T> type, final RecordComponent[] components, final List<Object> arguments) {
        final Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
