package steelyard.exchange.state;

import steelyard.model.Parameter;
import steelyard.risk.fee.BaseRates;

/** The values of the exchange-wide parameters. */
public final class Parameters implements BaseRates {
    private final long[] values = new long[Parameter.ID_LIMIT];
    private final OrderRules rules;

    Parameters(final OrderRules rules) {
        this.rules = rules;
        for (final Parameter parameter : Parameter.values()) {
            values[parameter.id()] = parameter.defaultValue();
        }
    }

    /** The parameter's value, in its unit. */
    public long value(final Parameter parameter) {
        return values[parameter.id()];
    }

    @Override
    public long takerNanos() {
        return value(Parameter.TAKER_FEE_NANOS);
    }

    @Override
    public long makerNanos() {
        return value(Parameter.MAKER_FEE_NANOS);
    }

    /** Sets a value that {@link Parameter#allows}. */
    public void value(final Parameter parameter, final long value) {
        values[parameter.id()] = value;
        rules.changed();
    }
}
