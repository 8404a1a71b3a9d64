package steelyard.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import steelyard.flow.recording.Recording;
import steelyard.flow.recording.RecordingFormat;
import steelyard.model.Side;

/**
 * Seeded recordings of both forms, with a book of their own: a plain list in the order of arrival. The best order is
 * found by looking at all of them.
 */
final class GeneratedFlow {
    private static final int MIDDLE = 400;
    private static final int SPREAD = 30;
    private static final int QUARTER_CENTS = 25;
    private static final long E9_PER_CENT = 10_000_000;
    private static final int E4_PER_CENT = 100;
    private static final int SNAPSHOT = 40;
    private static final int LAST = 130;
    private static final int MORE = 0;

    private record Order(long id, Side side, int level, int size) {
    }

    private final SplittableRandom random;
    private final RecordingFormat format;
    private final List<Order> book = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long lastId = 6_412_777_000_000L;

    private GeneratedFlow(final long seed, final RecordingFormat format) {
        this.random = new SplittableRandom(seed);
        this.format = format;
    }

    /** A snapshot, an opening auction, then trading. */
    static Recording future(final long seed, final int steps) {
        final GeneratedFlow flow = new GeneratedFlow(seed, RecordingFormat.CME_MBO);
        flow.lines.add("ts_recv_ns,ts_event_ns,instrument_id,action,side,order_id,price_1e-9,size,flags,sequence");
        for (int i = 0; i < 40; i++) {
            flow.rest(flow.side(), SNAPSHOT);
        }
        flow.open();
        flow.trade(steps);
        return Recording.of(RecordingFormat.CME_MBO, flow.lines);
    }

    /** Trading from an empty book; some orders leave unseen, and rows name orders that nobody knows. */
    static Recording share(final long seed, final int steps) {
        final GeneratedFlow flow = new GeneratedFlow(seed, RecordingFormat.LOBSTER);
        flow.trade(steps);
        return Recording.of(RecordingFormat.LOBSTER, flow.lines);
    }

    private void trade(final int steps) {
        for (int step = 0; step < steps; step++) {
            switch (book.size() < 20 ? 0 : random.nextInt(8)) {
                case 0, 1, 2 -> rest(side(), LAST);
                case 3, 4 -> cancel(LAST);
                case 5 -> amend();
                case 6 -> take();
                default -> oddity();
            }
        }
    }

    private Side side() {
        return random.nextBoolean() ? Side.BUY : Side.SELL;
    }

    private int size() {
        return 1 + random.nextInt(9);
    }

    private Order any() {
        return book.get(random.nextInt(book.size()));
    }

    /** A level that does not cross what is there. */
    private int level(final Side side) {
        final int level = MIDDLE - side.sign() * random.nextInt(SPREAD);
        final Order best = best(side.opposite());
        return best == null ? level : side.sign() * Math.min(side.sign() * level, side.sign() * best.level - 1);
    }

    private Order best(final Side side) {
        Order best = null;
        for (final Order order : book) {
            if (order.side == side && (best == null || side.sign() * order.level > side.sign() * best.level)) {
                best = order;
            }
        }
        return best;
    }

    private void rest(final Side side, final int flags) {
        rest(new Order(++lastId, side, level(side), size()), flags);
    }

    private void rest(final Order order, final int flags) {
        book.add(order);
        tell("A", order, order.size, flags);
    }

    private void cancel(final int flags) {
        final Order order = any();
        book.remove(order);
        tell("C", order, order.size, flags);
    }

    private void amend() {
        final Order order = any();
        final boolean moves = format == RecordingFormat.CME_MBO && random.nextBoolean();
        final int level = moves ? level(order.side) : order.level;
        final int size = moves ? size() : 1 + random.nextInt(order.size);
        replace(order, new Order(order.id, order.side, level, size));
        if (format == RecordingFormat.CME_MBO) {
            tell("M", book.get(indexOf(order.id)), size, LAST);
        } else if (size < order.size) {
            tell("2", order, order.size - size, LAST);
        }
    }

    private void replace(final Order before, final Order after) {
        if (before.level == after.level && after.size <= before.size) {
            book.set(book.indexOf(before), after);
        } else {
            book.remove(before);
            book.add(after);
        }
    }

    private int indexOf(final long id) {
        for (int i = 0; i < book.size(); i++) {
            if (book.get(i).id == id) {
                return i;
            }
        }
        throw new IllegalStateException("no order " + id);
    }

