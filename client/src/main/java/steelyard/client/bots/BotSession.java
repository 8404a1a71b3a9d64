package steelyard.client.bots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import steelyard.client.Actions;
import steelyard.client.ExchangeReply;
import steelyard.client.SignedAction;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardClient;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;

/**
 * A bot's account: its connection, its positions, its orders that are over. A lost connection is opened again after a
 * second, at most {@link #ATTEMPTS_MAX} times in a row; a new one starts without orders. For the bots' thread.
 */
final class BotSession implements SocketListener {
    /** Attempts to connect before a session gives up. */
    static final int ATTEMPTS_MAX = 60;

    private static final int RETRY_MILLIS = 1_000;
    private static final int IDLE_CHECK_MILLIS = 20;
    private static final int IDLE_CHECKS_MAX = 100;

    private final SteelyardClient client;
    private final ScheduledExecutorService thread;
    private final Wallet wallet;
    private final Map<String, BotMarket> markets;
    private final BotCounters counters;
    private final Map<String, Long> lotsByCoin = new HashMap<>();
    private Runnable onReady = () -> { };
    private LongConsumer onOrderOver = oid -> { };
    private SteelyardSocket socket;
    private boolean isReady;
    private boolean isStopped;
    private boolean isRetrying;
    private int attempts;

    BotSession(
        final SteelyardClient client, final ScheduledExecutorService thread, final Wallet wallet,
        final Map<String, BotMarket> markets, final BotCounters counters) {
        this.client = client;
        this.thread = thread;
        this.wallet = wallet;
        this.markets = markets;
        this.counters = counters;
    }

    /** Whom to tell: of a new connection without orders, and of each order that no longer rests. */
    void listen(final Runnable whenReady, final LongConsumer whenOrderOver) {
        onReady = whenReady;
        onOrderOver = whenOrderOver;
    }

    boolean isReady() {
        return isReady;
    }

    BotCounters counters() {
        return counters;
    }

    /** The position in a market, in lots, negative if short. */
    long lots(final BotMarket market) {
        return lotsByCoin.getOrDefault(market.coin(), 0L);
    }

    /** The position's value in micro-USDC, signed. */
    long inventoryMicros(final BotMarket market) {
        return lots(market) * market.referenceTicks();
    }

    /** Connects, subscribes, learns the positions and cancels what an earlier run has left; done when ready. */
    CompletableFuture<Void> open() {
        attempts++;
        isRetrying = false;
        return client.connect(this)
            .thenComposeAsync(this::prepare, thread)
            .handleAsync(this::onOpened, thread);
    }

    private CompletableFuture<Void> prepare(final SteelyardSocket opened) {
        socket = opened;
        return CompletableFuture.allOf(
            opened.subscribe(ofUser("userFills")), opened.subscribe(ofUser("orderUpdates")))
            .thenCompose(done -> opened.info(ofUser("clearinghouseState")))
            .thenAcceptAsync(this::onState, thread)
            .thenCompose(done -> cancelAll());
    }

    private Void onOpened(final Void done, final Throwable failure) {
        if (failure == null) {
            isReady = true;
            attempts = 0;
            onReady.run();
        } else {
            counters.onReject(reason(failure));
            if (socket != null) {
                socket.close();
            } else {
                retry();
            }
        }
        return null;
    }

