package steelyard.system.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderType;
import steelyard.client.OrderStatus;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.Json;
import steelyard.system.node.PublicApi;

/**
 * One wallet on one connection at a time. It sends actions of random orders around the market's price, cancels
 * or modifications, with a client order id for every order; all of it is kept.
 */
final class Trader implements SocketListener {
    private static final int PENDING_MAX = 80;
    private static final int PRICE = 100_000;
    private static final int SPREAD = 20;
    private static final int ORDERS_MAX = 3;
    private static final int SIZE_DECIMALS = 5;
    private static final List<String> TIMES_IN_FORCE = List.of("Gtc", "Gtc", "Gtc", "Ioc", "Alo");

    /** A resting order, as the last answer said. */
    private record Own(String cloid, long oid) {
    }

    private final Wallet wallet;
    private final int number;
    private final Random random;
    private final List<SentAction> sent = new ArrayList<>();
    private final List<Own> resting = new ArrayList<>();
    private final Map<String, JsonNode> fills = new ConcurrentHashMap<>();
    private volatile String contradiction;
    private SteelyardSocket socket;
    private volatile boolean isConnected;
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private long lastCloid;
    private int orders;
    private volatile long answered;

    Trader(final Wallet wallet, final int number, final long seed) {
        this.wallet = wallet;
        this.number = number;
        this.random = new Random(seed + number);
    }

    /** Connects, and asks for the account's fills, those before the connection included. */
    synchronized void connect(final PublicApi api) {
        isConnected = true;
        socket = api.connect(this);
        PublicApi.await(socket.subscribe(Json.object("type", "userFills", "user", wallet.address())));
    }

    /** A fill that is heard again must be the same. */
    @Override
    public void message(final String channel, final JsonNode data) {
        data.path("fills").forEach(fill -> {
            final JsonNode before = fills.put(id(fill), fill);
            if (before != null && !before.equals(fill)) {
                contradiction = before + ", and then " + fill;
            }
        });
    }

    private static String id(final JsonNode fill) {
        return fill.path("tid") + " " + fill.path("oid");
    }

    static Set<String> ids(final JsonNode fills) {
        return StreamSupport.stream(fills.spliterator(), false).map(Trader::id).collect(Collectors.toSet());
    }

    /** Every fill that was heard, by trade and order. */
    Map<String, JsonNode> fills() {
        if (contradiction != null) {
            throw new AssertionError("a fill was told as " + contradiction);
        }
        return Map.copyOf(fills);
    }

    @Override
    public void closed(final int code, final String reason) {
        isConnected = false;
    }

    /** Sends so many actions, unless too many are unanswered or the connection is lost. */
    synchronized void send(final int count) {
        for (int i = 0; i < count && isConnected && socket.pending() <= PENDING_MAX; i++) {
            sendNext();
        }
    }

    private void sendNext() {
        final int dice = random.nextInt(20);
        if (dice < 4 && !resting.isEmpty()) {
            final Own own = resting.remove(random.nextInt(resting.size()));
            send(Actions.cancelByCloid(0, own.cloid()),
                List.of(new SentAction.Entry(SentAction.Kind.CANCEL, own.cloid())));
        } else if (dice < 6 && !resting.isEmpty()) {
            modify(resting.remove(random.nextInt(resting.size())));
        } else {
            place();
        }
    }

    private void place() {
        final List<OrderRequest> requests = new ArrayList<>();
        for (int i = random.nextInt(ORDERS_MAX); i >= 0; i--) {
            requests.add(order());
        }
        send(Actions.order(requests),
            requests.stream().map(order -> new SentAction.Entry(SentAction.Kind.PLACE, order.cloid())).toList());
    }

    private void modify(final Own own) {
        final OrderRequest order = order();
        send(Actions.batchModify(List.of(new Actions.Modification(own.oid(), order))),
            List.of(new SentAction.Entry(SentAction.Kind.MODIFY, order.cloid())));
    }

    private OrderRequest order() {
        orders++;
        final String size = OrderRequest.decimal(100 + random.nextInt(400), SIZE_DECIMALS);
        final String price = Integer.toString(PRICE - SPREAD + random.nextInt(2 * SPREAD + 1));
        return OrderRequest.of(0, random.nextBoolean() ? Side.BUY : Side.SELL, price, size,
            OrderType.limit(TIMES_IN_FORCE.get(random.nextInt(TIMES_IN_FORCE.size()))))
            .withCloid("0x%016x%016x".formatted(number, ++lastCloid));
    }

    private void send(final ObjectNode action, final List<SentAction.Entry> entries) {
        final SentAction command = new SentAction(wallet, wallet.sign(action), entries);
        sent.add(command);
        follow(command);
    }

    private void follow(final SentAction command) {
        answers.add(command.follow(socket.exchange(command.signed())).thenRun(() -> learn(command)));
    }

    private synchronized void learn(final SentAction command) {
        answered++;
        for (int i = 0; i < command.statuses().size(); i++) {
            if (command.statuses().get(i) instanceof OrderStatus.Resting order) {
                resting.add(new Own(command.entries().get(i).cloid(), order.oid()));
            }
        }
    }

    /** Sends once more, with the same nonces, what is in doubt; answers these commands. */
    synchronized List<SentAction> sendDoubtsAgain() {
        final List<SentAction> doubts = sent.stream()
            .filter(command -> command.outcome() == SentAction.Outcome.IN_DOUBT)
            .toList();
        doubts.forEach(this::follow);
        return doubts;
    }

    /** Done when everything that was sent is answered or its connection is lost. */
    synchronized CompletableFuture<Void> answers() {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    /** How many answers have come, or will never come. */
    long answered() {
        return answered;
    }

    /** Everything that was sent. */
    synchronized List<SentAction> sent() {
        return List.copyOf(sent);
    }

    /** How many orders were sent. */
    synchronized int orders() {
        return orders;
    }

    Wallet wallet() {
        return wallet;
    }
}
