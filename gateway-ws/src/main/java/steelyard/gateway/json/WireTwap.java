package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.TwapStatus;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.TwapView;
import steelyard.protocol.Address;

/** TWAPs as clients are shown them: {@code twapStates} and {@code twapHistory}. */
public final class WireTwap {
    private static final int MICRO_DECIMALS = 6;

    private WireTwap() {
    }

    /** The TWAPs that run or wait, each with its id. */
    public static void writeStates(
        final JsonGenerator json, final List<TwapView> twaps, final Address user, final IntFunction<MarketSpec> specs)
        throws IOException {
        json.writeStartArray();
        for (final TwapView twap : twaps) {
            json.writeStartArray();
            json.writeNumber(twap.twapId());
            writeState(json, twap, user, specs.apply(twap.marketId()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** Changes of TWAPs; their times are seconds. */
    public static JsonBody history(
        final List<TwapChange> changes, final Address user, final IntFunction<MarketSpec> specs) {
        return JsonBody.list(changes.stream().<JsonBody>map(change -> json -> {
            json.writeStartObject();
            json.writeNumberField("time", TimeUnit.NANOSECONDS.toSeconds(change.timestampNanos()));
            json.writeFieldName("state");
            writeState(json, change.twap(), user, specs.apply(change.twap().marketId()));
            writeStatus(json, change);
            json.writeNumberField("twapId", change.twap().twapId());
            json.writeEndObject();
        }).toList());
    }

    private static void writeStatus(final JsonGenerator json, final TwapChange change) throws IOException {
        json.writeObjectFieldStart("status");
        json.writeStringField("status", switch (change.status()) {
            case WAITING -> "waitingForTrigger";
            case RUNNING -> "activated";
            case FINISHED -> "finished";
            case TERMINATED -> "terminated";
            case STOPPED -> "stopped";
            case ERROR -> "error";
        });
        if (change.status() == TwapStatus.ERROR) {
            json.writeStringField("description", RejectText.of(change.reason(), 0, 0, Address.ZERO));
        }
        json.writeEndObject();
    }

    private static void writeState(
        final JsonGenerator json, final TwapView twap, final Address user, final MarketSpec spec) throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("user", user.toString());
        json.writeStringField("side", WireOrder.sideWord(twap.side()));
        json.writeStringField("sz", WireDecimal.format(twap.quantityLots(), spec.sizeDecimals()));
        json.writeStringField("executedSz", WireDecimal.format(twap.executedLots(), spec.sizeDecimals()));
        json.writeStringField("executedNtl", WireDecimal.format(twap.executedMicros(), MICRO_DECIMALS));
        json.writeNumberField("minutes", twap.minutes());
        json.writeBooleanField("reduceOnly", OrderFlags.isReduceOnly(twap.flags()));
        json.writeBooleanField("randomize", twap.randomize());
        json.writeNumberField("timestamp", millis(twap.startNanos()));
        if (twap.triggerPriceTicks() == 0) {
            json.writeNullField("trigger");
        } else {
            json.writeObjectFieldStart("trigger");
            json.writeStringField("px", WireDecimal.format(twap.triggerPriceTicks(), spec.priceDecimals()));
            json.writeBooleanField("above", twap.triggerAbove());
            json.writeEndObject();
        }
        json.writeStringField("stopPx", twap.stopPriceTicks() == 0
            ? null : WireDecimal.format(twap.stopPriceTicks(), spec.priceDecimals()));
        json.writeEndObject();
    }
}
