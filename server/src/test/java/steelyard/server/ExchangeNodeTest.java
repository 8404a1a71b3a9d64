package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.Side;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Replay;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.command.Origin;

/** The real exchange in a node: what was done is there after each kind of restart. */
@Timeout(60)
class ExchangeNodeTest {
    private static final Address MAKER = Address.parse("0x00000000000000000000000000000000000000a1");
    private static final Address TAKER = Address.parse("0x00000000000000000000000000000000000000a2");
    private static final Path GENESIS = Path.of("..", "demo", "genesis.yaml");
    private static final int BTC = 0;
    private static final long E8 = 100_000_000;
    private static final int TRADES = 20;

    @TempDir
    private Path directory;

    private final CommandEncoder encoder = new CommandEncoder();
    private NodeConfig config;
    private TestNode node;
    private int submitted;
    private long nonceMillis = System.currentTimeMillis();

    @BeforeEach
    void start() throws IOException {
        config = TestNode.configuration(directory);
        Files.copy(GENESIS, config.genesisFile(), StandardCopyOption.REPLACE_EXISTING);
        startAgain();
    }

    private void startAgain() {
        node = TestNode.start(config, ExchangeMachine.factory(7));
        submitted = 0;
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldHaveEverythingAfterARestartFromTheLog() throws Exception {
        trade();
        final List<HistoryReader.Fill> fills = fills(TAKER);
        final String account = read(state -> state.account(state.accountId(TAKER)).toString());
        final CoreStatus before = node.status();
        node.close();
        startAgain();
        assertEquals(TRADES, fills.size());
        assertEquals(fills, fills(TAKER));
        assertEquals(account, read(state -> state.account(state.accountId(TAKER)).toString()));
        assertSameHash("accounts", before, node.status());
        assertSameHash("risk", before, node.status());
        assertSameHash("books", before, node.status());
    }

    @Test
    void shouldFillAnEmptyHistoryFromTheJournalAfterARestartFromASnapshot() throws Exception {
        trade();
        assertTrue(node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() == 1);
        placeOrder(MAKER, Side.SELL, 105_000);
        final List<HistoryReader.Fill> fills = fills(MAKER);
        final String orders = read(state -> state.openOrders(state.accountId(MAKER)).toString());
        final String book = read(state -> state.book(BTC, 10).asks().priceTicks().length + " asks");
        node.close();
        try (Stream<Path> files = Files.list(config.cluster().directory())) {
            files.filter(file -> file.getFileName().toString().startsWith("history.db")).forEach(ExchangeNodeTest::delete);
        }

        startAgain();

        assertEquals(orders, read(state -> state.openOrders(state.accountId(MAKER)).toString()));
        assertEquals(book, read(state -> state.book(BTC, 10).asks().priceTicks().length + " asks"));
        TestNode.await(() -> node.node().historyStore().isAttached()
            && node.node().historyStore().cursor().eventSequence() > fills.getFirst().eventSequence());
        assertEquals(fills, fills(MAKER));
    }

    @Test
    void shouldReplayToTheSameHashes() throws Exception {
        trade();
        final CoreStatus status = node.status();
        node.close();
        final CoreStatus replayed = new Replay(config.cluster().directory(), ExchangeMachine.factory(8))
            .run(status.eventSequence(), false, progress -> { });
        assertEquals(status.eventSequence(), replayed.eventSequence());
        assertEquals(status.hashes(), replayed.hashes());
    }

    @Test
    void shouldRaiseMarginsWhereTheGenesisHasAMarketClosed() throws Exception {
        node.close();
        config = TestNode.configuration(Files.createDirectory(directory.resolve("closed")));
        Files.writeString(config.genesisFile(),
            Files.readString(GENESIS).replaceFirst("risk: \\{", "risk: {CALENDAR: 9, CLOSE_PERCENT: 300, ") + """
                calendars:
                  - {id: 9, closures: [{closes: 2000-01-01T00:00, opens: 2100-01-01T00:00}]}
                """);
        startAgain();
        trade();
        final long maintenanceMicros = read(state -> state.account(state.accountId(TAKER)).maintenanceMicros());
        assertEquals(750_000_000, maintenanceMicros, "three times an eightieth of 20,000");
    }

    // ---- a small market

    private void trade() throws Exception {
        submit(new Command.Deposit(MAKER, 10_000_000_000_000L, 1, 1, Command.Remark.NONE));
        submit(new Command.Deposit(TAKER, 10_000_000_000_000L, 1, 2, Command.Remark.NONE));
        final long nowNanos = TimeUnit.MILLISECONDS.toNanos(nonceMillis);
        submit(new Command.SubmitPrices(1, List.of(new Command.PriceEntry(BTC, 100_000 * E8, 0, nowNanos))));
        for (int i = 0; i < TRADES; i++) {
            placeOrder(MAKER, Side.SELL, 100_000);
            placeOrder(TAKER, Side.BUY, 100_000);
        }
        placeOrder(MAKER, Side.SELL, 101_000);
        node.awaitAnswers(submitted);
    }

    private void placeOrder(final Address signer, final Side side, final long priceUsdc) throws Exception {
        submit(new Command.PlaceOrders(Authority.of(signer, ++nonceMillis),
            List.of(OrderEntry.limit(BTC, side, priceUsdc * E8, E8 / 100))));
        node.awaitAnswers(submitted);
    }

    private void submit(final Command command) {
        final byte[] bytes = encoder.encode(command, new Origin(0, 0, 0));
        node.submit(new UnsafeBuffer(bytes), bytes.length);
        submitted++;
    }

    private List<HistoryReader.Fill> fills(final Address address) throws Exception {
        final int accountId = read(state -> state.accountId(address));
        return node.node().history().fills(accountId, 100).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private <T> T read(final Function<NodeState, T> question) throws Exception {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        assertTrue(node.node().queries().submit(state -> answer.complete(question.apply(state))));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static void assertSameHash(final String part, final CoreStatus expected, final CoreStatus actual) {
        assertEquals(
            expected.hashes().parts().stream().filter(p -> p.name().equals(part)).findFirst(),
            actual.hashes().parts().stream().filter(p -> p.name().equals(part)).findFirst());
    }

    private static void delete(final Path file) {
        try {
            Files.delete(file);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
