package steelyard.flow;

/** What becomes of recorded trades. */
public enum FlowMode {
    /** They are left out: what they did to the book comes as cancels and reductions, and the book must be the same. */
    BOOK,
    /** Each is an order that takes, from an account of its own kind. */
    MATCH
}
