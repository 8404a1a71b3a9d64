package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.SteelyardClient;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.node.CommandCallback;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Journal;
import steelyard.signing.SigningKey;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

/** The whole path in one process: a signed order over the public API, its answer, and what is left after a restart. */
@Timeout(60)
class ServerTest {
    private static final long E8 = 100_000_000;

    @TempDir
    private Path directory;

    private final Wallet maker = Wallet.of(SigningKey.random());
    private final Wallet taker = Wallet.of(SigningKey.random());
    private NodeConfig config;
    private Server server;
    private SteelyardClient client;

    @BeforeEach
    void start() throws Exception {
        config = TestNode.configuration(directory);
        Files.copy(Path.of("..", "demo", "genesis.yaml"), config.genesisFile(), StandardCopyOption.REPLACE_EXISTING);
        startServer();
        submit(new Command.Deposit(Address.parse(maker.address()), 1_000_000_000_000L, 1, 1, Command.Remark.NONE));
        submit(new Command.Deposit(Address.parse(taker.address()), 1_000_000_000_000L, 1, 2, Command.Remark.NONE));
    }

    private void startServer() {
        server = Server.start(config, ExchangeMachine.factory(3), source -> { }, System.out);
        client = SteelyardClient.of(URI.create("http://127.0.0.1:" + server.gatewayPort()));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void shouldAnswerASignedOrderAndHaveItsFillAfterARestart() throws Exception {
        submit(new Command.SubmitPrices(1, List.of(new Command.PriceEntry(
            0, 100_000 * E8, 0, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())))));
        assertInstanceOf(OrderStatus.Resting.class, place(maker, Side.SELL));
        assertInstanceOf(OrderStatus.Filled.class, place(taker, Side.BUY));
        final JsonNode fills = info("userFills");
        final JsonNode margin = info("clearinghouseState").path("marginSummary");
        assertEquals(1, fills.size());

        client.close();
        server.close();
        startServer();

        assertEquals(fills, info("userFills"));
        assertEquals(margin, info("clearinghouseState").path("marginSummary"));
    }

    @Test
    void shouldRefuseAnOrderWithoutAPrice() throws Exception {
        final OrderStatus status = place(maker, Side.SELL);
        assertEquals("Market price is stale: only orders that reduce a position are accepted. asset=0",
            assertInstanceOf(OrderStatus.Rejected.class, status).error());
    }

    @Test
    void shouldRemoveOldSnapshotsByItself() throws Exception {
        final Path data = config.cluster().directory();
        for (int i = 1; i <= 5; i++) {
            submit(new Command.Deposit(Address.parse(maker.address()), 1, 1, 2 + i, Command.Remark.NONE));
            final ClusterMember member = server.node().member();
            final int taken = i;
            TestNode.await(member::requestSnapshot);
            TestNode.await(() -> member.snapshotCount() == taken);
        }
        TestNode.await(() -> SnapshotRemoverTest.recordings(data) == 1 + 2 * 3);
        assertEquals(3, Journal.open(data).snapshots().size());
    }

    private OrderStatus place(final Wallet wallet, final Side side) throws Exception {
        return client.exchange(wallet.sign(Actions.order(OrderRequest.gtc(0, side, "100000", "0.01"))))
            .get(10, TimeUnit.SECONDS).statuses().getFirst();
    }

    private JsonNode info(final String type) throws Exception {
        return client.info(JsonNodeFactory.instance.objectNode().put("type", type).put("user", taker.address()))
            .get(10, TimeUnit.SECONDS);
    }

    private void submit(final Command command) {
        final byte[] bytes = new CommandEncoder().encode(command, new Origin(0, 0, 0));
        final CompletableFuture<Void> done = new CompletableFuture<>();
        assertTrue(server.node().commands().submit(new UnsafeBuffer(bytes), 0, bytes.length, new Done(done)));
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private record Done(CompletableFuture<Void> future) implements CommandCallback {
        @Override
        public void onDone(final EventBatch events) {
            future.complete(null);
        }

        @Override
        public void onBusy() {
            future.completeExceptionally(new AssertionError("busy"));
        }

        @Override
        public void onOutcomeUnknown() {
            future.completeExceptionally(new AssertionError("unknown"));
        }
    }
}
