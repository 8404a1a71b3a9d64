package steelyard.exchange.state;

/** Log time and everything that counts up: each number is given once, in log order. */
public final class Counters {
    private long nowNanos;
    private long logPosition;
    private long eventSequence;
    private long nextOrderId = 1;
    private long nextTradeId = 1;
    private long nextPrioritySequence = 1;

    Counters() {
    }

    /** Log time, in nanoseconds since 1970: it never goes back. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Log time in milliseconds, rounded down. */
    public long nowMillis() {
        return nowNanos / 1_000_000;
    }

    /** Lets log time go on to the time of a log message, which may be behind. */
    public void advance(final long timestampNanos, final long messagePosition) {
        nowNanos = Math.max(nowNanos, timestampNanos);
        logPosition = messagePosition;
    }

    /** Log position of the last command. */
    public long logPosition() {
        return logPosition;
    }

    /** Number of the last event; the first is 1. */
    public long eventSequence() {
        return eventSequence;
    }

    /** Counts the events of a command. */
    public void eventsEmitted(final int count) {
        eventSequence += count;
    }

    /** The id of the next order. */
    public long takeOrderId() {
        return nextOrderId++;
    }

    /** The id of the next trade. */
    public long takeTradeId() {
        return nextTradeId++;
    }

    /** The place of the next order that comes to rest. */
    public long takePrioritySequence() {
        return nextPrioritySequence++;
    }

    /** The order id that would be taken next. */
    public long nextOrderId() {
        return nextOrderId;
    }

    /** The trade id that would be taken next. */
    public long nextTradeId() {
        return nextTradeId;
    }

    /** The priority sequence that would be taken next. */
    public long nextPrioritySequence() {
        return nextPrioritySequence;
    }

    /** Sets time, log position and event sequence as a snapshot has them. */
    public void restorePlace(final long now, final long position, final long lastEvent) {
        nowNanos = now;
        logPosition = position;
        eventSequence = lastEvent;
    }

    /** Sets the next ids as a snapshot has them. */
    public void restoreIds(final long orderId, final long tradeId, final long prioritySequence) {
        nextOrderId = orderId;
        nextTradeId = tradeId;
        nextPrioritySequence = prioritySequence;
    }
}
