package steelyard.system.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.ApiException;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.NodeProcess;
import steelyard.server.local.OperatorClient;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;
import steelyard.system.node.PublicApi;

/** What clients and operators of a node that follows are told: their own writes, how fresh it is, and who leads. */
@Timeout(240)
class FollowersTest {
    private static final long READY_SECONDS = 60;
    private static final int ROUNDS = 20;
    private static final int PAUSES = 5;
    private static final int BUSY = 429;
    private static final String PRICE = "100000";
    private static final String SIZE = "0.001";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LocalCluster cluster;
    private LocalNode leader;
    private LocalNode follower;
    private LocalNode other;
    private PublicApi api;
    private long deposits;

    @BeforeEach
    void start() throws Exception {
        final int port = ThreadLocalRandom.current().nextInt(200, 310) * 100;
        final ClusterPlan plan = new ClusterPlan(directory.resolve("cluster"), 3, "127.0.0.1", port, port + 50);
        plan.write(Path.of("..", "demo", "steelyard.yaml"));
        cluster = new LocalCluster(plan, NodeProcess.Build.own());
        cluster.start();
        cluster.awaitReady(READY_SECONDS);
        leader = cluster.leader();
        final List<LocalNode> followers = cluster.nodes().stream().filter(node -> node != leader).toList();
        follower = followers.getFirst();
        other = followers.getLast();
        api = new PublicApi(follower.api());
    }

    @AfterEach
    void end() {
        if (api != null) {
            api.close();
        }
        cluster.close();
        http.shutdownNow();
    }

    @Test
    void shouldSayWhereASnapshotCanBeHad() throws Exception {
        final HttpResponse<String> refused = snapshot(URI.create("http://127.0.0.1:"
            + cluster.plan().adminPort(follower.id())), follower);
        assertEquals(409, refused.statusCode(), refused.body());
        final String url = Json.parse(refused.body()).path("leader").asText();
        assertTrue(Json.parse(refused.body()).path("hint").asText()
            .equals("ask the leader: member " + leader.id() + " at " + url), refused.body());
        for (final JsonNode member : follower.operators().get("/v1/cluster").path("members")) {
            assertEquals(member.path("id").asInt() == leader.id(), url.equals(member.path("adminUrl").asText()));
        }

        final HttpResponse<String> taken = snapshot(URI.create(url), leader);
        assertEquals(200, taken.statusCode(), taken.body());
        assertTrue(Json.parse(taken.body()).path("logPosition").asLong() > 0, taken.body());
    }

