package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.AccountView.PositionView;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/**
 * The answer of {@code activeAssetData}: how much an account could trade in a market. What is available is its value
 * above the initial margin of its positions and orders; against its position it can trade what closes it, and then as
 * much again as the margin that this frees.
 *
 * @param account    or {@code null}
 * @param leverage   the account's leverage in the market
 * @param isIsolated whether a position there is, or would be, margined on its own
 */
public record TradeRoom(Address user, AccountView account, MarketView market, int leverage, boolean isIsolated)
    implements JsonBody {
    private static final int MICRO_DECIMALS = 6;

    /** Of an address, at one event. */
    public static TradeRoom of(final NodeState state, final Address user, final int marketId) {
        final int accountId = state.accountId(user);
        final MarketView market = state.market(marketId);
        final boolean isIsolated = state.isIsolated(accountId, marketId);
        return accountId == NodeState.NONE
            ? new TradeRoom(user, null, market, market.spec().defaultLeverage(), isIsolated)
            : new TradeRoom(user, state.account(accountId), market, state.leverage(accountId, marketId), isIsolated);
    }

    @Override
    public void write(final JsonGenerator json) throws IOException {
        final long buyMicros = availableMicros(1);
        final long sellMicros = availableMicros(-1);
        json.writeStartObject();
        json.writeStringField("user", user.toString());
        json.writeStringField("coin", market.spec().coin());
        json.writeObjectFieldStart("leverage");
        json.writeStringField("type", isIsolated ? "isolated" : "cross");
        json.writeNumberField("value", leverage);
        if (isIsolated) {
            final PositionView position = position();
            json.writeStringField("rawUsd", WireDecimal.format(
                position == null ? 0 : position.isolatedMicros() + position.quoteMicros(), MICRO_DECIMALS));
        }
        json.writeEndObject();
        writePair(json, "maxTradeSzs", size(buyMicros), size(sellMicros));
        writePair(json, "availableToTrade",
            WireDecimal.format(buyMicros, MICRO_DECIMALS), WireDecimal.format(sellMicros, MICRO_DECIMALS));
        json.writeStringField("markPx", WireDecimal.format(market.markPriceTicks(), market.spec().priceDecimals()));
        json.writeEndObject();
    }

    private static void writePair(final JsonGenerator json, final String name, final String buy, final String sell)
        throws IOException {
        json.writeArrayFieldStart(name);
        json.writeString(buy);
        json.writeString(sell);
        json.writeEndArray();
    }

    private long availableMicros(final int side) {
        if (account == null) {
            return 0;
        }
        final long free = Math.max(0,
            account.accountValueMicros() - account.marginUsedMicros() - account.orderMarginMicros());
        final PositionView position = position();
        return position == null || Long.signum(position.quantityLots()) != -side ? free : free + freed(position);
    }

    /** What closing the position takes nothing of, and what it gives back. */
    private long freed(final PositionView position) {
        final long back = Math.max(0, position.marginUsedMicros());
        return position.isIsolated()
            ? Math.abs(position.quantityLots() * position.markPriceTicks()) / leverage + back
            : 2 * back;
    }

    private PositionView position() {
        return account == null ? null : account.positions().stream()
            .filter(position -> position.marketId() == market.spec().marketId()).findAny().orElse(null);
    }

    /** What the available amount buys at the mark price with the leverage, in whole lots. */
    private String size(final long micros) {
        final long mark = Math.abs(market.markPriceTicks());
        final long lots = mark == 0 ? 0 : BigInteger.valueOf(micros).multiply(BigInteger.valueOf(leverage))
            .divide(BigInteger.valueOf(mark)).min(BigInteger.valueOf(market.spec().maxPositionLots())).longValue();
        return WireDecimal.format(lots, market.spec().sizeDecimals());
    }
}
