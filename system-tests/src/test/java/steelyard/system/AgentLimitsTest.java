package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;
import steelyard.system.node.RawSocket;
import steelyard.system.node.TestServer;

/** Agents that may only read, and from where agents may be used, on a started server behind a proxy. */
@Timeout(180)
class AgentLimitsTest {
    private static final ObjectNode ORDER = Actions.order(OrderRequest.gtc(TestServer.BTC, Side.BUY, "99000", "0.01"));
    private static final String RESTING = "{\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":["
        + "{\"resting\"";

    @TempDir
    private Path directory;

    private TestServer server;

    private String act(final Wallet wallet, final ObjectNode action, final String from) {
        return server.api().raw(HttpRequest.newBuilder(server.api().base().resolve("/exchange"))
            .header("Content-Type", "application/json").header("X-Forwarded-For", from)
            .POST(HttpRequest.BodyPublishers.ofString(wallet.sign(action).body())));
    }

    private void allow(final Wallet owner, final Wallet agent, final String permission, final String... networks) {
        final String answer =
            act(owner, Actions.setAgentLimits(agent.address(), permission, List.of(networks)), "192.0.2.1");
        assertEquals("200 {\"status\":\"ok\",\"response\":{\"type\":\"default\"}}", answer);
    }

    private static String elsewhere(final Wallet agent, final String from) {
        return "200 {\"status\":\"err\",\"response\":\"IP address " + from
            + " is not on the allow-list of API Wallet " + agent.address() + ".\"}";
    }

    private static String reads(final Wallet agent) {
        return "{\"status\":\"err\",\"response\":\"API Wallet " + agent.address() + " may only read.\"}";
    }

    @Test
    void shouldHoldAgentsToTheirLimitsThroughARestart() {
        try (TestServer started = new TestServer(directory)) {
            server = started.configure("gateway: {", "gateway: {limits: {trustedProxies: [127.0.0.0/8]}, ");
            server.start();
            final Wallet owner = server.fund("10000");
            final Wallet agent = Wallet.of(SigningKey.random());
            act(owner, Actions.approveAgent(agent.address(), "desk"), "192.0.2.1");
            assertTrue(act(agent, ORDER, "192.0.2.1").startsWith("200 " + RESTING), "as it ever was");
            allow(owner, agent, "trade", "10.0.0.0/8", "2001:db8::/32");
            checkPlaces(agent);
            server.admin().snapshot();
            server.kill();
            server.start();
            checkPlaces(agent);
            allow(owner, agent, "read");
            assertEquals("200 " + reads(agent), act(agent, ORDER, "192.0.2.1"));
            final JsonNode told = server.api().info("extraAgents", owner);
            assertEquals("read", told.at("/0/permission").asText(), told::toString);
            assertEquals(0, told.at("/0/ipNetworks").asInt(-1), told::toString);
            checkSession(agent);
            allow(owner, agent, "trade");
            assertTrue(act(agent, ORDER, "192.0.2.1").startsWith("200 " + RESTING), "free again");
        }
    }

    private void checkPlaces(final Wallet agent) {
        assertTrue(act(agent, ORDER, "10.1.2.3").startsWith("200 " + RESTING));
        assertTrue(act(agent, ORDER, "2001:db8::7").startsWith("200 " + RESTING));
        assertEquals(elsewhere(agent, "192.0.2.1"), act(agent, ORDER, "192.0.2.1"));
        assertEquals(elsewhere(agent, "192.0.2.1"), act(agent, ORDER, "10.1.2.3, 192.0.2.1"));
    }

    /** A reader may log in and hear of its master, and its session may do nothing. */
    private void checkSession(final Wallet agent) {
        try (RawSocket socket = server.api().rawSocket()) {
            final String challenge =
                Json.parse(socket.ask("{\"method\":\"login\"}")).at("/data/challenge").asText();
            final String login = agent.sign((ObjectNode) Json.parse(
                "{\"type\":\"login\",\"challenge\":\"" + challenge + "\",\"cancelOnDisconnect\":false}")).body();
            final String answer = socket.ask("{\"method\":\"login\",\"request\":" + login + "}");
            assertEquals(agent.address(), Json.parse(answer).at("/data/signer").asText(), answer);
            final String refused = socket.ask("{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"session\","
                + "\"payload\":{\"action\":" + ORDER + "}}}");
            assertEquals(Json.parse(reads(agent)), Json.parse(refused).at("/data/response/payload"));
        }
    }
}
