package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import steelyard.model.AccountKind;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.AgentView;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.node.TwapView;
import steelyard.protocol.Address;

/**
 * What front ends show of an account, in one piece: {@code webData2} and {@code webData3}.
 *
 * @param account      or {@code null}
 * @param unnamedAgent or {@code null}
 */
public record WebData(
    Address user, AccountView account, List<OrderView> orders, List<TwapView> twaps, AgentView unnamedAgent,
    List<MarketView> markets) {

    private static final int MICRO_DECIMALS = 6;
    private static final String ZERO = "0.0";

    /** Takes it from the read models, on their thread. */
    public static WebData of(final NodeState state, final Address user) {
        final List<MarketView> markets = new ArrayList<>(state.marketCount());
        for (int id = 0; id < state.marketCount(); id++) {
            markets.add(state.market(id));
        }
        final int accountId = state.accountId(user);
        return accountId == NodeState.NONE
            ? new WebData(user, null, List.of(), List.of(), null, markets)
            : new WebData(user, state.account(accountId), state.openOrders(accountId), state.twaps(accountId),
                state.agents(accountId).stream().filter(agent -> agent.name().isEmpty()).findFirst().orElse(null),
                markets);
    }

    /** Writes {@code webData2}; {@code ledgerMicros} is what the account got, less what left it, without trading. */
    public void writeVersion2(final JsonGenerator json, final long timeNanos, final long ledgerMicros)
        throws IOException {
        final Map<Integer, MarketSpec> specs = markets.stream().map(MarketView::spec)
            .collect(Collectors.toMap(MarketSpec::marketId, Function.identity()));
        json.writeStartObject();
        json.writeFieldName("clearinghouseState");
        new WireAccount(account, specs::get, timeNanos).write(json);
        writeEmptyList(json, "leadingVaults");
        json.writeStringField("totalVaultEquity", ZERO);
        json.writeArrayFieldStart("openOrders");
        for (final WireOrder order : WireOrder.open(orders, specs::get)) {
            order.writeLong(json);
        }
        json.writeEndArray();
        writeUser(json, timeNanos, ledgerMicros);
        json.writeFieldName("meta");
        WireMarket.writeMeta(json, markets.stream().map(MarketView::spec).toList());
        json.writeArrayFieldStart("assetCtxs");
        for (final MarketView market : markets) {
            WireMarket.writeContext(json, market);
        }
        json.writeEndArray();
        json.writeFieldName("twapStates");
        WireTwap.writeStates(json, twaps, user, specs::get);
        json.writeFieldName("spotState");
        new WireSpot(account).write(json);
        writeEmptyList(json, "spotAssetCtxs");
        json.writeFieldName("perpsAtOpenInterestCap");
        WireMarket.writeCapped(json, markets);
        json.writeEndObject();
    }

    /** Writes {@code webData3}. */
    public void writeVersion3(final JsonGenerator json, final long timeNanos, final long ledgerMicros)
        throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("userState");
        writeUser(json, timeNanos, ledgerMicros);
        if (account != null && account.isPortfolio()) {
            json.writeStringField("abstraction", "portfolioMargin");
        }
        json.writeEndObject();
        json.writeArrayFieldStart("perpDexStates");
        json.writeStartObject();
        json.writeStringField("totalVaultEquity", ZERO);
        json.writeFieldName("perpsAtOpenInterestCap");
        WireMarket.writeCapped(json, markets);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeUser(final JsonGenerator json, final long timeNanos, final long ledgerMicros)
        throws IOException {
        json.writeStringField("agentAddress", unnamedAgent == null ? null : unnamedAgent.address().toString());
        json.writeFieldName("agentValidUntil");
        json.writeObject(unnamedAgent == null || unnamedAgent.validUntilMillis() == 0
            ? null : unnamedAgent.validUntilMillis());
        json.writeStringField("cumLedger", WireDecimal.format(ledgerMicros, MICRO_DECIMALS));
        json.writeNumberField("serverTime", millis(timeNanos));
        json.writeBooleanField("isVault", account != null && account.kind() == AccountKind.VAULT);
        json.writeStringField("user", user.toString());
    }

    private static void writeEmptyList(final JsonGenerator json, final String name) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeEndArray();
    }
}
