package steelyard.bench.book;

import java.util.function.LongConsumer;
import steelyard.matching.BookSide;
import steelyard.matching.IncomingOrder;
import steelyard.matching.MatchDecision;
import steelyard.matching.MatchListener;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
import steelyard.server.sequencer.CommandPack;

/**
 * Our order book, with what the exchange does beside matching and risk: a check for repeats, an event sequence, and
 * the state hash, for which orders are marked and which is mixed every 10,000 commands.
 */
final class OwnBook implements Engine, MatchListener {
    private static final int NONE = OrderStore.NONE;
    private static final int COMMANDS_PER_HASHING = 10_000;
    private static final int COMMANDS_PER_HASHING_LARGE = 1_000;
    /** Commands that come in one message of the log. */
    private static final int PACK = CommandPack.COMMANDS_MAX;
    private static final long SEED = 0x5DEECE66DL;

    private final Workload workload;
    private final int[] slots = new int[PACK];
    private final OrderStore orders;
    private final OrderBook book;
    private final IncomingOrder incoming = new IncomingOrder();
    private final EventRecords events = new EventRecords();
    private long lastSeq;
    private long prioritySequence;
    private long hash;
    private int commandsSinceHashing;
    private long preloaded;

    OwnBook(final Workload workload) {
        this.workload = workload;
        orders = new OrderStore(1 << 10, SEED);
        book = new OrderBook(0, PriceGrid.tick(1, false), orders);
    }

    @Override
    public void process(final int from, final int to) {
        for (int first = from; first < to; first += PACK) {
            final int end = Math.min(to, first + PACK);
            if (isLarge()) {
                preload(first, end);
            }
            for (int i = first; i < end; i++) {
                process(i);
            }
        }
    }

    /** What the exchange calls a large state. */
    private boolean isLarge() {
        return orders.size() > OrderStore.CACHED_MAX;
    }

    private void preload(final int from, final int to) {
        for (int i = from; i < to; i++) {
            preloaded += workload.op(i) > Op.TAKE ? orders.preloadIndex(workload.orderId(i)) : 0;
        }
        for (int i = from; i < to; i++) {
            final int slot = workload.op(i) > Op.TAKE ? orders.slotOf(workload.orderId(i)) : NONE;
            slots[i - from] = slot;
            preloaded += slot == NONE ? 0 : orders.preload(slot);
        }
        for (int i = from; i < to; i++) {
            preloaded += slots[i - from] == NONE ? 0 : orders.preloadNeighbours(slots[i - from]);
            if (workload.op(i) == Op.PLACE || workload.op(i) == Op.MOVE) {
                preloaded += book.side(workload.isBuy(i) ? Side.BUY : Side.SELL).preload(workload.price(i));
            }
        }
    }

    @Override
    public void process(final int i) {
        final long seq = i + 1L;
        events.open();
        if (seq <= lastSeq) {
            return;
        }
        lastSeq = seq;
        final byte op = workload.op(i);
        if (op <= Op.TAKE) {
            enter(i, seq, op);
        } else {
            change(i, seq, op);
        }
        events.done(op, workload.orderId(i));
        if (++commandsSinceHashing >= (isLarge() ? COMMANDS_PER_HASHING_LARGE : COMMANDS_PER_HASHING)) {
            commandsSinceHashing = 0;
            hash = orders.hash();
        }
    }

    private void enter(final int i, final long seq, final byte op) {
        incoming.owner(workload.orderId(i), workload.user(i), workload.user(i))
            .terms(workload.isBuy(i) ? Side.BUY : Side.SELL, workload.price(i), workload.lots(i))
            .circumstances(0, seq)
            .clientOrderId(0, 0);
        book.match(incoming, this);
        if (incoming.remainingLots() > 0) {
            if (op == Op.PLACE) {
                book.rest(incoming, ++prioritySequence);
            } else {
                events.remainderCanceled(
                    incoming.orderId(), incoming.accountId(), incoming.priceTicks(), incoming.remainingLots());
            }
        }
    }

    private void change(final int i, final long seq, final byte op) {
        final int slot = orders.slotOf(workload.orderId(i));
        if (slot == NONE || orders.accountId(slot) != workload.user(i)) {
            throw new IllegalStateException("no order " + workload.orderId(i));
        }
        switch (op) {
            case Op.CANCEL -> {
                reduced(slot, orders.remainingLots(slot), true);
                book.cancel(slot);
            }
            case Op.REDUCE -> reduce(slot, workload.lots(i));
            default -> move(slot, workload.price(i));
        }
    }

    private void reduce(final int slot, final long lots) {
        final long remaining = orders.remainingLots(slot);
        if (lots >= remaining) {
            reduced(slot, remaining, true);
            book.cancel(slot);
        } else {
            reduced(slot, lots, false);
            book.reduce(slot, remaining - lots);
        }
    }

    private void reduced(final int slot, final long lots, final boolean done) {
        events.reduced(orders.orderId(slot), orders.accountId(slot), orders.priceTicks(slot), lots, done);
    }

    private void move(final int slot, final long price) {
        final Side side = orders.side(slot);
        incoming.owner(orders.orderId(slot), orders.accountId(slot), orders.positionSlot(slot))
            .terms(side, price, orders.remainingLots(slot))
            .circumstances(orders.flags(slot), orders.placedTimeNanos(slot));
        if (!book.crosses(side, price)) {
            book.replace(slot, incoming, ++prioritySequence);
            return;
        }
        book.cancel(slot);
        book.match(incoming, this);
        if (incoming.remainingLots() > 0) {
            book.rest(incoming, ++prioritySequence);
        }
    }

    @Override
    public MatchDecision onCandidate(
        final IncomingOrder taker, final OrderBook in, final int maker, final long price, final long lots) {
        return MatchDecision.FILL;
    }

    @Override
    public void onFill(
        final IncomingOrder taker, final OrderBook in, final int maker, final long price, final long lots) {
        events.trade(orders.orderId(maker), orders.accountId(maker), taker.orderId(), taker.accountId(), price, lots,
            orders.remainingLots(maker) == 0, taker.remainingLots() == 0);
    }

    @Override
    public EventRecords events() {
        return events;
    }

    @Override
    public String totals() {
        return events.totals();
    }

    @Override
    public void book(final LongConsumer to) {
        book(book.bids(), to);
        book(book.asks(), to);
        book.verify();
        orders.verify();
    }

    private void book(final BookSide side, final LongConsumer to) {
        for (int level = side.best(); level != NONE; level = side.worse(level)) {
            for (int slot = side.firstOrder(level); slot != NONE; slot = orders.nextOfLevel(slot)) {
                to.accept(orders.orderId(slot));
                to.accept(side.priceTicks(level));
                to.accept(orders.remainingLots(slot));
            }
        }
    }

    /** The state hash as it was mixed last. */
    long hash() {
        return hash;
    }

    OrderBook book() {
        return book;
    }

    OrderStore orders() {
        return orders;
    }
}
