package steelyard.server.readmodel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.exchange.Exchange;
import steelyard.gateway.GatewayConfig;
import steelyard.gateway.GatewayServer;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.AgentLimits;
import steelyard.node.BookOrderView;
import steelyard.node.BookView;
import steelyard.node.HistoryReader;
import steelyard.node.NodeQueries;
import steelyard.node.NodeStatus;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventDecoder;
import steelyard.testkit.flow.OrderFlow;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.LoggedCommand;

/**
 * A client of the public incremental feeds, over a real connection, beside a random history of the exchange: what it
 * makes of snapshots and changes is the book, at every message by checksum and at every stop level by level and order by
 * order.
 */
class BookFeedTest {
    private static final int COMMANDS = 3_000;
    private static final int STOP_EVERY = 250;
    private static final int MARKETS = 3;

    private final ExecutorService node = Executors.newSingleThreadExecutor();
    private final ReadModels models = new ReadModels();
    private final Exchange exchange = new Exchange(this::onEvents);
    private final Ledger ledger = new Ledger();
    private final CommandLog log = new CommandLog();
    private final CommandEncoder encoder = new CommandEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final EventBatch batch = new EventBatch();
    private final GatewayServer gateway = new GatewayServer(GatewayConfig.onLoopback(0),
        (command, offset, length, callback) -> false, new Queries(), history());
    private List<Event> events = List.of();

    private final class Queries implements NodeQueries {
        @Override
        public boolean submit(final Query query) {
            node.execute(() -> query.run(models));
            return true;
        }

        @Override
        public AgentLimits agentLimits(final Address address) {
            return models.agentLimits(address);
        }

        @Override
        public NodeStatus status() {
            return new NodeStatus(true, false, true, models.eventSequence(), models.logTimeNanos());
        }
    }

    /** A history that answers nothing. */
    private static HistoryReader history() {
        return (HistoryReader) Proxy.newProxyInstance(HistoryReader.class.getClassLoader(),
            new Class<?>[] {HistoryReader.class}, (proxy, method, arguments) -> new CompletableFuture<>());
    }

