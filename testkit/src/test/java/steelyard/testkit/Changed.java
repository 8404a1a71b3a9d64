package steelyard.testkit;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventHeader;

/** Events with one field changed. */
public final class Changed {
    private Changed() {
    }

    /** The event with another value in an integer field. */
    public static Event field(final Event event, final String name, final LongUnaryOperator change) {
        return (Event) copy((Record) event, name, change);
    }

    /** The event with another value in a field of its header. */
    public static Event header(final Event event, final String name, final LongUnaryOperator change) {
        final EventHeader header = (EventHeader) copy(event.header(), name, change);
        final Record record = (Record) event;
        return (Event) rebuilt(record, values(record, "header", header));
    }

    private static Record copy(final Record record, final String name, final LongUnaryOperator change) {
        final RecordComponent component = Arrays.stream(record.getClass().getRecordComponents())
            .filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
        final Number old = (Number) value(record, component);
        final long changed = change.applyAsLong(old.longValue());
        final Object replacement = old instanceof Integer ? (Object) (int) changed : (Object) changed;
        return rebuilt(record, values(record, name, replacement));
    }

    private static Object[] values(final Record record, final String name, final Object replacement) {
        return Arrays.stream(record.getClass().getRecordComponents())
            .map(each -> each.getName().equals(name) ? replacement : value(record, each))
            .toArray();
    }

    private static Object value(final Record record, final RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record rebuilt(final Record record, final Object[] values) {
        final Class<?>[] types = Arrays.stream(record.getClass().getRecordComponents())
            .map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
