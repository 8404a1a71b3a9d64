package steelyard.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OrdersSweptDecoder;
import steelyard.protocol.sbe.RetireNodeEncoder;
import steelyard.protocol.sbe.SetKillSwitchEncoder;
import steelyard.protocol.sbe.SweepOrdersEncoder;
import steelyard.protocol.sbe.SwitchBehaviourEncoder;

/** How operators stop trading, clear books, and change the cluster. One thread. */
final class Emergency {
    private static final Logger LOG = LoggerFactory.getLogger(Emergency.class);
    private static final short ALL = 0;
    private static final short MARKET = 1;
    private static final short ACCOUNT = 2;
    private static final int NODE_ID_MAX = 65_535;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SetKillSwitchEncoder setKillSwitch = new SetKillSwitchEncoder();
    private final SweepOrdersEncoder sweepOrders = new SweepOrdersEncoder();
    private final RetireNodeEncoder retireNode = new RetireNodeEncoder();
    private final SwitchBehaviourEncoder switchBehaviour = new SwitchBehaviourEncoder();
    private final OrdersSweptDecoder swept = new OrdersSweptDecoder();

    Emergency(final CommandSender sender) {
        this.sender = sender;
    }

    /** What a command is about. */
    private record Scope(short code, int marketId, Address address) {
        private static final Scope EVERYTHING = new Scope(ALL, 0, Address.ZERO);

        private static Scope of(final Address address) {
            return new Scope(ACCOUNT, 0, address);
        }
    }

    /** {@code POST /v1/kill-switch}: orders are taken no more, or again. */
    CompletionStage<Answer> killSwitch(final Request request) {
        final Body body = request.body("scope", "coin", "address", "switch", "operator", "reason");
        final boolean on = isOn(body.text("switch"));
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        return scope(body).thenCompose(scope -> {
            LOG.warn("{} switches the kill switch {} for {}: {}", operator, on ? "on" : "off", scope, reason);
            setKillSwitch.wrapAndApplyHeader(buffer, 0, header)
                .marketId(scope.marketId()).scope(scope.code()).on((short) (on ? 1 : 0));
            setKillSwitch.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            scope.address().write(buffer, setKillSwitch.offset() + SetKillSwitchEncoder.addressEncodingOffset());
            setKillSwitch.operatorName(operator).reason(reason);
            return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setKillSwitch.encodedLength());
        }).thenApply(events -> Outcome.of(events, Json.object().put("switch", on ? "on" : "off")));
    }

    /** {@code POST /v1/accounts/{address}/cancel-all}: cancels an account's orders. */
    CompletionStage<Answer> cancelOfAccount(final Request request) {
        final Body body = request.body("operator", "reason");
        return sweep(Scope.of(address(request.path("address"))), body);
    }

    /** {@code POST /v1/markets/{coin}/cancel-all}: cancels the orders of a market. */
    CompletionStage<Answer> cancelOfMarket(final Request request) {
        final Body body = request.body("operator", "reason");
        return market(request.path("coin")).thenCompose(scope -> sweep(scope, body));
    }

    private CompletionStage<Answer> sweep(final Scope scope, final Body body) {
        final String operator = body.text("operator");
        final String reason = body.text("reason");
        LOG.warn("{} cancels all orders of {}: {}", operator, scope, reason);
        return sweepOnce(scope, operator, reason, 0);
    }

    /** One command cancels as many as its events may tell; it is sent until none is left. */
    private CompletionStage<Answer> sweepOnce(
        final Scope scope, final String operator, final String reason, final long before) {
        sweepOrders.wrapAndApplyHeader(buffer, 0, header).marketId(scope.marketId()).scope(scope.code());
        sweepOrders.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        scope.address().write(buffer, sweepOrders.offset() + SweepOrdersEncoder.addressEncodingOffset());
        sweepOrders.operatorName(operator).reason(reason);
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + sweepOrders.encodedLength())
            .thenCompose(events -> {
                final Answer answer = sweptAnswer(events, before);
                return swept.remainingCount() > 0 && swept.canceledCount() > 0
                    ? sweepOnce(scope, operator, reason, before + swept.canceledCount())
                    : CompletableFuture.completedFuture(answer);
            });
    }

    private Answer sweptAnswer(final EventBatch events, final long before) {
        boolean isSwept = false;
        while (events.next()) {
            if (events.templateId() == OrdersSweptDecoder.TEMPLATE_ID) {
                swept.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                isSwept = true;
            }
        }
        final ObjectNode json = Json.object();
        if (isSwept) {
            json.put("canceled", before + swept.canceledCount()).put("remaining", swept.remainingCount());
        }
        return Outcome.of(events.rewind(), json);
    }

    /** {@code POST /v1/nodes/{id}/retire}: a node is a member no more. */
    CompletionStage<Answer> retireNode(final Request request) {
        final Body body = request.body("operator", "reason");
        final int nodeId = nodeId(request.path("id"));
        retireNode.wrapAndApplyHeader(buffer, 0, header).retiredNodeId(nodeId);
        retireNode.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        retireNode.operatorName(body.text("operator")).reason(body.text("reason"));
        LOG.warn("{} retires node {}: {}", body.text("operator"), nodeId, body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + retireNode.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("node", nodeId)));
    }

    /** {@code POST /v1/behaviour}: commands mean what another version says from now on. */
    CompletionStage<Answer> switchBehaviour(final Request request) {
        final Body body = request.body("version", "operator", "reason");
        final int version = (int) body.integer("version", 1, Integer.MAX_VALUE);
        switchBehaviour.wrapAndApplyHeader(buffer, 0, header).behaviourVersion(version);
        switchBehaviour.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        switchBehaviour.operatorName(body.text("operator")).reason(body.text("reason"));
        LOG.warn("{} switches to behaviour version {}: {}", body.text("operator"), version, body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + switchBehaviour.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("version", version)));
    }

    private CompletionStage<Scope> scope(final Body body) {
        final String scope = body.text("scope");
        return switch (scope) {
            case "all" -> CompletableFuture.completedFuture(Scope.EVERYTHING);
            case "market" -> market(body.text("coin"));
            case "account" -> CompletableFuture.completedFuture(Scope.of(address(body.text("address"))));
            default -> throw Body.invalid("there is no scope '" + scope + "'", "scopes are all, market, account");
        };
    }

    private CompletionStage<Scope> market(final String coin) {
        return sender.ask(models -> models.marketId(coin)).thenApply(marketId -> {
            if (marketId == NodeState.NONE) {
                throw AdminException.unknownMarket();
            }
            return new Scope(MARKET, marketId, Address.ZERO);
        });
    }

    static Address address(final String text) {
        final Address address = Address.parse(text);
        if (address == null || address.isZero()) {
            throw Body.invalid("'" + text + "' is no address", "give 0x and 40 hex digits");
        }
        return address;
    }

    private static int nodeId(final String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > NODE_ID_MAX) {
            throw Body.invalid("'" + text + "' is no node", "a node's number is its member's id plus one");
        }
        return Integer.parseInt(text);
    }

    private static boolean isOn(final String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw Body.invalid("field 'switch' is '" + text + "'", "give on or off");
        };
    }
}
