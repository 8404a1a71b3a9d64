package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;

/** A genesis of more markets than one command holds. */
final class ManyMarketsTest {
    private static final int MARKETS = 3_000;

    @TempDir
    private Path directory;

    private NodeConfig config;

    @BeforeEach
    void configure() throws IOException {
        config = TestNode.configuration(directory);
    }

    private void writeMarkets() throws IOException {
        final StringBuilder genesis = new StringBuilder("markets:\n");
        for (int i = 0; i < MARKETS; i++) {
            genesis.append("  - {coin: M").append(i)
                .append(", sizeDecimals: 2, maxPrice: 1000, maxOrder: 10, maxPosition: 100}\n");
        }
        Files.writeString(config.genesisFile(), genesis);
    }

    private static String lastMarket(final TestNode node) throws Exception {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        node.node().queries().submit(state ->
            answer.complete(state.marketCount() + " " + state.market(state.marketCount() - 1).spec().coin()));
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldListAllOfThem() throws Exception {
        writeMarkets();
        for (int start = 0; start < 2; start++) {
            try (TestNode node = TestNode.start(config, ExchangeMachine.factory(7))) {
                assertEquals("3000 M2999", lastMarket(node));
            }
        }
    }
}
