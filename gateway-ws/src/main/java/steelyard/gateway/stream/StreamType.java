package steelyard.gateway.stream;

/** A kind of subscription. */
enum StreamType {
    L2_BOOK("l2Book", "l2Book"),
    BBO("bbo", "bbo"),
    L2("l2", "l2"),
    L3("l3", "l3"),
    ALL_MIDS("allMids", "allMids"),
    TRADES("trades", "trades"),
    ORDER_UPDATES("orderUpdates", "orderUpdates"),
    USER_EVENTS("userEvents", "user"),
    USER_FILLS("userFills", "userFills"),
    USER_FUNDINGS("userFundings", "userFundings"),
    USER_LEDGER("userNonFundingLedgerUpdates", "userNonFundingLedgerUpdates"),
    USER_ORDERS("userHistoricalOrders", "userHistoricalOrders"),
    USER_TWAP_FILLS("userTwapSliceFills", "userTwapSliceFills"),
    USER_TWAPS("userTwapHistory", "userTwapHistory"),
    NOTIFICATION("notification", "notification"),
    MARGIN_CALLS("marginCalls", "marginCalls"),
    CANDLE("candle", "candle"),
    CONTEXT("activeAssetCtx", "activeAssetCtx"),
    CONTEXTS("assetCtxs", "assetCtxs"),
    ALL_CONTEXTS("allDexsAssetCtxs", "allDexsAssetCtxs"),
    SPOT_CONTEXTS("spotAssetCtxs", "spotAssetCtxs"),
    FAST_CONTEXTS("fastAssetCtxs", "fastAssetCtxs"),
    OUTCOMES("outcomeMetaUpdates", "outcomeMetaUpdates"),
    TRADE_ROOM("activeAssetData", "activeAssetData"),
    ACCOUNT("clearinghouseState", "clearinghouseState"),
    ALL_ACCOUNTS("allDexsClearinghouseState", "allDexsClearinghouseState"),
    SPOT_STATE("spotState", "spotState"),
    OPEN_ORDERS("openOrders", "openOrders"),
    MARGIN("margin", "margin"),
    TWAP_STATES("twapStates", "twapStates"),
    WEB_DATA_2("webData2", "webData2"),
    WEB_DATA_3("webData3", "webData3");

    private final String type;
    private final String channel;

    StreamType(final String type, final String channel) {
        this.type = type;
        this.channel = channel;
    }

    /** The {@code type} of its subscriptions. */
    String word() {
        return type;
    }

    /** The {@code channel} of its frames. */
    String channel() {
        return channel;
    }

    /** The kind with this {@code type}, or {@code null}. */
    static StreamType of(final String type) {
        for (final StreamType candidate : values()) {
            if (candidate.type.equals(type)) {
                return candidate;
            }
        }
        return null;
    }
}
