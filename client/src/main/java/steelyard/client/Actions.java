package steelyard.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import steelyard.model.Side;

/** Actions, unsigned, their keys in the order that is hashed. What is not here can be built as a tree by hand. */
public final class Actions {
    private Actions() {
    }

    /** One order of a batch of modifications: {@code order} takes the place of the resting order {@code oid}. */
    public record Modification(long oid, OrderRequest order) {
    }

    /** A quote; of size {@code 0} it only names its market. */
    public record Quote(int asset, Side side, String price, String size) {
    }

    /** Places orders, independent of each other. */
    public static ObjectNode order(final List<OrderRequest> orders) {
        return order(orders, "na");
    }

    /** Places an order and the trigger orders that protect what it opens. */
    public static ObjectNode bracket(final List<OrderRequest> orders) {
        return order(orders, "normalTpsl");
    }

    /** Places trigger orders that protect a position; of size {@code 0} they follow it. */
    public static ObjectNode protect(final List<OrderRequest> orders) {
        return order(orders, "positionTpsl");
    }

    private static ObjectNode order(final List<OrderRequest> orders, final String grouping) {
        final ObjectNode action = action("order");
        final ArrayNode array = action.putArray("orders");
        orders.forEach(order -> array.add(order.json()));
        return action.put("grouping", grouping);
    }

    /** Places one order. */
    public static ObjectNode order(final OrderRequest order) {
        return order(List.of(order));
    }

    /** Cancels orders of one market by the exchange's ids. */
    public static ObjectNode cancel(final int asset, final long... oids) {
        final ObjectNode action = action("cancel");
        final ArrayNode array = action.putArray("cancels");
        for (final long oid : oids) {
            array.addObject().put("a", asset).put("o", oid);
        }
        return action;
    }

    /** Cancels orders of one market by the client's own ids. */
    public static ObjectNode cancelByCloid(final int asset, final String... cloids) {
        final ObjectNode action = action("cancelByCloid");
        final ArrayNode array = action.putArray("cancels");
        for (final String cloid : cloids) {
            array.addObject().put("asset", asset).put("cloid", cloid);
        }
        return action;
    }

    /** Replaces one resting order; its answer tells no order id. */
    public static ObjectNode modify(final long oid, final OrderRequest order) {
        final ObjectNode action = action("modify").put("oid", oid);
        action.set("order", order.json());
        return action;
    }

    /** Replaces resting orders, each with a status of its own. */
    public static ObjectNode batchModify(final List<Modification> modifications) {
        final ObjectNode action = action("batchModify");
        final ArrayNode array = action.putArray("modifies");
        modifications.forEach(
            modification -> array.addObject().put("oid", modification.oid()).set("order", modification.order().json()));
        return action;
    }

    /** Replaces one resting order that has this id of the client's own; its answer is that of a batch of one. */
    public static ObjectNode modifyByCloid(final String cloid, final OrderRequest order) {
        final ObjectNode action = action("batchModify");
        action.putArray("modifies").addObject().put("oid", cloid).set("order", order.json());
        return action;
    }

    /** Chooses the leverage of a market, cross-margined or isolated. */
    public static ObjectNode updateLeverage(final int asset, final boolean isCross, final int leverage) {
        return action("updateLeverage").put("asset", asset).put("isCross", isCross).put("leverage", leverage);
    }

    /** Lets another key trade for the signer's account; an empty name replaces the unnamed agent. */
    public static ObjectNode approveAgent(final String agentAddress, final String agentName) {
        return action("approveAgent").put("agentAddress", agentAddress).put("agentName", agentName);
    }

    /**
     * What one of the signer's agents may do, and from where.
     *
     * @param permission  {@code "trade"} or {@code "read"}
     * @param ipAllowList networks as {@code ADDRESS/BITS}, or addresses; none: from everywhere
     */
    public static ObjectNode setAgentLimits(
        final String agentAddress, final String permission, final List<String> ipAllowList) {
        final ObjectNode action =
            action("setAgentLimits").put("agentAddress", agentAddress).put("permission", permission);
        ipAllowList.forEach(action.putArray("ipAllowList")::add);
        return action;
    }

    /** Cancels all open orders, in every market. */
    public static ObjectNode cancelAll() {
        return action("cancelAll");
    }

    /** Cancels all open orders in a market. */
    public static ObjectNode cancelAll(final int asset) {
        return action("cancelAll").put("a", asset);
    }

    /** Cancels all open orders at a time; 0 takes it back. */
    public static ObjectNode scheduleCancel(final long timeMillis) {
        final ObjectNode action = action("scheduleCancel");
        return timeMillis == 0 ? action : action.put("time", timeMillis);
    }

    /** Trades a size over a time. */
    public static ObjectNode twap(
        final int asset, final Side side, final String size, final boolean reduceOnly, final int minutes,
        final boolean randomize) {
        final ObjectNode action = action("twapOrder");
        action.putObject("twap").put("a", asset).put("b", side == Side.BUY).put("s", size).put("r", reduceOnly)
            .put("m", minutes).put("t", randomize);
        return action;
    }

    /** Ends a TWAP. */
    public static ObjectNode cancelTwap(final int asset, final long twapId) {
        return action("twapCancel").put("a", asset).put("t", twapId);
    }

    /** Replaces the quotes in the markets that {@code quotes} name, market by market. */
    public static ObjectNode massQuote(final int group, final List<Quote> quotes) {
        final ObjectNode action = action("massQuote").put("g", group);
        final ArrayNode array = action.putArray("quotes");
        quotes.forEach(quote -> array.addObject().put("a", quote.asset).put("b", quote.side == Side.BUY)
            .put("p", quote.price).put("s", quote.size));
        return action;
    }

    /** Takes the quotes of a group back after so many fills within a window, until it is reset. */
    public static ObjectNode setProtection(final int group, final long windowMillis, final int fillsMax) {
        return action("setProtection").put("g", group).put("window", windowMillis).put("count", fillsMax);
    }

    /** Lets a group quote again. */
    public static ObjectNode resetProtection(final int group) {
        return action("resetProtection").put("g", group);
    }

    /** What happens to orders that name no mode when they meet one of the same owner. */
    public static ObjectNode selfTradeMode(final String mode) {
        return action("selfTradeMode").put("mode", mode);
    }

    private static ObjectNode action(final String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
