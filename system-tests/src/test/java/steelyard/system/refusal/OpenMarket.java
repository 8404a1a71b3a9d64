package steelyard.system.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import steelyard.client.Actions;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.SigningKey;
import steelyard.system.node.TestServer;

/**
 * A node with a book, two positions and prices that come no more, and the hashes of its state. Time goes on: the parts
 * that count it, timers and transport, move by themselves.
 */
final class OpenMarket implements AutoCloseable {
    /** The maker's id for its open bid of 0.01 BTC at 99900; its offer of 0.01 at 100100 has none. */
    static final String CLOID = "0x" + "ab".repeat(16);

    private static final Set<String> STILL = new TreeSet<>(Set.of("books", "accounts", "risk", "prices"));
    private static final Set<String> MOVING = Set.of("timers", "transport");
    private static final String NONCES = "nonces";

    private final TestServer server;
    private final Wallet maker;
    private final Wallet taker;
    private final Wallet reader = Wallet.of(SigningKey.random());
    private final Wallet elsewhere = Wallet.of(SigningKey.random());
    private JsonNode hashes;

    OpenMarket(final Path directory) {
        server = new TestServer(directory);
        server.start();
        server.process().await("the end of the price source", Duration.ofSeconds(20),
            () -> server.process().log().stream().anyMatch(line -> line.contains("has ended")));
        maker = server.fund("10000");
        taker = server.fund("10000");
        server.api().exchange(maker, Actions.order(List.of(
            OrderRequest.gtc(BTC, Side.SELL, "100100", "0.02"),
            OrderRequest.gtc(BTC, Side.BUY, "99900", "0.01").withCloid(CLOID))));
        server.api().exchange(taker, Actions.order(OrderRequest.ioc(BTC, Side.BUY, "100100", "0.01")));
        approve(reader, "reader", "read", "127.0.0.0/8");
        approve(elsewhere, "elsewhere", "trade", "203.0.113.0/24");
        hashes = hashes();
        final Set<String> parts = new TreeSet<>(STILL);
        parts.addAll(MOVING);
        parts.add(NONCES);
        final Set<String> told = new TreeSet<>();
        hashes.fieldNames().forEachRemaining(told::add);
        assertEquals(parts, told);
    }

    private void approve(final Wallet agent, final String name, final String permission, final String network) {
        for (final ObjectNode action : List.of(Actions.approveAgent(agent.address(), name),
            Actions.setAgentLimits(agent.address(), permission, List.of(network)))) {
            final ExchangeReply reply = server.api().exchange(maker, action);
            if (!reply.isOk()) {
                throw new AssertionError(action + ": " + reply.json());
            }
        }
    }

    private JsonNode hashes() {
        return server.admin().status().path("partHashes");
    }

    TestServer server() {
        return server;
    }

    Wallet maker() {
        return maker;
    }

    Wallet taker() {
        return taker;
    }

    /** The maker's agent that may only read. */
    Wallet reader() {
        return reader;
    }

    /** The maker's agent that may not be used from here. */
    Wallet elsewhere() {
        return elsewhere;
    }

    /** The state is what it was at the last call, but for the nonces if one was used. */
    void assertUnchanged(final boolean usedNonce) {
        final JsonNode now = hashes();
        for (final String part : STILL) {
            assertEquals(hashes.path(part), now.path(part), part);
        }
        if (usedNonce) {
            assertNotEquals(hashes.path(NONCES), now.path(NONCES), "no nonce was used");
        } else {
            assertEquals(hashes.path(NONCES), now.path(NONCES), "a nonce was used");
        }
        hashes = now;
    }

    @Override
    public void close() {
        server.close();
    }
}
