package steelyard.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Actions, unsigned, their keys in the order that is hashed. What is not here can be built as a tree by hand. */
public final class Actions {
    private Actions() {
    }

    /** One order of a batch of modifications: {@code order} takes the place of the resting order {@code oid}. */
    public record Modification(long oid, OrderRequest order) {
    }

    /** Places orders, independent of each other. */
    public static ObjectNode order(final List<OrderRequest> orders) {
        final ObjectNode action = action("order");
        final ArrayNode array = action.putArray("orders");
        orders.forEach(order -> array.add(order.json()));
        return action.put("grouping", "na");
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

    private static ObjectNode action(final String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
