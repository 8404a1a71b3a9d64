package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every read against what it must answer: the first line of {@code golden/NAME.txt} is the request, the rest
 * its answer, printed with line breaks. */
class InfoGoldenTest extends GatewayFixture {
    static Stream<String> names() {
        return Stream.of(
            "meta", "metaAndAssetCtxs", "allPerpMetas", "marginTable", "allMids", "l2Book", "l2Book-coarse",
            "l2Book-empty", "recentTrades", "exchangeStatus", "clearinghouseState", "clearinghouseState-unknown",
            "openOrders", "openOrders-unknown", "frontendOpenOrders", "orderStatus-open", "orderStatus-cloid",
            "orderStatus-past", "orderStatus-unknown", "orderStatus-foreign", "userFills", "userFills-merged",
            "userFills-unknown", "userRole-user", "userRole-agent", "userRole-missing", "extraAgents", "userFees",
            "spotMeta", "spotMetaAndAssetCtxs", "perpDexs", "spotClearinghouseState", "userAbstraction", "marginExplain",
            "marginExplain-unknown", "marginWhatIf",
            "subAccounts", "referral", "maxBuilderFee",
            "candleSnapshot", "candleSnapshot-hour", "candleSnapshot-month", "candleSnapshot-week",
            "candleSnapshot-unknown", "userFillsByTime", "userFillsByTime-reversed", "historicalOrders",
            "userNonFundingLedgerUpdates", "fundingHistory", "fundingHistory-unknown", "userFunding", "activeAssetData", "activeAssetData-unknown", "userRateLimit",
            "preTransferCheck", "vaultDetails", "outcomeMeta", "predictedFundings", "liquidatable");
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAnswerAsWrittenDown(final String name) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/golden/" + name + ".txt")) {
            assertNotNull(file, "no golden file for " + name);
            final String[] lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            final String answer = client.info(lines[0]).body();
            assertEquals(String.join("\n", java.util.Arrays.copyOfRange(lines, 1, lines.length)),
                Client.tree(answer).toPrettyString(), name);
        }
    }
}
