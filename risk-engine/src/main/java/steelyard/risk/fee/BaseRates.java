package steelyard.risk.fee;

/** The rates of accounts whose fee group has no schedule. */
public interface BaseRates {
    /** Rate of takers, in nanos. */
    long takerNanos();

    /** Rate of makers, in nanos; negative pays them. */
    long makerNanos();
}
