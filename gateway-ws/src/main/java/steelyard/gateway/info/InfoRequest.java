package steelyard.gateway.info;

import java.util.List;
import java.util.Set;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;

/**
 * One type of question.
 *
 * @param parameters names of its fields, in the order of the positional form
 */
record InfoRequest(String type, List<String> parameters, Decoder decoder) {
    private static final int USUAL_WEIGHT = 20;
    private static final int LIGHT_WEIGHT = 2;
    private static final int ROLE_WEIGHT = 60;
    private static final Set<String> LIGHT = Set.of(
        "l2Book", "allMids", "clearinghouseState", "orderStatus", "spotClearinghouseState", "exchangeStatus");
    private static final int ITEMS_PER_WEIGHT = 20;
    private static final int CANDLES_PER_WEIGHT = 60;
    private static final Set<String> LISTS = Set.of(
        "recentTrades", "historicalOrders", "userFills", "userFillsByTime", "fundingHistory", "userFunding",
        "userNonFundingLedgerUpdates", "twapHistory", "userTwapSliceFills", "userTwapSliceFillsByTime");

    /** Makes a question of a request's fields. */
    @FunctionalInterface
    interface Decoder {
        /** The question; unknown fields are ignored. */
        InfoQuery decode(Fields fields) throws RequestFault;
    }

    /** What it weighs in its host's limit. */
    int weight() {
        return type.equals("userRole") ? ROLE_WEIGHT : LIGHT.contains(type) ? LIGHT_WEIGHT : USUAL_WEIGHT;
    }

    /** What an answer of so many items weighs beside. */
    int weightOf(final int items) {
        if (type.equals("candleSnapshot")) {
            return items / CANDLES_PER_WEIGHT;
        }
        return LISTS.contains(type) ? items / ITEMS_PER_WEIGHT : 0;
    }

    static InfoRequest of(final String type, final Decoder decoder, final String... parameters) {
        return new InfoRequest(type, List.of(parameters), decoder);
    }
}
