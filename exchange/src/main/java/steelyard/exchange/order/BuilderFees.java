package steelyard.exchange.order;

import steelyard.exchange.state.Builders;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;

/** What fills pay to builders, out of fees. {@code docs/account-rules.md#5-builders}. */
final class BuilderFees {
    private static final long NANOS_PER_TENTH = 10_000;
    private static final long TENTHS = 100_000;

    private final ExchangeState state;
    private final Builders builders;
    private long paidMicros;
    private int paidTo;

    BuilderFees(final ExchangeState state) {
        this.state = state;
        this.builders = state.builders();
    }

    /** What an order with these flags adds to the rate of its fee, in nanos. */
    long nanos(final long orderId, final int flags) {
        return OrderFlags.hasBuilder(flags) ? builders.tenths(orderId) * NANOS_PER_TENTH : 0;
    }

    /** Pays the builder of an order for one fill, from the fee that was settled: rounded down. */
    void pay(final long orderId, final int flags, final long priceTicks, final long lots) {
        paidMicros = 0;
        paidTo = Builders.NONE;
        if (OrderFlags.hasBuilder(flags)) {
            final long valueMicros = Math.multiplyExact(Math.abs(priceTicks), lots);
            paidMicros = FixedPoint.mulDivFloor(valueMicros, builders.tenths(orderId), TENTHS);
            paidTo = builders.builderId(orderId);
            state.accounts().transfer(HouseAccount.FEES.id(), paidTo, paidMicros);
        }
    }

    /** What the last fill paid, in micros. */
    long paidMicros() {
        return paidMicros;
    }

    /** Whom it paid, or {@link Builders#NONE}. */
    int paidTo() {
        return paidTo;
    }
}
