package steelyard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import steelyard.client.Actions;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardClient;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.flow.recording.RecordedOrder;
import steelyard.model.Side;
import steelyard.signing.SigningKey;

/**
 * Sends commands over one WebSocket, so that they reach the log in the order of the calls, at most
 * {@value #UNDER_WAY_MAX} without an answer. Each order belongs to the account that had the fewest when it was placed.
 * Commands come from one thread.
 */
final class SocketTarget implements FlowTarget, SocketListener, AutoCloseable {
    private static final int UNDER_WAY_MAX = 96;
    private static final int ANSWER_SECONDS = 30;
    private static final int KEY_LENGTH = 32;
    private static final int PRICE_DECIMALS = 8;
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d.]*");

    /** What a resting order gave to a trade. */
    private record MakerFill(long orderId, long size) {
    }

    private final FlowConfig config;
    private final MakerTally tally;
    private final List<Wallet> makers;
    private final List<Wallet> takers;
    private final int[] orderCounts;
    private final Map<Long, Integer> makerOf = new HashMap<>();
    private final Semaphore places = new Semaphore(UNDER_WAY_MAX);
    private final SortedMap<String, Long> refusals = new TreeMap<>();
    private final Map<Long, Long> takeOfTrade = new HashMap<>();
    private final Map<Long, MakerFill> makerOfTrade = new HashMap<>();
    private final SteelyardSocket socket;
    private final int asset;
    private volatile String failure;
    private long commands;
    private long takenSize;
    private long tradedSize;

    /** Opens the socket and listens to fills; the accounts have no money yet. */
    SocketTarget(final SteelyardClient client, final FlowConfig config, final MakerTally tally) {
        this.config = config;
        this.tally = tally;
        final SecureRandom random = new SecureRandom();
        makers = Stream.generate(() -> wallet(random)).limit(config.makers()).toList();
        takers = Stream.generate(() -> wallet(random)).limit(config.takers()).toList();
        orderCounts = new int[makers.size()];
        asset = asset(client.info("meta").join());
        socket = client.connect(this).join();
        if (config.mode() == FlowMode.MATCH) {
            addresses().forEach(address -> socket.subscribe(JsonNodeFactory.instance.objectNode()
                .put("type", "userFills").put("user", address)).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join());
        }
    }

    private static Wallet wallet(final SecureRandom random) {
        final byte[] key = new byte[KEY_LENGTH];
        random.nextBytes(key);
        key[0] = 1;
        return Wallet.of(SigningKey.of(key));
    }

    private int asset(final JsonNode meta) {
        final JsonNode universe = meta.path("universe");
        for (int i = 0; i < universe.size(); i++) {
            if (config.coin().equals(universe.path(i).path("name").textValue())) {
                return i;
            }
        }
        throw new FlowException("The node has no market " + config.coin() + "; name one with --coin.");
    }

    /** The accounts that need money. */
    List<String> addresses() {
        final List<String> addresses = new ArrayList<>();
        makers.forEach(wallet -> addresses.add(wallet.address()));
        takers.forEach(wallet -> addresses.add(wallet.address()));
        return addresses;
    }

    /**
     * Has the node learn who signs on this connection, by choosing a leverage for each account: its
     * first request may be overtaken by those of others, later ones never.
     */
    void introduce() {
        Stream.concat(makers.stream(), takers.stream()).forEach(wallet -> {
            final ExchangeReply reply = socket.exchange(wallet.sign(Actions.updateLeverage(asset, true, 1)))
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
            if (!reply.isOk()) {
                throw new FlowException("The node does not take requests: " + reply.error());
            }
        });
    }

    @Override
    public void place(final RecordedOrder order) {
        final int maker = fewestOrders();
        makerOf.put(order.orderId(), maker);
        orderCounts[maker]++;
        send(makers.get(maker), Actions.order(request(order)));
    }

    private int fewestOrders() {
        int fewest = 0;
        for (int i = 1; i < orderCounts.length; i++) {
            fewest = orderCounts[i] < orderCounts[fewest] ? i : fewest;
        }
        return fewest;
    }

    @Override
    public void amend(final RecordedOrder order) {
        send(makers.get(makerOf.get(order.orderId())),
            Actions.modifyByCloid(ClientOrderIds.ofOrder(order.orderId()), request(order)));
    }

    @Override
    public void cancel(final RecordedOrder order) {
        final int maker = makerOf.remove(order.orderId());
        orderCounts[maker]--;
        send(makers.get(maker), Actions.cancelByCloid(asset, ClientOrderIds.ofOrder(order.orderId())));
    }

    @Override
    public void take(final long takeId, final Side side, final long priceE8, final long size) {
        send(takers.get((int) (takeId % takers.size())), Actions.order(
            OrderRequest.ioc(asset, side, price(priceE8), Long.toString(size))
                .withCloid(ClientOrderIds.ofTake(takeId))));
    }

    /** Where nothing may match, orders are post-only: one that would match says so. */
    private OrderRequest request(final RecordedOrder order) {
        final String price = price(order.priceE8());
        final String size = Long.toString(order.size());
        final OrderRequest request = config.mode() == FlowMode.BOOK
            ? OrderRequest.postOnly(asset, order.side(), price, size)
            : OrderRequest.gtc(asset, order.side(), price, size);
        return request.withCloid(ClientOrderIds.ofOrder(order.orderId()));
    }

    private static String price(final long priceE8) {
        return OrderRequest.decimal(priceE8, PRICE_DECIMALS);
    }

    private void send(final Wallet wallet, final ObjectNode action) {
        acquire(1);
        commands++;
        socket.exchange(wallet.sign(action)).whenComplete((reply, failed) -> {
            if (failed != null) {
                failure = "The connection failed: " + failed.getMessage();
            } else {
                answered(reply);
            }
            places.release();
        });
    }

    private void acquire(final int count) {
        try {
            if (!places.tryAcquire(count, ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new FlowException("The node did not answer within " + ANSWER_SECONDS + " s.");
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FlowException("The run was interrupted.");
        }
        if (failure != null) {
            throw new FlowException(failure);
        }
    }

    private synchronized void answered(final ExchangeReply reply) {
        if (!reply.isOk()) {
            refused(reply.error());
        }
        for (final OrderStatus status : reply.statuses()) {
            if (status instanceof OrderStatus.Rejected rejected) {
                refused(rejected.error());
            } else if (status instanceof OrderStatus.Filled filled && ClientOrderIds.takeId(filled.cloid()) > 0) {
                takenSize += size(filled.totalSize());
            }
        }
    }

    private void refused(final String text) {
        refusals.merge(NUMBER.matcher(text).replaceAll("#"), 1L, Long::sum);
    }

    private static long size(final String text) {
        return new BigDecimal(text).longValueExact();
    }

    @Override
    public void message(final String channel, final JsonNode data) {
        if ("userFills".equals(channel) && !data.path("isSnapshot").asBoolean()) {
            data.path("fills").forEach(this::filled);
        }
    }

    /** Both sides of a trade come as fills of their accounts, in any order. */
    private synchronized void filled(final JsonNode fill) {
        final long trade = fill.path("tid").longValue();
        final String clientOrderId = fill.path("cloid").textValue();
        if (ClientOrderIds.takeId(clientOrderId) > 0) {
            takeOfTrade.put(trade, ClientOrderIds.takeId(clientOrderId));
        } else if (!fill.path("crossed").asBoolean()) {
            makerOfTrade.put(
                trade, new MakerFill(ClientOrderIds.orderId(clientOrderId), size(fill.path("sz").asText())));
        }
        if (takeOfTrade.containsKey(trade) && makerOfTrade.containsKey(trade)) {
            final MakerFill maker = makerOfTrade.remove(trade);
            tally.actual(takeOfTrade.remove(trade), maker.orderId(), maker.size());
            tradedSize += maker.size();
        }
    }

    @Override
    public void closed(final int code, final String reason) {
        failure = "The node closed the connection: " + code + " " + reason;
    }

    /** Waits until every command was answered. */
    void awaitAnswers() {
        acquire(UNDER_WAY_MAX);
        places.release(UNDER_WAY_MAX);
    }

    /** Waits for the fills of everything that was answered as taken, as long as they keep coming. */
    void awaitFills() throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (isMissingFills() && System.nanoTime() - deadline < 0) {
            Thread.sleep(1);
        }
    }

    private synchronized boolean isMissingFills() {
        return tradedSize < takenSize;
    }

    long commands() {
        return commands;
    }

    synchronized SortedMap<String, Long> refusals() {
        return new TreeMap<>(refusals);
    }

    @Override
    public void close() {
        socket.close();
    }
}
