package steelyard.matching;

import java.util.List;

import steelyard.model.OrderFlags;
import steelyard.model.Side;

/**
 * Several markets as one thing to try out: implemented once with the books of this module and once naively. What
 * happens is written to a tape, and what a match means is decided by a script that both follow.
 */
abstract class Venue {
    /** An order as given. */
    record Order(
        long orderId, int account, int market, Side side, long priceTicks, long lots, int flags, long clientHigh,
        long clientLow, long placedTimeNanos) {

        Order withLots(final long newLots) {
            return new Order(orderId, account, market, side, priceTicks, newLots, flags, clientHigh, clientLow,
                placedTimeNanos);
        }

        Order withPrice(final long newTicks) {
            return new Order(orderId, account, market, side, newTicks, lots, flags, clientHigh, clientLow,
                placedTimeNanos);
        }

        boolean isReduceOnly() {
            return OrderFlags.isReduceOnly(flags);
        }

        boolean hasClientOrderId() {
            return OrderFlags.hasClientOrderId(flags);
        }
    }

    /** A resting order in book order, everything that is state. */
    record Resting(Order order, long remainingLots, long originalLots, long prioritySequence) {
    }

    final List<String> tape;
    private final Script script;

    Venue(final List<String> tape, final Script script) {
        this.tape = tape;
        this.script = script;
    }

    /** What a match means: a function of the numbers it is given alone. */
    interface Script {
        MatchDecision decide(long incomingId, long makerId, long lots);

        void afterFill(Venue venue, long incomingId, long makerId, int makerAccount, int market);
    }

    abstract void match(Order order);

    /** Matches, then rests the remainder, unless matching was stopped and it still crosses. */
    abstract void place(Order order, long prioritySequence);

    abstract void cancel(long orderId);

    abstract void reduce(long orderId, long remainingLots);

    abstract void amend(long orderId, long remainingLots);

    /** Lets an order rest instead of another of its account, unless it crosses. */
    abstract void replace(long orderId, Order by, long prioritySequence);

    /** What is left of a resting order; 0 if there is none. */
    abstract long remainingLots(long orderId);

    /** The resting reduce-only orders of an account in a market, oldest first. */
    abstract List<Long> reduceOnlyOrders(int account, int market);

    abstract List<Long> otherOrders(int account, int market);

    abstract long byClientId(int account, long high, long low);

    abstract List<Resting> bookOrder(int market, Side side);

    abstract List<String> levels(int market, Side side);

    abstract long hash();

    final MatchDecision decide(final long incomingId, final long makerId, final long priceTicks, final long lots) {
        final MatchDecision decision = script.decide(incomingId, makerId, lots);
        tape.add(decision + " " + incomingId + " meets " + makerId + " for " + lots + " @ " + priceTicks);
        return decision;
    }

    final void filled(
        final long incomingId, final long incomingLeft, final long makerId, final long makerLeft,
        final int makerAccount, final int market, final long priceTicks, final long lots) {
        tape.add("fill " + lots + " @ " + priceTicks + " in " + market + ": " + incomingId + " has " + incomingLeft
            + ", " + makerId + " of " + makerAccount + " has " + makerLeft);
        script.afterFill(this, incomingId, makerId, makerAccount, market);
    }
}
