package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.function.IntFunction;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LiquidatedPosition;
import steelyard.protocol.Address;

/**
 * A change of an account's cash, other than by trading, or what was closed of it in a liquidation, as clients are shown
 * it. Amounts are told without a sign: who sent and who received says it. A withdrawal that was rejected comes back as a
 * deposit.
 *
 * @param user whose entry it is
 * @param spec of the market of a liquidation, else {@code null}
 */
public record WireLedgerEntry(Address user, LedgerEntry entry, MarketSpec spec) implements JsonBody {
    private static final String BACKSTOP = house(HouseAccount.BACKSTOP.id());
    private static final String FEES = house(HouseAccount.FEES.id());
    private static final int MICRO_DECIMALS = 6;

    /** The entry of this user. */
    public static WireLedgerEntry of(
        final Address user, final LedgerEntry entry, final IntFunction<MarketSpec> specs) {
        return new WireLedgerEntry(
            user, entry, entry.liquidated() == null ? null : specs.apply(entry.liquidated().marketId()));
    }

    private static String house(final int accountId) {
        return new Address(0xfeL << 56, 0, accountId).toString();
    }

    /** Whether it is of a liquidation. */
    public boolean isLiquidation() {
        return entry.liquidated() != null;
    }

    /** Writes a liquidation as an event of its user. What was closed on the book counts as the backstop's work, too. */
    public void writeEvent(final JsonGenerator json) throws IOException {
        final LiquidatedPosition closed = entry.liquidated();
        json.writeStartObject();
        json.writeNumberField("lid", entry.eventSequence());
        json.writeStringField("liquidator",
            closed.houseAccountId() == LiquidatedPosition.ON_BOOK ? BACKSTOP : house(closed.houseAccountId()));
        json.writeStringField("liquidated_user", user.toString());
        json.writeStringField("liquidated_ntl_pos", usdc(notionalMicros()));
        json.writeStringField("liquidated_account_value", usdc(closed.equityMicros()));
        json.writeEndObject();
    }

    private long notionalMicros() {
        return Math.abs(entry.liquidated().lots() * entry.liquidated().markPriceTicks());
    }

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("time", millis(entry.timestampNanos()));
        json.writeStringField("hash", TransactionName.of(entry.logPosition(), entry.commandIndex()));
        json.writeObjectFieldStart("delta");
        switch (entry.kind()) {
            case DEPOSIT, WITHDRAWAL_REJECTED -> writeStart(json, "deposit");
            case TRANSFER -> {
                writeStart(json, "internalTransfer");
                writeParties(json);
                json.writeStringField("fee", usdc(entry.feeMicros()));
            }
            case SUB_ACCOUNT_TRANSFER -> {
                writeStart(json, "subAccountTransfer");
                writeParties(json);
            }
            case WITHDRAWAL -> {
                writeStart(json, "withdraw");
                json.writeNumberField("nonce", entry.number());
                json.writeStringField("fee", usdc(entry.feeMicros()));
            }
            case REWARDS_CLAIM -> {
                json.writeStringField("type", "rewardsClaim");
                json.writeStringField("amount", usdc(entry.amountMicros()));
                json.writeStringField("token", "USDC");
            }
            case REQUESTS_RESERVED -> {
                writeStart(json, "internalTransfer");
                json.writeStringField("user", user.toString());
                json.writeStringField("destination", FEES);
                json.writeStringField("fee", usdc(0));
            }
            case LIQUIDATION -> writeLiquidation(json);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeStart(final JsonGenerator json, final String type) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("usdc", usdc(Math.abs(entry.amountMicros())));
    }

    private void writeLiquidation(final JsonGenerator json) throws IOException {
        final LiquidatedPosition closed = entry.liquidated();
        json.writeStringField("type", "liquidation");
        json.writeStringField("liquidatedNtlPos", usdc(notionalMicros()));
        json.writeStringField("accountValue", usdc(closed.equityMicros()));
        json.writeStringField("leverageType", closed.isolated() ? "Isolated" : "Cross");
        json.writeArrayFieldStart("liquidatedPositions");
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("szi", WireDecimal.format(closed.lots(), spec.sizeDecimals()));
        json.writeEndObject();
        json.writeEndArray();
    }

    private void writeParties(final JsonGenerator json) throws IOException {
        final boolean sent = entry.amountMicros() < 0;
        json.writeStringField("user", (sent ? user : entry.other()).toString());
        json.writeStringField("destination", (sent ? entry.other() : user).toString());
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }
}
