package steelyard.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.node.NodeState;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ChangeMarketEncoder;
import steelyard.protocol.sbe.ChangeMarketRiskEncoder;
import steelyard.protocol.sbe.ChangeMarketStateEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SetCalendarEncoder;
import steelyard.protocol.sbe.SetParameterEncoder;

/** How operators change what a market, or the exchange, goes by. One thread. */
final class MarketRules {
    private static final Logger LOG = LoggerFactory.getLogger(MarketRules.class);
    private static final int CLOSURES_MAX = 1_000;
    private static final int USDC_DECIMALS = 6;
    private static final int RATE_DECIMALS = 9;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int QUORUM_MAX = 255;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ChangeMarketEncoder changeMarket = new ChangeMarketEncoder();
    private final ChangeMarketStateEncoder changeState = new ChangeMarketStateEncoder();
    private final ChangeMarketRiskEncoder changeRisk = new ChangeMarketRiskEncoder();
    private final SetCalendarEncoder setCalendar = new SetCalendarEncoder();
    private final SetParameterEncoder setParameter = new SetParameterEncoder();

    MarketRules(final CommandSender sender) {
        this.sender = sender;
    }

    /** {@code POST /v1/markets/{coin}}: changes what the body names and keeps the rest. */
    CompletionStage<Answer> change(final Request request) {
        final Body body = request.body("tick", "nonPositivePrices", "minNotional", "maxPrice", "maxOrder", "maxPosition",
            "staleAfterMillis", "priceQuorum", "priceBand", "openInterestCap", "operator", "reason");
        final String coin = request.path("coin");
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        return spec(coin).thenCompose(before -> {
            final MarketSpec after = changed(before, body);
            LOG.info("{} changes {} to {}: {}", operator, coin, after, reason);
            changeMarket.wrapAndApplyHeader(buffer, 0, header);
            changeMarket.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            MarketSpecCodec.encode(after, changeMarket.spec());
            changeMarket.operatorName(operator).reason(reason);
            return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + changeMarket.encodedLength());
        }).thenApply(events -> Outcome.of(events, Json.object().put("coin", coin)));
    }

    private static MarketSpec changed(final MarketSpec spec, final Body body) {
        final int priceDecimals = spec.priceDecimals();
        final boolean hasTick = body.has("tick");
        return new MarketSpec(
            spec.marketId(),
            spec.coin(),
            spec.assetClass(),
            spec.sizeDecimals(),
            hasTick ? PriceGrid.TICK : spec.gridKind(),
            hasTick ? body.decimal("tick", priceDecimals) : spec.gridStepTicks(),
            body.has("nonPositivePrices") ? body.flag("nonPositivePrices") : spec.allowsNonPositive(),
            spec.maxLeverage(),
            spec.defaultLeverage(),
            body.has("minNotional") ? body.decimal("minNotional", USDC_DECIMALS) : spec.minNotionalMicros(),
            body.has("maxPrice") ? body.decimal("maxPrice", priceDecimals) : spec.maxPriceTicks(),
            body.has("maxOrder") ? body.decimal("maxOrder", spec.sizeDecimals()) : spec.maxOrderLots(),
            body.has("maxPosition") ? body.decimal("maxPosition", spec.sizeDecimals()) : spec.maxPositionLots(),
            body.has("staleAfterMillis")
                ? TimeUnit.MILLISECONDS.toNanos(body.integer("staleAfterMillis", 1, DAY_MILLIS)) : spec.staleAfterNanos(),
            body.has("priceQuorum") ? (int) body.integer("priceQuorum", 1, QUORUM_MAX) : spec.priceQuorum(),
            body.has("priceBand") ? body.decimal("priceBand", RATE_DECIMALS) : spec.priceBandNanos(),
            body.has("openInterestCap") ? body.decimal("openInterestCap", USDC_DECIMALS) : spec.openInterestCapMicros());
    }

    /** {@code POST /v1/markets/{coin}/state}: opens, restricts or halts a market, or calls an auction. */
    CompletionStage<Answer> changeState(final Request request) {
        final Body body = request.body("state", "endsMillis", "operator", "reason");
        final String coin = request.path("coin");
        final MarketState state = state(body.text("state"));
        final long endsMillis = body.has("endsMillis") ? body.integer("endsMillis", 1, Long.MAX_VALUE) : 0;
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        return spec(coin).thenCompose(spec -> {
            LOG.info("{} sets {} to {}: {}", operator, coin, state, reason);
            changeState.wrapAndApplyHeader(buffer, 0, header)
                .marketId(spec.marketId()).state(state.code()).endsMillis(endsMillis);
            changeState.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            changeState.operatorName(operator).reason(reason);
            return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + changeState.encodedLength());
        }).thenApply(events -> Outcome.of(events,
            Json.object().put("coin", coin).put("state", state.name().toLowerCase(Locale.ROOT))));
    }

    private static MarketState state(final String name) {
        for (final MarketState state : MarketState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
                return state;
            }
        }
        throw Body.invalid("there is no market state '" + name + "'",
            "states are active, cancel_only, halted, post_only, close_only, settling, auction");
    }

    /** {@code POST /v1/markets/{coin}/risk}: changes the numbers that the risk rules read of a market, all or none. */
    CompletionStage<Answer> changeRisk(final Request request) {
        final Body body = request.body("values", "operator", "reason");
        final String coin = request.path("coin");
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        final Map<MarketParameter, Long> values = new LinkedHashMap<>();
        body.integers("values").forEach((name, value) -> values.put(
            named(MarketParameter.values(), name, "market parameter"), value));
        return spec(coin).thenCompose(spec -> {
            LOG.info("{} changes the risk of {} to {}: {}", operator, coin, values, reason);
            changeRisk.wrapAndApplyHeader(buffer, 0, header).marketId(spec.marketId());
            changeRisk.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            final ChangeMarketRiskEncoder.ValuesEncoder group = changeRisk.valuesCount(values.size());
            values.forEach((parameter, value) -> group.next().value(value).parameterId(parameter.id()));
            changeRisk.operatorName(operator).reason(reason);
            return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + changeRisk.encodedLength());
        }).thenApply(events -> Outcome.of(events, Json.object().put("coin", coin)));
    }

    /** {@code POST /v1/calendars/{id}}: when underlyings are closed. */
    CompletionStage<Answer> setCalendar(final Request request) {
        final Body body = request.body("closures", "operator", "reason");
        final String id = request.path("id");
        if (!id.matches("[0-9]{1,3}")) {
            throw Body.invalid("'" + id + "' is no calendar", "give 1 to 255");
        }
        final List<long[]> closures = body.rows("closures", "closes", "opens");
        if (closures.size() > CLOSURES_MAX) {
            throw Body.invalid(closures.size() + " closures are too many", "give " + CLOSURES_MAX + " at most");
        }
        LOG.info("{} sets calendar {} with {} closures: {}", body.text("operator"), id, closures.size(),
            body.text("reason"));
        setCalendar.wrapAndApplyHeader(buffer, 0, header).calendarId(Integer.parseInt(id));
        setCalendar.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        final SetCalendarEncoder.ClosuresEncoder group = setCalendar.closuresCount(closures.size());
        closures.forEach(closure -> group.next().closesSeconds(closure[0]).opensSeconds(closure[1]));
        setCalendar.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setCalendar.encodedLength()).thenApply(
            events -> Outcome.of(events, Json.object().put("calendar", id).put("closures", closures.size())));
    }

    /** {@code POST /v1/parameters/{name}}: sets a parameter of the exchange. */
    CompletionStage<Answer> setParameter(final Request request) {
        final Body body = request.body("value", "operator", "reason");
        final Parameter parameter = named(Parameter.values(), request.path("name"), "parameter");
        final long value = body.integer("value", Long.MIN_VALUE, Long.MAX_VALUE);
        LOG.info("{} sets {} to {}: {}", body.text("operator"), parameter, value, body.text("reason"));
        setParameter.wrapAndApplyHeader(buffer, 0, header).parameterId(parameter.id()).value(value);
        setParameter.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        setParameter.operatorName(body.text("operator")).reason(body.text("reason"));
        final ObjectNode json = Json.object().put("parameter", parameter.name()).put("value", value);
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setParameter.encodedLength())
            .thenApply(events -> Outcome.of(events, json));
    }

    private CompletionStage<MarketSpec> spec(final String coin) {
        return sender.ask(state -> {
            final int marketId = state.marketId(coin);
            return marketId == NodeState.NONE ? null : state.market(marketId).spec();
        }).thenApply(spec -> {
            if (spec == null) {
                throw AdminException.unknownMarket();
            }
            return spec;
        });
    }

    private static <T extends Enum<T>> T named(final T[] all, final String name, final String kind) {
        return Arrays.stream(all).filter(one -> one.name().equals(name)).findFirst().orElseThrow(() ->
            Body.invalid("there is no " + kind + " '" + name + "'", kind + "s are " + List.of(all)));
    }
}
