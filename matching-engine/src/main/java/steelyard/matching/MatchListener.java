package steelyard.matching;

/** Decides what a match means and is told of every fill; implemented by whoever knows accounts and margins. */
public interface MatchListener {
    /**
     * The incoming order meets the oldest order at the best opposite price. Nothing has changed yet, and the callee
     * must not change this book unless it answers {@link MatchDecision#AGAIN} or {@link MatchDecision#STOP}; whoever
     * answers {@link MatchDecision#CANCEL_MAKER} publishes that cancel before answering.
     *
     * @param incoming   the incoming order, as it was before this fill
     * @param book       the book in which they meet
     * @param maker      slot of the resting order
     * @param priceTicks its price, at which they would trade
     * @param lots       quantity they would trade, the smaller of both remainders
     */
    MatchDecision onCandidate(IncomingOrder incoming, OrderBook book, int maker, long priceTicks, long lots);

    /**
     * The two have traded. Both remainders are already smaller; a maker with nothing left is already out of the book,
     * its lists and indexes, but its slot still reads as before until this call returns. The callee may cancel,
     * reduce or amend any resting order of any book, the maker's remainder included; matching goes on with what is
     * then best.
     *
     * @param incoming   the incoming order, after this fill
     * @param book       the book in which they met
     * @param maker      slot of the resting order
     * @param priceTicks the price of the trade
     * @param lots       quantity traded
     */
    void onFill(IncomingOrder incoming, OrderBook book, int maker, long priceTicks, long lots);
}
