package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.gateway.limit.LimitConfig;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.IpNetwork;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.SetAgentLimitsDecoder;
import steelyard.signing.Network;
import steelyard.signing.SigningKey;

/** What agents may do, and from where. The proxy 127.0.0.1 tells where requests come from. */
class AgentLimitsTest extends GatewayFixture {
    private static final String CANCEL = "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}";
    private static final String CANCELED = "{\"status\":\"ok\",\"response\":{\"type\":\"cancel\","
        + "\"data\":{\"statuses\":[\"success\"]}}}";
    private static final String HERE = "10.1.2.3";
    private static final String ELSEWHERE = "203.0.113.9";

    @Override
    GatewayConfig config() {
        final GatewayConfig defaults = super.config();
        return new GatewayConfig(defaults.host(), 0, 1, 50, List.of(), defaults.requestLengthMax(), 10_000, 10_000, 20,
            defaults.eventQueueLength(), defaults.pendingBytesMax(), 1_000, 100,
            new LimitConfig(List.of("0.0.0.0/0", "::/0"), List.of("127.0.0.0/8"), 60, 2, 5, 4, 2, 20, 2, 3, 100_000, 60_000),
            null);
    }

    private void limit(final boolean readOnly, final String... networks) {
        node.agents.put(USER_ID, List.of(new AgentView(AGENT, "bot", 1_800_000_000_000L,
            new AgentLimits(readOnly, List.of(networks).stream().map(IpNetwork::parse).toList()))));
    }

    private void cancels() {
        node.script = command -> Events.of()
            .canceled(0, USER_ID, BTC, 77, Side.BUY, 1, 10, CancelReason.REQUESTED, true);
    }

    private String act(final SigningKey key, final String from, final String action) {
        return client.post("/exchange", Client.signed(key, action, Network.MAINNET),
            "Content-Type", "application/json", "X-Forwarded-For", from).body();
    }

    private static String error(final String text) {
        return "{\"status\":\"err\",\"response\":\"" + text + "\"}";
    }

    private static String refused(final String from) {
        return error("IP address " + from + " is not on the allow-list of API Wallet " + AGENT + ".");
    }

    private static String action(final String permission, final String list) {
        return "{\"type\":\"setAgentLimits\",\"agentAddress\":\"" + AGENT + "\",\"permission\":\"" + permission
            + "\",\"ipAllowList\":" + list + "}";
    }

