package steelyard.system.refusal;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are no requests, and reads of what there is not. */
@Timeout(120)
class RefusedRequestsTest {
    private static final String MALFORMED = "422 Failed to deserialize the JSON body into the target type";
    private static final String NOT_JSON = "400 Failed to parse the request body as JSON";
    private static final String WRONG_TYPE = "415 Expected request with `Content-Type: application/json`";
    private static final String ZERO_ADDRESS = "0x" + "00".repeat(20);
    private static final int LONG = 256 * 1024 + 1;

    @TempDir
    private static Path directory;

    private static OpenMarket market;

    @BeforeAll
    static void open() {
        market = new OpenMarket(directory);
    }

    @AfterAll
    static void close() {
        market.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatIsNoRequest() {
        return Stream.of(
            http("wrong content type", WRONG_TYPE,
                request("/info").header("Content-Type", "text/plain").POST(body("{\"type\":\"meta\"}"))),
            http("no content type", WRONG_TYPE, request("/exchange").POST(body("{}"))),
            http("unknown path", "404 #", json("/orders").POST(body("{}"))),
            http("wrong method", "405 #", request("/info").GET()),
            http("long body", "413", json("/info").POST(body(" ".repeat(LONG)))),
            http("long action", "413", json("/exchange").POST(body("{\"action\":\"" + "x".repeat(LONG) + "\"}"))));
    }

    private static DynamicTest http(final String name, final String answer, final HttpRequest.Builder request) {
        return dynamicTest(name, () -> {
            Mistake.assertMatches(answer, market.server().api().raw(request));
            market.assertUnchanged(false);
        });
    }

    private static HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(market.server().api().base().resolve(path));
    }

    private static HttpRequest.Builder json(final String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(final String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseReadsThatMakeNoSense() {
        return Stream.of(
            read("malformed JSON", NOT_JSON, "{\"type\":"),
            read("no JSON", NOT_JSON, "no"),
            read("no object", MALFORMED, "7"),
            read("no type", MALFORMED, "{}"),
            read("unknown type", MALFORMED, "{\"type\":\"nothing\"}"),
            read("missing field", MALFORMED, "{\"type\":\"openOrders\"}"),
            read("field of another kind", MALFORMED, "{\"type\":\"l2Book\",\"coin\":1}"),
            read("short address", MALFORMED, "{\"type\":\"openOrders\",\"user\":\"0x12\"}"),
            read("address with 0X", MALFORMED, "{\"type\":\"openOrders\",\"user\":\"0X" + "00".repeat(20) + "\"}"),
            read("unknown coin", "200 null", "{\"type\":\"l2Book\",\"coin\":\"DOGE\"}"),
            read("unknown aggregation", "500 null", "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":7}"),
            read("unknown dex", "500 null", "{\"type\":\"meta\",\"dex\":\"other\"}"),
            read("unknown user", "200 []", "{\"type\":\"userFills\",\"user\":\"" + ZERO_ADDRESS + "\"}"),
            read("unknown order", "200 {\"status\":\"unknownOid\"}",
                "{\"type\":\"orderStatus\",\"user\":\"" + market.maker().address() + "\",\"oid\":99}"))
            .flatMap(mistake -> mistake.tests(market, false));
    }

    private static Mistake read(final String name, final String answer, final String body) {
        return new Mistake(name, "/info", answer, () -> body);
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseAFieldTwice() {
        return Stream.of(http("field twice", MALFORMED,
            json("/info").POST(body("{\"type\":\"meta\",\"type\":\"meta\"}"))));
    }
}
