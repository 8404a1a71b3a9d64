package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.node.CommandCallback;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.server.cli.FreePorts;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Journal;
import steelyard.server.journal.MessageReader;
import steelyard.server.journal.SnapshotRemover;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

/** Three members in one process are the same code as one: commands through any of them, and a leader that leaves. */
@Timeout(120)
class ThreeNodesTest {
    private static final int MEMBERS = 3;
    private static final Address ADDRESS = Address.parse("0x00000000000000000000000000000000000000a1");

    @TempDir
    private Path directory;

    private final ExecutorService starters = Executors.newCachedThreadPool();
    private final TestNode[] nodes = new TestNode[MEMBERS];
    private final List<NodeConfig> configs = new ArrayList<>();
    private long number;

    @AfterEach
    void close() {
        for (final TestNode node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        starters.shutdownNow();
    }

    @Test
    void shouldLoseNothingWhenTheLeaderLeaves() throws Exception {
        writeConfigurations();
        startAll();
        for (int i = 0; i < MEMBERS; i++) {
            deposit(i, 40);
        }
        awaitEqual(3 * 40);

        final int leader = leader();
        nodes[leader].close();
        nodes[leader] = null;
        final int follower = (leader + 1) % MEMBERS;
        deposit(follower, 40);
        awaitEqual(4 * 40);

        start(leader);
        deposit(leader, 40);
        awaitEqual(5 * 40);
    }

    @Test
    void shouldRemoveOldSnapshotsOnEveryMemberAndLeadAndFollowWithoutThem() throws Exception {
        writeConfigurations();
        startAll();
        for (int i = 1; i <= 5; i++) {
            deposit(0, 10);
            final ClusterMember leader = nodes[leader()].node().member();
            TestNode.await(leader::requestSnapshot);
            final int taken = i;
            for (final TestNode node : nodes) {
                TestNode.await(() -> node.node().member().snapshotCount() == taken);
            }
        }
        for (int i = 0; i < MEMBERS; i++) {
            final Path data = configs.get(i).cluster().directory();
            new SnapshotRemover(data, nodes[i].node().member()::purgeRecording).remove(3, Long.MAX_VALUE);
            TestNode.await(() -> Journal.open(data).snapshots().size() == 3);
        }
        final int first = leader();
        end(first);
        deposit((first + 1) % MEMBERS, 20);
        start(first);
        final int emptied = (first + 1) % MEMBERS;
        end(emptied);
        delete(configs.get(emptied).cluster().directory());
        start(emptied);
        deposit(emptied, 20);
        awaitEqual(5 * 10 + 2 * 20);
        for (int i = 0; i < MEMBERS; i++) {
            end(i);
        }
        startAll();
        deposit(leader(), 20);
        awaitEqual(5 * 10 + 3 * 20);
    }

    @Test
    void shouldKeepEverythingThroughTwoLostLeadersAndTheEndOfAll() throws Exception {
        writeConfigurations();
        startAll();
        deposit(0, 20);
        final int first = leader();
        end(first);
        deposit((first + 1) % MEMBERS, 20);
        final int second = leader();
        end(second);
        start(first);
        final int third = MEMBERS - first - second;
        deposit(third, 20);
        start(second);
        deposit(second, 20);
        awaitEqual(4 * 20);

        for (int i = 0; i < MEMBERS; i++) {
            end(i);
        }
        startAll();
        deposit(leader(), 20);
        awaitEqual(5 * 20);
    }

    /** A member without its disk votes against every candidate: it may not be there when the lost leader is back. */
    @Test
    void shouldElectAgainWhenTheLeaderIsLostWhileAMemberWithoutItsDiskCatchesUp() throws Exception {
        writeConfigurations();
        startAll();
        deposit(0, 40);
        awaitEqual(40);
        final int leader = leader();
        final int emptied = (leader + 1) % MEMBERS;
        end(emptied);
        delete(configs.get(emptied).cluster().directory());
        final CountDownLatch applies = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final CompletableFuture<Void> emptiedStarts = CompletableFuture.runAsync(
            () -> start(emptied, held(ExchangeMachine.factory(emptied), applies, released)), starters);
        assertTrue(applies.await(30, TimeUnit.SECONDS));

        end(leader);
        TimeUnit.SECONDS.sleep(3);
        released.countDown();
        TimeUnit.SECONDS.sleep(1);
        assertFalse(emptiedStarts.isDone());
        CompletableFuture.runAsync(() -> start(leader), starters).get(60, TimeUnit.SECONDS);
        emptiedStarts.get(60, TimeUnit.SECONDS);
        deposit(emptied, 20);
        deposit(leader, 20);
        awaitEqual(40 + 2 * 20);
    }

    /** Whoever is answered can read at that node what the answer says, however slow its read models are. */
    @Test
    void shouldAnswerOnAFollowerOnlyWhatCanBeReadThere() throws Exception {
        writeConfigurations();
        startAll();
        final int follower = (leader() + 1) % MEMBERS;
        deposit(follower, 20);
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        assertTrue(nodes[follower].node().queries().submit(state -> {
            held.countDown();
            await(released);
        }));
        final AtomicInteger done = new AtomicInteger();
        try {
            assertTrue(held.await(20, TimeUnit.SECONDS));
            final byte[] deposit = deposit();
            nodes[follower].node().commands().submit(new UnsafeBuffer(deposit), 0, deposit.length, counted(done));
            TestNode.await(() -> cash(nodes[leader()]) == 21 * 1_000_000);
            final long applied = nodes[leader()].status().eventSequence();
            TestNode.await(() -> nodes[follower].status().eventSequence() >= applied);
            TimeUnit.MILLISECONDS.sleep(300);
            assertEquals(0, done.get(), "answered before its read models knew");
        } finally {
            released.countDown();
        }
        TestNode.await(() -> done.get() == 1);
        assertEquals(21 * 1_000_000, cash(nodes[follower]));
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** What only the lost leader has recorded is answered by nobody, and the others go on without it. */
    @Test
    void shouldForgetWhatOnlyTheLostLeaderHad() throws Exception {
        writeConfigurations();
        int deposits = 0;
        int leader;
        do {
            assertTrue(deposits < 5 * 20, "a leader alone recorded nothing in any of five tries");
            startAll();
            deposit(0, 20);
            deposits += 20;
            awaitEqual(deposits);
            leader = leader();
        } while (!recordsWhenAlone(leader));

        both(others(leader), this::start);
        deposit(others(leader)[0], 20);
        start(leader);
        deposit(leader, 20);
        awaitEqual(deposits + 2 * 20);
    }

    /** Ends all; whether the leader has recorded commands after the others. It leads on for a heartbeat's time only. */
    private boolean recordsWhenAlone(final int leader) throws Exception {
        both(others(leader), this::end);
        final AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            final byte[] deposit = deposit();
            nodes[leader].node().ingress().submitOwn(new UnsafeBuffer(deposit), 0, deposit.length, counted(done));
        }
        TimeUnit.MILLISECONDS.sleep(500);
        final long committed = nodes[leader].node().member().commitPosition();
        end(leader);
        assertEquals(0, done.get());
        return hasMessagesAfter(committed, leader);
    }

    private static int[] others(final int member) {
        return new int[] {(member + 1) % MEMBERS, (member + 2) % MEMBERS};
    }

    private void both(final int[] members, final IntConsumer action) {
        CompletableFuture.allOf(CompletableFuture.runAsync(() -> action.accept(members[0]), starters),
            CompletableFuture.runAsync(() -> action.accept(members[1]), starters)).join();
    }

    private boolean hasMessagesAfter(final long position, final int member) {
        try (MessageReader log = Journal.open(configs.get(member).cluster().directory()).messages(position)) {
            return log.poll((end, buffer, offset, length) -> { }, 1, Long.MAX_VALUE) > 0;
        }
    }

    private static CommandCallback counted(final AtomicInteger done) {
        return new CommandCallback() {
            @Override
            public void onDone(final EventBatch events) {
                done.incrementAndGet();
            }

            @Override
            public void onBusy() {
                // As it must be.
            }

            @Override
            public void onOutcomeUnknown() {
                // As it must be.
            }
        };
    }

    @Test
    void shouldNotTakeAMemberWithAnotherGenesis() throws Exception {
        writeConfigurations();
        startAll();
        deposit(0, 20);
        awaitEqual(20);
        final int follower = (leader() + 1) % MEMBERS;
        end(follower);
        final Path genesis = configs.get(follower).genesisFile();
        final String before = Files.readString(genesis);
        Files.writeString(genesis, before + "# another one\n");
        final StartException refused = assertThrows(StartException.class, () -> start(follower));
        assertTrue(refused.getMessage().contains("The exchange began with another genesis"), refused.getMessage());
        deposit(leader(), 20);
        Files.writeString(genesis, before);
        start(follower);
        deposit(follower, 20);
        awaitEqual(3 * 20);
    }

    /** Whatever each takes for silence, a leader that lives is left alone, and one that is lost is replaced. */
    @Test
    void shouldAgreeOnALeaderThoughEachWaitsForAnotherTime() throws Exception {
        writeConfigurations();
        setHeartbeatTimeouts(6_000, 500, 2_000);
        startAll();
        deposit(1, 20);
        awaitSameTermFor(TimeUnit.SECONDS.toNanos(4));
        final int lost = leader();
        end(lost);
        deposit((lost + 1) % MEMBERS, 20);
        start(lost);
        deposit(lost, 20);
        awaitEqual(3 * 20);
    }

    /** A machine that stands still may cause an election, but not one after the other. */
    private void awaitSameTermFor(final long nanos) throws Exception {
        final long[] term = {-1};
        final long[] since = {0};
        TestNode.await(() -> {
            for (final TestNode node : nodes) {
                final long now = node.node().member().condition().leadershipTermId();
                if (now > term[0]) {
                    term[0] = now;
                    since[0] = System.nanoTime();
                }
            }
            return System.nanoTime() - since[0] > nanos;
        });
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A core that waits before its first command, and says so. */
    private static StateMachine.Factory held(
        final StateMachine.Factory core, final CountDownLatch applies, final CountDownLatch released) {
        return events -> {
            final StateMachine machine = core.create(events);
            return (StateMachine) Proxy.newProxyInstance(StateMachine.class.getClassLoader(),
                new Class<?>[] {StateMachine.class}, (proxy, method, arguments) -> {
                    if ("apply".equals(method.getName())) {
                        applies.countDown();
                        released.await();
                    }
                    return method.invoke(machine, arguments);
                });
        };
    }

    private void startAll() {
        final List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            final int member = i;
            starts.add(CompletableFuture.runAsync(() -> start(member), starters));
        }
        starts.forEach(CompletableFuture::join);
    }

    private void end(final int member) {
        nodes[member].close();
        nodes[member] = null;
    }

    private void start(final int member) {
        start(member, ExchangeMachine.factory(member));
    }

    private void start(final int member, final StateMachine.Factory core) {
        nodes[member] = TestNode.start(configs.get(member), core);
    }

    private int leader() {
        for (int i = 0; i < MEMBERS; i++) {
            if (nodes[i] != null && nodes[i].node().member().condition().isLeader()) {
                return i;
            }
        }
        throw new AssertionError("no leader");
    }

    /** Deposits are asked for again until they are done, as an operator does: by their numbers, each is done once. */
    private void deposit(final int member, final int count) throws Exception {
        final List<byte[]> left = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            left.add(deposit());
        }
        TestNode.await(() -> {
            left.retainAll(nodes[member].askAll(left));
            return left.isEmpty();
        });
    }

