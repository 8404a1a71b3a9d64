package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Wallet;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/**
 * Calls every method of the public clients and compares what came of it with {@code docs/reference/clients.md}, which
 * {@code -DwriteClientsPage=true} writes.
 */
@Timeout(600)
class ClientsPageTest {
    private static final Path PAGE = LaunchedProcess.HOME.resolve("docs/reference/clients.md");
    private static final String MAKER_KEY = "0x" + "11".repeat(32);
    private static final String TAKER_KEY = "0x" + "22".repeat(32);
    private static final String LINE = "METHOD ";
    private static final Map<String, String> PROGRAMS = programs();

    @TempDir
    private Path directory;

    /** Programs of the clients, by the clients' names. */
    private static Map<String, String> programs() {
        final Map<String, String> programs = new LinkedHashMap<>();
        programs.put("ccxt", "methods-ccxt.mjs");
        programs.put("@nktkas/hyperliquid", "methods-nktkas.mjs");
        programs.put("hyperliquid", "methods-hyperliquid.mjs");
        return programs;
    }

    private record Called(String topic, String method, String result, String why) {
    }

    @BeforeAll
    static void find() {
        NpmClient.assumeInstalled();
    }

    @Test
    void shouldServeEveryMethodThatThePageSaysIsServed() throws IOException {
        final Map<String, List<Called>> byClient = new LinkedHashMap<>();
        for (final Map.Entry<String, String> program : PROGRAMS.entrySet()) {
            byClient.put(program.getKey(), call(program.getValue()));
        }
        final String failures = byClient.values().stream().flatMap(List::stream)
            .filter(called -> called.result.equals("fails"))
            .map(Called::toString).collect(Collectors.joining("\n"));
        assertEquals("", failures);
        final String page = page(byClient);
        if (Boolean.getBoolean("writeClientsPage")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(Files.readString(PAGE), page);
    }

    private List<Called> call(final String program) throws IOException {
        final Path folder = Files.createDirectory(directory.resolve(program));
        try (TestServer server = new TestServer(folder)) {
            server.start();
            server.admin().deposit(Wallet.of(SigningKey.of(MAKER_KEY)).address(), "1000000");
            server.admin().deposit(Wallet.of(SigningKey.of(TAKER_KEY)).address(), "1000000");
            final String output = NpmClient.run(folder, Map.of(
                "STEELYARD_URL", server.api().base().toString(),
                "STEELYARD_MAKER", MAKER_KEY,
                "STEELYARD_TAKER", TAKER_KEY), "node", NpmClient.folder().resolve(program).toString());
            final List<Called> called = new ArrayList<>();
            output.lines().filter(line -> line.startsWith(LINE)).forEach(line -> {
                final JsonNode row = Json.parse(line.substring(LINE.length()));
                called.add(new Called(row.path("topic").asText(), row.path("method").asText(),
                    row.path("result").asText(), row.path("why").asText("")));
            });
            assertFalse(called.isEmpty(), output);
            return called;
        }
    }

    private static String page(final Map<String, List<Called>> byClient) {
        final StringBuilder page = new StringBuilder("""
            # Clients

            Written by a test that calls these methods against a started server; do not edit. The clients are unmodified from
            npm, on Node.js 20; only the address is set.

            A method in *italics* is about something that this exchange does not have: it is answered as by an exchange without
            it, with an empty list or a refusal in words. One that is ~~struck out~~ cannot work with any exchange; why is
            below.

            """);
        final JsonNode versions = NpmClient.pinned();
        page.append("| | ").append(byClient.keySet().stream()
            .map(client -> client + " " + versions.path(client).asText()).collect(Collectors.joining(" | ")))
            .append(" |\n|---|").append("---|".repeat(byClient.size())).append('\n');
        final Set<String> topics = new LinkedHashSet<>();
        byClient.get("@nktkas/hyperliquid").forEach(called -> topics.add(called.topic));
        byClient.values().forEach(list -> list.forEach(called -> topics.add(called.topic)));
        for (final String topic : topics) {
            page.append("| ").append(topic);
            for (final List<Called> list : byClient.values()) {
                page.append(" | ").append(list.stream().filter(called -> called.topic.equals(topic))
                    .map(ClientsPageTest::cell).distinct().collect(Collectors.joining(", ")));
            }
            page.append(" |\n");
        }
        page.append("\nFaults of clients:\n\n");
        byClient.forEach((client, list) -> {
            final Map<String, List<String>> byReason = new TreeMap<>();
            list.stream().filter(called -> called.result.equals("client")).forEach(called ->
                byReason.computeIfAbsent(called.why, why -> new ArrayList<>()).add("`" + called.method + "`"));
            byReason.forEach((why, methods) -> page.append("- ").append(client).append(", ")
                .append(String.join(", ", methods)).append(": ").append(why).append(".\n"));
        });
        return page.toString();
    }

    private static String cell(final Called called) {
        return switch (called.result) {
            case "works" -> "`" + called.method + "`";
            case "absent" -> "*" + called.method + "*";
            default -> "~~" + called.method + "~~";
        };
    }
}
