package steelyard.matching;

import java.util.ArrayList;
import java.util.List;

import steelyard.model.Side;

/** Writes down what a match tells, in words; decides FILL unless told otherwise for a maker. */
final class TapeListener implements MatchListener {
    interface Decide {
        MatchDecision on(long makerOrderId);
    }

    interface AfterFill {
        void run(OrderBook book, long makerOrderId);
    }

    private final OrderStore store;
    private final List<String> tape = new ArrayList<>();
    private Decide decide = makerOrderId -> MatchDecision.FILL;
    private AfterFill afterFill = (book, makerOrderId) -> { };

    TapeListener(final OrderStore store) {
        this.store = store;
    }

    void decide(final Decide newDecide) {
        decide = newDecide;
    }

    void afterFill(final AfterFill newAfterFill) {
        afterFill = newAfterFill;
    }

    void write(final String line) {
        tape.add(line);
    }

    /** What was written since the last call, a line each. */
    String read() {
        final String text = String.join("\n", tape);
        tape.clear();
        return text.isEmpty() ? "" : text + "\n";
    }

    @Override
    public MatchDecision onCandidate(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        final MatchDecision decision = decide.on(store.orderId(maker));
        if (decision != MatchDecision.FILL) {
            tape.add(decision + " maker " + store.orderId(maker) + ", incoming " + incoming.orderId() + " has "
                + incoming.remainingLots());
        }
        return decision;
    }

    @Override
    public void onFill(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        tape.add("fill " + lots + " @ " + priceTicks + ": " + (incoming.side() == Side.BUY ? "buyer " : "seller ")
            + incoming.orderId() + " has " + incoming.remainingLots() + ", maker " + store.orderId(maker)
            + " of account " + store.accountId(maker) + " has " + store.remainingLots(maker) + " of "
            + store.originalLots(maker));
        afterFill.run(book, store.orderId(maker));
    }
}
