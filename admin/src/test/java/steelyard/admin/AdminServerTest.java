package steelyard.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.node.BookOrderView;
import steelyard.node.NodeStatus;
import steelyard.node.OrderView;

@Timeout(30)
class AdminServerTest {
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final String DEPOSIT = """
        {"address":"0x00000000000000000000000000000000000000AA","amount":"250.000001","source":1,"number":%d,\
        "operator":"ann","reason":"wire 4711"}""";
    private static final String STATE = """
        {"state":"%s","operator":"ann","reason":"incident 12"}""";
    private static final String SNAPSHOT = """
        {"operator":"ann","reason":"upgrade"}""";

    @TempDir
    private Path directory;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = new AdminServer(
            new AdminConfig("127.0.0.1", 0, directory), node, node, node.operator(), 700, 400);
        server.start();
        token = Files.readString(server.tokenFile()).strip();
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    @Test
    void shouldTellItsConditionToAnybody() throws Exception {
        token = "";
        final String condition = """
            {"ready":%b,"stale":%b,"leader":true,"eventSequence":12,"logTimeNanos":34}""";
        assertAnswer(200, condition.formatted(true, false), get("/v1/health"));
        assertAnswer(200, condition.formatted(true, false), get("/v1/ready"));

        node.status = new NodeStatus(true, true, true, 12, 34);
        assertAnswer(200, condition.formatted(true, true), get("/v1/health"));
        assertAnswer(503, condition.formatted(true, true), get("/v1/ready"));

        node.status = new NodeStatus(false, false, true, 12, 34);
        assertAnswer(503, condition.formatted(false, false), get("/v1/ready"));
    }

    @Test
    void shouldTellItsStatus() throws Exception {
        assertAnswer(200, """
            {"role":"leader","ready":true,"stale":false,"term":3,"logPosition":96,"eventSequence":12,\
            "logTimeNanos":34,"stateHash":"00c0ffee00c0ffee",\
            "partHashes":{"books":"0000000000000001","accounts":"ffffffffffffffff"},\
            "versions":{"software":"0.1"}}""", get("/v1/status"));
    }

    @Test
    void shouldTellABookInTheOrderInWhichItIsMatched() throws Exception {
        node.bookOrders = List.of(
            order(5, Side.SELL, 1_010, 50_000, 8, 0), order(4, Side.BUY, 1_000, 10_000, 9, 0x2a),
            order(3, Side.SELL, 1_010, 20_000, 7, 0), order(2, Side.BUY, 1_000, 1, 4, 0),
            order(1, Side.BUY, 1_001, 30_000, 11, 0));
        assertAnswer(200, """
            {"coin":"BTC","eventSequence":12,"logTimeNanos":34,"bids":[\
            {"price":"10.01","orders":[{"orderId":1,"sequence":11,"size":"3.0","accountId":17}]},\
            {"price":"10.0","orders":[{"orderId":2,"sequence":4,"size":"0.0001","accountId":17},\
            {"orderId":4,"sequence":9,"size":"1.0","accountId":17,\
            "clientOrderId":"0x0000000000000000000000000000002a"}]}],"asks":[\
            {"price":"10.1","orders":[{"orderId":3,"sequence":7,"size":"2.0","accountId":17},\
            {"orderId":5,"sequence":8,"size":"5.0","accountId":17}]}]}""", get("/v1/markets/BTC/book"));
        assertAnswer(404, """
            {"error":"there is no market of this name","hint":"names are as listed, case included"}""",
            get("/v1/markets/btc/book"));
    }

    private static BookOrderView order(
        final long id, final Side side, final long ticks, final long lots, final long sequence, final long clientId) {
        final int flags = clientId == 0 ? 0 : OrderFlags.HAS_CLIENT_ORDER_ID;
        return new BookOrderView(
            new OrderView(id, 17, 3, side, ticks, lots, lots, flags, 0, clientId, 0), sequence);
    }

