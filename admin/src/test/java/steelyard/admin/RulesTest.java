package steelyard.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.RejectReason;

/** What operators change of markets and accounts: the command that is sent, or the answer to a mistake. */
@Timeout(30)
class RulesTest {
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final String WHO = "\"operator\":\"ann\",\"reason\":\"policy 3\"}";
    private static final String BY = " by ann: policy 3";

    @TempDir
    private Path directory;
    private final FakeNode node = new FakeNode();
    private RunningAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new RunningAdmin(directory, node);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void shouldChangeWhatIsNamedOfAMarketAndKeepTheRest() throws Exception {
        assertEquals("200 {\"coin\":\"BTC\",\"eventSequence\":101}",
            post("/v1/markets/BTC", "{\"priceBand\":\"0.05\",\"openInterestCap\":\"1000000\"," + WHO));
        post("/v1/markets/BTC", "{\"tick\":\"0.5\",\"maxOrder\":\"12.5\",\"staleAfterMillis\":5000," + WHO);
        final String spec = "MarketSpec[marketId=3, coin=BTC, assetClass=CRYPTO, sizeDecimals=4, gridKind=%d, "
            + "gridStepTicks=%d, allowsNonPositive=false, maxLeverage=40, defaultLeverage=20, "
            + "minNotionalMicros=10000000, maxPriceTicks=1000000000, maxOrderLots=%d, maxPositionLots=20000000, "
            + "staleAfterNanos=%d, priceQuorum=1, priceBandNanos=%d, openInterestCapMicros=%d]" + BY;
        assertEquals(List.of(
            spec.formatted(0, 1, 10_000_000, 1_000_000_000, 50_000_000, 1_000_000_000_000L),
            spec.formatted(1, 50, 125_000, 5_000_000_000L, 0, 0)), node.commands);
    }

    @Test
    void shouldChangeRiskAndParameters() throws Exception {
        assertEquals("200 {\"coin\":\"BTC\",\"eventSequence\":101}", post("/v1/markets/BTC/risk",
            "{\"values\":{\"IMPACT_NOTIONAL_USDC\":20000,\"TIER_1_LEVERAGE\":10}," + WHO));
        assertEquals("200 {\"parameter\":\"FILLS_MAX\",\"value\":50,\"eventSequence\":102}",
            post("/v1/parameters/FILLS_MAX", "{\"value\":50," + WHO));
        assertEquals(List.of("risk of market 3 40=20000 2=10" + BY, "parameter 3=50" + BY), node.commands);
    }

    @Test
    void shouldCallAnAuctionThatEnds() throws Exception {
        assertEquals("200 {\"coin\":\"BTC\",\"state\":\"auction\",\"eventSequence\":101}",
            post("/v1/markets/BTC/state", "{\"state\":\"auction\",\"endsMillis\":1700000000000," + WHO));
        assertEquals(List.of("market 3 state 6 until 1700000000000" + BY), node.commands);
    }

    @Test
    void shouldChangeWhatAccountsMayDo() throws Exception {
        assertEquals("200 {\"address\":\"" + ADDRESS + "\",\"eventSequence\":101}",
            post("/v1/accounts/" + ADDRESS + "/class", "{\"accountClass\":1,\"feeGroup\":2," + WHO));
        assertEquals("200 {\"address\":\"" + ADDRESS + "\",\"frozen\":true,\"eventSequence\":102}",
            post("/v1/accounts/" + ADDRESS + "/freeze", "{\"frozen\":true," + WHO));
        assertEquals("200 {\"accountClass\":1,\"leverageClass\":3,\"eventSequence\":103}",
            post("/v1/leverage-caps",
                "{\"accountClass\":1,\"leverageClass\":3,\"maxLeverage\":20,\"closeOutPercent\":50," + WHO));
        assertEquals(List.of(
            "class 1, fees 2 of " + ADDRESS + BY, "freeze 1 " + ADDRESS + BY, "cap 1/3 20x 50%" + BY), node.commands);
    }

    @Test
    void shouldSetTheLimitsOfEsma() throws Exception {
        assertEquals("200 {\"accountClass\":2,\"preset\":\"esma\",\"eventSequence\":105}",
            post("/v1/leverage-caps/esma", "{\"accountClass\":2," + WHO));
        assertEquals(List.of("cap 2/1 30x 50%" + BY, "cap 2/2 20x 50%" + BY, "cap 2/3 10x 50%" + BY,
            "cap 2/4 5x 50%" + BY, "cap 2/5 2x 50%" + BY), node.commands);
    }

