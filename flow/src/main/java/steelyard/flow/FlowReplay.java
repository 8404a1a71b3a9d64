package steelyard.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steelyard.flow.recording.RecordedBook;
import steelyard.flow.recording.RecordedOrder;
import steelyard.flow.recording.RecordedRow;
import steelyard.flow.recording.RecordingFormat;
import steelyard.model.Side;

/**
 * Turns the rows of a recording into commands.
 *
 * <p>While the recorded book is crossed, before an auction or within an event, nothing is sent; when it is no more, the
 * node's book is brought to the recorded one's state: cancels and reductions first, then what is new or stands elsewhere
 * in the order of its priority.
 */
final class FlowReplay {
    private final boolean losesOrders;
    private final FlowMode mode;
    private final FlowTarget target;
    private final MakerTally tally;
    private final RecordedBook book;
    /** What the node was told last about each order that it should have. */
    private final Map<Long, RecordedOrder> entered = new HashMap<>();
    /** What changed since the book is crossed, or {@code null} while it is not. */
    private Set<Long> heldBack;
    private long lastTakeId;
    /** Who took last, or {@code null} if that was left out. */
    private Side takerSide;

    FlowReplay(final RecordingFormat format, final FlowMode mode, final FlowTarget target, final MakerTally tally) {
        this.losesOrders = format.losesOrders();
        this.mode = mode;
        this.target = target;
        this.tally = tally;
        this.book = new RecordedBook(format);
    }

    void accept(final RecordedRow row) {
        if (mode == FlowMode.MATCH) {
            match(row);
        }
        final List<Long> touched = book.apply(row);
        if (heldBack != null) {
            heldBack.addAll(touched);
            release();
        } else if (book.isCrossed()) {
            heldBack = new LinkedHashSet<>(touched);
        } else {
            touched.forEach(this::follow);
        }
    }

    /**
     * Auctions name no side: what they did is entered as their final state. Where orders get lost, a trade with one that
     * is not known is left out: it would meet another. A fill on the taker's own side is that of an order that had
     * rested and then took.
     */
    private void match(final RecordedRow row) {
        if (row.kind() == RecordedRow.Kind.TRADE) {
            final boolean isKnown = !losesOrders || book.order(row.orderId()) != null;
            takerSide = isKnown ? row.side() : null;
            if (takerSide != null) {
                target.take(++lastTakeId, row.side(), row.priceE8(), row.size());
            }
        } else if (row.kind() == RecordedRow.Kind.FILL && takerSide != null && row.side() != takerSide) {
            tally.recorded(lastTakeId, row.orderId(), row.size());
        }
    }

    private void follow(final long orderId) {
        final RecordedOrder now = book.order(orderId);
        if (now == null) {
            cancel(orderId);
        } else if (entered.put(orderId, now) == null) {
            target.place(now);
        } else {
            target.amend(now);
        }
    }

    private void cancel(final long orderId) {
        final RecordedOrder before = entered.remove(orderId);
        if (before != null) {
            target.cancel(before);
        }
    }

    private void release() {
        if (book.isCrossed()) {
            return;
        }
        final List<RecordedOrder> later = new ArrayList<>();
        for (final long orderId : heldBack) {
            final RecordedOrder before = entered.get(orderId);
            final RecordedOrder now = book.order(orderId);
            if (before != null && now != null && before.sequence() == now.sequence()) {
                follow(orderId);
            } else {
                cancel(orderId);
                if (now != null) {
                    later.add(now);
                }
            }
        }
        later.sort(Comparator.comparingLong(RecordedOrder::sequence));
        later.forEach(order -> follow(order.orderId()));
        heldBack = null;
    }

    /** Whether the node's book should be the recorded one now. */
    boolean isInStep() {
        return heldBack == null;
    }

    RecordedBook book() {
        return book;
    }
}
