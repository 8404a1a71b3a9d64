package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Wallet;
import steelyard.system.load.Load;
import steelyard.system.load.LoadCheck;
import steelyard.system.node.TestServer;

/** Kills a node under load, again and again. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 4);
    private static final int ORDERS_PER_SECOND_MIN = 1_000;

    @TempDir
    private Path directory;

    @Test
    void shouldDoEverythingOnceThoughKilledUnderLoad() {
        final long seed = new Random().nextLong();
        System.out.println("seed of the load: " + seed);
        final Random random = new Random(seed);
        try (TestServer server = new TestServer(directory)) {
            server.start();
            try (Load load = new Load(server, seed)) {
                final LoadCheck check = new LoadCheck(load);
                long loadMillis = 0;
                for (int round = 1; round <= ROUNDS; round++) {
                    final long millis = 1_000 + random.nextInt(2_500);
                    loadMillis += millis;
                    final long restartMillis = killUnderLoad(server, load, millis, round % 2 == 0);
                    System.out.printf("round %d: killed after %,d ms, %,d orders in all, ready after %,d ms, %s%n",
                        round, millis, load.orders(), restartMillis, check.resolveDoubts(server.api()));
                }
                assertTrue(load.orders() >= ORDERS_PER_SECOND_MIN * loadMillis / 1_000,
                    () -> "too little load: " + load.orders());
                load.run(500);
                checkEverything(server, load, check);
            }
        }
    }

    /** Answers after how many milliseconds it was ready again. */
    private static long killUnderLoad(
        final TestServer server, final Load load, final long millis, final boolean snapshot) {
        load.connect();
        load.start();
        Load.sleep(millis);
        if (snapshot) {
            CompletableFuture.runAsync(server.admin()::snapshot);
        }
        load.awaitAnswer();
        server.kill();
        load.stop();
        final long startNanos = System.nanoTime();
        server.start();
        final long millisUntilReady = (System.nanoTime() - startNanos) / 1_000_000;
        load.connect();
        return millisUntilReady;
    }

    private static void checkEverything(final TestServer server, final Load load, final LoadCheck check) {
        final Map<String, JsonNode> orders = check.checkAnswers(server.api());
        final Map<String, JsonNode> accounts = new HashMap<>();
        for (final Wallet wallet : load.wallets()) {
            accounts.put(wallet.address(), server.api().info("clearinghouseState", wallet));
        }
        load.awaitFills();
        final JsonNode status = server.admin().status();
        server.kill();
        assertReplayGives(server, status);
        check.checkJournal(server.data(), status, orders, accounts);
    }

    private static void assertReplayGives(final TestServer server, final JsonNode status) {
        final StringBuilder expected = new StringBuilder("eventSequence " + status.path("eventSequence") + "\n");
        expected.append("logPosition ").append(status.path("logPosition")).append('\n');
        expected.append("stateHash ").append(status.path("stateHash").textValue()).append('\n');
        status.path("partHashes").properties().forEach(part ->
            expected.append("partHash ").append(part.getKey()).append(' ').append(part.getValue().textValue()).append('\n'));
        assertEquals(expected.toString(), server.replay("--until", status.path("eventSequence").asText()));
    }
}