    @Test
    void shouldMoveTheHousesMoney() throws Exception {
        assertEquals("200 {\"from\":\"fees\",\"to\":\"insurance\",\"eventSequence\":101}",
            post("/v1/house/transfers", "{\"from\":\"fees\",\"to\":\"insurance\",\"amount\":\"2.5\"," + WHO));
        assertEquals("200 {\"eventSequence\":102}", post("/v1/house/debt", "{" + WHO));
        assertEquals("200 {\"calendar\":\"7\",\"closures\":2,\"eventSequence\":103}", post("/v1/calendars/7",
            "{\"closures\":[{\"closes\":5,\"opens\":6},{\"closes\":8,\"opens\":9}]," + WHO));
        assertEquals(List.of("house 0->1 2500000" + BY, "debt" + BY, "calendar 7 5-6 8-9" + BY), node.commands);
    }

    @Test
    void shouldMoveTheInsuranceFundForTwoOperators() throws Exception {
        final String path = "/v1/house/insurance";
        final String out = "{\"amount\":\"2.5\",\"direction\":\"out\",\"source\":9,\"number\":1,";
        final String waiting =
            "200 {\"status\":\"waiting\",\"hint\":\"another operator must ask for the same, at this node\"}";
        assertEquals(waiting, post(path, out + WHO));
        assertEquals(waiting, post(path, out + WHO), "the same operator");
        assertEquals(waiting, post(path, out.replace("2.5", "2.6") + WHO.replace("ann", "bob")), "something else");
        assertEquals(List.of(), node.commands);
        assertEquals(waiting, post(path, out + WHO));
        assertEquals("200 {\"status\":\"applied\",\"eventSequence\":101}", post(path, out + WHO.replace("ann", "bob")));
        assertEquals(1, node.commands.size());
        assertEquals("insurance -2500000 as 9/1 by ann and bob", node.commands.getFirst().split(":")[0]);
        assertEquals(waiting, post(path, out + WHO.replace("ann", "bob")), "it begins anew");
    }

    @Test
    void shouldSetFees() throws Exception {
        assertEquals("200 {\"feeGroup\":15,\"eventSequence\":101}", post("/v1/fees/15",
            "{\"tiers\":[{\"volumeFromUsdc\":0,\"takerNanos\":450000,\"makerNanos\":150000},"
                + "{\"volumeFromUsdc\":5000000,\"takerNanos\":400000,\"makerNanos\":120000}],"
                + "\"makerTiers\":[{\"shareFromE6\":5000,\"makerNanos\":-10000}]," + WHO));
        assertEquals("200 {\"feeGroup\":0,\"eventSequence\":102}", post("/v1/fees/0", "{" + WHO));
        assertEquals(List.of("fees of 15 0:450000/150000 5000000:400000/120000 >5000:-10000" + BY, "fees of 0" + BY),
            node.commands);
    }

    @Test
    void shouldLoadAndActivateScenarios() throws Exception {
        final String column = "[10000,-10000" + ",0".repeat(62) + "]";
        final String answer = post("/v1/scenarios", "{\"version\":2,\"columns\":{\"BTC\":" + column + "}," + WHO);
        assertTrue(answer.matches("200 \\{\"version\":2,\"columns\":1,\"sha256\":\"[0-9a-f]{64}\",\"eventSequence\":101}"),
            answer);
        assertEquals("200 {\"version\":2,\"eventSequence\":102}", post("/v1/scenarios/activate",
            "{\"version\":2,\"columns\":1,\"sha256\":\"07" + "00".repeat(31) + "\",\"fromSequence\":7," + WHO));
        assertEquals(List.of("scenarios 2 of market 3: 10000 -10000" + BY, "activate scenarios 2 with 1 from 7 7" + BY),
            node.commands);
        for (final String mistake : List.of("{\"BTC\":[1]}", "{\"BTC\":" + column.replace("-1", "-4") + "}", "{}",
            "{\"BTC\":" + column.replace("-10000", "-9999") + "}", "[]")) {
            assertEquals("422", post("/v1/scenarios", "{\"version\":2,\"columns\":" + mistake + "," + WHO)
                .substring(0, 3), mistake);
        }
        assertEquals("404", post("/v1/scenarios", "{\"version\":2,\"columns\":{\"ETH\":" + column + "}," + WHO)
            .substring(0, 3));
    }

