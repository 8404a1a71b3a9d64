package steelyard.history;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import steelyard.model.OrderFlags;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Candle;
import steelyard.node.HistoryReader.CandleUnit;
import steelyard.node.HistoryReader.DayVolume;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.Order;
import steelyard.node.HistoryReader.Trade;

@Timeout(120)
abstract class HistoryStoreTest {
    static final int LARGE_QUEUE = 64 * 1024 * 1024;
    static final int SMALL_QUEUE = 16 * 1024;

    final AtomicLong currentSequence = new AtomicLong();
    HistoryStore store;

    /** A place that is empty before each test. */
    abstract HistoryLocation location();

    /** The same place in words for another process. */
    abstract String[] locationArguments();

    /** Another connection to it. */
    abstract Connection connect() throws Exception;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void shouldHoldWhatANaiveListHolds() throws Exception {
        final Flow flow = new Flow(1).run(20_000);
        open(LARGE_QUEUE);
        offer(flow, 0, flow.batches.size());

        assertHolds(flow);
    }

    @Test
    void shouldStoreEveryEventOnceOverRestarts() throws Exception {
        final Flow flow = new Flow(2).run(3_000);
        final Random random = new Random(2);
        int end = 0;
        while (end < flow.batches.size()) {
            open(LARGE_QUEUE);
            final int begin = random.nextInt(end + 1);
            end = Math.min(flow.batches.size(), end + random.nextInt(120));
            offer(flow, begin, end);
            store.close();
        }
        open(LARGE_QUEUE);
        offer(flow, 0, flow.batches.size());

        assertHolds(flow);
        assertEquals(flow.sequence, store.cursor().eventSequence());
        assertEquals(flow.logPosition, store.cursor().logPosition());
    }

    @Test
    void shouldStoreEveryEventOnceWhenItIsKilled() throws Exception {
        final Random random = new Random(3);
        final int commands = 60_000;
        for (int kills = 0; kills < 5; kills++) {
            final Process process = startVictim(commands);
            process.getInputStream().read();
            Thread.sleep(50L + random.nextInt(150) * (kills + 1L));
            process.destroyForcibly().waitFor();
        }
        final Flow flow = new Flow(3).run(commands);
        open(LARGE_QUEUE);
        final long stored = store.cursor().eventSequence();
        assertTrue(stored > 0 && stored < flow.sequence, "killed too early or too late: " + stored);
        offer(flow, 0, flow.batches.size());

        assertHolds(flow);
    }

