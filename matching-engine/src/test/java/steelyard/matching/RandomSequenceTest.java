package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import steelyard.model.Mix64;
import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** Random operations on several markets at once, with callbacks that cancel and reduce, against naive books. */
class RandomSequenceTest {
    private static final int OPERATIONS = 100_000;
    private static final int COMPARE_EVERY = 128;
    private static final int RESTORE_EVERY = 10_000;
    private static final int ACCOUNTS = 9;
    private static final List<PriceGrid> GRIDS = List.of(
        PriceGrid.tick(1, true), PriceGrid.tick(25, true), PriceGrid.significant5(0), PriceGrid.significant5(2),
        PriceGrid.significant5(6), PriceGrid.tick(5, false));

    private final List<String> naiveTape = new ArrayList<>();
    private final List<String> tape = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private final long[] centers = new long[GRIDS.size()];
    private NaiveVenue naive;
    private BookVenue venue;
    private SplittableRandom random;
    private long sequence;
    private long orderIds;
    private long fills;
    private long restingMax;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldDoWhatNaiveBooksDo(final long seed) {
        random = new SplittableRandom(seed);
        final Venue.Script script = new Interference(seed);
        naive = new NaiveVenue(GRIDS.size(), naiveTape, script);
        venue = new BookVenue(GRIDS, seed, tape, script);
        for (int i = 0; i < centers.length; i++) {
            centers[i] = GRIDS.get(i).allowsNonPositive() ? 0 : 90_000;
        }
        for (int i = 1; i <= OPERATIONS; i++) {
            operate(i / 8_000 % 2 == 0 ? 1_500 : 40);
            assertEquals(naiveTape, tape, () -> "seed " + seed);
            fills += tape.stream().filter(line -> line.startsWith("fill")).count();
            tape.clear();
            naiveTape.clear();
            restingMax = Math.max(restingMax, naive.size());
            if (i % COMPARE_EVERY == 0) {
                compare();
            }
            if (i % RESTORE_EVERY == 0) {
                venue = venue.restored(GRIDS, seed + i, script);
                compare();
            }
        }
        assertTrue(fills > OPERATIONS / 10, () -> "only " + fills + " fills");
        assertTrue(restingMax > 500, () -> "only " + restingMax + " orders rested");
    }

    /** One operation; grows or shrinks the books toward the wanted number of orders. */
    private void operate(final int wantedOrders) {
        final int market = random.nextInt(GRIDS.size());
        final int dice = random.nextInt(1_000);
        if (dice < 300) {
            place(order(market), dice < 240);
        } else if (dice < 700) {
            if (naive.size() < wantedOrders) {
                place(order(market), true);
            } else {
                ifSome(id -> both(v -> v.cancel(id)));
            }
        } else if (dice < 800) {
            ifSome(this::makeSmaller);
        } else if (dice < 999) {
            ifSome(this::replace);
        } else if (random.nextInt(8) == 0) {
            empty(market);
        } else {
            centers[market] = wander(market);
        }
        venue.check(market);
    }

    private void place(final Venue.Order order, final boolean rests) {
        if (rests) {
            sequence++;
            both(v -> v.place(order, sequence));
            ids.add(order.orderId());
        } else {
            both(v -> v.match(order));
        }
    }

    private void makeSmaller(final long id) {
        final long remaining = naive.remainingLots(id);
        final long smaller = 1 + random.nextLong(remaining);
        if (random.nextBoolean()) {
            both(v -> v.reduce(id, smaller));
        } else {
            both(v -> v.amend(id, smaller));
        }
    }

    private void replace(final long id) {
        final Venue.Order old = venue.order(id);
        final Venue.Order next = order(old.market(), old.account());
        sequence++;
        switch (random.nextInt(3)) {
            case 0 -> both(v -> v.replace(id, old.withPrice(next.priceTicks()), sequence));
            case 1 -> {
                both(v -> v.replace(id, next, sequence));
                ids.add(next.orderId());
            }
            default -> {
                both(v -> v.cancel(id));
                place(order(old.market()), true);
            }
        }
    }

    private void empty(final int market) {
        for (final Side side : Side.values()) {
            for (final Venue.Resting resting : naive.bookOrder(market, side)) {
                both(v -> v.cancel(resting.order().orderId()));
            }
        }
    }

    private Venue.Order order(final int market) {
        return order(market, random.nextInt(ACCOUNTS));
    }

