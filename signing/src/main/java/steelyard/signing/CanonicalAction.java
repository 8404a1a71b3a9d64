package steelyard.signing;

import static java.util.Map.entry;
import static steelyard.signing.Shape.address;
import static steelyard.signing.Shape.decimal;
import static steelyard.signing.Shape.flag;
import static steelyard.signing.Shape.list;
import static steelyard.signing.Shape.lower;
import static steelyard.signing.Shape.nested;
import static steelyard.signing.Shape.object;
import static steelyard.signing.Shape.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The form of a trading action that its signature covers: keys in the order of the schema, decimals without padding,
 * addresses and client order ids in lower case, false flags and empty options left out, defaults written.
 *
 * <p>A request may come with its keys in any order and its numbers padded; the hash of this form still finds the
 * signer. What this exchange has beside the venue stands behind the venue's fields. A client that hashed another form than this one signed what it sent, so that the action as received is the
 * second candidate. {@code perpDeploy} and {@code spotDeploy}, validators' actions and unknown types have no entry:
 * for them the action as received is the only one.
 */
public final class CanonicalAction {
    private static final String TYPE = "type";

    private static final Shape ORDER = object(
        plain("a"), plain("b"), decimal("p"), decimal("s"),
        plain("r").orElse(JsonNodeFactory.instance.booleanNode(false)),
        nested("t", object(
            nested("limit", object(plain("tif"), plain("exp").optional())).optional(),
            nested("trigger", object(plain("isMarket"), decimal("triggerPx"), plain("tpsl"),
                plain("src").optional(), plain("exp").optional())).optional(),
            nested("trail", object(plain("isMarket"), decimal("by").optional(), plain("bps").optional(),
                plain("src").optional(), plain("exp").optional())).optional())),
        lower("c").optional(), decimal("d").optional(), plain("stp").optional());
    private static final Shape QUOTE = object(plain("a"), plain("b"), decimal("p"), decimal("s"));
    private static final Shape MODIFICATION = object(lower("oid"), nested("order", ORDER));
    private static final Shape BUILDER = object(address("b"), plain("f"));
    private static final Shape TWAP = object(
        plain("a"), plain("b"), decimal("s"), plain("r"), plain("m"), plain("t"));
    private static final Shape TWAP_DETAILS = object(
        nested("t", object(decimal("p"), plain("a"))).nullable(), decimal("s").nullable());

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
        entry("order", object(
            list("orders", ORDER),
            plain("grouping").orElse(JsonNodeFactory.instance.textNode("na")),
            nested("builder", BUILDER).optional())),
        entry("cancel", object(list("cancels", object(plain("a"), plain("o"))), flag("f"))),
        entry("cancelByCloid", object(list("cancels", object(plain("asset"), lower("cloid"))), flag("f"))),
        entry("modify", object(lower("oid"), nested("order", ORDER), flag("a"))),
        entry("batchModify", object(list("modifies", MODIFICATION), flag("a"))),
        entry("scheduleCancel", object(plain("time").optional())),
        entry("updateLeverage", object(plain("asset"), plain("isCross"), plain("leverage"))),
        entry("updateIsolatedMargin", object(plain("asset"), plain("isBuy"), plain("ntli"))),
        entry("topUpIsolatedOnlyMargin", object(plain("asset"), decimal("leverage"))),
        entry("twapOrder", object(nested("twap", TWAP), nested("details", TWAP_DETAILS).optional())),
        entry("twapCancel", object(plain("a"), plain("t"))),
        entry("cancelAll", object(plain("a").optional(), plain("b").optional(), plain("k").optional())),
        entry("selfTradeMode", object(plain("mode"))),
        entry("massQuote", object(plain("g"), list("quotes", QUOTE))),
        entry("setProtection", object(plain("g"), plain("window").optional(), plain("frozen").optional(),
            plain("count").optional(), decimal("size").optional(), decimal("value").optional())),
        entry("resetProtection", object(plain("g"))),
        entry("setAgentLimits", object(address("agentAddress"), plain("permission"), plain("ipAllowList"))),
        entry("noop", object()),
        entry("claimRewards", object()),
        entry("reserveRequestWeight", object(plain("weight"), address("destination").optional())),
        entry("createSubAccount", object(plain("name"))),
        entry("subAccountModify", object(address("subAccountUser"), plain("name"))),
        entry("subAccountTransfer", object(address("subAccountUser"), plain("isDeposit"), plain("usd"))),
        entry("subAccountSpotTransfer", object(
            address("subAccountUser"), plain("isDeposit"), plain("token"), decimal("amount"))),
        entry("createVault", object(plain("name"), plain("description"), plain("initialUsd"), plain("nonce"))),
        entry("vaultTransfer", object(address("vaultAddress"), plain("isDeposit"), plain("usd"))),
        entry("vaultModify", object(
            address("vaultAddress"), plain("allowDeposits").nullable(), plain("alwaysCloseOnWithdraw").nullable())),
        entry("vaultDistribute", object(address("vaultAddress"), plain("usd"))),
        entry("setReferrer", object(plain("code"))),
        entry("registerReferrer", object(plain("code"))),
        entry("setDisplayName", object(plain("displayName"))),
        entry("spotUser", object(nested("toggleSpotDusting", object(plain("optOut"))))),
        entry("agentSendAsset", object(
            address("destination"), plain("sourceDex"), plain("destinationDex"), plain("token"), decimal("amount"),
            lower("fromSubAccount").orElse(JsonNodeFactory.instance.textNode("")), plain("nonce"))),
        entry("agentSetAbstraction", object(plain("abstraction"))),
        entry("agentEnableDexAbstraction", object()),
        entry("borrowLend", object(plain("operation"), plain("token"), decimal("amount").nullable())),
        entry("evmUserModify", object(plain("usingBigBlocks"))),
        entry("gossipPriorityBid", object(plain("slotId"), plain("ip"), plain("maxGas"))),
        entry("hip3LiquidatorTransfer", object(plain("dex"), plain("ntl"), plain("isDeposit"))),
        entry("userOutcome", object(
            nested("splitOutcome", object(plain("outcome"), decimal("amount"))).optional(),
            nested("mergeOutcome", object(plain("outcome"), decimal("amount").nullable())).optional(),
            nested("mergeQuestion", object(plain("question"), decimal("amount").nullable())).optional(),
            nested("negateOutcome", object(plain("question"), plain("outcome"), decimal("amount"))).optional())));

    private CanonicalAction() {
    }

    /**
     * The canonical form of {@code action}, in a tree of its own, or {@code null} if its type has none or a field of
     * the schema is missing or not of its kind. Fields that the schema does not know are left out.
     */
    public static ObjectNode of(final JsonNode action) {
        final JsonNode type = action.path(TYPE);
        final Shape shape = type.isTextual() ? SHAPES.get(type.textValue()) : null;
        if (shape == null) {
            return null;
        }
        final ObjectNode canonical = JsonNodeFactory.instance.objectNode();
        canonical.set(TYPE, type);
        return shape.copy(action, canonical) ? canonical : null;
    }
}
