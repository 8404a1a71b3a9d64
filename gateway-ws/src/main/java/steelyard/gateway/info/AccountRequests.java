package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.info.InfoQuery.Sources;
import steelyard.gateway.json.ClientOrderId;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.json.TradeRoom;
import steelyard.gateway.json.WebData;
import steelyard.gateway.json.WireAccount;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.json.WireSettings;
import steelyard.gateway.json.WireSpot;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.model.AccountKind;
import steelyard.model.OrderFlags;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.AgentView;
import steelyard.node.BuilderView;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.Order;
import steelyard.node.MultiSigView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.protocol.Address;

/** Questions about one account. An address without an account has empty answers. */
final class AccountRequests {
    private static final int USERS_MAX = 100;
    private static final int FILLS_MAX = 2_000;
    /** Fills that are looked at to make {@link #FILLS_MAX} merged ones. */
    private static final int MERGED_FILLS_MAX = 10_000;
    private static final int MICRO_DECIMALS = 6;
    private static final JsonBody UNKNOWN_ORDER = json -> {
        json.writeStartObject();
        json.writeStringField("status", "unknownOid");
        json.writeEndObject();
    };
    private static final JsonBody EMPTY = json -> {
        json.writeStartArray();
        json.writeEndArray();
    };

    static final List<InfoRequest> ALL = List.of(
        InfoRequest.of("clearinghouseState", AccountRequests::clearinghouseState, "user", "dex"),
        InfoRequest.of("batchClearinghouseStates", AccountRequests::clearinghouseStates, "users", "dex"),
        InfoRequest.of("openOrders", fields -> openOrders(fields, WireOrder::writeShort), "user", "dex"),
        InfoRequest.of("frontendOpenOrders", fields -> openOrders(fields, WireOrder::writeLong), "user", "dex"),
        InfoRequest.of("orderStatus", AccountRequests::orderStatus, "user", "oid"),
        InfoRequest.of("userFills", AccountRequests::fills, "user", "aggregateByTime"),
        InfoRequest.of("activeAssetData", AccountRequests::tradeRoom, "user", "coin"),
        InfoRequest.of("webData2", AccountRequests::webData, "user"),
        InfoRequest.of("preTransferCheck", AccountRequests::transferCheck, "user", "source"),
        InfoRequest.of("userRole", AccountRequests::role, "user"),
        InfoRequest.of("extraAgents", AccountRequests::agents, "user"),
        InfoRequest.of("subAccounts", fields -> subAccounts(fields, false), "user"),
        InfoRequest.of("subAccounts2", fields -> subAccounts(fields, true), "user"),
        InfoRequest.of("userToMultiSigSigners", AccountRequests::multiSigSigners, "user"),
        InfoRequest.of("maxBuilderFee", AccountRequests::maxBuilderFee, "user", "builder"),
        InfoRequest.of("approvedBuilders", AccountRequests::approvedBuilders, "user"),
        InfoRequest.of("referral", AccountRequests::referral, "user"),
        InfoRequest.of("userRateLimit", AccountRequests::rateLimit, "user"),
        InfoRequest.of("tradingSettings", AccountRequests::settings, "user"),
        InfoRequest.of("userFees", AccountRequests::fees, "user"));

    /** One form of an order. */
    @FunctionalInterface
    private interface OrderForm {
        void write(WireOrder order, JsonGenerator json) throws IOException;
    }

    private AccountRequests() {
    }