    @Test
    void shouldGiveMetricsAsText() throws Exception {
        final HttpResponse<String> response = get("/metrics");
        assertEquals("steelyard_up 1\n", response.body());
        assertEquals(
            "text/plain; version=0.0.4; charset=utf-8", response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void shouldDepositOnce() throws Exception {
        final String applied = """
            {"status":"applied","source":1,"number":%d,"address":"%s","amount":"250.000001","accountId":16,\
            "accountCreated":%b,"cash":"%s","eventSequence":%d}""";
        assertAnswer(200, applied.formatted(7, ADDRESS, true, "250.000001", 103), post("/v1/deposits", deposit(7)));
        assertAnswer(200, """
            {"status":"alreadyApplied","source":1,"number":7,"address":"%s","accountId":16,"cash":"250.000001",\
            "hint":"the exchange keeps the last number of a source, not what it was for: \
            address and amount of this request were not compared"}""".formatted(ADDRESS),
            post("/v1/deposits", deposit(7)));
        assertAnswer(409, """
            {"error":"Deposit 6 was already applied; the last of its source is 7.","hint":"nothing was done"}""",
            post("/v1/deposits", deposit(6)));
        assertAnswer(200, applied.formatted(8, ADDRESS, false, "500.000002", 107), post("/v1/deposits", deposit(8)));
        final String command = "deposit 250000001 to " + ADDRESS + " as 1/%d by ann: wire 4711";
        assertEquals(List.of(
            command.formatted(7), command.formatted(7), command.formatted(6), command.formatted(8)), node.commands);
    }

    @Test
    void shouldSayWhatIsKnownOfARepeatedDepositToAnotherAddress() throws Exception {
        post("/v1/deposits", deposit(7));
        final HttpResponse<String> response = post("/v1/deposits", deposit(7).replace("00AA", "00BB"));
        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("\"status\":\"alreadyApplied\""), response.body());
        assertTrue(response.body().contains("\"accountId\":null,\"cash\":null"), response.body());
    }

    @Test
    void shouldRefuseWrongFieldsOfADeposit() throws Exception {
        assertField("there is no field 'sum'", deposit(7).replace("amount", "sum"));
        assertField("field 'amount' is missing or no proper text", deposit(7).replace("\"250.000001\"", "250"));
        for (final String amount : List.of("0", "-1", "0.0000001", "1e3", "99999999999999999999", "0x1")) {
            assertField("field 'amount' is no amount of USDC", deposit(7).replace("250.000001", amount));
        }
        for (final String address : List.of("0x12", "0".repeat(40), "zz" + ADDRESS.substring(2))) {
            assertField("field 'address' is no address", deposit(7).replace("0x" + "0".repeat(38) + "AA", address));
        }
        assertField("field 'number' is missing or no proper number", deposit(0));
        for (final String number : List.of("1.5", "\"7\"", "null", "9223372036854775808")) {
            assertField("field 'number' is missing or no proper number", deposit(7).replace(":7,", ":" + number + ","));
        }
        assertField(
            "field 'source' is missing or no proper number", deposit(7).replace("\"source\":1", "\"source\":-1"));
        assertField("field 'operator' is missing or no proper text", deposit(7).replace("ann", " "));
        assertField("field 'operator' is missing or no proper text", deposit(7).replace("ann", "a\\nb"));
        assertField("field 'reason' is missing or no proper text", deposit(7).replace("wire 4711", "x".repeat(257)));
        assertField("the body is not a JSON object", "[1]");
        assertEquals(List.of(), node.commands);
    }

    private void assertField(final String error, final String body) throws Exception {
        final HttpResponse<String> response = post("/v1/deposits", body);
        assertEquals(422, response.statusCode(), body + " -> " + response.body());
        assertTrue(response.body().startsWith("{\"error\":\"" + error + "\",\"hint\":\""), response.body());
    }

    @Test
    void shouldPassOnRefusalsOfTheExchange() throws Exception {
        node.refusal = RejectReason.HOUSE_ADDRESS;
        assertAnswer(422, """
            {"error":"House accounts cannot be credited from outside.",\
            "hint":"nothing was done: correct the request"}""",
            post("/v1/deposits", deposit(7)));
        node.refusal = RejectReason.INVALID_AMOUNT;
        assertAnswer(422, """
            {"error":"Amount must be positive and at most 77 micro-USDC.",\
            "hint":"nothing was done: correct the request"}""",
            post("/v1/deposits", deposit(7)));
        node.refusal = RejectReason.NO_GENESIS;
        assertAnswer(409, """
            {"error":"The exchange has no genesis yet.","hint":"nothing was done"}""",
            post("/v1/markets/BTC/state", STATE.formatted("halted")));
    }

    @Test
    void shouldChangeTheStateOfAMarket() throws Exception {
        assertAnswer(200, """
            {"coin":"BTC","state":"cancel_only","eventSequence":101}""",
            post("/v1/markets/BTC/state", STATE.formatted("cancel_only")));
        assertAnswer(404, """
            {"error":"there is no market of this name","hint":"names are as listed, case included"}""",
            post("/v1/markets/btc/state", STATE.formatted("active")));
        assertAnswer(422, """
            {"error":"there is no market state 'closed'","hint":"states are active, cancel_only, halted, post_only, close_only, settling, auction"}""",
            post("/v1/markets/BTC/state", STATE.formatted("closed")));
        assertEquals(List.of("market 3 state 1 by ann: incident 12"), node.commands);
    }

    @Test
    void shouldTakeOneSnapshotAtATime() throws Exception {
        assertAnswer(200, """
            {"logPosition":96,"eventSequence":12,"stateHash":"0000000000000abc","durationNanos":5000}""",
            post("/v1/snapshots", SNAPSHOT));

        final CompletableFuture<SnapshotTaken> slow = new CompletableFuture<>();
        node.snapshot = slow;
        assertAnswer(504, """
            {"error":"the node did not answer in time",\
            "hint":"what was asked for may still happen: look at GET /v1/status before asking again"}""",
            post("/v1/snapshots", SNAPSHOT));
        assertAnswer(409, """
            {"error":"a snapshot is under way","hint":"wait until it is stored"}""", post("/v1/snapshots", SNAPSHOT));

        slow.completeExceptionally(new OperatorRefusal("this node does not lead", "ask again"));
        node.snapshot = slow;
        assertAnswer(409, """
            {"error":"this node does not lead","hint":"ask again"}""", post("/v1/snapshots", SNAPSHOT));
        node.snapshot = CompletableFuture.failedFuture(
            new OperatorRefusal("this node does not lead", "ask the leader", "http://10.0.0.10:8081"));
        assertAnswer(409, """
            {"error":"this node does not lead","hint":"ask the leader","leader":"http://10.0.0.10:8081"}""",
            post("/v1/snapshots", SNAPSHOT));
    }

    @Test
    void shouldSayThatTheNodeIsBusyOrTheOutcomeUnknown() throws Exception {
        final String busy = """
            {"error":"the node is busy or not ready","hint":"nothing was done: send the request again"}""";
        node.full = true;
        assertAnswer(503, busy, post("/v1/deposits", deposit(7)));
        assertAnswer(503, busy, post("/v1/markets/BTC/state", STATE.formatted("active")));
        node.full = false;
        node.fallsBusy = true;
        assertAnswer(503, busy, post("/v1/deposits", deposit(7)));
        node.fallsBusy = false;
        node.staysSilent = true;
        assertAnswer(504, """
            {"error":"whether it was done is not known in time",\
            "hint":"send the same request again: it is done once"}""",
            post("/v1/deposits", deposit(7)));
    }

    @Test
    void shouldWantTheToken() throws Exception {
        for (final String wrong : List.of("", "0".repeat(64), token.substring(1), token + "0")) {
            token = wrong;
            for (final HttpResponse<String> response : List.of(
                get("/v1/status"), get("/metrics"), post("/v1/deposits", deposit(7)), post("/v1/snapshots", SNAPSHOT),
                post("/v1/markets/BTC/state", STATE.formatted("halted")))) {
                assertAnswer(401, """
                    {"error":"the token is missing or wrong","hint":"send 'Authorization: Bearer TOKEN' with the \
                    content of admin.token in the data directory"}""", response);
                assertEquals("Bearer", response.headers().firstValue("www-authenticate").orElseThrow());
            }
        }
        assertEquals(List.of(), node.commands);
    }

    @Test
    void shouldNotAnswerPagesOfOtherSites() throws Exception {
        final HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/health"));
        final HttpResponse<String> foreign = client.send(
            request.copy().header("Origin", "https://example.com").build(), HttpResponse.BodyHandlers.ofString());
        assertAnswer(403, """
            {"error":"requests of other web sites are not answered","hint":"use a program, not a page"}""", foreign);
        final String ownOrigin = "http://127.0.0.1:" + server.port();
        final HttpResponse<String> own = client.send(
            request.header("Origin", ownOrigin).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, own.statusCode());
    }

    @Test
    void shouldRefuseUnknownPathsAndMethods() throws Exception {
        for (final String path : List.of("/", "/v1", "/v1/health/", "/v2/health", "/v1/markets//state/x", "/v1/%zz")) {
            assertEquals(404, send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), path);
        }
        final HttpResponse<String> response = get("/v1/deposits");
        assertAnswer(405, """
            {"error":"GET is not possible here","hint":"use POST"}""", response);
        assertEquals("POST", response.headers().firstValue("allow").orElseThrow());
    }

