package steelyard.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What kind of order a client asks for. Prices are decimal texts without padding. */
public sealed interface OrderType {
    /** The price at which positions are valued; what triggers look at if nothing else is said. */
    String MARK = "mark";

    /**
     * A limit order.
     *
     * @param timeInForce   {@code Gtc}, {@code Ioc}, {@code Alo} (post-only), {@code FrontendMarket}, {@code Fok} or
     *                      {@code Gtt}
     * @param expiresMillis end of a {@code Gtt} order, else 0
     */
    record Limit(String timeInForce, long expiresMillis) implements OrderType {
    }

    /**
     * An order that waits for a price.
     *
     * @param isMarket      whether it then becomes one at the market's price, else one at its limit
     * @param takesProfit   else it is a stop
     * @param source        {@link #MARK}, {@code last} or {@code oracle}
     * @param expiresMillis or 0
     */
    record Trigger(boolean isMarket, String triggerPrice, boolean takesProfit, String source, long expiresMillis)
        implements OrderType {
    }

    /**
     * A stop that follows the price.
     *
     * @param by  distance in USDC, or {@code null}
     * @param bps the same in basis points, or 0
     */
    record Trail(boolean isMarket, String by, int bps, String source, long expiresMillis) implements OrderType {
    }

    /** A limit order with this time in force. */
    static OrderType limit(final String timeInForce) {
        return new Limit(timeInForce, 0);
    }

    /** A limit order that rests until then. */
    static OrderType until(final long expiresMillis) {
        return new Limit("Gtt", expiresMillis);
    }

    /** A stop at the market's price. */
    static OrderType stop(final String triggerPrice) {
        return new Trigger(true, triggerPrice, false, MARK, 0);
    }

    /** A take profit at the market's price. */
    static OrderType takeProfit(final String triggerPrice) {
        return new Trigger(true, triggerPrice, true, MARK, 0);
    }

    /** A trailing stop at the market's price. */
    static OrderType trail(final int bps) {
        return new Trail(true, null, bps, MARK, 0);
    }

    /** As a request carries it, keys in the order that is hashed. */
    default ObjectNode json() {
        final ObjectNode type = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Limit limit -> expiring(
                type.putObject("limit").put("tif", limit.timeInForce), limit.expiresMillis);
            case Trigger trigger -> expiring(looking(type.putObject("trigger").put("isMarket", trigger.isMarket)
                .put("triggerPx", trigger.triggerPrice).put("tpsl", trigger.takesProfit ? "tp" : "sl"),
                trigger.source), trigger.expiresMillis);
            case Trail trail -> {
                final ObjectNode terms = type.putObject("trail").put("isMarket", trail.isMarket);
                expiring(looking(
                    trail.by == null ? terms.put("bps", trail.bps) : terms.put("by", trail.by), trail.source),
                    trail.expiresMillis);
            }
        }
        return type;
    }

    private static ObjectNode looking(final ObjectNode terms, final String source) {
        return source.equals(MARK) ? terms : terms.put("src", source);
    }

    private static void expiring(final ObjectNode terms, final long expiresMillis) {
        if (expiresMillis != 0) {
            terms.put("exp", expiresMillis);
        }
    }
}
