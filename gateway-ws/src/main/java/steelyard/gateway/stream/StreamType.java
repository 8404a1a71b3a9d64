package steelyard.gateway.stream;

/** A kind of subscription. */
enum StreamType {
    L2_BOOK("l2Book", "l2Book"),
    BBO("bbo", "bbo"),
    ALL_MIDS("allMids", "allMids"),
    TRADES("trades", "trades"),
    ORDER_UPDATES("orderUpdates", "orderUpdates"),
    USER_EVENTS("userEvents", "user"),
    USER_FILLS("userFills", "userFills");

    private final String type;
    private final String channel;

    StreamType(final String type, final String channel) {
        this.type = type;
        this.channel = channel;
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
