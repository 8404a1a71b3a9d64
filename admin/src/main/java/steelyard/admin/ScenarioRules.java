package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.MarketSpec;
import steelyard.model.ScenarioMatrix;
import steelyard.model.WireDecimal;
import steelyard.node.MarginView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ActivateScenariosEncoder;
import steelyard.protocol.sbe.LoadScenariosEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;

/** Scenario matrices of portfolio margin, and how an account's margin comes about. One thread. */
final class ScenarioRules {
    private static final Logger LOG = LoggerFactory.getLogger(ScenarioRules.class);
    private static final int SHA256_LENGTH = 32;
    private static final int CENT_DECIMALS = 2;
    private static final int E5_DECIMALS = 5;
    private static final int MICRO_DECIMALS = 6;
    private static final int E7_DECIMALS = 7;
    private static final int E8_DECIMALS = 8;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LoadScenariosEncoder load = new LoadScenariosEncoder();
    private final ActivateScenariosEncoder activate = new ActivateScenariosEncoder();

    /** What is asked about an account; {@code null} stands for an address without one. */
    private record Explained(long eventSequence, MarginView margin, List<MarketSpec> specs) {
        private static Explained of(final NodeState state, final Address address) {
            final int accountId = state.accountId(address);
            if (accountId == NodeState.NONE) {
                return null;
            }
            final MarginView margin = state.margin(accountId, List.of());
            return new Explained(state.eventSequence(), margin,
                margin.parts().stream().map(part -> state.market(part.marketId()).spec()).toList());
        }
    }

    ScenarioRules(final CommandSender sender) {
        this.sender = sender;
    }

