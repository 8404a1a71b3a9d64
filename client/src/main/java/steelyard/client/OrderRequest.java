package steelyard.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import steelyard.model.Side;
import steelyard.model.WireDecimal;

/**
 * An order as a client words it.
 *
 * @param asset       number of the market
 * @param side        buy or sell
 * @param price       limit in USDC, a decimal text without padding, see {@link #decimal}
 * @param size        quantity of the underlying, likewise
 * @param reduceOnly  whether it may only bring the position closer to zero
 * @param type        limit order, trigger order or trailing stop
 * @param cloid       the client's own id, {@code 0x} and 32 hex digits, or {@code null}
 * @param displaySize what an iceberg shows, or {@code null}
 * @param selfTrade   which is canceled if it meets an order of the same owner: {@code maker}, {@code taker}, {@code both},
 *                    {@code decrement}; {@code null}: as the account has chosen
 */
public record OrderRequest(
    int asset, Side side, String price, String size, boolean reduceOnly, OrderType type, String cloid,
    String displaySize, String selfTrade) {

    /** An order of this kind. */
    public static OrderRequest of(
        final int asset, final Side side, final String price, final String size, final OrderType type) {
        return new OrderRequest(asset, side, price, size, false, type, null, null, null);
    }

    /** An order that rests until canceled. */
    public static OrderRequest gtc(final int asset, final Side side, final String price, final String size) {
        return of(asset, side, price, size, OrderType.limit("Gtc"));
    }

    /** An order that matches at once or is canceled. */
    public static OrderRequest ioc(final int asset, final Side side, final String price, final String size) {
        return of(asset, side, price, size, OrderType.limit("Ioc"));
    }

    /** An order that only rests: it is refused if it would match at once. */
    public static OrderRequest postOnly(final int asset, final Side side, final String price, final String size) {
        return of(asset, side, price, size, OrderType.limit("Alo"));
    }

    /** This order as reduce-only. */
    public OrderRequest reducing() {
        return new OrderRequest(asset, side, price, size, true, type, cloid, displaySize, selfTrade);
    }

    /** This order with a client's own id. */
    public OrderRequest withCloid(final String id) {
        return new OrderRequest(asset, side, price, size, reduceOnly, type, id, displaySize, selfTrade);
    }

    /** This order as an iceberg. */
    public OrderRequest showing(final String shown) {
        return new OrderRequest(asset, side, price, size, reduceOnly, type, cloid, shown, selfTrade);
    }

    /** This order with a mode of its own for orders of the same owner. */
    public OrderRequest withSelfTrade(final String mode) {
        return new OrderRequest(asset, side, price, size, reduceOnly, type, cloid, displaySize, mode);
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
        order.set("t", type.json());
        putIfSet(order, "c", cloid);
        putIfSet(order, "d", displaySize);
        putIfSet(order, "stp", selfTrade);
        return order;
    }

    private static void putIfSet(final ObjectNode order, final String name, final String value) {
        if (value != null) {
            order.put(name, value);
        }
    }
}
