package steelyard.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One WebSocket connection. Any thread; no call blocks. Sends a ping every 30 s and closes a connection that was silent
 * between two of them. It does not reconnect: {@link SocketListener#closed} says when that is due.
 *
 * <p>Requests are sent in the order of the calls. An answer has no time limit; it fails when the connection ends.
 */
public final class SteelyardSocket {
    private static final int PING_SECONDS = 30;
    private static final int ABNORMAL = 1006;
    private static final int TOO_MANY = 429;
    private static final Pattern TOO_MANY_POSTS = Pattern.compile("too many pending post requests id=(\\d{1,18})");
    private static final String PING = "{\"method\":\"ping\"}";

    private record Subscription(String method, ObjectNode request, CompletableFuture<Void> done) {
        private boolean isAnsweredBy(final JsonNode data) {
            return method.equals(data.path("method").textValue())
                && request.properties().stream().allMatch(
                    field -> same(field.getValue(), data.path("subscription").path(field.getKey())));
        }

        private static boolean same(final JsonNode sent, final JsonNode echoed) {
            return sent.isTextual() ? sent.textValue().equalsIgnoreCase(echoed.textValue()) : sent.equals(echoed);
        }
    }

    private final SocketListener listener;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> posts = new ConcurrentHashMap<>();
    private final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile WebSocket webSocket;
    private ScheduledFuture<?> pings;
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);
    private volatile boolean heardSincePing = true;

    SteelyardSocket(final SocketListener listener) {
        this.listener = listener;
    }

    /** The answer to a question. */
    public CompletableFuture<JsonNode> info(final ObjectNode request) {
        return post("info", request.toString(), payload -> payload.path("data"));
    }

    /** Sends an action. */
    public CompletableFuture<ExchangeReply> exchange(final SignedAction action) {
        return post("action", action.body(), ExchangeReply::new);
    }

    /** Asks for a stream, such as {@code {"type":"l2Book","coin":"BTC"}}; done when the server has agreed. */
    public CompletableFuture<Void> subscribe(final ObjectNode subscription) {
        return subscription("subscribe", subscription);
    }

    /** Ends a stream; done when the server has agreed. */
    public CompletableFuture<Void> unsubscribe(final ObjectNode subscription) {
        return subscription("unsubscribe", subscription);
    }

    /** The number of questions and actions without an answer yet. */
    public int pending() {
        return posts.size();
    }

    /** Fails what is pending, tells the listener on this thread, then says good-bye and closes. */
    public void close() {
        ended(WebSocket.NORMAL_CLOSURE, "closed by client");
        synchronized (this) {
            lastSend = lastSend.thenCompose(sent -> webSocket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
            lastSend.whenComplete((sent, failure) -> webSocket.abort());
        }
    }

    WebSocket.Listener receiver() {
        return new Receiver();
    }

    synchronized SteelyardSocket opened(final WebSocket opened, final ScheduledExecutorService timer) {
        webSocket = opened;
        pings = timer.scheduleWithFixedDelay(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
        if (closed.get()) {
            pings.cancel(false);
        }
        return this;
    }

    private void ping() {
        if (!heardSincePing) {
            webSocket.abort();
            ended(ABNORMAL, "no answer to ping");
            return;
        }
        heardSincePing = false;
        send(PING);
    }

    private synchronized CompletableFuture<?> send(final String text) {
        lastSend = lastSend.thenCompose(sent -> webSocket.sendText(text, true));
        return lastSend;
    }

    private <T> CompletableFuture<T> post(
        final String type, final String payload, final Function<JsonNode, T> answer) {
        final long id = lastId.incrementAndGet();
        final CompletableFuture<JsonNode> response = new CompletableFuture<>();
        posts.put(id, response);
        final CompletableFuture<?> sent = send("{\"method\":\"post\",\"id\":" + id
            + ",\"request\":{\"type\":\"" + type + "\",\"payload\":" + payload + "}}");
        sent.whenComplete((done, failure) -> {
            if (failure != null && posts.remove(id, response)) {
                response.completeExceptionally(failure);
            }
        });
        failIfClosed();
        return response.thenApply(answer);
    }

    private CompletableFuture<Void> subscription(final String method, final ObjectNode request) {
        final Subscription subscription = new Subscription(method, request.deepCopy(), new CompletableFuture<>());
        subscriptions.add(subscription);
        send("{\"method\":\"" + method + "\",\"subscription\":" + request + "}").whenComplete((sent, failure) -> {
            if (failure != null && subscriptions.remove(subscription)) {
                subscription.done().completeExceptionally(failure);
            }
        });
        failIfClosed();
        return subscription.done();
    }

    private void received(final String text) {
        heardSincePing = true;
        if (!text.startsWith("{")) {
            return;
        }
        final JsonNode message;
        try {
            message = SteelyardClient.JSON.readTree(text);
        } catch (final JsonProcessingException broken) {
            listener.error("not JSON: " + text);
            return;
        }
        final String channel = message.path("channel").asText();
        final JsonNode data = message.path("data");
        switch (channel) {
            case "pong" -> { }
            case "post" -> answered(data.path("id").longValue(), data.path("response"));
            case "subscriptionResponse" -> agreed(data);
            case "error" -> complained(data.asText());
            default -> listener.message(channel, data);
        }
    }

    private void answered(final long id, final JsonNode response) {
        final CompletableFuture<JsonNode> post = posts.remove(id);
        if (post == null) {
            return;
        }
        final JsonNode payload = response.path("payload");
        if ("error".equals(response.path("type").textValue())) {
            post.completeExceptionally(refusal(payload.asText()));
        } else {
            post.complete(payload);
        }
    }

    private static ApiException refusal(final String text) {
        final String[] parts = text.split(": ", 2);
        return parts.length == 2 && parts[0].matches("\\d{3}")
            ? new ApiException(Integer.parseInt(parts[0]), parts[1])
            : new ApiException(0, text);
    }

    private void agreed(final JsonNode data) {
        for (final Subscription subscription : subscriptions) {
            if (subscription.isAnsweredBy(data) && subscriptions.remove(subscription)) {
                subscription.done().complete(null);
                return;
            }
        }
    }

    /**
     * A complaint about too many posts names its post. One about a subscription names no request: it belongs to the
     * oldest one, as answers come in order.
     */
    private void complained(final String text) {
        final Matcher tooMany = TOO_MANY_POSTS.matcher(text);
        final CompletableFuture<JsonNode> post = tooMany.matches() ? posts.remove(Long.valueOf(tooMany.group(1))) : null;
        if (post != null) {
            post.completeExceptionally(new ApiException(TOO_MANY, text));
            return;
        }
        final boolean ofSubscription = text.startsWith("Already ") || text.startsWith("Invalid subscription")
            || text.startsWith("Cannot track");
        final Subscription oldest = ofSubscription ? subscriptions.poll() : null;
        if (oldest == null) {
            listener.error(text);
        } else {
            oldest.done().completeExceptionally(new ApiException(0, text));
        }
    }

    private void ended(final int code, final String reason) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        synchronized (this) {
            if (pings != null) {
                pings.cancel(false);
            }
        }
        failIfClosed();
        listener.closed(code, reason);
    }

    private void failIfClosed() {
        if (!closed.get()) {
            return;
        }
        final IOException failure = new IOException("connection closed");
        posts.values().removeIf(post -> post.completeExceptionally(failure) || post.isDone());
        for (Subscription next = subscriptions.poll(); next != null; next = subscriptions.poll()) {
            next.done().completeExceptionally(failure);
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean last) {
            if (!last) {
                partial.append(data);
            } else if (partial.isEmpty()) {
                received(data.toString());
            } else {
                final String whole = partial.append(data).toString();
                partial.setLength(0);
                received(whole);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket from, final int code, final String reason) {
            ended(code, reason);
            return null;
        }

        @Override
        public void onError(final WebSocket from, final Throwable failure) {
            ended(ABNORMAL, String.valueOf(failure.getMessage()));
        }
    }
}
