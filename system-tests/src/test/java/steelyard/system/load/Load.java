package steelyard.system.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.client.Wallet;
import steelyard.system.node.PublicApi;
import steelyard.system.node.TestServer;

/** Traders that send about 1,700 orders a second to one node, all at once in bursts, each on its own connection. */
public final class Load implements AutoCloseable {
    private static final int TRADERS = 8;
    private static final long BURST_MILLIS = 30;
    private static final int BURST_ACTIONS = 4;

    private static final Duration FILLS_LIMIT = Duration.ofSeconds(20);

    private final TestServer server;
    private final List<Trader> traders;
    private ScheduledExecutorService timer;

    /** Traders with money, on a node that runs; the same seed sends the same orders. */
    public Load(final TestServer server, final long seed) {
        this.server = server;
        traders = IntStream.range(0, TRADERS)
            .mapToObj(number -> new Trader(server.fund("1000000"), number, seed))
            .toList();
    }

    /** Connects to the node, as it runs now. */
    public void connect() {
        traders.forEach(trader -> trader.connect(server.api()));
    }

    /** Begins to send. */
    public void start() {
        timer = Executors.newScheduledThreadPool(2);
        traders.forEach(trader -> timer.scheduleAtFixedRate(
            () -> trader.send(BURST_ACTIONS), BURST_MILLIS, BURST_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Waits for the next answer: others are on their way then. */
    public void awaitAnswer() {
        final long before = answered();
        while (answered() == before) {
            Thread.onSpinWait();
        }
    }

    private long answered() {
        return traders.stream().mapToLong(Trader::answered).sum();
    }

    /** Sends for so long, then waits for all answers. */
    public void run(final long millis) {
        start();
        sleep(millis);
        stop();
    }

    /** Sends no more, and waits until everything is answered or lost. */
    public void stop() {
        timer.shutdown();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        awaitAnswers();
    }

    private void awaitAnswers() {
        PublicApi.await(CompletableFuture.allOf(
            traders.stream().map(Trader::answers).toArray(CompletableFuture[]::new)));
    }

    /** Waits. */
    public static void sleep(final long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Sends what is in doubt once more, as it was signed, and waits for the answers. */
    List<SentAction> sendDoubtsAgain() {
        final List<SentAction> doubts = new ArrayList<>();
        traders.forEach(trader -> doubts.addAll(trader.sendDoubtsAgain()));
        awaitAnswers();
        return doubts;
    }

    /** Everything that was sent. */
    List<SentAction> sent() {
        return traders.stream().flatMap(trader -> trader.sent().stream()).toList();
    }

    /** How many orders were sent. */
    public int orders() {
        return traders.stream().mapToInt(Trader::orders).sum();
    }

    /** Every fill that was heard, by trade and order, of each wallet's address. */
    Map<String, Map<String, JsonNode>> fills() {
        return traders.stream().collect(Collectors.toMap(trader -> trader.wallet().address(), Trader::fills));
    }

    /** Waits until every fill that can be asked for has been heard. */
    public void awaitFills() {
        for (final Trader trader : traders) {
            server.process().await("fills of " + trader.wallet().address(), FILLS_LIMIT, () ->
                trader.fills().keySet().containsAll(Trader.ids(server.api().info("userFills", trader.wallet()))));
        }
    }

    /** The wallets that trade. */
    public List<Wallet> wallets() {
        return traders.stream().map(Trader::wallet).toList();
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