    private static InfoQuery clearinghouseState(final Fields fields) throws RequestFault {
        fields.defaultDex();
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final AccountView account = accountId == NodeState.NONE ? null : state.account(accountId);
            final long timeNanos = state.logTimeNanos();
            return Result.with(sources -> new WireAccount(account, sources.markets()::spec, timeNanos));
        };
    }

    private static InfoQuery clearinghouseStates(final Fields fields) throws RequestFault {
        fields.defaultDex();
        final List<Address> users = fields.addresses("users", USERS_MAX);
        return state -> {
            final long timeNanos = state.logTimeNanos();
            final List<AccountView> accounts = new ArrayList<>(users.size());
            for (final Address user : users) {
                final int accountId = state.accountId(user);
                accounts.add(accountId == NodeState.NONE ? null : state.account(accountId));
            }
            return Result.with(sources -> JsonBody.list(accounts.stream()
                .map(account -> new WireAccount(account, sources.markets()::spec, timeNanos)).toList()));
        };
    }

    private static InfoQuery openOrders(final Fields fields, final OrderForm form) throws RequestFault {
        fields.defaultDex();
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final List<OrderView> orders = accountId == NodeState.NONE ? List.of() : state.openOrders(accountId);
            return Result.with(sources -> json -> {
                json.writeStartArray();
                for (final WireOrder order : WireOrder.open(orders, sources.markets()::spec)) {
                    form.write(order, json);
                }
                json.writeEndArray();
            });
        };
    }

    private static InfoQuery orderStatus(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final ClientOrderId clientOrderId = fields.isText("oid") ? fields.clientOrderId("oid") : null;
        final long orderId = clientOrderId == null ? fields.orderId("oid") : 0;
        return state -> {
            final int accountId = state.accountId(user);
            if (accountId == NodeState.NONE) {
                return Result.of(UNKNOWN_ORDER);
            }
            final OrderView open = clientOrderId == null
                ? state.openOrder(orderId)
                : state.openOrder(accountId, clientOrderId.high(), clientOrderId.low());
            if (open != null && open.accountId() == accountId) {
                final List<OrderView> orders =
                    OrderFlags.isLinked(open.flags()) ? state.openOrders(accountId) : List.of(open);
                return Result.with(sources -> withChildren(open, orders, sources)::writeStatusAnswer);
            }
            return sources -> past(sources, accountId, orderId, clientOrderId)
                .thenApply(order -> order == null
                    ? UNKNOWN_ORDER
                    : WireOrder.of(order, sources.markets().spec(order.marketId()))::writeStatusAnswer);
        };
    }

    private static WireOrder withChildren(
        final OrderView order, final List<OrderView> orders, final Sources sources) {
        return WireOrder.open(orders, sources.markets()::spec).stream()
            .filter(each -> each.orderId() == order.orderId()).findFirst()
            .orElseGet(() -> WireOrder.of(order, sources.markets().spec(order.marketId())));
    }

    private static CompletionStage<Order> past(
        final Sources sources, final int accountId, final long orderId, final ClientOrderId clientOrderId) {
        return clientOrderId == null
            ? sources.history().order(accountId, orderId)
            : sources.history().order(accountId, clientOrderId.high(), clientOrderId.low());
    }

    private static InfoQuery fills(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final boolean merge = fields.flag("aggregateByTime", false);
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history().fills(accountId, merge ? MERGED_FILLS_MAX : FILLS_MAX)
                    .thenApply(fills -> fillList(fills, merge, sources));
        };
    }

    private static JsonBody fillList(final List<Fill> newestFirst, final boolean merge, final Sources sources) {
        final List<WireFill> inOrder = newestFirst.reversed().stream()
            .map(fill -> WireFill.of(fill, sources.markets().spec(fill.marketId())))
            .toList();
        final List<WireFill> shown = (merge ? WireFill.merged(inOrder) : inOrder).reversed();
        return WireFill.list(shown, FILLS_MAX);
    }

    private static InfoQuery tradeRoom(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final String coin = fields.text("coin");
        return state -> {
            final int marketId = state.marketId(coin);
            return Result.of(marketId == NodeState.NONE
                ? JsonGenerator::writeNull : TradeRoom.of(state, user, marketId));
        };
    }

    private static InfoQuery webData(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final WebData data = WebData.of(state, user);
            final int accountId = state.accountId(user);
            final long timeNanos = state.logTimeNanos();
            return sources -> (accountId == NodeState.NONE
                ? CompletableFuture.completedStage(0L) : sources.history().ledgerMicros(accountId))
                .thenApply(micros -> json -> data.writeVersion2(json, timeNanos, micros));
        };
    }

    private static InfoQuery multiSigSigners(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final MultiSigView multiSig = accountId == NodeState.NONE ? null : state.multiSig(accountId);
            return Result.of(multiSig == null ? JsonGenerator::writeNull : json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("authorizedUsers");
                for (final Address each : multiSig.users()) {
                    json.writeString(each.toString());
                }
                json.writeEndArray();
                json.writeNumberField("threshold", multiSig.threshold());
                json.writeEndObject();
            });
        };
    }

    /** In tenths of a basis point. */
    private static InfoQuery maxBuilderFee(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final Address builder = fields.address("builder");
        return state -> {
            final int maxTenths = builders(state, user).stream()
                .filter(each -> each.address().equals(builder)).mapToInt(BuilderView::maxTenths).sum();
            return Result.of(json -> json.writeNumber(maxTenths));
        };
    }

    private static InfoQuery approvedBuilders(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final List<BuilderView> builders = builders(state, user);
            return Result.of(JsonBody.list(builders.stream().<JsonBody>map(
                each -> json -> json.writeString(each.address().toString())).toList()));
        };
    }

    /** A sub-account has those of its master. */
    private static List<BuilderView> builders(final NodeState state, final Address user) {
        final int accountId = state.accountId(user);
        return accountId == NodeState.NONE ? List.of() : state.builders(state.ownerId(accountId));
    }

    /** Of a sub-account: that of its master. */
    private static InfoQuery referral(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            return Result.of(new WireReferral(
                state.referral(accountId == NodeState.NONE ? NodeState.NONE : state.ownerId(accountId))));
        };
    }

    private static InfoQuery settings(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            return Result.of(accountId == NodeState.NONE ? JsonGenerator::writeNull
                : new WireSettings(state.trader(accountId)));
        };
    }

    /** What a transfer to a user would meet. */
    private static InfoQuery transferCheck(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        fields.address("source");
        return state -> {
            final boolean exists = state.accountId(user) != NodeState.NONE;
            return Result.of(json -> {
                json.writeStartObject();
                json.writeStringField("fee", exists ? "0.0" : "1.0");
                json.writeBooleanField("isSanctioned", false);
                json.writeBooleanField("userExists", exists);
                json.writeBooleanField("userHasSentTx", exists);
                json.writeEndObject();
            });
        };
    }

    private static InfoQuery role(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            if (accountId != NodeState.NONE) {
                return switch (state.account(accountId).kind()) {
                    case VAULT -> role("vault", null, null);
                    case SUB_ACCOUNT ->
                        role("subAccount", "master", state.account(state.ownerId(accountId)).address());
                    case USER, HOUSE -> role("user", null, null);
                };
            }
            final int master = state.accountIdOfAgent(user);
            return master == NodeState.NONE ? role("missing", null, null)
                : role("agent", "user", state.account(master).address());
        };
    }

    private static Result role(final String role, final String field, final Address master) {
        return Result.of(json -> {
            json.writeStartObject();
            json.writeStringField("role", role);
            if (master != null) {
                json.writeObjectFieldStart("data");
                json.writeStringField(field, master.toString());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** Where an agent is used from is nobody else's business, so that only the number of networks is told. */
    private static void writeLimits(final JsonGenerator json, final AgentView agent) throws IOException {
        json.writeStringField("permission", agent.limits().isReadOnly() ? "read" : "trade");
        json.writeNumberField("ipNetworks", agent.limits().networks().size());
    }

    /** The named agents; the unnamed one is not among them. */
    private static InfoQuery agents(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final List<AgentView> agents = accountId == NodeState.NONE ? List.of() : state.agents(accountId);
            return Result.of(json -> {
                json.writeStartArray();
                for (final AgentView agent : agents) {
                    if (!agent.name().isEmpty()) {
                        json.writeStartObject();
                        json.writeStringField("address", agent.address().toString());
                        json.writeStringField("name", agent.name());
                        json.writeFieldName("validUntil");
                        json.writeObject(agent.validUntilMillis() == 0 ? null : agent.validUntilMillis());
                        writeLimits(json, agent);
                        json.writeEndObject();
                    }
                }
                json.writeEndArray();
            });
        };
    }

    /** One sub-account with its name and state. */
    private record SubAccount(String name, AccountView account) {
    }

    /** {@code null} for an account without sub-accounts. The second form tells the state by dex. */
    private static InfoQuery subAccounts(final Fields fields, final boolean byDex) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final List<SubAccount> found = accountId == NodeState.NONE ? List.of()
                : state.subAccounts(accountId).stream()
                    .map(each -> new SubAccount(each.name(), state.account(each.accountId()))).toList();
            final long timeNanos = state.logTimeNanos();
            return found.isEmpty()
                ? Result.of(JsonGenerator::writeNull)
                : Result.with(sources -> JsonBody.list(found.stream().<JsonBody>map(each -> json ->
                    writeSubAccount(json, user, each, byDex, timeNanos, sources)).toList()));
        };
    }

    private static void writeSubAccount(
        final JsonGenerator json, final Address master, final SubAccount subAccount, final boolean byDex,
        final long timeNanos, final Sources sources) throws IOException {
        final WireAccount account = new WireAccount(subAccount.account, sources.markets()::spec, timeNanos);
        json.writeStartObject();
        json.writeStringField("name", subAccount.name);
        json.writeStringField("subAccountUser", subAccount.account.address().toString());
        json.writeStringField("master", master.toString());
        if (byDex) {
            json.writeArrayFieldStart("dexToClearinghouseState");
            json.writeStartArray();
            json.writeString("");
            account.write(json);
            json.writeEndArray();
            json.writeEndArray();
        } else {
            json.writeFieldName("clearinghouseState");
            account.write(json);
        }
        json.writeFieldName("spotState");
        new WireSpot(subAccount.account).write(json);
        json.writeEndObject();
    }

    private static InfoQuery rateLimit(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final long reserved = accountId == NodeState.NONE ? 0 : state.reservedRequests(accountId);
            return sources -> traded(sources, accountId).thenApply(micros -> rateLimit(
                sources.budgets().standing(accountId, new RequestBudgets.Earned(micros, reserved))));
        };
    }

    private static CompletionStage<Long> traded(final Sources sources, final int accountId) {
        return accountId == NodeState.NONE
            ? CompletableFuture.completedFuture(0L)
            : sources.history().volumes(accountId, 0).thenApply(days ->
                days.stream().mapToLong(day -> day.makerMicros() + day.takerMicros()).sum());
    }

    private static JsonBody rateLimit(final RequestBudgets.Standing standing) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("cumVlm", WireDecimal.format(standing.volumeMicros(), MICRO_DECIMALS));
            json.writeNumberField("nRequestsUsed", standing.used());
            json.writeNumberField("nRequestsCap", standing.cap());
            json.writeNumberField("nRequestsSurplus", standing.surplus());
            json.writeEndObject();
        };
    }

    /** The rates of an address without an account are those of a new one. */
    private static InfoQuery fees(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> InfoQuery.Result.of(new FeeSchedule(state.fees(state.accountId(user))));
    }
}