    private byte[] deposit() {
        return new CommandEncoder().encode(
            new Command.Deposit(ADDRESS, 1_000_000, 1, ++number, Command.Remark.NONE), new Origin(0, 0, 0));
    }

    /** Every running node comes to the same state, and it has that many deposits of a dollar. */
    private void awaitEqual(final long deposits) throws Exception {
        for (final TestNode node : nodes) {
            if (node != null) {
                TestNode.await(() -> cash(node) == deposits * 1_000_000);
            }
        }
        TestNode.await(() -> {
            CoreStatus first = null;
            for (final TestNode node : nodes) {
                final CoreStatus status = node == null ? first : node.status();
                if (first != null && status.eventSequence() == first.eventSequence()) {
                    assertEquals(first.hashes(), status.hashes());
                } else if (first != null) {
                    return false;
                }
                first = status == null ? first : status;
            }
            return true;
        });
    }

    private void setHeartbeatTimeouts(final int... millis) throws IOException {
        for (int i = 0; i < MEMBERS; i++) {
            final Path file = directory.resolve("node-" + i).resolve("steelyard.yaml");
            Files.writeString(file, Files.readString(file).replace(
                "cluster:\n", "cluster:\n  heartbeatTimeoutMillis: " + millis[i] + "\n"));
            configs.set(i, NodeConfig.read(file));
        }
    }