    @Test
    void shouldRefuseBodiesThatAreNoJsonOrTooLong() throws Exception {
        assertEquals(400, post("/v1/deposits", "{").statusCode());
        assertEquals(400, post("/v1/deposits", "").statusCode());
        assertEquals(400, post("/v1/deposits", "{} {}").statusCode());
        assertEquals(400, post("/v1/deposits", "{\"source\":1,\"source\":1}").statusCode());
        assertEquals(400, post("/v1/deposits", "[".repeat(5_000)).statusCode());
        assertAnswer(413, """
            {"error":"the body is too large","hint":"send at most 65536 bytes"}""",
            post("/v1/deposits", " ".repeat(65_537)));
        assertEquals(413, post("/v1/deposits", " ".repeat(3_000_000)).statusCode());
        assertEquals(422, post("/v1/deposits", "{}" + " ".repeat(65_534)).statusCode());
    }

    @Test
    void shouldRefuseWhatIsNoHttp() throws Exception {
        assertEquals(400, send("GET / HTTP/1.1\r\n" + "x".repeat(9_000) + "\r\n\r\n"));
        assertEquals(400, send("\u0016\u0003\u0001 hello\r\n\r\n"));
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws Exception {
        final String status = "GET /v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        final String last = "GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        final String answers = exchange(status + status + last);
        assertEquals(3, answers.split("HTTP/1.1 200 OK", -1).length - 1, answers);
        assertTrue(answers.lastIndexOf("\"role\"") < answers.indexOf("\"leader\":true"), answers);
    }

    @Test
    void shouldCloseAConnectionThatBringsNoWholeRequestInTime() throws Exception {
        final long before = System.nanoTime();
        assertEquals("", exchange("GET /v1/health HTTP/1.1\r\nHost:"));
        assertTrue(System.nanoTime() - before >= 600_000_000L);
    }

    @Test
    void shouldSayWhenThePortIsTaken() throws IOException {
        try (AdminServer second = new AdminServer(
            new AdminConfig("127.0.0.1", server.port(), directory), node, node, node.operator())) {
            final IOException e = assertThrows(IOException.class, second::start);
            assertTrue(
                e.getMessage().startsWith("admin API cannot listen on 127.0.0.1:" + server.port()), e.getMessage());
        }
    }

    private static String deposit(final long number) {
        return DEPOSIT.formatted(number);
    }

    private static void assertAnswer(final int status, final String body, final HttpResponse<String> response) {
        assertEquals(status + " " + body, response.statusCode() + " " + response.body());
    }

    private HttpResponse<String> get(final String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(final String path, final String body) throws Exception {
        final HttpRequest request = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(final String path) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private URI uri(final String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private int send(final String text) throws IOException {
        return Integer.parseInt(exchange(text).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    private String exchange(final String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