    /** {@code POST /v1/scenarios}: stages columns of a scenario matrix. */
    CompletionStage<Answer> load(final Request request) {
        final Body body = request.body("version", "columns", "operator", "reason");
        final int version = (int) body.integer("version", 1, Integer.MAX_VALUE);
        final Map<String, short[]> columns = body.columns("columns", ScenarioMatrix.SCENARIOS);
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        return sender.ask(state -> ids(state, columns)).thenCompose(ids -> {
            if (ids.size() < columns.size()) {
                throw AdminException.unknownMarket();
            }
            LOG.info("{} stages {} columns of scenarios {}: {}", operator, ids.size(), version, reason);
            load.wrapAndApplyHeader(buffer, 0, header).version(version);
            load.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            final LoadScenariosEncoder.ColumnsEncoder group = load.columnsCount(ids.size());
            ids.forEach((marketId, coin) -> {
                group.next().marketId(marketId);
                for (int k = 0; k < ScenarioMatrix.SCENARIOS; k++) {
                    group.directions(k, columns.get(coin)[k]);
                }
            });
            load.operatorName(operator).reason(reason);
            final ObjectNode json = Json.object().put("version", version).put("columns", ids.size())
                .put("sha256", sha256(version, List.copyOf(ids.values()), columns));
            return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + load.encodedLength())
                .thenApply(events -> Outcome.of(events, json));
        });
    }

    /** {@code POST /v1/scenarios/activate}: what is staged takes effect after an event. */
    CompletionStage<Answer> activate(final Request request) {
        final Body body = request.body("version", "columns", "sha256", "fromSequence", "operator", "reason");
        final int version = (int) body.integer("version", 1, Integer.MAX_VALUE);
        final byte[] sha256 = sha256(body.text("sha256"));
        final long fromSequence = body.has("fromSequence") ? body.integer("fromSequence", 0, Long.MAX_VALUE) : 0;
        final int columns = (int) body.integer("columns", 1, ScenarioMatrix.COLUMNS_MAX);
        LOG.info("{} activates scenarios {} from event {}: {}", body.text("operator"), version, fromSequence,
            body.text("reason"));
        activate.wrapAndApplyHeader(buffer, 0, header)
            .fromSequence(fromSequence).version(version).columns(columns).putSha256(sha256, 0, SHA256_LENGTH);
        activate.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        activate.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + activate.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("version", version)));
    }

    /** {@code GET /v1/accounts/{address}/margin}: how an account's margin comes about. */
    CompletionStage<Answer> margin(final Request request) {
        final Address address = Emergency.address(request.path("address"));
        return sender.ask(state -> Explained.of(state, address)).thenApply(explained -> {
            if (explained == null) {
                throw new AdminException(NOT_FOUND, "there is no such account", "an account begins with its first deposit");
            }
            return Answer.ok(json(explained));
        });
    }

    /** Markets of the columns by id; coins that are not listed are left out. */
    private static Map<Integer, String> ids(final NodeState state, final Map<String, short[]> columns) {
        final Map<Integer, String> ids = new TreeMap<>();
        for (final String coin : columns.keySet()) {
            final int marketId = state.marketId(coin);
            if (marketId != NodeState.NONE) {
                ids.put(marketId, coin);
            }
        }
        return ids;
    }

    private static String sha256(final int version, final List<String> coins, final Map<String, short[]> columns) {
        final List<short[]> ordered = new ArrayList<>();
        coins.forEach(coin -> ordered.add(columns.get(coin)));
        try {
            return HexFormat.of().formatHex(
                new ScenarioMatrix(version, coins, ordered.toArray(short[][]::new)).sha256());
        } catch (final IllegalArgumentException broken) {
            throw Body.invalid("the scenarios are invalid: " + broken.getMessage(),
                "64 integers from -10000 to 10000 for each coin, with a 10000 and a -10000");
        }
    }

    private static byte[] sha256(final String hex) {
        try {
            final byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == SHA256_LENGTH) {
                return bytes;
            }
        } catch (final IllegalArgumentException notHex) {
            // Answered below.
        }
        throw Body.invalid("field 'sha256' is no SHA-256", "give 64 hex digits");
    }

    private static ObjectNode json(final Explained explained) {
        final MarginView margin = explained.margin();
        final ObjectNode json = Json.object()
            .put("eventSequence", explained.eventSequence())
            .put("mode", margin.isPortfolio() ? "portfolio" : "standard")
            .put("equity", usdc(margin.equityMicros()))
            .put("openLoss", usdc(margin.openLossMicros()));
        json.putObject("standard")
            .put("initial", usdc(margin.standardInitialMicros()))
            .put("initialWithOrders", usdc(margin.standardWithOrdersMicros()))
            .put("maintenance", usdc(margin.standardMaintenanceMicros()));
        if (margin.scenariosVersion() == 0) {
            return json.putNull("portfolio");
        }
        final ObjectNode portfolio = json.putObject("portfolio")
            .put("scenarios", margin.scenariosVersion()).put("step", margin.step()).put("steps", margin.steps())
            .put("maintenance", usdc(margin.maintenanceMicros()))
            .put("initial", usdc(margin.positions().initialMicros()))
            .put("initialWithOrders", usdc(margin.withOrders().initialMicros()));
        parts(portfolio.putObject("parts"), margin.positions());
        parts(portfolio.putObject("partsWithOrders"), margin.withOrders());
        final ArrayNode positions = portfolio.putArray("positions");
        for (int i = 0; i < margin.parts().size(); i++) {
            position(positions.addObject(), margin.parts().get(i), explained.specs().get(i));
        }
        return json;
    }

    private static void parts(final ObjectNode json, final MarginView.Requirement of) {
        json.put("scan", e7(of.scanE7())).put("offsetKept", e7(of.offsetE7()))
            .put("concentration", e7(of.concentrationE7())).put("liquidity", e7(of.liquidityE7()))
            .put("provision", e7(of.provisionE7())).put("addOn", e7(of.addOnE7()))
            .put("regulatory", e7(of.regulatoryE7())).put("worstScenario", of.worstScenario());
    }

    private static void position(final ObjectNode json, final MarginView.Part part, final MarketSpec spec) {
        json.put("coin", spec.coin())
            .put("size", WireDecimal.format(part.quantityLots(), spec.sizeDecimals()))
            .put("exposure", WireDecimal.format(part.exposureCents(), CENT_DECIMALS))
            .put("lowestExposure", WireDecimal.format(part.lowestCents(), CENT_DECIMALS))
            .put("highestExposure", WireDecimal.format(part.highestCents(), CENT_DECIMALS))
            .put("shock", WireDecimal.format(part.shockE5(), E5_DECIMALS))
            .put("inScenarios", part.isHedgeable())
            .put("worstMove", WireDecimal.format(part.worstReturnE5(), E5_DECIMALS))
            .put("worstLoss", e7(part.worstLossE7()))
            .put("alone", usdc(part.aloneMicros()))
            .put("liquidationPrice",
                part.liquidationPriceE8() < 0 ? null : WireDecimal.format(part.liquidationPriceE8(), E8_DECIMALS));
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }

    private static String e7(final long e7) {
        return WireDecimal.format(e7, E7_DECIMALS);
    }
}