    @Test
    void shouldExplainMargin() throws Exception {
        final String unknown = admin.get("/v1/accounts/" + ADDRESS + "/margin").body();
        assertTrue(unknown.contains("no such account"), unknown);
        post("/v1/deposits", "{\"address\":\"" + ADDRESS + "\",\"amount\":\"1\",\"source\":1,\"number\":1," + WHO);
        assertEquals("{\"eventSequence\":12,\"mode\":\"portfolio\",\"equity\":\"20000.0\",\"openLoss\":\"0.0\","
            + "\"standard\":{\"initial\":\"24000.0\",\"initialWithOrders\":\"24000.0\",\"maintenance\":\"6000.0\"},"
            + "\"portfolio\":{\"scenarios\":2,\"step\":1,\"steps\":24,\"maintenance\":\"9600.0\",\"initial\":\"16800.0\","
            + "\"initialWithOrders\":\"16800.01\",\"parts\":{\"scan\":\"0.0\",\"offsetKept\":\"9600.0\","
            + "\"concentration\":\"0.0\",\"liquidity\":\"0.0\",\"provision\":\"0.0\",\"addOn\":\"0.0\","
            + "\"regulatory\":\"0.0\",\"worstScenario\":1},\"partsWithOrders\":{\"scan\":\"0.0000001\","
            + "\"offsetKept\":\"9600.0\",\"concentration\":\"0.0\",\"liquidity\":\"0.0\",\"provision\":\"0.0\","
            + "\"addOn\":\"0.0\",\"regulatory\":\"0.0\",\"worstScenario\":1},\"positions\":[{\"coin\":\"BTC\","
            + "\"size\":\"20.0\",\"exposure\":\"1200000.0\",\"lowestExposure\":\"1200000.0\","
            + "\"highestExposure\":\"1200000.0\",\"shock\":\"0.02\",\"inScenarios\":true,\"worstMove\":\"-0.02\","
            + "\"worstLoss\":\"24000.0\",\"alone\":\"24000.0\",\"liquidationPrice\":null}]}}",
            admin.get("/v1/accounts/" + ADDRESS + "/margin").body());
    }

    @Test
    void shouldSendNothingForAMistake() throws Exception {
        for (final String[] mistake : new String[][] {
            {"404", "/v1/markets/ETH", "{\"priceBand\":\"0.05\","},
            {"422", "/v1/markets/BTC", "{\"priceBand\":0.05,"},
            {"422", "/v1/markets/BTC", "{\"tick\":\"0.001\","},
            {"422", "/v1/markets/BTC", "{\"tick\":\"-1\","},
            {"422", "/v1/markets/BTC", "{\"maxOrder\":\"1e999999999\","},
            {"422", "/v1/markets/BTC", "{\"maxLeverage\":3,"},
            {"404", "/v1/markets/ETH/risk", "{\"values\":{\"CROWDING_NANOS\":1},"},
            {"422", "/v1/markets/BTC/risk", "{\"values\":{},"},
            {"422", "/v1/markets/BTC/risk", "{\"values\":{\"NO_SUCH\":1},"},
            {"422", "/v1/markets/BTC/risk", "{\"values\":{\"CROWDING_NANOS\":1.5},"},
            {"422", "/v1/parameters/NO_SUCH", "{\"value\":1,"},
            {"422", "/v1/fees/16", "{"},
            {"422", "/v1/house/transfers", "{\"from\":\"mine\",\"to\":\"insurance\",\"amount\":\"2.5\","},
            {"422", "/v1/fees/1", "{\"tiers\":[{\"volumeFromUsdc\":0,\"takerNanos\":450000}],"},
            {"422", "/v1/fees/1", "{\"tiers\":3,"},
            {"422", "/v1/accounts/" + ADDRESS + "/class", "{\"accountClass\":16,\"feeGroup\":2,"},
            {"422", "/v1/accounts/" + ADDRESS + "/freeze", "{\"frozen\":\"yes\","},
            {"422", "/v1/markets/BTC/state", "{\"state\":\"shut\","}}) {
            assertEquals(mistake[0], post(mistake[1], mistake[2] + WHO).substring(0, 3), mistake[2]);
        }
        assertEquals(List.of(), node.commands);
        node.refusal = RejectReason.INVALID_MARKET;
        assertEquals("409", post("/v1/markets/BTC", "{\"maxPrice\":\"1\"," + WHO).substring(0, 3));
    }

    private String post(final String path, final String body) throws Exception {
        final HttpResponse<String> response = admin.post(path, body);
        return response.statusCode() + " " + response.body();
    }
}
