package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OriginDecoder;

/**
 * Requests as unmodified client libraries sent them, all signed by one key: each is understood, and its signer found.
 */
class CapturedClientsTest extends GatewayFixture {
    private static final Path CAPTURED = Path.of("../signing/src/test/resources/vectors/requests.jsonl");
    private static final Set<String> SUPPORTED = Set.of(
        "order", "cancel", "cancelByCloid", "modify", "batchModify", "updateLeverage", "updateIsolatedMargin", "approveAgent",
        "twapOrder", "twapCancel", "scheduleCancel",
        "usdSend", "withdraw3", "sendAsset", "createSubAccount", "subAccountModify", "subAccountTransfer", "noop",
        "userSetAbstraction", "userPortfolioMargin", "agentSetAbstraction", "approveBuilderFee", "convertToMultiSigUser",
        "setReferrer", "registerReferrer", "claimRewards", "reserveRequestWeight");
    private static final Set<String> ABSENT_ABSTRACTIONS = Set.of("unifiedAccount", "u");

    static Stream<String> requests() throws IOException {
        return Files.readAllLines(CAPTURED).stream();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldUnderstandWhatClientsSend(final String request) {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        final HttpResponse<String> answer = client.exchange(request);
        final JsonNode action = Client.tree(request).path("action");
        assertEquals(200, answer.statusCode(), answer.body());
        if (action.path("sourceDex").asText().equals("spot") || action.path("destinationDex").asText().equals("spot")) {
            assertEquals("{\"status\":\"err\",\"response\":\"Invalid perp DEX\"}", answer.body());
        } else if (ABSENT_ABSTRACTIONS.contains(action.path("abstraction").asText())) {
            assertTrue(answer.body().contains("Abstraction is not available"), answer.body());
        } else if (isSupported(action)) {
            assertEquals("{\"status\":\"err\",\"response\":\"Action already expired\"}", answer.body());
            assertEquals(OTHER, signer(node.commands.poll()));
        } else {
            assertTrue(answer.body().contains("supported"), answer.body());
        }
    }

    private static boolean isSupported(final JsonNode action) {
        return SUPPORTED.contains(action.path("type").asText());
    }

    private static Address signer(final DirectBuffer command) {
        final int authority = MessageHeaderDecoder.ENCODED_LENGTH + OriginDecoder.ENCODED_LENGTH;
        return Address.from(command, authority + AuthorityDecoder.signerEncodingOffset());
    }
}
