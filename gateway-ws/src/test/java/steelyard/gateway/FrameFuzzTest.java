package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import steelyard.model.RejectReason;

/**
 * Bytes that nearly are frames and handshakes go to the server's port. After each the server answers a question, or
 * closes, within 100 ms; what waits for the rest of a frame, as soon as it is told that none will come. No
 * failure is logged, and nothing reaches the exchange but actions that were signed. {@code -Dfuzz.inputs=1000000} makes
 * more, {@code -Dfuzz.seed} others.
 */
class FrameFuzzTest extends GatewayFixture {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
    private static final int HANDSHAKES = INPUTS / 10;
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Pauses of the machine are no faults of the server: a slow input must be slow again. */
    private static final int TRIES = 5;
    private static final int USES_MAX = 500;
    private static final int ABORTED = 97;
    private static final Path CAPTURED = Path.of("../signing/src/test/resources/vectors/requests.jsonl");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private RawSocket socket;
    private int uses;
    private int questions;

    @BeforeEach
    void listen() {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void leave() throws IOException {
        log().detachAppender(logged);
        if (socket != null) {
            socket.close();
        }
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger("steelyard");
    }

    @Test
    void shouldTakeAnyFrames() throws IOException {
        final List<String> actions = Files.readAllLines(CAPTURED).stream().map(FrameFuzzTest::posted).toList();
        for (final String action : actions) {
            feed(FrameMutator.frame(action));
        }
        final Set<String> signed = SignedCommands.taken(node);
        assertTrue(signed.size() > 10, "the seeds themselves must reach the log");
        final List<String> seeds = new ArrayList<>(actions);
        for (int i = 0; i < 3; i++) {
            seeds.addAll(messages());
        }
        final FrameMutator mutator = new FrameMutator(SEED, bytes(seeds));
        for (int i = 0; i < INPUTS; i++) {
            feed(mutator.next());
            if (i % ABORTED == 0) {
                socket().send(mutator.next());
                socket().abort();
                socket = null;
            }
        }
        final Set<String> others = SignedCommands.taken(node);
        others.removeAll(signed);
        assertTrue(others.isEmpty(), () -> "reached the log: " + others);
        expectHealth();
    }

    @Test
    void shouldTakeAnyHandshake() throws IOException {
        final String upgrade = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nOrigin: http://a.b\r\n\r\n";
        final String read = "POST /info HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-Forwarded-For: 192.0.2.9\r\nContent-Length: 23\r\n\r\n{\"type\":\"perpDexs\"}    ";
        final String chunked = "POST /info HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n13\r\n{\"type\":\"perpDexs\"}\r\n0\r\n\r\n";
        final Mutator mutator = new Mutator(SEED, bytes(List.of(upgrade, upgrade, read, chunked)));
        for (int i = 0; i < HANDSHAKES; i++) {
            final byte[] input = mutator.next();
            int tries = 1;
            while (!endsInTime(input)) {
                if (tries++ == TRIES) {
                    fail("takes too long: " + HexFormat.of().formatHex(input));
                }
            }
        }
        expectHealth();
    }

    private boolean endsInTime(final byte[] input) throws IOException {
        try (RawSocket raw = new RawSocket(server.port())) {
            raw.send(input);
            raw.end();
            raw.readsToEnd(LONGEST_NANOS);
            return true;
        } catch (final SocketTimeoutException slow) {
            return false;
        }
    }

    private void expectHealth() {
        assertEquals("[null]", client.info("{\"type\":\"perpDexs\"}").body());
        try (Stream stream = new Stream(server.port())) {
            stream.send("{\"method\":\"ping\"}");
            assertEquals("{\"channel\":\"pong\"}", stream.next());
        }
        assertEquals(List.of(), logged.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(event -> event.getLoggerName() + " " + event.getFormattedMessage() + " " + cause(event)).toList());
    }

    private static String cause(final ILoggingEvent event) {
        return event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage();
    }

    private void feed(final byte[] input) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (isTaken(input)) {
                return;
            }
            socket.close();
            socket = null;
        }
        fail("takes too long: " + HexFormat.of().formatHex(input));
    }

    private boolean isTaken(final byte[] input) throws IOException {
        final RawSocket to = socket();
        to.send(input);
        final boolean isUnfinished = FrameMutator.isUnfinished(input);
        final String question = "question-" + questions++;
        if (isUnfinished) {
            to.end();
        } else {
            to.send(FrameMutator.frame("{\"method\":\"" + question + "\"}"));
        }
        try {
            if (!to.reads(isUnfinished ? null : question, LONGEST_NANOS) || ++uses == USES_MAX) {
                to.close();
                socket = null;
            }
            return true;
        } catch (final SocketTimeoutException slow) {
            return false;
        }
    }

    private RawSocket socket() throws IOException {
        if (socket == null) {
            socket = new RawSocket(server.port()).webSocket();
            uses = 0;
        }
        return socket;
    }

    private static List<byte[]> bytes(final List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String posted(final String action) {
        return "{\"method\":\"post\",\"id\":7,\"request\":{\"type\":\"action\",\"payload\":" + action + "}}";
    }

    private static List<String> messages() {
        final List<String> messages = new ArrayList<>();
        for (final String subscription : List.of("{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":2}",
            "{\"type\":\"trades\",\"coin\":\"BTC\"}", "{\"type\":\"candle\",\"coin\":\"ETH\",\"interval\":\"1m\"}",
            "{\"type\":\"allMids\"}", "{\"type\":\"l3\",\"coin\":\"BTC\"}", "{\"type\":\"webData2\",\"user\":\"" + USER + "\"}",
            "{\"type\":\"userFills\",\"user\":\"" + USER + "\",\"aggregateByTime\":true,\"afterSeq\":3}",
            "{\"type\":\"orderUpdates\",\"user\":\"" + OTHER + "\"}")) {
            messages.add("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
            messages.add("{\"method\":\"unsubscribe\",\"subscription\":" + subscription + "}");
        }
        messages.add("{\"method\":\"ping\"}");
        messages.add("{\"method\":\"login\"}");
        messages.add("{\"method\":\"login\",\"request\":{\"action\":{\"type\":\"login\",\"challenge\":\"0x00\"},\"nonce\":1,"
            + "\"signature\":{\"r\":\"0x1\",\"s\":\"0x2\",\"v\":27}}}");
        messages.add("{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"l2Book\","
            + "\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":null}}}");
        messages.add("{\"method\":\"post\",\"id\":2,\"request\":{\"type\":\"session\",\"payload\":{\"action\":"
            + "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}}}}");
        messages.add("{\"method\":\"post\",\"id\":3,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"userFills\",\"user\":\""
            + USER + "\"}}}");
        return messages;
    }
}
