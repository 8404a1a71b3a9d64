package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.client.Wallet;
import steelyard.signing.SigningKey;
import steelyard.system.node.TestServer;

/** Clients that others have written, unmodified: only the base URL is another one. */
@Timeout(180)
class PublicClientTest {
    private static final String MAKER_KEY = "0x" + "11".repeat(32);
    private static final String TAKER_KEY = "0x" + "22".repeat(32);

    @TempDir
    private Path directory;

    @BeforeAll
    static void find() {
        NpmClient.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nktkas", "ccxt"})
    void shouldServe(final String client) {
        try (TestServer server = new TestServer(directory)) {
            server.start();
            server.admin().deposit(Wallet.of(SigningKey.of(MAKER_KEY)).address(), "1000000");
            server.admin().deposit(Wallet.of(SigningKey.of(TAKER_KEY)).address(), "1000000");
            final String report = NpmClient.run(directory, Map.of(
                "STEELYARD_URL", server.api().base().toString(),
                "STEELYARD_MAKER", MAKER_KEY,
                "STEELYARD_TAKER", TAKER_KEY),
                "node", "--test", "--test-reporter=spec", NpmClient.folder().resolve(client + ".test.mjs").toString());
            assertTrue(report.contains("fail 0"), report);
            System.out.println(report);
        }
    }
}