    private Process startVictim(final int commands) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), Victim.class.getName(), "" + commands));
        command.addAll(List.of(locationArguments()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Offers the same flow from its begin at every start, slowly enough to be killed. */
    static final class Victim {
        private Victim() {
        }

        public static void main(final String[] args) throws Exception {
            final Flow flow = new Flow(3).run(Integer.parseInt(args[0]));
            final HistoryLocation location = args.length == 2 ? HistoryLocation.file(Path.of(args[1]))
                : HistoryLocation.postgres(args[1], args[2], Path.of(args[3]));
            final HistoryConfig config = new HistoryConfig(
                location, LARGE_QUEUE, Duration.ofMillis(2), Duration.ofSeconds(2));
            final HistoryStore store = HistoryStore.open(config, () -> 0);
            System.out.println("open");
            System.out.flush();
            for (int i = 0; i < flow.batches.size(); i++) {
                final boolean isNew = i > flow.batches.size() / 10;
                store.offer(Flow.batch(flow.batches.get(i)));
                if (isNew && i % 100 == 0) {
                    Thread.sleep(1);
                }
            }
            Thread.sleep(60_000);
        }
    }

    @Test
    void shouldAnswerWithWhatWasAppliedWhenAsked() throws Exception {
        final Flow flow = new Flow(4).run(500);
        open(LARGE_QUEUE);
        offer(flow, 0, 400);
        currentSequence.set(flow.sequence);
        final CompletionStage<List<Fill>> answer = store.fills(0, 10_000);
        Thread.sleep(200);
        assertFalse(answer.toCompletableFuture().isDone());
        offer(flow, 400, 500);

        assertEquals(fills(flow, 0), get(answer));
    }

    @Test
    void shouldAnswerBeforeTheNextCommitIsDue() throws Exception {
        final Flow flow = new Flow(5).run(300);
        store = HistoryStore.open(
            new HistoryConfig(location(), LARGE_QUEUE, Duration.ofHours(1), Duration.ofSeconds(2)), currentSequence::get);
        offer(flow, 0, flow.batches.size());
        currentSequence.set(flow.sequence);

        assertEquals(trades(flow, 1), get(store.trades(1, 10_000)));
    }

    @Test
    void shouldFailAQuestionWhenItLags() throws Exception {
        store = HistoryStore.open(
            new HistoryConfig(location(), SMALL_QUEUE, Duration.ofMillis(50), Duration.ofMillis(300)), currentSequence::get);
        currentSequence.set(7);

        final ExecutionException e = assertThrows(ExecutionException.class, () -> get(store.fills(0, 1)));
        assertInstanceOf(TimeoutException.class, e.getCause());
        assertEquals("history lags behind: it has events up to 0, wanted 7", e.getCause().getMessage());
    }

    @Test
    void shouldFollowLiveEventsWhileItIsFilled() throws Exception {
        final Flow flow = new Flow(7).run(6_000);
        open(SMALL_QUEUE);
        final AtomicLong committed = new AtomicLong();
        final Thread refiller = new Thread(() -> {
            while (committed.get() < flow.batches.size() || !store.isAttached()) {
                if (!store.isAttached()) {
                    refill(flow, () -> (int) committed.get());
                }
            }
        });
        refiller.start();
        for (int i = 0; i < flow.batches.size(); i++) {
            committed.set(i + 1);
            store.offer(Flow.batch(flow.batches.get(i)));
            if (i % 50 == 0) {
                Thread.sleep(1);
            }
        }
        refiller.join();

        assertHolds(flow);
        assertTrue(store.detachments() > 0, "the queue never overflowed");
    }

    @Test
    void shouldDetachWhenEventsAreMissing() throws Exception {
        final Flow flow = new Flow(8).run(100);
        open(LARGE_QUEUE);
        offer(flow, 0, 10);
        offer(flow, 11, 20);
        await(() -> !store.isAttached());
        assertFalse(store.offer(Flow.batch(flow.batches.get(20))));
        refill(flow, flow.batches.size());

        assertHolds(flow);
    }

    @Test
    void shouldKnowTheRestingOrdersOfASnapshotWhenHistoryIsLost() throws Exception {
        final Flow flow = new Flow(11).run(300);
        final long lost = flow.sequence;
        final int begin = flow.batches.size();
        final int fillsBefore = flow.fills.size();
        final Set<Long> lostOrders = new HashSet<>(flow.orders.keySet());
        lostOrders.removeAll(flow.resting().keySet());
        final Map<Long, Order> resting = flow.resting();
        open(LARGE_QUEUE);
        flow.image().forEach(record -> assertTrue(store.offer(Flow.batch(record))));
        currentSequence.set(lost);
        for (final Order order : resting.values()) {
            assertEquals(order, get(store.order(order.accountId(), order.orderId())));
        }
        flow.run(300);
        offer(flow, begin, flow.batches.size());
        currentSequence.set(flow.sequence);

        assertEquals(flow.fills.size() - fillsBefore, allFills());
        for (final Order order : flow.orders.values()) {
            assertEquals(lostOrders.contains(order.orderId()) ? null : order,
                get(store.order(order.accountId(), order.orderId())));
        }
        store.close();
        assertEquals("1-" + lost, query("SELECT from_sequence || '-' || to_sequence FROM gaps"));
    }

    @Test
    void shouldLearnNothingFromASnapshotThatItIsBeyond() throws Exception {
        final Flow flow = new Flow(12).run(300);
        final List<byte[]> image = flow.image();
        flow.run(300);
        open(LARGE_QUEUE);
        offer(flow, 0, flow.batches.size());
        currentSequence.set(flow.sequence);
        get(store.fills(0, 1));
        image.forEach(record -> assertTrue(store.offer(Flow.batch(record))));
        offer(flow, 0, flow.batches.size());

        assertHolds(flow);
    }

    @Test
    void shouldBeFilledFromASnapshotThatOverflowsItsQueue() throws Exception {
        final Flow flow = new Flow(13).run(2_000);
        final List<byte[]> image = flow.image();
        final int begin = flow.batches.size();
        flow.run(50);
        open(SMALL_QUEUE);
        boolean attached = true;
        for (int i = 0; attached; i++) {
            attached = store.offer(Flow.batch(image.get(i % image.size())));
        }
        store.refill((after, sink) -> {
            for (final byte[] record : image) {
                assertTrue(sink.onBatch(Flow.batch(record)));
            }
            for (final byte[] batch : flow.batches.subList(begin, flow.batches.size())) {
                assertTrue(sink.onBatch(Flow.batch(batch)));
            }
            assertTrue(sink.onEnd());
            assertFalse(sink.onEnd());
        });
        currentSequence.set(flow.sequence);
        for (final Order order : flow.resting().values()) {
            assertEquals(order, get(store.order(order.accountId(), order.orderId())));
        }
    }

    @Test
    void shouldRefuseQuestionsOnceItIsClosed() throws Exception {
        open(SMALL_QUEUE);
        store.close();
        final ExecutionException e = assertThrows(ExecutionException.class, () -> get(store.fills(0, 1)));
        assertEquals("the history store is closed", e.getCause().getMessage());
    }

    void open(final int queueBytes) throws HistoryException {
        store = HistoryStore.open(
            new HistoryConfig(location(), queueBytes, Duration.ofMillis(5), Duration.ofSeconds(20)),
            currentSequence::get, Duration.ofMillis(10));
    }

    void offer(final Flow flow, final int begin, final int end) {
        for (final byte[] batch : flow.batches.subList(begin, end)) {
            store.offer(Flow.batch(batch));
        }
    }

    void refill(final Flow flow, final int end) {
        while (!store.isAttached()) {
            refill(flow, () -> end);
        }
    }

    /** A journal without snapshots whose committed end may move on. */
    private void refill(final Flow flow, final IntSupplier committed) {
        try {
            store.refill((after, sink) -> {
                int next = 0;
                do {
                    for (final int end = committed.getAsInt(); next < end; next++) {
                        if (!sink.onBatch(Flow.batch(flow.batches.get(next)))) {
                            return;
                        }
                    }
                } while (sink.onEnd());
            });
        } catch (final HistoryException e) {
            throw new AssertionError(e);
        }
    }

    void assertHolds(final Flow flow) throws Exception {
        currentSequence.set(flow.sequence);
        for (int account = 0; account < Flow.ACCOUNTS; account++) {
            assertEquals(fills(flow, account), get(store.fills(account, Integer.MAX_VALUE)));
            assertEquals(fills(flow, account).stream().limit(3).toList(), get(store.fills(account, 3)));
        }
        for (int market = 0; market < Flow.MARKETS; market++) {
            assertEquals(trades(flow, market), get(store.trades(market, Integer.MAX_VALUE)));
            for (final CandleUnit unit : CandleUnit.values()) {
                assertEquals(candles(flow, market, unit),
                    get(store.candles(market, unit, 0, Long.MAX_VALUE, Integer.MAX_VALUE)));
            }
        }
        assertHoldsOfAccounts(flow);
        final Map<Long, CompletableFuture<Order>> answers = new TreeMap<>();
        final Map<List<Long>, Order> lastOfName = new HashMap<>();
        for (final Order order : flow.orders.values()) {
            if (answers.size() % 2_000 == 0) {
                get(store.fills(0, 0));
            }
            answers.put(order.orderId(), store.order(order.accountId(), order.orderId()).toCompletableFuture());
            if (OrderFlags.hasClientOrderId(order.flags())) {
                lastOfName.put(List.of((long) order.accountId(), order.clientOrderIdLow()), order);
            }
        }
        for (final Order order : flow.orders.values()) {
            assertEquals(order, get(answers.get(order.orderId())));
        }
        assertFalse(lastOfName.isEmpty());
        for (final Map.Entry<List<Long>, Order> last : lastOfName.entrySet()) {
            final int account = last.getKey().get(0).intValue();
            assertEquals(last.getValue(), get(store.order(account, -7, last.getKey().get(1))));
        }
        assertNull(get(store.order(0, Long.MAX_VALUE)));
        assertNull(get(store.order(0, 0, 0)));
        final Order other = flow.orders.values().iterator().next();
        assertNull(get(store.order(other.accountId() + 1, other.orderId())));
    }

    private void assertHoldsOfAccounts(final Flow flow) throws Exception {
        for (int account = 0; account < Flow.ACCOUNTS; account++) {
            final int accountId = account;
            final List<Order> orders = flow.orders.values().stream()
                .filter(order -> order.accountId() == accountId).toList().reversed();
            assertEquals(orders, get(store.orders(account, Integer.MAX_VALUE)));
            assertEquals(orders.stream().limit(2).toList(), get(store.orders(account, 2)));
            final List<Fill> fills = fills(flow, account);
            if (!fills.isEmpty()) {
                final long from = fills.get(fills.size() * 2 / 3).timestampNanos();
                final long to = fills.get(fills.size() / 3).timestampNanos();
                final List<Fill> between = fills.stream()
                    .filter(fill -> fill.timestampNanos() >= from && fill.timestampNanos() <= to).toList();
                assertEquals(between.reversed(), get(store.fills(account, from, to, false, Integer.MAX_VALUE)));
                assertEquals(between.stream().limit(2).toList(), get(store.fills(account, from, to, true, 2)));
            }
            assertEquals(volumes(flow, account), get(store.volumes(account, 0)));
        }
        assertEquals(volumes(flow, HistoryReader.WHOLE_EXCHANGE),
            get(store.volumes(HistoryReader.WHOLE_EXCHANGE, 0)));
        final long lastDay = TimeUnit.NANOSECONDS.toDays(flow.trades.getLast().timestampNanos());
        assertEquals(List.of(), get(store.volumes(0, lastDay + 1)));
    }

    private static List<Candle> candles(final Flow flow, final int market, final CandleUnit unit) {
        final Map<Long, Candle> candles = new TreeMap<>();
        for (final Trade trade : flow.trades) {
            final long price = trade.priceTicks();
            final long start = trade.timestampNanos() / 1_000_000 / unit.millis() * unit.millis();
            if (trade.marketId() == market) {
                candles.merge(start, new Candle(start, price, price, price, price, trade.quantityLots(), 1),
                    (before, last) -> new Candle(start, before.openTicks(), Math.max(before.highTicks(), price),
                        Math.min(before.lowTicks(), price), price, before.volumeLots() + trade.quantityLots(),
                        before.tradeCount() + 1));
            }
        }
        return List.copyOf(candles.values());
    }

    private static List<DayVolume> volumes(final Flow flow, final int account) {
        final Map<Long, DayVolume> volumes = new TreeMap<>();
        for (final Fill fill : flow.fills) {
            if (fill.accountId() == account || account == HistoryReader.WHOLE_EXCHANGE) {
                final long micros = Math.abs(fill.priceTicks() * fill.quantityLots());
                volumes.merge(TimeUnit.NANOSECONDS.toDays(fill.timestampNanos()),
                    new DayVolume(TimeUnit.NANOSECONDS.toDays(fill.timestampNanos()), fill.taker() ? 0 : micros,
                        fill.taker() ? micros : 0),
                    (a, b) -> new DayVolume(a.day(), a.makerMicros() + b.makerMicros(),
                        a.takerMicros() + b.takerMicros()));
            }
        }
        return List.copyOf(volumes.values());
    }

    int allFills() throws Exception {
        int count = 0;
        for (int account = 0; account < Flow.ACCOUNTS; account++) {
            count += get(store.fills(account, Integer.MAX_VALUE)).size();
        }
        return count;
    }

    private String query(final String sql) throws Exception {
        try (Connection connection = connect();
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static List<Fill> fills(final Flow flow, final int account) {
        return flow.fills.stream().filter(fill -> fill.accountId() == account)
            .sorted(Comparator.comparingLong(Fill::eventSequence).reversed()).toList();
    }

    private static List<Trade> trades(final Flow flow, final int market) {
        final List<Trade> trades = new ArrayList<>(
            flow.trades.stream().filter(trade -> trade.marketId() == market).toList());
        Collections.reverse(trades);
        return trades;
    }

    static <T> T get(final CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, SECONDS);
    }

    static void await(final BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }
}