    /** Somebody takes from the best level, and sometimes rests there with more before the makers are taken away. */
    private void take() {
        final Side side = side();
        final Order best = best(side.opposite());
        if (best == null) {
            return;
        }
        final List<Order> level = book.stream().filter(o -> o.side == best.side && o.level == best.level).toList();
        if (format == RecordingFormat.LOBSTER) {
            fill(best, 1 + random.nextInt(best.size), LAST);
            return;
        }
        final boolean rests = random.nextBoolean();
        final int taken = rests ? level.stream().mapToInt(Order::size).sum()
            : 1 + random.nextInt(level.stream().mapToInt(Order::size).sum());
        final Order taker = new Order(++lastId, side, best.level, taken);
        tell("T", taker, taken, MORE);
        final List<Order> reduced = new ArrayList<>();
        int left = taken;
        for (final Order maker : level) {
            final int lots = Math.min(left, maker.size);
            left -= lots;
            if (lots > 0) {
                tell("F", maker, lots, MORE);
                reduced.add(new Order(maker.id, maker.side, maker.level, maker.size - lots));
            }
        }
        if (rests) {
            tell("A", new Order(taker.id, side, best.level, 3), 3, MORE);
        }
        for (int i = 0; i < reduced.size(); i++) {
            settle(reduced.get(i), i == reduced.size() - 1 ? LAST : MORE);
        }
        if (rests) {
            book.add(new Order(taker.id, side, best.level, 3));
        }
    }

    private void fill(final Order maker, final int lots, final int flags) {
        tell("4", maker, lots, flags);
        settle(new Order(maker.id, maker.side, maker.level, maker.size - lots), flags);
    }

    /** The row that carries a fill's reduction, where there is one. */
    private void settle(final Order after, final int flags) {
        final int index = indexOf(after.id);
        if (after.size == 0) {
            final Order before = book.remove(index);
            if (format == RecordingFormat.CME_MBO) {
                tell("C", before, before.size, flags);
            }
        } else {
            book.set(index, after);
            if (format == RecordingFormat.CME_MBO) {
                tell("M", after, after.size, flags);
            }
        }
    }

    /** Orders that cross without trading, then one price for all of them. */
    private void open() {
        for (int i = 0; i < 20; i++) {
            final Side side = side();
            rest(new Order(++lastId, side, MIDDLE + side.sign() * random.nextInt(5), size()), LAST);
            if (random.nextInt(4) == 0) {
                cancel(LAST);
            }
        }
        lines.add(line("T", "N", 0, MIDDLE, 1, MORE));
        while (isCrossed()) {
            final Order bid = best(Side.BUY);
            final Order ask = best(Side.SELL);
            final int lots = Math.min(bid.size, ask.size);
            settle(new Order(bid.id, bid.side, bid.level, bid.size - lots), MORE);
            settle(new Order(ask.id, ask.side, ask.level, ask.size - lots), MORE);
        }
        rest(Side.BUY, LAST);
    }

    private boolean isCrossed() {
        final Order bid = best(Side.BUY);
        final Order ask = best(Side.SELL);
        return bid != null && ask != null && bid.level >= ask.level;
    }

    /** What a recording says without changing the book, or does to it without a word. */
    private void oddity() {
        if (format == RecordingFormat.CME_MBO) {
            final Order order = any();
            tell("M", order, order.size, LAST);
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> lines.add("34200.5,5,0,100,12345678,1");
            case 1 -> lines.add("34200.5,3,77,100," + QUARTER_CENTS * E4_PER_CENT + ",-1");
            default -> book.remove(any());
        }
    }

    private void tell(final String action, final Order order, final int size, final int flags) {
        final String side = order.side == Side.BUY ? "B" : "A";
        if (format == RecordingFormat.CME_MBO) {
            lines.add(line(action, side, order.id, order.level, size, flags));
        } else {
            final String type = switch (action) {
                case "A" -> "1";
                case "C" -> "3";
                default -> action;
            };
            lines.add("34200.5," + type + ',' + order.id + ',' + size + ','
                + (long) order.level * QUARTER_CENTS * E4_PER_CENT + ',' + order.side.sign());
        }
    }

    private static String line(
        final String action, final String side, final long id, final int level, final int size, final int flags) {
        return "1,1,17077," + action + ',' + side + ',' + id + ',' + level * QUARTER_CENTS * E9_PER_CENT + ',' + size
            + ',' + flags + ",1";
    }
}
