package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOutcomesTest extends GatewayFixture {
    private static final String UNREADABLE = "Failed to parse the request body as JSON";
    private static final String MALFORMED = "Failed to deserialize the JSON body into the target type";

    @Override
    GatewayConfig config() {
        final GatewayConfig defaults = super.config();
        return new GatewayConfig(defaults.host(), 0, 1, 20, defaults.allowedOrigins(), 4_096, 300, 700, 20,
            defaults.eventQueueLength(), defaults.pendingBytesMax(), 10, 10,
            defaults.limits(), null);
    }

    private static void check(final HttpResponse<String> answer, final int status, final String body) {
        assertEquals(status + " " + body, answer.statusCode() + " " + answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "{\"type\":\"meta\"", "{'type':'meta'}"})
    void shouldAnswer400ToMalformedJson(final String body) {
        check(client.info(body), 400, UNREADABLE);
        check(client.exchange(body), 400, UNREADABLE);
    }

    @Test
    void shouldAnswer415WithoutJsonContentType() {
        final String expected = "Expected request with `Content-Type: application/json`";
        check(client.post("/info", "{\"type\":\"meta\"}"), 415, expected);
        check(client.post("/info", "{\"type\":\"meta\"}", "Content-Type", "text/plain"), 415, expected);
        check(client.post("/exchange", "{}", "Content-Type", "application/xml"), 415, expected);
    }

    @Test
    void shouldShowSeveralAccountsAtOnce() {
        final String unknown = "0x0000000000000000000000000000000000000001";
        final String state = "{\"type\":\"clearinghouseState\",\"user\":\"";
        assertEquals("[" + client.info(state + USER + "\"}").body() + "," + client.info(state + unknown + "\"}").body() + "]",
            client.info("{\"type\":\"batchClearinghouseStates\",\"users\":[\"" + USER + "\",\"" + unknown + "\"]}").body());
        final String wrong = "Failed to deserialize the JSON body into the target type";
        check(client.info("{\"type\":\"batchClearinghouseStates\",\"users\":[7]}"), 422, wrong);
        check(client.info("{\"type\":\"batchClearinghouseStates\",\"users\":[" + "\"0x1\",".repeat(100) + "\"0x1\"]}"), 422,
            wrong);
    }

    @Test
    void shouldTellWhatWasPaidIn() {
        check(client.info("{\"type\":\"perpDexStatus\",\"dex\":\"\"}"), 200, "{\"totalNetDeposit\":\"13000.0\"}");
        check(client.info("{\"type\":\"perpDexStatus\",\"dex\":\"xyz\"}"), 500, "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON",
        "application/vnd.api+json"})
    void shouldAcceptJsonContentTypes(final String type) {
        assertEquals(200, client.post("/info", "{\"type\":\"perpDexs\"}", "Content-Type", type).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"noSuchType\"}", "{\"type\":5}", "{}", "[]", "7", "\"meta\"", "null",
        "{\"type\":\"l2Book\"}", "{\"type\":\"l2Book\",\"coin\":7}", "{\"type\":\"l2Book\",\"coin\":null}",
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":\"5\"}",
        "{\"type\":\"openOrders\"}", "{\"type\":\"openOrders\",\"user\":\"0x12\"}",
        "{\"type\":\"openOrders\",\"user\":\"0Xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\"}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\"}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":-1}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":\"0x12\"}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":\"77\"}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":7.5}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":1e3}",
        "{\"type\":\"orderStatus\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"oid\":18446744073709551616}",
        "{\"type\":\"userFills\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"aggregateByTime\":1}",
        "{\"type\":\"meta\",\"type\":\"meta\"}", "[\"userRole\"]", "[\"meta\",\"\",\"extra\"]"})
    void shouldAnswer422ToWrongReads(final String body) {
        check(client.info(body), 422, MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000000", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void shouldKnowNothingOfIdsThatNoOrderHas(final String oid) {
        check(client.info("{\"type\":\"orderStatus\",\"user\":\"" + USER + "\",\"oid\":" + oid + "}"), 200,
            "{\"status\":\"unknownOid\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":1}",
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":6}",
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":4,\"mantissa\":2}",
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":3}",
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"mantissa\":5}",
        "{\"type\":\"meta\",\"dex\":\"xyz\"}",
        "{\"type\":\"openOrders\",\"user\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"dex\":\"xyz\"}"})
    void shouldAnswer500ToWhatThereIsNot(final String body) {
        check(client.info(body), 500, "null");
    }

    @Test
    void shouldIgnoreUnknownFieldsAndTrailingBytesOfReads() {
        check(client.info("{\"type\":\"perpDexs\",\"extra\":{\"a\":1}} trailing"), 200, "[null]");
    }

    @Test
    void shouldAcceptThePositionalForm() {
        check(client.info("[\"userRole\",\"" + USER + "\"]"), 200, "{\"role\":\"user\"}");
        check(client.info("[\"perpDexs\"]"), 200, "[null]");
        assertEquals(client.info("{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":2}").body(),
            client.info("[\"l2Book\",\"BTC\",5,2]").body());
    }

    @Test
    void shouldAnswerNullForUnknownCoins() {
        check(client.info("{\"type\":\"l2Book\",\"coin\":\"NONE\"}"), 200, "null");
        check(client.info("{\"type\":\"recentTrades\",\"coin\":\"NONE\"}"), 200, "null");
    }

    @Test
    void shouldAnswer429WhenTheNodeTakesNoReads() {
        node.acceptsReads = false;
        check(client.info("{\"type\":\"meta\"}"), 429, "null");
    }

    @Test
    void shouldAnswer503WhenTheNodeIsNotReady() {
        node.ready = false;
        check(client.info("{\"type\":\"meta\"}"), 503, "The node is not ready");
    }

    @Test
    void shouldAnswer500WhenHistoryLags() {
        node.historyFails = true;
        check(client.info("{\"type\":\"recentTrades\",\"coin\":\"BTC\"}"), 500, "null");
        check(client.info("{\"type\":\"userFills\",\"user\":\"" + USER + "\"}"), 500, "null");
    }

    @Test
    void shouldSayWhenTheNodeIsStale() {
        assertTrue(client.info("{\"type\":\"perpDexs\"}").headers().firstValue("X-Steelyard-Stale").isEmpty());
        node.stale = true;
        final HttpResponse<String> answer = client.info("{\"type\":\"exchangeStatus\"}");
        assertEquals("true", answer.headers().firstValue("X-Steelyard-Stale").orElseThrow());
        check(answer, 200, "{\"time\":1791280942711,\"specialStatuses\":\"stale\"}");
    }

    @Test
    void shouldSayWhereOperatorsStoppedTheEntryOfOrders() {
        node.entryStopped.add(1);
        check(client.info("{\"type\":\"exchangeStatus\"}"), 200,
            "{\"time\":1791280942711,\"specialStatuses\":\"ETH: no new orders\"}");
        node.entryStopped.add(-1);
        node.stale = true;
        check(client.info("{\"type\":\"exchangeStatus\"}"), 200,
            "{\"time\":1791280942711,\"specialStatuses\":\"stale; no new orders; ETH: no new orders\"}");
    }

    @Test
    void shouldTellTheEventOfAnAnswer() {
        assertEquals("1000",
            client.info("{\"type\":\"meta\"}").headers().firstValue("X-Steelyard-Sequence").orElseThrow());
    }

    @Test
    void shouldWaitForTheEventThatARequestNames() {
        final Thread later = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(50);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            node.eventSequence = 1_200;
        });
        final HttpResponse<String> answer = client.post("/info", "{\"type\":\"meta\"}",
            "Content-Type", "application/json", "X-Steelyard-Min-Sequence", "1100");
        assertEquals("1200", answer.headers().firstValue("X-Steelyard-Sequence").orElseThrow());
        assertTrue(later.getState() == Thread.State.TERMINATED || node.eventSequence == 1_200);
    }

    @Test
    void shouldAnswer503WhenTheEventDoesNotCome() {
        check(client.post("/info", "{\"type\":\"meta\"}", "Content-Type", "application/json",
            "X-Steelyard-Min-Sequence", "2000"), 503, "Event 2000 has not been reached");
        check(client.post("/info", "{\"type\":\"meta\"}", "Content-Type", "application/json",
            "X-Steelyard-Min-Sequence", "soon"), 400, "Bad request");
    }

    @Test
    void shouldKnowItsPaths() {
        check(client.post("/none", "{}", "Content-Type", "application/json"), 404, "Not found");
        check(client.send(client.request("/info").GET()), 405, "Only POST is allowed");
        check(client.post("/info?x=1", "{\"type\":\"perpDexs\"}", "Content-Type", "application/json"), 200, "[null]");
    }

    @Test
    void shouldRefuseBodiesThatAreTooLong() {
        assertEquals(413, client.info("{\"type\":\"" + "x".repeat(5_000) + "\"}").statusCode());
    }

    @Test
    void shouldAllowAnyOriginByDefault() {
        final HttpResponse<String> preflight = client.send(client.request("/info",
            "Origin", "https://example.org", "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "content-type").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, preflight.statusCode());
        assertEquals("*", preflight.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        final HttpResponse<String> answer = client.post("/info", "{\"type\":\"perpDexs\"}",
            "Content-Type", "application/json", "Origin", "https://example.org");
        assertEquals("*", answer.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            final String slow = request("{\"type\":\"recentTrades\",\"coin\":\"BTC\"}");
            socket.getOutputStream().write((slow + request("7") + request("{\"type\":\"perpDexs\"}"))
                .getBytes(StandardCharsets.US_ASCII));
            final String answers = readUntil(socket.getInputStream(), "[null]");
            final int first = answers.indexOf("\"tid\":9");
            final int second = answers.indexOf(MALFORMED);
            assertTrue(0 < first && first < second, answers);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseRequestDoesNotArrive() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("POST /info HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5_000);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void shouldCloseAnIdleConnection() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request("{\"type\":\"perpDexs\"}").getBytes(StandardCharsets.US_ASCII));
            readUntil(socket.getInputStream(), "[null]");
            socket.setSoTimeout(5_000);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private static String request(final String body) {
        return "POST /info HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
            + "\r\n\r\n" + body;
    }

    private static String readUntil(final InputStream in, final String end) throws IOException {
        final ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.US_ASCII).contains(end)) {
            final int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + read);
            }
            read.write(b);
        }
        return read.toString(StandardCharsets.US_ASCII);
    }
}