    @AfterEach
    void stop() {
        gateway.close();
        node.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldAlwaysEqualTheBook(final long seed) throws Exception {
        final OrderFlow flow = new OrderFlow(seed);
        run(flow, 500);
        gateway.start();
        final List<FeedClient> early = clients();
        FeedClient late = null;
        for (int i = 0; i < COMMANDS / STOP_EVERY; i++) {
            run(flow, STOP_EVERY);
            for (final FeedClient client : early) {
                client.awaitBook();
            }
            if (late != null) {
                late.awaitBook();
                late.close();
            }
            late = new FeedClient(i % MARKETS);
        }
        int messages = 0;
        for (final FeedClient client : early) {
            messages += client.changes;
            client.close();
        }
        late.close();
        assertTrue(messages > 500, messages + " changes");
    }

    private List<FeedClient> clients() throws Exception {
        final List<FeedClient> clients = new ArrayList<>();
        for (int marketId = 0; marketId < MARKETS; marketId++) {
            clients.add(new FeedClient(marketId));
        }
        return clients;
    }

    private void run(final OrderFlow flow, final int commands) throws Exception {
        node.submit(() -> {
            for (int i = 0; i < commands; i++) {
                apply(log.append(flow.next(ledger)));
            }
        }).get(60, TimeUnit.SECONDS);
    }

    private void apply(final LoggedCommand command) {
        final byte[] bytes = encoder.encode(command.command(), command.origin());
        events = List.of();
        exchange.apply(new UnsafeBuffer(bytes), 0, bytes.length, command.logPosition(), command.commandIndex(),
            command.timestampNanos());
        ledger.accept(command, events);
        log.onEvents(events);
    }

    private void onEvents(final DirectBuffer buffer, final int offset, final int length) {
        events = decoder.decodeBatch(buffer, offset);
        models.apply(batch.wrap(buffer, offset));
        gateway.events().onEvents(batch.wrap(buffer, offset));
    }

    /** Follows one market by both feeds as a client would: it knows only what it was sent. */
    private final class FeedClient implements WebSocket.Listener {
        private record Order(String side, String price, String size, long id, long priority) {
            String line() {
                return side + " " + price + " " + size + " " + id + " " + priority;
            }
        }

        private final ObjectMapper mapper = new ObjectMapper();
        private final MarketSpec spec;
        private final StringBuilder text = new StringBuilder();
        private final Map<String, TreeMap<BigDecimal, String>> levels =
            Map.of("B", new TreeMap<>(Comparator.reverseOrder()), "A", new TreeMap<>());
        private final Map<Long, Order> orders = new HashMap<>();
        private final WebSocket socket;
        private long levelsSequence;
        private long ordersSequence;
        private int changes;
        private Throwable failure;

        FeedClient(final int marketId) throws Exception {
            spec = models.market(marketId).spec();
            socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"), this).get(10, TimeUnit.SECONDS);
            for (final String type : List.of("l2", "l3")) {
                socket.sendText("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"" + type + "\",\"coin\":\""
                    + spec.coin() + "\"}}", true).get(10, TimeUnit.SECONDS);
            }
        }

        void close() {
            socket.abort();
        }

        @Override
        public synchronized CompletionStage<?> onText(
            final WebSocket from, final CharSequence data, final boolean last) {
            text.append(data);
            if (last) {
                final String whole = text.toString();
                text.setLength(0);
                try {
                    if (whole.startsWith("{") && failure == null) {
                        onMessage(mapper.readTree(whole));
                    }
                } catch (final IOException | RuntimeException | AssertionError broken) {
                    failure = broken;
                }
            }
            from.request(1);
            return null;
        }

        private void onMessage(final JsonNode message) {
            final JsonNode data = message.path("data");
            switch (message.path("channel").asText()) {
                case "l2" -> onLevels(data);
                case "l3" -> onOrders(data);
                default -> { }
            }
        }

        private void onLevels(final JsonNode data) {
            if (data.path("isSnapshot").asBoolean()) {
                if (data.path("part").asInt() == 1) {
                    levels.values().forEach(Map::clear);
                }
            } else {
                assertEquals(levelsSequence, data.path("prev").asLong());
                changes++;
            }
            put("B", data.at("/levels/0"));
            put("A", data.at("/levels/1"));
            levelsSequence = data.path("seq").asLong();
            if (data.path("part").asInt() == data.path("parts").asInt()) {
                final List<String> lines = new ArrayList<>();
                levels.values().forEach(side -> lines.addAll(side.values()));
                assertEquals(data.path("checksum").asLong(), checksum(lines));
            }
        }

        private void put(final String side, final JsonNode changed) {
            for (final JsonNode level : changed) {
                final String price = level.path("px").asText();
                if (level.path("n").asInt() == 0) {
                    levels.get(side).remove(new BigDecimal(price));
                } else {
                    levels.get(side).put(new BigDecimal(price),
                        side + " " + price + " " + level.path("sz").asText() + " " + level.path("n").asInt());
                }
            }
        }

        private void onOrders(final JsonNode data) {
            if (data.path("isSnapshot").asBoolean()) {
                if (data.path("part").asInt() == 1) {
                    orders.clear();
                }
                data.at("/orders/0").forEach(order -> add("B", order));
                data.at("/orders/1").forEach(order -> add("A", order));
            } else {
                assertEquals(ordersSequence, data.path("prev").asLong());
                changes++;
            }
            for (final JsonNode change : data.path("changes")) {
                final long id = change.path("oid").asLong();
                switch (change.path("op").asText()) {
                    case "add" -> add(change.path("side").asText(), change);
                    case "change" -> orders.compute(id, (key, order) -> new Order(
                        order.side, order.price, change.path("sz").asText(), id, order.priority));
                    case "remove" -> orders.remove(id);
                    default -> fail(change.toString());
                }
            }
            ordersSequence = data.path("seq").asLong();
            if (data.path("part").asInt() == data.path("parts").asInt()) {
                assertEquals(data.path("checksum").asLong(),
                    checksum(orders.values().stream().map(Order::line).toList()));
            }
        }

        private void add(final String side, final JsonNode order) {
            final long id = order.path("oid").asLong();
            orders.put(id, new Order(side, order.path("px").asText(), order.path("sz").asText(), id,
                order.path("pri").asLong()));
        }

        private long checksum(final List<String> lines) {
            long sum = 0;
            for (final String line : lines) {
                final CRC32 crc = new CRC32();
                crc.update(line.getBytes(US_ASCII));
                sum += crc.getValue();
            }
            return sum & 0xFFFF_FFFFL;
        }

        /** Waits until everything has come, and compares it with the read models. */
        void awaitBook() throws Exception {
            final String expected = node.submit(this::book).get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 1_000 && !expected.equals(received()); i++) {
                Thread.sleep(10);
            }
            assertEquals(expected, received());
        }

        private synchronized String received() {
            if (failure != null) {
                throw new AssertionError(failure);
            }
            final StringBuilder out = new StringBuilder();
            levels.get("B").values().forEach(level -> out.append(level).append('\n'));
            levels.get("A").values().forEach(level -> out.append(level).append('\n'));
            for (final String side : List.of("B", "A")) {
                final int sign = side.equals("B") ? -1 : 1;
                orders.values().stream().filter(order -> order.side.equals(side))
                    .sorted(Comparator.<Order, BigDecimal>comparing(
                        order -> new BigDecimal(order.price).multiply(BigDecimal.valueOf(sign)))
                        .thenComparing(Order::priority))
                    .forEach(order -> out.append(order.line()).append('\n'));
            }
            return out.toString();
        }

        private String book() {
            final StringBuilder out = new StringBuilder();
            final BookView book = models.book(spec.marketId(), Integer.MAX_VALUE);
            appendLevels(out, "B", book.bids());
            appendLevels(out, "A", book.asks());
            for (final Side side : List.of(Side.BUY, Side.SELL)) {
                models.bookOrders(spec.marketId()).stream()
                    .filter(view -> view.order().side() == side && view.order().shownLots() > 0)
                    .sorted(BookOrderView.BY_PRIORITY)
                    .forEach(view -> out.append(side == Side.BUY ? "B " : "A ")
                        .append(price(view.order().priceTicks())).append(' ').append(size(view.order().shownLots()))
                        .append(' ').append(view.order().orderId()).append(' ').append(view.prioritySequence())
                        .append('\n'));
            }
            return out.toString();
        }

        private void appendLevels(final StringBuilder out, final String side, final BookView.Levels of) {
            for (int i = 0; i < of.size(); i++) {
                out.append(side).append(' ').append(price(of.priceTicks()[i])).append(' ').append(size(of.lots()[i]))
                    .append(' ').append(of.orderCounts()[i]).append('\n');
            }
        }

        private String price(final long ticks) {
            return WireDecimal.format(ticks, spec.priceDecimals());
        }

        private String size(final long lots) {
            return WireDecimal.format(lots, spec.sizeDecimals());
        }
    }
}
