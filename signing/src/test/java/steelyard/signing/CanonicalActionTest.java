package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalActionTest {
    @ParameterizedTest
    @MethodSource("steelyard.signing.Vectors#l1")
    void shouldLeaveWhatClientsHashAsItIs(final JsonNode vector) {
        final JsonNode action = Vectors.json(vector.get("action").textValue());
        if (!"dummy".equals(action.get("type").textValue())) {
            final String text = action.toString().replace("2000.0", "2000");
            assertEquals(text, CanonicalAction.of(action).toString());
        }
    }

    @Test
    void shouldOrderKeysAtEveryDepth() {
        assertCanonical(
            "{\"type\":\"order\",\"orders\":[{\"a\":1,\"b\":true,\"p\":\"100\",\"s\":\"1\",\"r\":false,"
                + "\"t\":{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"103\",\"tpsl\":\"sl\"}},\"c\":\"0x01\"}],"
                + "\"grouping\":\"na\",\"builder\":{\"b\":\"0xab\",\"f\":10}}",
            "{\"builder\":{\"f\":10,\"b\":\"0xab\"},\"grouping\":\"na\",\"orders\":[{\"c\":\"0x01\",\"t\":"
                + "{\"trigger\":{\"tpsl\":\"sl\",\"triggerPx\":\"103\",\"isMarket\":true}},\"r\":false,\"s\":\"1\","
                + "\"p\":\"100\",\"b\":true,\"a\":1}],\"type\":\"order\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1.000, 1", "100, 100", "0.10, 0.1", "0.0, 0", "0, 0", "000, 0", "007.50, 7.5", "0.5, 0.5", "1670.1, 1670.1",
        "10.0, 10", "-1.50, -1.5", ".5, .5"})
    void shouldTrimDecimals(final String given, final String canonical) {
        final String order = "{\"type\":\"order\",\"orders\":[{\"a\":1,\"b\":true,\"p\":\"%s\","
            + "\"s\":\"%s\",\"r\":false,"
            + "\"t\":{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"%s\",\"tpsl\":\"sl\"}}}],\"grouping\":\"na\"}";

        assertCanonical(order.formatted(canonical, canonical, canonical), order.formatted(given, given, given));
    }

    @Test
    void shouldLowerClientOrderIdsAndAddresses() {
        assertCanonical(
            "{\"type\":\"cancelByCloid\",\"cancels\":[{\"asset\":0,\"cloid\":\"0xabcdef\"}]}",
            "{\"type\":\"cancelByCloid\",\"cancels\":[{\"asset\":0,\"cloid\":\"0xABCdef\"}]}");
        assertCanonical(
            "{\"type\":\"vaultDistribute\",\"vaultAddress\":\"0x1d9470d4b963f552e6f671a81619d395877bf409\",\"usd\":1}",
            "{\"type\":\"vaultDistribute\",\"vaultAddress\":\"1D9470d4b963f552e6f671a81619d395877bf409\",\"usd\":1}");
    }

    @Test
    void shouldTakeOrderIdAsNumberOrText() {
        final String order = "{\"a\":1,\"b\":true,\"p\":\"1\",\"s\":\"1\",\"r\":false,"
            + "\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}";
        assertCanonical("{\"type\":\"modify\",\"oid\":7,\"order\":" + order + "}",
            "{\"type\":\"modify\",\"order\":" + order + ",\"oid\":7}");
        assertCanonical("{\"type\":\"batchModify\",\"modifies\":[{\"oid\":\"0xab\",\"order\":" + order + "}]}",
            "{\"type\":\"batchModify\",\"modifies\":[{\"oid\":\"0xAB\",\"order\":" + order + "}]}");
    }

    @Test
    void shouldLeaveOutFalseFlagsAndEmptyOptions() {
        assertCanonical("{\"type\":\"cancel\",\"cancels\":[]}", "{\"type\":\"cancel\",\"cancels\":[],\"f\":false}");
        assertCanonical("{\"type\":\"cancel\",\"cancels\":[]}", "{\"type\":\"cancel\",\"cancels\":[],\"f\":null}");
        assertCanonical("{\"type\":\"cancel\",\"cancels\":[],\"f\":true}",
            "{\"f\":true,\"type\":\"cancel\",\"cancels\":[]}");
        assertCanonical("{\"type\":\"scheduleCancel\"}", "{\"type\":\"scheduleCancel\",\"time\":null}");
        assertCanonical("{\"type\":\"reserveRequestWeight\",\"weight\":1}",
            "{\"type\":\"reserveRequestWeight\",\"weight\":1,\"destination\":null}");
    }

    @Test
    void shouldWriteDefaultsAndNullsOfSchema() {
        assertCanonical(
            "{\"type\":\"order\",\"orders\":[{\"a\":1,\"b\":true,\"p\":\"1\",\"s\":\"1\",\"r\":false,\"t\":{\"limit\":"
                + "{\"tif\":\"Gtc\"}}}],\"grouping\":\"na\"}",
            "{\"type\":\"order\",\"orders\":[{\"a\":1,\"b\":true,\"p\":\"1\",\"s\":\"1\",\"t\":{\"limit\":"
                + "{\"tif\":\"Gtc\"}},\"c\":null}],\"builder\":null}");
        assertCanonical(
            "{\"type\":\"vaultModify\",\"vaultAddress\":\"0x1\",\"allowDeposits\":null,\"alwaysCloseOnWithdraw\":true}",
            "{\"type\":\"vaultModify\",\"vaultAddress\":\"0x1\",\"alwaysCloseOnWithdraw\":true}");
        assertCanonical(
            "{\"type\":\"twapOrder\",\"twap\":{\"a\":0,\"b\":true,\"s\":\"1\",\"r\":false,\"m\":30,\"t\":false},"
                + "\"details\":{\"t\":{\"p\":\"90\",\"a\":true},\"s\":null}}",
            "{\"type\":\"twapOrder\",\"details\":{\"t\":{\"a\":true,\"p\":\"90.0\"}},"
                + "\"twap\":{\"a\":0,\"b\":true,\"s\":\"1.0\",\"r\":false,\"m\":30,\"t\":false}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "[]", "{\"type\":1}", "{\"type\":\"perpDeploy\"}", "{\"type\":\"order\"}",
        "{\"type\":\"order\",\"orders\":{}}", "{\"type\":\"order\",\"orders\":[1]}",
        "{\"type\":\"order\",\"orders\":[{\"a\":1,\"b\":true,\"p\":1,\"s\":\"1\",\"t\":{}}]}",
        "{\"type\":\"updateLeverage\",\"asset\":0,\"isCross\":null,\"leverage\":1}",
        "{\"type\":\"vaultDistribute\",\"vaultAddress\":5,\"usd\":1}"})
    void shouldHaveNoFormOfWhatMissesTheSchema(final String action) {
        assertNull(CanonicalAction.of(Vectors.json(action)));
    }

    private static void assertCanonical(final String expected, final String given) {
        assertEquals(expected, CanonicalAction.of(Vectors.json(given)).toString());
    }
}
