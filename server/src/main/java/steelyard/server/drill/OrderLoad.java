package steelyard.server.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import steelyard.client.Actions;
import steelyard.client.ApiException;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardClient;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.server.local.LocalNode;
import steelyard.signing.SigningKey;

/**
 * One trader: places batches of orders that only rest and cancels them a moment later, at a steady rate, over one
 * WebSocket. When its connection is lost it connects to the next node that lives, finds out what became of everything
 * that was not answered, by sending it once more and by asking for the orders' client ids, and goes on.
 */
final class OrderLoad implements SocketListener, AutoCloseable {
    private static final long PERIOD_MILLIS = 20;
    private static final int UNANSWERED_MAX = 1_000;
    private static final long CONNECT_SECONDS = 2;
    private static final long ANSWER_SECONDS = 8;
    private static final String OUTCOME_UNKNOWN = "Outcome unknown";
    private static final String PRICE = "80000";
    private static final String SIZE = "0.001";

    private final List<LocalNode> nodes;
    private final OrderLedger ledger;
    private final int batch;
    private final Wallet wallet = Wallet.of(SigningKey.random());
    private final ScheduledExecutorService thread;
    private final Deque<DrillAction> open = new ConcurrentLinkedDeque<>();
    private int at;
    private SteelyardClient client;
    private SteelyardSocket socket;
    private volatile boolean connected;
    private volatile boolean paused = true;
    private volatile int reconnects;
    private DrillAction last;

    /** Begins at {@code nodes.get(first)} with so many orders a second. */
    OrderLoad(final List<LocalNode> nodes, final int first, final OrderLedger ledger, final int ordersPerSecond) {
        this.nodes = nodes;
        this.at = first;
        this.ledger = ledger;
        this.batch = Math.max(1, (int) (ordersPerSecond * PERIOD_MILLIS / 1_000));
        this.thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load-" + first).factory());
    }

    String address() {
        return wallet.address();
    }

    /** Sends until it is paused or closed. */
    void start() {
        paused = false;
        thread.scheduleAtFixedRate(this::turn, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends no new orders; what is open is still resolved. */
    void pause() {
        paused = true;
    }

    /** Sends again. */
    void resume() {
        paused = false;
    }

    /** Batches whose fate is not known yet. */
    int unresolved() {
        return open.size();
    }

    /** How often it had to connect anew. */
    int reconnects() {
        return reconnects;
    }

    /** The node that it is connected to. */
    int node() {
        return nodes.get(at).id();
    }

    private void turn() {
        try {
            if (!connected && !connect()) {
                return;
            }
            resolve();
            if (!paused && connected && open.size() < UNANSWERED_MAX) {
                place();
            }
        } catch (final RuntimeException lost) {
            connected = false;
        }
    }

    private boolean connect() {
        if (client != null) {
            client.close();
            at = (at + 1) % nodes.size();
            reconnects = reconnects + 1;
        }
        open.stream().filter(action -> action.state() == DrillAction.State.SENT)
            .forEach(action -> action.state(DrillAction.State.UNRESOLVED));
        last = null;
        client = SteelyardClient.of(nodes.get(at).api());
        try {
            socket = client.connect(this).get(CONNECT_SECONDS, TimeUnit.SECONDS);
            connected = true;
        } catch (final ExecutionException | TimeoutException unreachable) {
            connected = false;
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return connected;
    }

    private void place() {
        final long firstId = ledger.take(batch);
        final List<OrderRequest> orders = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            orders.add(OrderRequest.postOnly(0, Side.BUY, PRICE, SIZE).withCloid(ledger.cloid(firstId + i)));
        }
        final DrillAction action = new DrillAction(wallet.sign(Actions.order(orders)), firstId, batch);
        open.add(action);
        final int node = node();
        send(action).whenComplete((reply, failure) -> onAnswer(action, node, reply, failure));
        if (last != null) {
            socket.exchange(wallet.sign(Actions.cancelByCloid(0, cloids(last))));
        }
        last = action;
    }

    private CompletableFuture<ExchangeReply> send(final DrillAction action) {
        return socket.exchange(action.signed());
    }

    private String[] cloids(final DrillAction action) {
        return IntStream.range(0, action.count())
            .mapToObj(i -> ledger.cloid(action.firstId() + i)).toArray(String[]::new);
    }

    private void onAnswer(
        final DrillAction action, final int node, final ExchangeReply reply, final Throwable failure) {
        if (action.state() == DrillAction.State.RESOLVED) {
            return;
        }
        if (failure != null) {
            final Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ApiException busy && busy.status() != 0) {
                ledger.busy(node);
                end(action, OrderLedger.BUSY);
            } else {
                action.state(DrillAction.State.UNRESOLVED);
            }
        } else if (reply.isOk()) {
            ledger.answered(node);
            final List<OrderStatus> statuses = reply.statuses();
            for (int i = 0; i < statuses.size(); i++) {
                ledger.fate(action.firstId() + i, fate(statuses.get(i)));
            }
            end(action);
        } else if (reply.error().startsWith(OUTCOME_UNKNOWN)) {
            action.state(DrillAction.State.UNRESOLVED);
        } else {
            ledger.answered(node);
            end(action, OrderLedger.REFUSED);
        }
    }

    private static long fate(final OrderStatus status) {
        return switch (status) {
            case OrderStatus.Resting resting -> resting.oid();
            case OrderStatus.Filled filled -> filled.oid();
            case OrderStatus.Rejected rejected -> OrderLedger.REFUSED;
            case OrderStatus.Accepted accepted -> OrderLedger.REFUSED;
        };
    }

    private void end(final DrillAction action, final long fate) {
        for (int i = 0; i < action.count(); i++) {
            ledger.fate(action.firstId() + i, fate);
        }
        end(action);
    }

    private void end(final DrillAction action) {
        action.state(DrillAction.State.RESOLVED);
        open.remove(action);
    }

    /** Sends what is unresolved once more: its nonce counts once, so that it is done now or was done before. */
    private void resolve() {
        for (final Iterator<DrillAction> actions = open.iterator(); actions.hasNext() && connected;) {
            final DrillAction action = actions.next();
            if (action.state() == DrillAction.State.UNRESOLVED) {
                resolve(action);
            }
        }
    }

    private void resolve(final DrillAction action) {
        try {
            final ExchangeReply reply = send(action).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (reply.isOk()) {
                ledger.countResolved();
                onAnswer(action, node(), reply, null);
            } else if (!reply.error().startsWith(OUTCOME_UNKNOWN)) {
                ledger.countResolved();
                lookUp(action);
            }
        } catch (final ExecutionException | TimeoutException again) {
            connected = connected && again.getCause() instanceof ApiException;
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** It was done before: the orders are known by their client ids, or were refused. */
    private void lookUp(final DrillAction action) throws ExecutionException, TimeoutException, InterruptedException {
        for (int i = 0; i < action.count(); i++) {
            final JsonNode answer = socket.info(JsonNodeFactory.instance.objectNode().put("type", "orderStatus")
                .put("user", wallet.address()).put("oid", ledger.cloid(action.firstId() + i)))
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            final JsonNode order = answer.path("order").path("order");
            final boolean isTaken = order.has("oid") && !answer.path("order").path("status").asText().endsWith("ejected");
            ledger.fate(action.firstId() + i, isTaken ? order.path("oid").longValue() : OrderLedger.REFUSED);
        }
        end(action);
    }

    @Override
    public void message(final String channel, final JsonNode data) {
        // It subscribes to nothing.
    }

    @Override
    public void closed(final int code, final String reason) {
        connected = false;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (client != null) {
            client.close();
        }
    }
}