    private static long cash(final TestNode node) throws Exception {
        final CompletableFuture<Long> cash = new CompletableFuture<>();
        assertTrue(node.node().queries().submit(state -> {
            final int account = state.accountId(ADDRESS);
            cash.complete(account < 0 ? 0 : state.account(account).cashMicros());
        }));
        return cash.get();
    }

    private void writeConfigurations() throws IOException {
        final StringBuilder members = new StringBuilder();
        for (int i = 0; i < MEMBERS; i++) {
            members.append(
                "    - {id: %d, basePort: %d}%n".formatted(i, FreePorts.find(ClusterSettings.PORTS_PER_MEMBER)));
        }
        for (int i = 0; i < MEMBERS; i++) {
            final Path folder = Files.createDirectories(directory.resolve("node-" + i));
            final NodeConfig single = TestNode.configuration(folder);
            Files.copy(Path.of("..", "demo", "genesis.yaml"), single.genesisFile(),
                StandardCopyOption.REPLACE_EXISTING);
            final Path file = folder.resolve("steelyard.yaml");
            final String text = Files.readString(file);
            Files.writeString(file, text.substring(0, text.indexOf("  members:"))
                + "  memberId: " + i + "\n  members:\n" + members + text.substring(text.indexOf("disk:")));
            configs.add(NodeConfig.read(file));
        }
    }
}
