package steelyard.gateway.json;

import static steelyard.gateway.json.Times.millis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntFunction;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.MarginView;
import steelyard.node.MarginView.Part;
import steelyard.node.MarginView.Requirement;

/**
 * How an account's margin comes about.
 *
 * @param specs        markets by id
 * @param logTimeNanos log time of the view
 */
public record WireMargin(MarginView margin, IntFunction<MarketSpec> specs, long logTimeNanos) implements JsonBody {
    private static final int CENT_DECIMALS = 2;
    private static final int E5_DECIMALS = 5;
    private static final int MICRO_DECIMALS = 6;
    private static final int E7_DECIMALS = 7;
    private static final int E8_DECIMALS = 8;
    private static final int HEALTH_DECIMALS = 4;

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("mode", margin.isPortfolio() ? "portfolio" : "standard");
        json.writeStringField("equity", micros(margin.equityMicros()));
        json.writeStringField("openLoss", micros(margin.openLossMicros()));
        json.writeStringField("health", health());
        json.writeObjectFieldStart("standard");
        json.writeStringField("initial", micros(margin.standardInitialMicros()));
        json.writeStringField("initialWithOrders", micros(margin.standardWithOrdersMicros()));
        json.writeStringField("maintenance", micros(margin.standardMaintenanceMicros()));
        json.writeEndObject();
        json.writeFieldName("portfolio");
        if (margin.scenariosVersion() == 0) {
            json.writeNull();
        } else {
            writePortfolio(json);
        }
        json.writeNumberField("time", millis(logTimeNanos));
        json.writeEndObject();
    }

    /** Maintenance margin over equity; {@code null} without equity: at 1 liquidation begins. */
    private String health() {
        final long maintenance =
            margin.isPortfolio() ? margin.maintenanceMicros() : margin.standardMaintenanceMicros();
        return margin.equityMicros() <= 0 ? null : Decimals.quotient(
            BigDecimal.valueOf(maintenance), margin.equityMicros(), 0, HEALTH_DECIMALS, RoundingMode.UP);
    }

    private void writePortfolio(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("scenarios");
        json.writeNumberField("version", margin.scenariosVersion());
        json.writeNumberField("step", margin.step());
        json.writeNumberField("steps", margin.steps());
        json.writeEndObject();
        json.writeStringField("maintenance", micros(margin.maintenanceMicros()));
        json.writeStringField("initial", micros(margin.positions().initialMicros()));
        json.writeStringField("initialWithOrders", micros(margin.withOrders().initialMicros()));
        json.writeFieldName("parts");
        writeParts(json, margin.positions());
        json.writeFieldName("partsWithOrders");
        writeParts(json, margin.withOrders());
        json.writeArrayFieldStart("positions");
        for (final Part part : margin.parts()) {
            writePart(json, part, specs.apply(part.marketId()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeParts(final JsonGenerator json, final Requirement requirement) throws IOException {
        json.writeStartObject();
        json.writeStringField("scan", e7(requirement.scanE7()));
        json.writeStringField("offsetKept", e7(requirement.offsetE7()));
        json.writeStringField("concentration", e7(requirement.concentrationE7()));
        json.writeStringField("liquidity", e7(requirement.liquidityE7()));
        json.writeStringField("provision", e7(requirement.provisionE7()));
        json.writeStringField("addOn", e7(requirement.addOnE7()));
        json.writeStringField("regulatory", e7(requirement.regulatoryE7()));
        json.writeNumberField("worstScenario", requirement.worstScenario());
        json.writeEndObject();
    }

    private static void writePart(final JsonGenerator json, final Part part, final MarketSpec spec)
        throws IOException {
        json.writeStartObject();
        json.writeStringField("coin", spec.coin());
        json.writeStringField("szi", WireDecimal.format(part.quantityLots(), spec.sizeDecimals()));
        json.writeStringField("exposure", WireDecimal.format(part.exposureCents(), CENT_DECIMALS));
        json.writeStringField("lowestExposure", WireDecimal.format(part.lowestCents(), CENT_DECIMALS));
        json.writeStringField("highestExposure", WireDecimal.format(part.highestCents(), CENT_DECIMALS));
        json.writeStringField("shock", WireDecimal.format(part.shockE5(), E5_DECIMALS));
        json.writeBooleanField("inScenarios", part.isHedgeable());
        json.writeStringField("worstMove", WireDecimal.format(part.worstReturnE5(), E5_DECIMALS));
        json.writeStringField("worstLoss", e7(part.worstLossE7()));
        json.writeStringField("alone", micros(part.aloneMicros()));
        json.writeStringField("liquidationPx",
            part.liquidationPriceE8() < 0 ? null : WireDecimal.format(part.liquidationPriceE8(), E8_DECIMALS));
        json.writeEndObject();
    }

    private static String e7(final long e7) {
        return WireDecimal.format(e7, E7_DECIMALS);
    }

    private static String micros(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }
}
