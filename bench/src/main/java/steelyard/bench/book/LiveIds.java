package steelyard.bench.book;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The orders that a generator may choose a victim from: all of them, or the oldest few. */
final class LiveIds implements ShadowBook.Watcher {
    private final int windowMax;
    private final List<ShadowBook.Order> window = new ArrayList<>();
    private final Map<ShadowBook.Order, Integer> places = new HashMap<>();
    private final Deque<ShadowBook.Order> waiting = new ArrayDeque<>();
    private final Map<ShadowBook.Order, Boolean> waitingGone = new HashMap<>();

    /** The oldest {@code windowMax} are eligible. */
    LiveIds(final int windowMax) {
        this.windowMax = windowMax;
    }

    @Override
    public void rested(final ShadowBook.Order order) {
        if (window.size() < windowMax) {
            enter(order);
        } else {
            waiting.addLast(order);
        }
    }

    private void enter(final ShadowBook.Order order) {
        places.put(order, window.size());
        window.add(order);
    }

    @Override
    public void gone(final ShadowBook.Order order) {
        final Integer place = places.remove(order);
        if (place == null) {
            waitingGone.put(order, true);
            return;
        }
        final ShadowBook.Order last = window.removeLast();
        if (last != order) {
            window.set(place, last);
            places.put(last, place);
        }
        refill();
    }

    private void refill() {
        while (window.size() < windowMax && !waiting.isEmpty()) {
            final ShadowBook.Order next = waiting.removeFirst();
            if (waitingGone.remove(next) == null) {
                enter(next);
            }
        }
    }

    boolean isEmpty() {
        return window.isEmpty();
    }

    ShadowBook.Order any(final SplittableRandom random) {
        return window.get(random.nextInt(window.size()));
    }
}
