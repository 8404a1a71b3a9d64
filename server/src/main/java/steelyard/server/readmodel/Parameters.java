package steelyard.server.readmodel;

import steelyard.model.Parameter;

/** The exchange-wide numbers; defaults until they are changed. */
final class Parameters {
    private final long[] values = new long[Parameter.ID_LIMIT];

    Parameters() {
        for (final Parameter parameter : Parameter.values()) {
            values[parameter.id()] = parameter.defaultValue();
        }
    }

    long value(final Parameter parameter) {
        return values[parameter.id()];
    }

    void value(final int parameterId, final long value) {
        values[parameterId] = value;
    }
}
