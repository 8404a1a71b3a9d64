package steelyard.gateway.info;

import java.util.List;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.json.Fields;

/**
 * Questions about what this exchange does not have: spot markets, other dexes and how they are
 * deployed, vaults, staking, lending, outcomes, users that anybody may liquidate. Clients ask some of them when they start; the true answer is an empty one.
 */
final class AbsentFeatures {
    /** The collateral, as the only token; it is not traded. */
    private static final String SPOT_META = """
        {"universe":[],"tokens":[{"name":"USDC","szDecimals":6,"weiDecimals":6,"index":0,\
        "tokenId":"0x6d1e7cde53ba9467b783cb7c530ce054","isCanonical":true,"evmContract":null,"fullName":null,\
        "deployerTradingFeeShare":"0.0"}]}""";
    private static final String DELEGATOR = """
        {"delegated":"0.0","undelegated":"0.0","totalPendingWithdrawal":"0.0","nPendingWithdrawals":0}""";

    private static final String NO_AUCTION =
        "{\"startTimeSeconds\":0,\"durationSeconds\":0,\"startGas\":\"0.0\",\"currentGas\":null,\"endGas\":null}";

    static final List<InfoRequest> ALL = List.of(
        always("spotMeta", SPOT_META),
        always("spotMetaAndAssetCtxs", "[" + SPOT_META + ",[]]"),
        always("perpDexs", "[null]"),
        ofUser("userDexAbstraction", "null"),
        ofUser("userVaultEquities", "[]"),
        ofUser("delegations", "[]"),
        ofUser("delegatorSummary", DELEGATOR),
        ofUser("delegatorHistory", "[]"),
        ofUser("delegatorRewards", "[]"),
        ofUser("leadingVaults", "[]"),
        ofUser("isVip", "false"),
        ofUser("legalCheck", "{\"ipAllowed\":true,\"acceptedTerms\":true,\"userAllowed\":true,\"restrictions\":\"n\"}"),
        ofUser("borrowLendUserState", "{\"tokenToState\":[],\"health\":\"healthy\",\"healthFactor\":null}"),
        InfoRequest.of("userBorrowLendInterest", fields -> {
            fields.address("user");
            fields.number("startTime");
            return constant("[]");
        }, "user", "startTime", "endTime"),
        always("allBorrowLendReserveStates", "[]"),
        always("validatorSummaries", "[]"),
        always("validatorL1Votes", "[]"),
        always("gossipRootIps", "[]"),
        always("vaultSummaries", "[]"),
        always("perpCategories", "[]"),
        always("perpDeployAuctionStatus", NO_AUCTION),
        always("spotPairDeployAuctionStatus", NO_AUCTION),
        always("gossipPriorityAuctionStatus", "[[],[]]"),
        always("outcomeTemplates", "[]"),
        always("liquidatable", "[]"),
        always("usdcRouting", "{\"depositRoute\":\"bridge\",\"withdrawalRoute\":\"bridge\"}"),
        ofUser("spotDeployState", "{\"states\":[],\"gasAuction\":" + NO_AUCTION + "}"),
        ofToken("borrowLendReserveState"),
        ofToken("alignedQuoteTokenInfo"),
        always("perpConciseAnnotations", "[]"),
        always("outcomeMeta", "{\"outcomes\":[],\"questions\":[]}"),
        InfoRequest.of("perpAnnotation", fields -> {
            fields.text("coin");
            return constant("null");
        }, "coin"),
        InfoRequest.of("tokenDetails", fields -> {
            fields.text("tokenId");
            return constant("null");
        }, "tokenId"),
        InfoRequest.of("settledOutcome", fields -> {
            fields.number("outcome");
            return constant("null");
        }, "outcome"),
        InfoRequest.of("vaultDetails", fields -> {
            fields.address("vaultAddress");
            return constant("null");
        }, "vaultAddress", "user"),
        InfoRequest.of("perpDexLimits", fields -> {
            fields.text("dex");
            return constant("null");
        }, "dex"));

    private AbsentFeatures() {
    }

    private static InfoRequest always(final String type, final String answer) {
        return InfoRequest.of(type, fields -> constant(answer));
    }

    private static InfoRequest ofToken(final String type) {
        return InfoRequest.of(type, fields -> {
            fields.number("token");
            return constant("null");
        }, "token");
    }

    private static InfoRequest ofUser(final String type, final String answer) {
        return InfoRequest.of(type, (final Fields fields) -> {
            fields.address("user");
            return constant(answer);
        }, "user");
    }

    private static InfoQuery constant(final String answer) {
        return state -> Result.of(json -> json.writeRawValue(answer));
    }
}
