package steelyard.testkit.text;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;
import steelyard.protocol.Address;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.Shorts;
import steelyard.testkit.event.EventHeader;

/**
 * Records as words {@code name=value}, raw numbers but for names of markets: for commands and events that have no form
 * of their own. The entries of a list stand between {@code [} and {@code ]}.
 */
final class RecordText {
    private static final String MARKET = "marketId";

    private final Markets markets;

    RecordText(final Markets markets) {
        this.markets = markets;
    }

    /** All components but header, authority and remark. */
    String line(final Object value) {
        final StringJoiner words = new StringJoiner(" ");
        for (final RecordComponent component : value.getClass().getRecordComponents()) {
            final Object field = RecordCodec.get(value, component);
            switch (field) {
                case EventHeader h -> { }
                case Authority a -> { }
                case Remark r -> { }
                case List<?> entries -> {
                    words.add("[");
                    entries.forEach(entry -> words.add(line(entry)));
                    words.add("]");
                }
                case Address a -> words.add(component.getName() + '=' + Words.address(a));
                default -> words.add(component.getName() + '='
                    + (component.getName().equals(MARKET) ? markets.name((Integer) field) : field));
            }
        }
        return words.toString();
    }

    /** Reads what {@link #line} wrote; authority and remark come from their readers. */
    <T> T parse(
        final Class<T> type, final Tokens tokens, final Supplier<Authority> authority,
        final Supplier<Remark> remark) {
        final RecordComponent[] components = type.getRecordComponents();
        final Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parse(components[i], tokens, authority, remark);
        }
        return RecordCodec.construct(type, values);
    }

    private Object parse(
        final RecordComponent component, final Tokens tokens, final Supplier<Authority> authority,
        final Supplier<Remark> remark) {
        final Class<?> type = component.getType();
        if (type == Authority.class) {
            return authority.get();
        }
        if (type == Remark.class) {
            return remark.get();
        }
        if (type == List.class) {
            final List<Object> entries = new ArrayList<>();
            tokens.expect("[");
            while (!tokens.skip("]")) {
                entries.add(parse(RecordCodec.elementType(component), tokens, authority, remark));
            }
            return List.copyOf(entries);
        }
        final String text = tokens.value(component.getName());
        if (type == Address.class) {
            return Words.address(text);
        }
        if (type == Shorts.class) {
            return Shorts.parse(text);
        }
        if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        }
        if (type == String.class) {
            return text;
        }
        if (type == int.class) {
            return component.getName().equals(MARKET) ? markets.id(text) : Integer.parseInt(text);
        }
        return Long.parseLong(text);
    }
}
