package steelyard.gateway.exchange;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.Grouping;
import steelyard.model.RejectReason;
import steelyard.model.WireDecimal;
import steelyard.node.IpNetwork;
import steelyard.protocol.Address;
import steelyard.signing.Signature;

/**
 * Reads actions: unknown fields are refused, as a client may have signed them. What the venue has and this exchange has
 * not is refused in words.
 */
final class ActionDecoder {
    /** Most orders, cancels or modifications of an action; the exchange may allow fewer. */
    static final int ENTRIES_MAX = 100;
    /** The longest name of an agent, in UTF-16 characters. */
    static final int AGENT_NAME_MAX = 16;

    /** More than any fee that can be approved. */
    private static final int BUILDER_TENTHS_MAX = 65_535;
    private static final Pattern VALID_UNTIL = Pattern.compile("(.*) valid_until (\\d{1,18})", Pattern.DOTALL);
    private static final Set<String> CHAINS = Set.of("Mainnet", "Testnet");
    private static final String MULTI_SIG = "multiSig";
    private static final Set<String> MULTI_SIG_FIELDS = Set.of("type", "signatureChainId", "signatures", "payload");
    private static final Set<String> PAYLOAD_FIELDS = Set.of("multiSigUser", "outerSigner", "action");
    private static final int SIGNATURES_MAX = 10;
    private static final int NETWORKS_MAX = 16;
    /** Names no order: order ids are positive. */
    private static final long NO_ORDER_ID = -1;

    /** Actions of the venue that this exchange does not have. */
    private static final Set<String> UNSUPPORTED = Set.of(
        "activateOutcomeDeployer", "agentEnableDexAbstraction", "agentSendAsset", "authorizeAqav2Role", "borrowLend",
        "cDeposit", "cSignerAction", "cValidatorAction", "cWithdraw", "createVault", "evmUserModify",
        "finalizeEvmContract", "gossipPriorityBid", "hip3LiquidatorTransfer", "linkStakingUser", "perpDeploy",
        "sendToEvmWithData", "setDisplayName", "spotDeploy", "spotSend", "spotUser", "stakingLinkDisableTradingUser",
        "subAccountSpotTransfer", "tokenDelegate", "usdClassTransfer", "userDexAbstraction", "userOutcome",
        "validatorL1Stream", "vaultDistribute", "vaultModify", "vaultTransfer");

    @FunctionalInterface
    private interface Decoder {
        Action decode(Fields action) throws RequestFault;
    }

    private record ActionType(Set<String> fields, Decoder decoder) {
    }

    private static final long E8_PER_E6 = 100;

    @FunctionalInterface
    private interface TradingType {
        Action decode(TradingDecoder decoder, Fields action) throws RequestFault;
    }