    private HttpResponse<String> snapshot(final URI base, final LocalNode whose) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve("/v1/snapshots"))
            .header("Authorization", "Bearer " + Files.readString(whose.data().resolve("admin.token")).strip())
            .POST(HttpRequest.BodyPublishers.ofString("{\"operator\":\"test\",\"reason\":\"who leads\"}")).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldReadWhatThisNodeHasJustAnswered() throws Exception {
        final Wallet maker = fund();
        final Wallet taker = fund();
        final Set<Long> updated = ConcurrentHashMap.newKeySet();
        final Set<Long> filled = ConcurrentHashMap.newKeySet();
        final SteelyardSocket stream = api.connect((channel, data) -> {
            if (channel.equals("orderUpdates")) {
                data.forEach(update -> updated.add(update.path("order").path("oid").asLong()));
            } else if (channel.equals("userFills") && !data.path("isSnapshot").asBoolean()) {
                data.path("fills").forEach(fill -> filled.add(fill.path("oid").asLong()));
            }
        });
        PublicApi.await(stream.subscribe(Json.object("type", "orderUpdates", "user", maker.address())));
        PublicApi.await(stream.subscribe(Json.object("type", "userFills", "user", maker.address())));
        final List<Long> bids = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
            final long bid = bid(maker);
            bids.add(bid);
            assertEquals(List.of(bid), oids(api.info("openOrders", maker)));
            assertEquals("open", api.orderStatus(maker, Long.toString(bid)).path("order").path("status").asText());

            assertInstanceOf(OrderStatus.Filled.class,
                status(api.exchange(taker, Actions.order(OrderRequest.ioc(BTC, Side.SELL, PRICE, SIZE)))));
            assertEquals(List.of(), oids(api.info("openOrders", maker)));
            assertEquals("filled", api.orderStatus(maker, Long.toString(bid)).path("order").path("status").asText());
            assertEquals(0, Double.compare(i / 1_000.0, api.info("clearinghouseState", maker)
                .path("assetPositions").path(0).path("position").path("szi").asDouble()));
            assertEquals(bids.reversed(), oids(api.info("userFills", maker)));
        }
        await(() -> updated.equals(Set.copyOf(bids)) && filled.equals(Set.copyOf(bids)));
        stream.close();
    }

    /** The other follower stands still while the order is done, so that it has to wait for it. */
    @Test
    void shouldReadAtAnotherNodeWhatARequestAsksFor() throws Exception {
        final Wallet maker = fund();
        final List<Long> bids = new ArrayList<>();
        for (int i = 0; i < PAUSES; i++) {
            other.process().pause();
            bids.add(bid(maker));
            final String sequence = openOrders(follower, maker, "0").headers()
                .firstValue("X-Steelyard-Sequence").orElseThrow();
            final CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> {
                try {
                    return openOrders(other, maker, sequence);
                } catch (final IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
            TimeUnit.MILLISECONDS.sleep(200);
            other.process().resume();
            final HttpResponse<String> answer = asked.get(20, TimeUnit.SECONDS);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(Set.copyOf(bids), Set.copyOf(oids(Json.parse(answer.body()))));
        }
        final HttpResponse<String> never = openOrders(other, maker, Long.toString(1L << 40));
        assertEquals(503, never.statusCode(), never.body());
    }

    @Test
    void shouldSayThatItIsCutOff() throws Exception {
        final Wallet maker = fund();
        final long bid = bid(maker);
        assertFalse(isStale(openOrders(follower, maker, "0")));
        leader.process().pause();
        other.process().pause();
        try {
            await(() -> isStale(openOrders(follower, maker, "0")));
            final HttpResponse<String> old = openOrders(follower, maker, "0");
            assertEquals(200, old.statusCode(), old.body());
            assertEquals(List.of(bid), oids(Json.parse(old.body())));
            assertTrue(follower.status().path("stale").asBoolean());
            assertNotEquals(200, http.send(HttpRequest.newBuilder(URI.create(follower.operators().base() + "/v1/ready"))
                .build(), HttpResponse.BodyHandlers.discarding()).statusCode());
            assertEquals(BUSY, assertThrows(ApiException.class, () -> bid(maker)).status());
        } finally {
            leader.process().resume();
            other.process().resume();
        }
        cluster.awaitReady(READY_SECONDS);
        assertFalse(isStale(openOrders(follower, maker, "0")));
        final long next = bid(maker);
        assertEquals(Set.of(bid, next), Set.copyOf(oids(api.info("openOrders", maker))));
    }

    /** What is not marked as stale is as old as 2 s at most, also while a node catches up with what it has missed. */
    @Test
    void shouldSayThatItLags() throws Exception {
        final Wallet maker = fund();
        final PublicApi writes = new PublicApi(leader.api());
        final SteelyardSocket socket = writes.connect((channel, data) -> { });
        other.process().pause();
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(12);
        while (System.nanoTime() - until < 0) {
            final List<OrderRequest> batch = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                batch.add(OrderRequest.ioc(BTC, Side.BUY, "80000", SIZE));
            }
            final List<CompletableFuture<ExchangeReply>> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(socket.exchange(maker.sign(Actions.order(batch))));
            }
            sent.forEach(PublicApi::await);
        }
        final long known = sequence(openOrders(leader, maker, "0"));
        TimeUnit.SECONDS.sleep(3);
        other.process().resume();
        int stale = 0;
        for (HttpResponse<String> read = reopened(other, maker); sequence(read) < known;
            read = openOrders(other, maker, "0")) {
            assertTrue(isStale(read),
                "event " + sequence(read) + " of " + known + " is not marked, after " + stale + " that were");
            stale++;
        }
        System.out.println(stale + " reads were marked as stale");
        await(() -> !isStale(openOrders(other, maker, "0")));
        socket.close();
        writes.close();
    }

    /** The first read after a pause: connections from before it are closed. */
    private HttpResponse<String> reopened(final LocalNode node, final Wallet wallet) throws InterruptedException {
        while (true) {
            try {
                return openOrders(node, wallet, "0");
            } catch (final IOException closed) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    /** And takes what was recorded from the others, after the steps for operators. */
    @Test
    void shouldStopWhenItsArchiveIsDeleted() throws Exception {
        final Wallet maker = fund();
        final List<Long> bids = new ArrayList<>(List.of(bid(maker)));
        delete(other.data().resolve("archive"));
        assertTrue(other.process().awaitEnd(READY_SECONDS));
        assertEquals(HaltWithReport.STATUS, other.process().exitStatus());
        assertTrue(Files.readString(other.data().resolve(HaltWithReport.FILE_NAME)).contains("archive is gone"));
        bids.add(bid(maker));

        cluster.start(other.id());
        assertTrue(other.process().awaitEnd(READY_SECONDS));
        assertTrue(other.output().strip().lines().reduce("", (before, line) -> line).startsWith("The journal is gone: "),
            other.output());

        delete(other.data().resolve("cluster"));
        cluster.start(other.id());
        cluster.awaitReady(READY_SECONDS);
        assertEquals(Set.copyOf(bids), Set.copyOf(oids(Json.parse(openOrders(other, maker, "0").body()))));
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private HttpResponse<String> openOrders(final LocalNode node, final Wallet wallet, final String minSequence)
        throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(node.api().resolve("/info")).timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json").header("X-Steelyard-Min-Sequence", minSequence)
            .POST(HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"openOrders\",\"user\":\"" + wallet.address() + "\"}")).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private static boolean isStale(final HttpResponse<String> read) {
        return read.headers().firstValue("X-Steelyard-Stale").isPresent();
    }

    private static long sequence(final HttpResponse<String> read) {
        return read.headers().firstValueAsLong("X-Steelyard-Sequence").orElseThrow();
    }

    private Wallet fund() throws IOException, InterruptedException {
        final Wallet wallet = Wallet.of(SigningKey.random());
        follower.operators().post("/v1/deposits", OperatorClient.body()
            .put("address", wallet.address()).put("amount", "100000").put("source", 9).put("number", ++deposits)
            .put("operator", "test").put("reason", "play money"));
        assertEquals("100000.0", api.info("clearinghouseState", wallet).path("withdrawable").asText());
        return wallet;
    }

    private long bid(final Wallet maker) {
        return assertInstanceOf(OrderStatus.Resting.class,
            status(api.exchange(maker, Actions.order(OrderRequest.gtc(BTC, Side.BUY, PRICE, SIZE))))).oid();
    }

    private static OrderStatus status(final ExchangeReply reply) {
        return reply.statuses().getFirst();
    }

    private static List<Long> oids(final JsonNode orders) {
        return StreamSupport.stream(orders.spliterator(), false).map(order -> order.path("oid").asLong()).toList();
    }

    private static void await(final Callable<Boolean> condition) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertTrue(System.nanoTime() - deadline < 0, "not within 20 s");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