    @Test
    void shouldSendLimits() {
        node.script = command -> Events.of();
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}",
            client.act(KEY, action("read", "[\"10.0.0.0/8\",\"2001:db8::/32\",\"192.0.2.1\"]")));
        final SetAgentLimitsDecoder command =
            new SetAgentLimitsDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(AGENT, Address.from(
            command.buffer(), command.offset() + SetAgentLimitsDecoder.agentAddressEncodingOffset()));
        assertEquals(1, command.permission());
        final List<IpNetwork> networks = new ArrayList<>();
        for (final SetAgentLimitsDecoder.NetworksDecoder network : command.networks()) {
            networks.add(new IpNetwork(network.high(), network.low(), network.prefixLength()));
        }
        assertEquals(List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("2001:db8::/32"),
            IpNetwork.parse("192.0.2.1/32")), networks);
        assertEquals(97, command.proofLength());
    }

    @Test
    void shouldFindTheSignerOfLimitsWhoseFieldsCameInAnotherOrder() {
        node.script = command -> Events.of();
        final String signed = action("trade", "[]");
        final String sent = "{\"ipAllowList\":[],\"permission\":\"trade\",\"type\":\"setAgentLimits\","
            + "\"agentAddress\":\"" + AGENT.toString().toUpperCase().replace("0X", "0x") + "\"}";
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}",
            client.exchange(Client.envelope(KEY, sent, signed, Network.MAINNET).toString()).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "{}", "\"10.0.0.0/8\"", "[7]", "[null]", "[\"10.0.0.0/33\"]", "[\"example.org\"]", "[\"10.0.0/8\"]"})
    void shouldNotReadOtherLists(final String list) {
        assertEquals(422, client.exchange(Client.signed(KEY, action("read", list), Network.MAINNET)).statusCode());
        assertNull(node.commands.poll());
    }

    @Test
    void shouldNotReadOtherPermissions() {
        assertEquals(
            422, client.exchange(Client.signed(KEY, action("withdraw", "[]"), Network.MAINNET)).statusCode());
        final String list = IntStream.range(0, 17).mapToObj(i -> "\"10.0.0." + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
        assertEquals(error("API Wallet may trade or read, from at most 16 networks without bits beyond their prefix,"
            + " none twice."), client.act(KEY, action("read", list)));
        assertNull(node.commands.poll());
    }

    @Test
    void shouldRefuseAnAgentFromElsewhereBeforeTheLog() {
        cancels();
        limit(false, "10.0.0.0/8", "2001:db8::/32");
        assertEquals(CANCELED, act(AGENT_KEY, HERE, CANCEL));
        assertEquals(CANCELED, act(AGENT_KEY, "2001:db8::7", CANCEL));
        assertEquals(CANCELED, act(AGENT_KEY, ELSEWHERE + ", " + HERE, CANCEL), "only what the proxy adds counts");
        assertEquals(3, node.commands.size());
        assertEquals(refused(ELSEWHERE), act(AGENT_KEY, ELSEWHERE, CANCEL));
        assertEquals(refused("2001:db9:0:0:0:0:0:7"), act(AGENT_KEY, "2001:db9::7", CANCEL));
        assertEquals(refused(ELSEWHERE), act(AGENT_KEY, HERE + ", " + ELSEWHERE, CANCEL));
        assertEquals(refused("127.0.0.1"), client.act(AGENT_KEY, CANCEL), "the proxy itself");
        assertEquals(3, node.commands.size());
        assertEquals(CANCELED, act(KEY, ELSEWHERE, CANCEL), "the account's own key");
    }

    @Test
    void shouldSeeNewLimitsOnAnOldConnection() {
        cancels();
        assertEquals(CANCELED, act(AGENT_KEY, ELSEWHERE, CANCEL));
        limit(false, "10.0.0.0/8");
        assertEquals(refused(ELSEWHERE), act(AGENT_KEY, ELSEWHERE, CANCEL));
        limit(false);
        assertEquals(CANCELED, act(AGENT_KEY, ELSEWHERE, CANCEL));
    }

    @Test
    void shouldLetAgentsLogInOnlyFromWhereTheyMayBeUsed() {
        cancels();
        limit(false, "10.0.0.0/8");
        try (Stream stream = new Stream(server.port())) {
            stream.send("{\"method\":\"login\"}");
            answer(stream, false);
            assertEquals("\"Login failed: IP address 127.0.0.1 is not on the allow-list of API Wallet " + AGENT
                + ".\"", stream.data("error"));
            limit(false, "127.0.0.1");
            stream.send("{\"method\":\"login\"}");
            answer(stream, true);
            assertEquals("{\"signer\":\"" + AGENT + "\",\"vaultAddress\":null,\"cancelOnDisconnect\":true}",
                stream.data("login"));
            assertEquals(CANCELED, post(stream));
            limit(false, "10.0.0.0/8");
            assertEquals(refused("127.0.0.1"), post(stream), "the list has changed");
        }
    }

    @Test
    void shouldLetReadersLogInButNotCancel() {
        limit(true);
        try (Stream stream = new Stream(server.port())) {
            stream.send("{\"method\":\"login\"}");
            answer(stream, true);
            assertEquals("\"Login failed: API Wallet " + AGENT + " may only read.\"", stream.data("error"));
            stream.send("{\"method\":\"login\"}");
            answer(stream, false);
            assertEquals("{\"signer\":\"" + AGENT + "\",\"vaultAddress\":null,\"cancelOnDisconnect\":false}",
                stream.data("login"));
            node.script = command -> Events.of().refused(RejectReason.AGENT_READ_ONLY, 0, 0);
            assertEquals(error("API Wallet " + AGENT + " may only read."), post(stream));
        }
    }

    private static void answer(final Stream stream, final boolean cancels) {
        final String challenge = Client.tree(stream.data("login")).path("challenge").asText();
        stream.send("{\"method\":\"login\",\"request\":" + Client.signed(AGENT_KEY,
            "{\"type\":\"login\",\"challenge\":\"" + challenge + "\",\"cancelOnDisconnect\":" + cancels + "}",
            Network.MAINNET) + "}");
    }

    private static String post(final Stream stream) {
        stream.send("{\"method\":\"post\",\"id\":5,\"request\":{\"type\":\"session\",\"payload\":{\"action\":"
            + CANCEL + "}}}");
        return Client.tree(stream.data("post")).path("response").path("payload").toString();
    }

    @Test
    void shouldTellPermissionsButNotAddresses() {
        limit(true, "10.0.0.0/8", "192.0.2.1");
        assertEquals("[{\"address\":\"" + AGENT + "\",\"name\":\"bot\",\"validUntil\":1800000000000,"
            + "\"permission\":\"read\",\"ipNetworks\":2}]",
            client.info("{\"type\":\"extraAgents\",\"user\":\"" + USER + "\"}").body());
    }
}