    private final OrderDecoder orders;
    private final TradingDecoder trading;
    private final Map<String, ActionType> types = Map.ofEntries(
        entry("order", type(this::place, "orders", "grouping", "builder")),
        entry("cancel", type(ActionDecoder::cancel, "cancels", "f")),
        entry("cancelByCloid", type(ActionDecoder::cancelByClientId, "cancels", "f")),
        entry("modify", type(this::modify, "oid", "order", "a")),
        entry("batchModify", type(this::batchModify, "modifies", "a")),
        entry("updateLeverage", type(ActionDecoder::changeLeverage, "asset", "isCross", "leverage")),
        entry("updateIsolatedMargin", type(ActionDecoder::moveMargin, "asset", "isBuy", "ntli")),
        entry("topUpIsolatedOnlyMargin", type(ActionDecoder::topUpMargin, "asset", "leverage")),
        entry("cancelAll", trading(TradingDecoder::cancelAll, "a", "b", "k")),
        entry("scheduleCancel", trading(TradingDecoder::scheduleCancel, "time")),
        entry("selfTradeMode", trading(TradingDecoder::chooseSelfTradeMode, "mode")),
        entry("twapOrder", trading(TradingDecoder::placeTwap, "twap", "details")),
        entry("twapCancel", trading(TradingDecoder::cancelTwap, "a", "t")),
        entry("massQuote", trading(TradingDecoder::massQuote, "g", "quotes")),
        entry("setProtection", trading(
            TradingDecoder::setProtection, "g", "window", "frozen", "count", "size", "value")),
        entry("resetProtection", trading(TradingDecoder::resetProtection, "g")),
        entry("createSubAccount", type(FundsDecoder::createSubAccount, "name")),
        entry("subAccountModify", type(FundsDecoder::renameSubAccount, "subAccountUser", "name")),
        entry("subAccountTransfer", type(FundsDecoder::moveSubAccountCash, "subAccountUser", "isDeposit", "usd")),
        entry("usdSend", type(FundsDecoder::usdSend,
            "signatureChainId", "hyperliquidChain", "destination", "amount", "time")),
        entry("sendAsset", type(FundsDecoder::sendAsset, "signatureChainId", "hyperliquidChain", "destination",
            "sourceDex", "destinationDex", "token", "amount", "fromSubAccount", "nonce")),
        entry("withdraw3", type(FundsDecoder::withdraw,
            "signatureChainId", "hyperliquidChain", "destination", "amount", "time")),
        entry("userSetAbstraction", type(ActionDecoder::setMode,
            "signatureChainId", "hyperliquidChain", "user", "abstraction", "nonce")),
        entry("userPortfolioMargin", type(ActionDecoder::switchPortfolio,
            "signatureChainId", "hyperliquidChain", "user", "enabled", "nonce")),
        entry("agentSetAbstraction", type(ActionDecoder::setModeByAgent, "abstraction")),
        entry("approveBuilderFee", type(FundsDecoder::approveBuilderFee,
            "signatureChainId", "hyperliquidChain", "maxFeeRate", "builder", "nonce")),
        entry("convertToMultiSigUser", type(FundsDecoder::convertToMultiSig,
            "signatureChainId", "hyperliquidChain", "signers", "nonce")),
        entry("registerReferrer", type(FundsDecoder::registerReferrer, "code")),
        entry("setReferrer", type(FundsDecoder::setReferrer, "code")),
        entry("claimRewards", type(fields -> new FundsAction.ClaimRewards())),
        entry("reserveRequestWeight", type(FundsDecoder::reserveRequests, "weight", "destination")),
        entry("noop", type(fields -> new FundsAction.Noop())),
        entry("setAgentLimits", type(ActionDecoder::limitAgent, "agentAddress", "permission", "ipAllowList")),
        entry("approveAgent", type(ActionDecoder::approve,
            "signatureChainId", "hyperliquidChain", "agentAddress", "agentName", "nonce")));

    ActionDecoder(final MarketDirectory markets) {
        orders = new OrderDecoder(markets);
        trading = new TradingDecoder(orders);
    }

    /** Signed by the account's own key, for itself or a sub-account. A multi-sig payload carries the short code. */
    private static Action setMode(final Fields action) throws RequestFault {
        final String mode = action.text("abstraction");
        return new Action.SetMarginMode(action.address("user"), mode.length() == 1
            ? isPortfolio(mode, "i", "p") : isPortfolio(mode, "disabled", "portfolioMargin"));
    }

    /** The older form of {@link #setMode}. */
    private static Action switchPortfolio(final Fields action) throws RequestFault {
        return new Action.SetMarginMode(action.address("user"), action.flag("enabled"));
    }

    private static Action setModeByAgent(final Fields action) throws RequestFault {
        return new Action.SetMarginMode(Address.ZERO, isPortfolio(action.text("abstraction"), "i", "p"));
    }

    private static boolean isPortfolio(final String mode, final String standard, final String portfolio)
        throws RequestFault {
        if (!mode.equals(standard) && !mode.equals(portfolio)) {
            throw RequestFault.refusal("Abstraction is not available: " + mode);
        }
        return mode.equals(portfolio);
    }

    private ActionType trading(final TradingType type, final String... fields) {
        return type(action -> type.decode(trading, action), fields);
    }

    private static ActionType type(final Decoder decoder, final String... fields) {
        final Set<String> allowed = new HashSet<>(Set.of(fields));
        allowed.add("type");
        return new ActionType(Set.copyOf(allowed), decoder);
    }