    private Venue.Order order(final int market, final int account) {
        final Side side = Side.of(random.nextInt(2));
        int flags = random.nextInt(4) == 0 ? OrderFlags.REDUCE_ONLY : 0;
        long high = 0;
        long low = 0;
        if (random.nextInt(3) == 0) {
            high = random.nextInt(3);
            low = random.nextInt(200);
            if (venue.byClientId(account, high, low) == 0) {
                flags |= OrderFlags.HAS_CLIENT_ORDER_ID;
            } else {
                high = 0;
                low = 0;
            }
        }
        orderIds += 1 + random.nextInt(3);
        return new Venue.Order(orderIds, account, market, side, price(market, side), 1 + random.nextInt(50), flags,
            high, low, 1_000_000 + orderIds);
    }

    /** Mostly near the center and passive, now and then far out. */
    private long price(final int market, final Side side) {
        final PriceGrid grid = GRIDS.get(market);
        final long spread = switch (random.nextInt(20)) {
            case 0 -> 1_000_000_000_000L;
            case 1 -> 1_000_000;
            case 2, 3 -> 5_000;
            default -> 60;
        };
        final long passive = random.nextLong(spread) - (random.nextInt(5) < 2 ? spread / 2 : 0);
        final long index = grid.indexOf(centers[market]) - side.sign() * passive;
        return grid.priceAt(grid.allowsNonPositive() ? index : Math.max(1, index));
    }

    private long wander(final int market) {
        final PriceGrid grid = GRIDS.get(market);
        final long lowest = grid.allowsNonPositive() ? -200_000 : 1;
        return grid.priceAt(random.nextLong(lowest, 200_000));
    }

    private void ifSome(final java.util.function.LongConsumer action) {
        while (!ids.isEmpty()) {
            final int at = random.nextInt(ids.size());
            final long id = ids.get(at);
            if (naive.remainingLots(id) > 0) {
                action.accept(id);
                return;
            }
            ids.set(at, ids.getLast());
            ids.removeLast();
        }
    }

    private void both(final java.util.function.Consumer<Venue> action) {
        action.accept(naive);
        action.accept(venue);
    }

    private void compare() {
        venue.verify();
        assertEquals(naive.hash(), venue.hash());
        assertEquals(naive.size(), venue.store().size());
        int levels = 0;
        for (int market = 0; market < GRIDS.size(); market++) {
            for (final Side side : Side.values()) {
                levels += naive.levels(market, side).size();
                assertEquals(naive.levels(market, side), venue.levels(market, side));
                assertEquals(naive.bookOrder(market, side), venue.bookOrder(market, side));
            }
            for (int account = 0; account < ACCOUNTS; account++) {
                assertEquals(naive.reduceOnlyOrders(account, market), venue.reduceOnlyOrders(account, market));
                assertEquals(naive.otherOrders(account, market), venue.otherOrders(account, market));
            }
        }
        assertEquals(levels, venue.store().levels().inUse());
        for (int low = 0; low < 200; low += 20) {
            assertEquals(naive.byClientId(low % ACCOUNTS, 1, low), venue.byClientId(low % ACCOUNTS, 1, low));
        }
    }

    /**
     * Decides by the numbers alone, and after a fill meddles with orders of the maker, of this market and of others.
     */
    private record Interference(long seed) implements Venue.Script {
        @Override
        public MatchDecision decide(final long incomingId, final long makerId, final long lots) {
            final long roll = Long.remainderUnsigned(Mix64.mix(Mix64.mix(seed, incomingId), makerId), 20);
            if (roll == 0) {
                return MatchDecision.STOP;
            }
            return roll < 4 ? MatchDecision.CANCEL_MAKER : MatchDecision.FILL;
        }

        @Override
        public void afterFill(
            final Venue venue, final long incomingId, final long makerId, final int makerAccount, final int market) {
            final long roll = Mix64.mix(Mix64.mix(~seed, incomingId), makerId);
            if ((roll & 3) == 0) {
                upkeep(venue, makerAccount, market, roll);
            }
            if ((roll & 28) == 0) {
                // Whatever comes next at the same price, and neighbours of other markets.
                for (long id = makerId; id < makerId + 40; id++) {
                    meddle(venue, id, roll);
                }
            }
            if ((roll & 96) == 0) {
                meddle(venue, makerId, roll >>> 8);
            }
        }

        private static void upkeep(final Venue venue, final int account, final int market, final long roll) {
            for (final long id : venue.reduceOnlyOrders(account, market)) {
                venue.tape.add("upkeep of " + id);
                meddle(venue, id, Mix64.mix(roll, id));
            }
        }

        private static void meddle(final Venue venue, final long id, final long roll) {
            final long remaining = venue.remainingLots(id);
            if (remaining == 0) {
                return;
            }
            if ((roll >>> 20 & 1) == 0) {
                venue.cancel(id);
            } else {
                venue.reduce(id, 1 + Long.remainderUnsigned(roll, remaining));
            }
        }
    }
}
