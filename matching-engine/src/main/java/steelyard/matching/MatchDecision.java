package steelyard.matching;

/** What a {@link MatchListener} answers when an incoming order meets a resting one. */
public enum MatchDecision {
    /** The two trade. */
    FILL,
    /** The resting order leaves the book without a trade, and the incoming order meets the next one. */
    CANCEL_MAKER,
    /** The listener has changed the book itself; the incoming order meets what is then best. */
    AGAIN,
    /** Matching ends; what remains of the incoming order is its caller's business. */
    STOP
}