    /** The types of actions, each with the fields that it may have. */
    Map<String, Set<String>> fields() {
        return Stream.concat(Stream.of(entry(MULTI_SIG, MULTI_SIG_FIELDS)),
                types.entrySet().stream().map(type -> entry(type.getKey(), type.getValue().fields)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The types of actions that are refused in words. */
    Set<String> unsupported() {
        return UNSUPPORTED;
    }

    Action decode(final SignedRequest request) throws RequestFault {
        if (request.type().equals(MULTI_SIG)) {
            return multiSig(request);
        }
        final ActionType type = types.get(request.type());
        if (type == null) {
            throw UNSUPPORTED.contains(request.type())
                ? RequestFault.refusal("Action is not supported: " + request.type())
                : RequestFault.malformed();
        }
        return type.decoder.decode(request.action().only(type.fields));
    }

    private Action multiSig(final SignedRequest request) throws RequestFault {
        final Fields payload = request.action().only(MULTI_SIG_FIELDS).object("payload").only(PAYLOAD_FIELDS);
        final List<Signature> signatures = new ArrayList<>();
        for (final Fields signature : request.action().objects("signatures")) {
            signatures.add(SignedRequest.signature(signature));
        }
        if (signatures.size() > SIGNATURES_MAX) {
            throw RequestFault.refusal("At most 10 signatures.");
        }
        final SignedRequest inner = request.of(payload.object("action"));
        if (inner.type().equals(MULTI_SIG)) {
            throw RequestFault.refusal(RejectText.of(RejectReason.MULTI_SIG_ACTION, 0, 0, Address.ZERO));
        }
        return new Action.MultiSig(
            decode(inner), inner, payload.address("multiSigUser"), payload.address("outerSigner"), signatures);
    }

    private Action place(final Fields action) throws RequestFault {
        final List<OrderEntry> entries = new ArrayList<>();
        for (final Fields order : entries(action, "orders")) {
            entries.add(orders.decode(order));
        }
        final Grouping grouping = grouping(action, entries.size());
        return new Action.Place(entries, grouping, builder(action));
    }

    /** One order by itself is no group of a parent and its children. */
    private static Grouping grouping(final Fields action, final int orderCount) throws RequestFault {
        if (!action.has("grouping")) {
            return Grouping.NONE;
        }
        if (!action.isText("grouping")) {
            action.object("grouping").only(Set.of("p")).number("p");
            throw RequestFault.refusal("Order priority is not supported.");
        }
        return switch (action.text("grouping")) {
            case "na" -> Grouping.NONE;
            case "normalTpsl" -> orderCount == 1 ? Grouping.NONE : Grouping.ORDER;
            case "positionTpsl" -> Grouping.POSITION;
            default -> throw RequestFault.malformed();
        };
    }

    private static Action.Builder builder(final Fields action) throws RequestFault {
        if (!action.has("builder")) {
            return Action.Builder.NONE;
        }
        final Fields builder = action.object("builder").only(Set.of("b", "f"));
        final long tenths = builder.number("f");
        return new Action.Builder(builder.address("b"), (int) Math.clamp(tenths, 0, BUILDER_TENTHS_MAX));
    }

    private static Action cancel(final Fields action) throws RequestFault {
        final boolean fast = action.flag("f", false);
        final List<Action.Cancel.Entry> entries = new ArrayList<>();
        for (final Fields cancel : entries(action, "cancels")) {
            cancel.only(Set.of("a", "o"));
            entries.add(new Action.Cancel.Entry(cancel.small("a"), cancel.orderId("o")));
        }
        return new Action.Cancel(entries, fast);
    }

    private static Action cancelByClientId(final Fields action) throws RequestFault {
        final boolean fast = action.flag("f", false);
        final List<Action.CancelByClientId.Entry> entries = new ArrayList<>();
        for (final Fields cancel : entries(action, "cancels")) {
            cancel.only(Set.of("asset", "cloid"));
            entries.add(new Action.CancelByClientId.Entry(cancel.small("asset"), cancel.clientOrderId("cloid")));
        }
        return new Action.CancelByClientId(entries, fast);
    }

    private Action modify(final Fields action) throws RequestFault {
        return new Action.Modify(List.of(modification(action)), action.flag("a", false), false);
    }

    private Action batchModify(final Fields action) throws RequestFault {
        final List<Action.Modify.Entry> entries = new ArrayList<>();
        for (final Fields modification : entries(action, "modifies")) {
            entries.add(modification(modification.only(Set.of("oid", "order"))));
        }
        return new Action.Modify(entries, action.flag("a", false), true);
    }

    private Action.Modify.Entry modification(final Fields fields) throws RequestFault {
        final ClientOrderId target = fields.isText("oid") ? fields.clientOrderId("oid") : null;
        final OrderEntry order = orders.decode(fields.object("order"));
        if (target != null) {
            return new Action.Modify.Entry(0, target, order);
        }
        // Zero would say that the target is named by its client order id.
        final long orderId = fields.orderId("oid");
        return new Action.Modify.Entry(orderId == 0 ? NO_ORDER_ID : orderId, null, order);
    }

    /** The objects of a list that is not too long. */
    static List<Fields> entries(final Fields action, final String name) throws RequestFault {
        final List<Fields> entries = action.objects(name);
        if (entries.size() > ENTRIES_MAX) {
            throw RequestFault.refusal(
                RejectText.of(RejectReason.TOO_MANY_ORDERS, entries.size(), ENTRIES_MAX, Address.ZERO));
        }
        return entries;
    }

    private static Action changeLeverage(final Fields action) throws RequestFault {
        return new Action.ChangeLeverage(action.small("asset"), action.flag("isCross"), action.small("leverage"));
    }

    /** The side says nothing that the position does not. */
    private static Action moveMargin(final Fields action) throws RequestFault {
        action.flag("isBuy");
        return new Action.MoveIsolatedMargin(action.small("asset"), action.signed("ntli"));
    }

    private static Action topUpMargin(final Fields action) throws RequestFault {
        final long leverageE8 = WireDecimal.parseE8(action.text("leverage"));
        if (leverageE8 == WireDecimal.INVALID) {
            throw RequestFault.malformed();
        }
        return new Action.TopUpIsolatedMargin(action.small("asset"), leverageE8 / E8_PER_E6);
    }

    private static Action approve(final Fields action) throws RequestFault {
        if (!CHAINS.contains(action.text("hyperliquidChain"))) {
            throw RequestFault.malformed();
        }
        final String given = action.text("agentName", "");
        final Matcher expiring = VALID_UNTIL.matcher(given);
        final boolean expires = expiring.matches();
        final String name = expires ? expiring.group(1) : given;
        if (name.length() > AGENT_NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw RequestFault.refusal("Agent name must have at most 16 characters and no control characters.");
        }
        // Zero would say that the agent's rights have no end.
        final long validUntilMillis = expires ? Math.max(1, Long.parseLong(expiring.group(2))) : 0;
        return new Action.Approve(action.address("agentAddress"), name, validUntilMillis);
    }

    /** What is there too often, or has bits beyond its prefix, the exchange refuses. */
    private static Action limitAgent(final Fields action) throws RequestFault {
        final String permission = action.text("permission");
        if (!permission.equals("trade") && !permission.equals("read")) {
            throw RequestFault.malformed();
        }
        final JsonNode list = action.node().path("ipAllowList");
        if (!list.isArray()) {
            throw RequestFault.malformed();
        }
        if (list.size() > NETWORKS_MAX) {
            throw RequestFault.refusal(
                RejectText.of(RejectReason.AGENT_LIMITS_INVALID, NETWORKS_MAX, 0, Address.ZERO));
        }
        final List<IpNetwork> networks = new ArrayList<>();
        for (final JsonNode text : list) {
            final IpNetwork network = text.isTextual() ? IpNetwork.parse(text.textValue()) : null;
            if (network == null) {
                throw RequestFault.malformed();
            }
            networks.add(network);
        }
        return new Action.LimitAgent(action.address("agentAddress"), permission.equals("read"), networks);
    }
}