    private void retry() {
        if (isStopped || isRetrying) {
            return;
        }
        isRetrying = true;
        if (attempts >= ATTEMPTS_MAX) {
            counters.onReject("gave up connecting");
        } else {
            thread.schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Signs and sends an action, and hands each status of the answer on; a refusal of the whole is only counted. */
    CompletableFuture<Void> send(final ObjectNode action, final Consumer<ExchangeReply> onReply) {
        final SignedAction signed = wallet.sign(action);
        final long sentNanos = System.nanoTime();
        return socket.exchange(signed).handleAsync((reply, failure) -> {
            counters.onAnswer(System.nanoTime() - sentNanos);
            if (failure != null) {
                counters.onReject(reason(failure));
                return null;
            }
            if (!reply.isOk()) {
                counters.onReject(reply.error());
            }
            reply.statuses().forEach(counters::onStatus);
            onReply.accept(reply);
            return null;
        }, thread);
    }

    /** Cancels all resting orders of the account. */
    CompletableFuture<Void> cancelAll() {
        return socket.info(ofUser("openOrders")).thenComposeAsync(orders -> CompletableFuture.allOf(
            markets.values().stream()
                .map(market -> cancel(market, restingIn(market, orders)))
                .toArray(CompletableFuture[]::new)), thread);
    }

    private CompletableFuture<Void> cancel(final BotMarket market, final List<Long> oids) {
        if (oids.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        counters.onCancels(oids.size());
        return send(Actions.cancel(market.asset(), oids.stream().mapToLong(Long::longValue).toArray()), reply -> { });
    }

    private static List<Long> restingIn(final BotMarket market, final JsonNode orders) {
        return StreamSupport.stream(orders.spliterator(), false)
            .filter(order -> market.coin().equals(order.path("coin").textValue()))
            .map(order -> order.path("oid").longValue())
            .toList();
    }

    /** Waits for what is under way, cancels all orders and closes the connection. */
    CompletableFuture<Void> stop() {
        isStopped = true;
        if (!isReady) {
            return CompletableFuture.completedFuture(null);
        }
        isReady = false;
        final SteelyardSocket last = socket;
        return idle(IDLE_CHECKS_MAX).thenComposeAsync(done -> cancelAll(), thread).handle((done, failure) -> {
            last.close();
            return null;
        });
    }

    private CompletableFuture<Void> idle(final int checksLeft) {
        if (socket == null || socket.pending() == 0 || checksLeft == 0) {
            return CompletableFuture.completedFuture(null);
        }
        final Executor later = CompletableFuture.delayedExecutor(IDLE_CHECK_MILLIS, TimeUnit.MILLISECONDS, thread);
        return CompletableFuture.runAsync(() -> { }, later).thenComposeAsync(waited -> idle(checksLeft - 1), thread);
    }

    private ObjectNode ofUser(final String type) {
        return request(type).put("user", wallet.address());
    }

    private static ObjectNode request(final String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void onState(final JsonNode state) {
        lotsByCoin.clear();
        state.path("assetPositions").forEach(asset -> {
            final JsonNode position = asset.path("position");
            final BotMarket market = markets.get(position.path("coin").asText());
            if (market != null) {
                lotsByCoin.put(market.coin(), market.lots(position.path("szi").asText()));
            }
        });
    }

    @Override
    public void message(final String channel, final JsonNode data) {
        thread.execute(() -> {
            switch (channel) {
                case "userFills" -> onFills(data);
                case "orderUpdates" -> data.forEach(this::onOrderUpdate);
                default -> { }
            }
        });
    }

    private void onFills(final JsonNode data) {
        if (!data.path("isSnapshot").asBoolean()) {
            data.path("fills").forEach(this::onFill);
        }
    }

    private void onFill(final JsonNode fill) {
        final BotMarket market = markets.get(fill.path("coin").asText());
        if (market == null) {
            return;
        }
        final long lots = market.lots(fill.path("sz").asText());
        final long signedLots = "B".equals(fill.path("side").textValue()) ? lots : -lots;
        lotsByCoin.put(market.coin(), market.lots(fill.path("startPosition").asText()) + signedLots);
        counters.onFill(market.notionalMicros(fill.path("px").asText(), fill.path("sz").asText()));
    }

    private void onOrderUpdate(final JsonNode update) {
        if (!"open".equals(update.path("status").textValue())) {
            onOrderOver.accept(update.path("order").path("oid").longValue());
        }
    }

    @Override
    public void error(final String text) {
        thread.execute(() -> counters.onReject(text));
    }

    @Override
    public void closed(final int code, final String reason) {
        thread.execute(() -> {
            isReady = false;
            socket = null;
            if (!isStopped) {
                counters.onReject("connection closed: " + code + " " + reason);
                retry();
            }
        });
    }

    private static String reason(final Throwable failure) {
        final Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
