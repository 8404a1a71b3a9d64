package steelyard.gateway.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.TradeRoom;
import steelyard.gateway.json.WebData;
import steelyard.gateway.json.WireAccount;
import steelyard.gateway.json.WireMargin;
import steelyard.gateway.json.WireMarket;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.json.WireSpot;
import steelyard.gateway.json.WireTwap;
import steelyard.model.MarketSpec;
import steelyard.node.AccountView;
import steelyard.node.MarginView;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.node.TwapView;

/** What a stream shows of the read models' present state. */
final class StateRead {
    /** The data of a frame. */
    @FunctionalInterface
    interface Body {
        /**
         * Writes it.
         *
         * @param timeNanos    log time of the state
         * @param ledgerMicros what the account got, less what left it, other than by trading
         */
        void write(JsonGenerator json, long timeNanos, long ledgerMicros) throws IOException;
    }

    private StateRead() {
    }

    /** Takes what {@code key} shows, on the read models' thread. */
    static Body read(final StreamKey key, final NodeState state, final IntFunction<MarketSpec> specs) {
        return switch (key.type()) {
            case CONTEXT -> context(state.market(key.marketId()));
            case CONTEXTS -> contexts(markets(state));
            case ALL_CONTEXTS -> allContexts(markets(state));
            case TRADE_ROOM -> tradeRoom(key, state);
            case ACCOUNT -> account(key, view(key, state), specs);
            case ALL_ACCOUNTS -> allAccounts(key, view(key, state), specs);
            case OPEN_ORDERS -> openOrders(key, orders(key, state), specs);
            case WEB_DATA_2 -> WebData.of(state, key.user())::writeVersion2;
            case WEB_DATA_3 -> WebData.of(state, key.user())::writeVersion3;
            case SPOT_STATE -> spotState(key, view(key, state));
            case FAST_CONTEXTS -> fastContexts(markets(state));
            case OUTCOMES -> (json, timeNanos, ledgerMicros) -> {
                json.writeStartObject();
                json.writeArrayFieldStart("updates");
                json.writeEndArray();
                json.writeEndObject();
            };
            case TWAP_STATES -> twapStates(key, twaps(key, state), specs);
            case MARGIN -> margin(key, marginView(key, state), specs);
            default -> (json, timeNanos, ledgerMicros) -> {
                json.writeStartArray();
                json.writeEndArray();
            };
        };
    }

    /** Whether the body wants to know what the account got. */
    static boolean wantsLedger(final StreamKey key) {
        return key.type() == StreamType.WEB_DATA_2 || key.type() == StreamType.WEB_DATA_3;
    }

    private static List<MarketView> markets(final NodeState state) {
        final List<MarketView> markets = new ArrayList<>(state.marketCount());
        for (int id = 0; id < state.marketCount(); id++) {
            markets.add(state.market(id));
        }
        return markets;
    }

    private static AccountView view(final StreamKey key, final NodeState state) {
        final int accountId = state.accountId(key.user());
        return accountId == NodeState.NONE ? null : state.account(accountId);
    }

    private static List<OrderView> orders(final StreamKey key, final NodeState state) {
        final int accountId = state.accountId(key.user());
        return accountId == NodeState.NONE ? List.of() : state.openOrders(accountId);
    }

    private static List<TwapView> twaps(final StreamKey key, final NodeState state) {
        final int accountId = state.accountId(key.user());
        return accountId == NodeState.NONE ? List.of() : state.twaps(accountId);
    }

    private static Body context(final MarketView market) {
        return (json, timeNanos, ledgerMicros) -> {
            json.writeStartObject();
            json.writeStringField("coin", market.spec().coin());
            json.writeFieldName("ctx");
            WireMarket.writeContext(json, market);
            json.writeEndObject();
        };
    }

    private static Body contexts(final List<MarketView> markets) {
        return (json, timeNanos, ledgerMicros) -> {
            json.writeStartObject();
            json.writeStringField("dex", "");
            json.writeFieldName("ctxs");
            writeContexts(json, markets);
            json.writeEndObject();
        };
    }

    private static Body allContexts(final List<MarketView> markets) {
        return (json, timeNanos, ledgerMicros) -> {
            json.writeStartObject();
            json.writeArrayFieldStart("ctxs");
            json.writeStartArray();
            json.writeString("");
            writeContexts(json, markets);
            json.writeEndArray();
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private static void writeContexts(final JsonGenerator json, final List<MarketView> markets) throws IOException {
        json.writeStartArray();
        for (final MarketView market : markets) {
            WireMarket.writeContext(json, market);
        }
        json.writeEndArray();
    }

    private static Body tradeRoom(final StreamKey key, final NodeState state) {
        final TradeRoom room = TradeRoom.of(state, key.user(), key.marketId());
        return (json, timeNanos, ledgerMicros) -> room.write(json);
    }

    private static Body account(
        final StreamKey key, final AccountView account, final IntFunction<MarketSpec> specs) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, true);
            json.writeFieldName("clearinghouseState");
            new WireAccount(account, specs, timeNanos).write(json);
            json.writeEndObject();
        };
    }

    private static Body allAccounts(
        final StreamKey key, final AccountView account, final IntFunction<MarketSpec> specs) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, false);
            json.writeArrayFieldStart("clearinghouseStates");
            json.writeStartArray();
            json.writeString("");
            new WireAccount(account, specs, timeNanos).write(json);
            json.writeEndArray();
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private static Body openOrders(
        final StreamKey key, final List<OrderView> orders, final IntFunction<MarketSpec> specs) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, true);
            json.writeArrayFieldStart("orders");
            for (final WireOrder order : WireOrder.open(orders, specs)) {
                order.writeLong(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private static Body spotState(final StreamKey key, final AccountView account) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, false);
            json.writeFieldName("spotState");
            new WireSpot(account).write(json);
            json.writeEndObject();
        };
    }

    /** Prices of all markets, deflated and in base 64; every message is whole. */
    private static Body fastContexts(final List<MarketView> markets) {
        return (json, timeNanos, ledgerMicros) -> json.writeString(Deflated.base64(Json.bytes(prices -> {
            prices.writeStartObject();
            for (final MarketView market : markets) {
                prices.writeObjectFieldStart(market.spec().coin());
                WireMarket.writePrices(prices, market);
                prices.writeEndObject();
            }
            prices.writeEndObject();
        })));
    }

    private static MarginView marginView(final StreamKey key, final NodeState state) {
        final int accountId = state.accountId(key.user());
        return accountId == NodeState.NONE ? null : state.margin(accountId, List.of());
    }

    private static Body margin(
        final StreamKey key, final MarginView margin, final IntFunction<MarketSpec> specs) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, false);
            json.writeFieldName("margin");
            if (margin == null) {
                json.writeNull();
            } else {
                new WireMargin(margin, specs, timeNanos).write(json);
            }
            json.writeEndObject();
        };
    }

    private static Body twapStates(
        final StreamKey key, final List<TwapView> twaps, final IntFunction<MarketSpec> specs) {
        return (json, timeNanos, ledgerMicros) -> {
            writeUser(json, key, true);
            json.writeFieldName("states");
            WireTwap.writeStates(json, twaps, key.user(), specs);
            json.writeEndObject();
        };
    }

    private static void writeUser(final JsonGenerator json, final StreamKey key, final boolean withDex)
        throws IOException {
        json.writeStartObject();
        if (withDex) {
            json.writeStringField("dex", "");
        }
        json.writeStringField("user", key.user().toString());
    }
}
