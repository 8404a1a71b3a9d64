package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.IntFunction;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.AccountView.PositionView;

/**
 * The {@code clearinghouseState} of an account. All margin is cross margin. Entry prices are cut to the decimals of a
 * price, returns to ten decimals.
 *
 * @param account      the account, or {@code null} for an address without one
 * @param specs        markets by id
 * @param logTimeNanos log time of the view
 */
public record WireAccount(AccountView account, IntFunction<MarketSpec> specs, long logTimeNanos) implements JsonBody {
    private static final int MICRO_DECIMALS = 6;
    private static final int E8_DECIMALS = 8;
    private static final int RETURN_DECIMALS = 10;
    private static final String ZERO = "0.0";

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("marginSummary");
        writeSummary(json, false);
        json.writeFieldName("crossMarginSummary");
        writeSummary(json, true);
        json.writeStringField("crossMaintenanceMarginUsed", micros(account == null ? 0 : account.crossMaintenanceMicros()));
        json.writeStringField("withdrawable", micros(account == null ? 0 : account.withdrawableMicros()));
        json.writeArrayFieldStart("assetPositions");
        for (final PositionView position : positions()) {
            json.writeStartObject();
            json.writeStringField("type", "oneWay");
            json.writeFieldName("position");
            writePosition(json, position, specs.apply(position.marketId()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("time", millis(logTimeNanos));
        json.writeEndObject();
    }

    private List<PositionView> positions() {
        return account == null ? List.of() : account.positions();
    }

    /** Of the whole account, or of its cross set. */
    private void writeSummary(final JsonGenerator json, final boolean crossOnly) throws IOException {
        long value = 0;
        long used = 0;
        long notional = 0;
        long raw = 0;
        if (account != null) {
            value = crossOnly ? account.crossValueMicros() : account.accountValueMicros();
            raw = value;
            for (final PositionView position : account.positions()) {
                if (!crossOnly || !position.isIsolated()) {
                    final long worth = position.quantityLots() * position.markPriceTicks();
                    notional += Math.abs(worth);
                    used += position.marginUsedMicros();
                    raw -= worth;
                }
            }
        }
        json.writeStartObject();
        json.writeStringField("accountValue", micros(value));
        json.writeStringField("totalNtlPos", micros(notional));
        json.writeStringField("totalRawUsd", micros(raw));
        json.writeStringField("totalMarginUsed", micros(used));
        json.writeEndObject();
    }

    private static void writePosition(final JsonGenerator json, final PositionView position, final MarketSpec spec)
        throws IOException {
        final long lots = position.quantityLots();
        final long valueMicros = lots * position.markPriceTicks();
        final long pnlMicros = valueMicros - Long.signum(lots) * position.entryMicros();
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("szi", WireDecimal.format(lots, spec.sizeDecimals()));
        json.writeObjectFieldStart("leverage");
        json.writeStringField("type", position.isIsolated() ? "isolated" : "cross");
        json.writeNumberField("value", position.leverage());
        if (position.isIsolated()) {
            json.writeStringField("rawUsd", micros(position.isolatedMicros() + position.quoteMicros()));
        }
        json.writeEndObject();
        json.writeStringField("entryPx",
            WireDecimal.format(position.entryMicros() / Math.abs(lots), spec.priceDecimals()));
        json.writeStringField("positionValue", micros(Math.abs(valueMicros)));
        json.writeStringField("unrealizedPnl", micros(pnlMicros));
        json.writeStringField("returnOnEquity", returnOnEquity(pnlMicros, position));
        json.writeStringField("liquidationPx", position.liquidationPriceE8() < 0
            ? null : WireDecimal.format(position.liquidationPriceE8(), E8_DECIMALS));
        json.writeStringField("marginUsed", micros(position.marginUsedMicros()));
        json.writeNumberField("maxLeverage", spec.maxLeverage());
        json.writeObjectFieldStart("cumFunding");
        json.writeStringField("allTime", micros(position.funding().allTimeMicros()));
        json.writeStringField("sinceOpen", micros(position.funding().sinceOpenMicros()));
        json.writeStringField("sinceChange", micros(position.funding().sinceChangeMicros()));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Profit over the initial margin at the entry price. */
    private static String returnOnEquity(final long pnlMicros, final PositionView position) {
        final long entryMicros = Math.abs(position.entryMicros());
        if (entryMicros == 0) {
            return ZERO;
        }
        return Decimals.quotient(BigDecimal.valueOf(pnlMicros).multiply(BigDecimal.valueOf(position.leverage())),
            entryMicros, 0, RETURN_DECIMALS, RoundingMode.DOWN);
    }

    private static String micros(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }
}
