package steelyard.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import steelyard.model.Side;
import steelyard.model.WireDecimal;

/**
 * A limit order as a client words it.
 *
 * @param asset       number of the market
 * @param side        buy or sell
 * @param price       limit in USDC, a decimal text without padding, see {@link #decimal}
 * @param size        quantity of the underlying, likewise
 * @param reduceOnly  whether it may only bring the position closer to zero
 * @param timeInForce {@code Gtc}, {@code Ioc} or {@code Alo} (post-only)
 * @param cloid       the client's own id, {@code 0x} and 32 hex digits, or {@code null}
 */
public record OrderRequest(
    int asset, Side side, String price, String size, boolean reduceOnly, String timeInForce, String cloid) {

    /** An order that rests until canceled. */
    public static OrderRequest gtc(final int asset, final Side side, final String price, final String size) {
        return new OrderRequest(asset, side, price, size, false, "Gtc", null);
    }

    /** An order that matches at once or is canceled. */
    public static OrderRequest ioc(final int asset, final Side side, final String price, final String size) {
        return new OrderRequest(asset, side, price, size, false, "Ioc", null);
    }

    /** An order that only rests: it is refused if it would match at once. */
    public static OrderRequest postOnly(final int asset, final Side side, final String price, final String size) {
        return new OrderRequest(asset, side, price, size, false, "Alo", null);
    }

    /** This order as reduce-only. */
    public OrderRequest reducing() {
        return new OrderRequest(asset, side, price, size, true, timeInForce, cloid);
    }

    /** This order with a client's own id. */
    public OrderRequest withCloid(final String id) {
        return new OrderRequest(asset, side, price, size, reduceOnly, timeInForce, id);
    }

    /** {@code value} × 10<sup>-decimals</sup> as the text that is signed: no zeros after the last other decimal. */
    public static String decimal(final long value, final int decimals) {
        final String text = WireDecimal.format(value, decimals);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The order as a request carries it, keys in the order that is hashed. */
    ObjectNode json() {
        final ObjectNode order = JsonNodeFactory.instance.objectNode()
            .put("a", asset).put("b", side == Side.BUY).put("p", price).put("s", size).put("r", reduceOnly);
        order.putObject("t").putObject("limit").put("tif", timeInForce);
        return cloid == null ? order : order.put("c", cloid);
    }
}
