package steelyard.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.WireDecimal;
import steelyard.node.NodeState;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalEncoder;

/**
 * Money that owners asked to leave the exchange: what waits, and what became of it. An operator begins none. One
 * thread.
 */
final class Withdrawals {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
    private static final int MICROS_DECIMALS = 6;
    private static final short COMPLETED = 1;
    private static final short REJECTED = 2;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ResolveWithdrawalEncoder resolve = new ResolveWithdrawalEncoder();

    Withdrawals(final CommandSender sender) {
        this.sender = sender;
    }

    private record Pending(WithdrawalView view, Address account) {
    }

    /** What waits at one moment, in the order in which it was asked for. */
    private record Queue(long eventSequence, List<Pending> pending) {
        private static Queue of(final NodeState state) {
            final List<Pending> pending = new ArrayList<>();
            for (final WithdrawalView view : state.withdrawals()) {
                pending.add(new Pending(view, state.account(view.accountId()).address()));
            }
            return new Queue(state.eventSequence(), pending);
        }
    }

    /** {@code GET /v1/withdrawals}: every withdrawal that waits for an operator. */
    CompletionStage<Answer> pending(final Request request) {
        return sender.ask(Queue::of).thenApply(queue -> {
            final ObjectNode json = Json.object().put("eventSequence", queue.eventSequence());
            final ArrayNode array = json.putArray("withdrawals");
            queue.pending().forEach(each -> add(array.addObject(), each));
            return Answer.ok(json);
        });
    }

    private static void add(final ObjectNode json, final Pending pending) {
        final WithdrawalView view = pending.view();
        json.put("id", view.withdrawalId())
            .put("account", pending.account().toString())
            .put("destination", view.destination().toString())
            .put("amount", usdc(view.amountMicros()))
            .put("fee", usdc(view.feeMicros()))
            .put("toPay", usdc(view.amountMicros() - view.feeMicros()));
        if (view.timeNanos() == 0) {
            json.putNull("time");
        } else {
            json.put("time", TimeUnit.NANOSECONDS.toMillis(view.timeNanos()));
        }
    }

    /** {@code POST /v1/withdrawals/{id}}: it was paid out, or will not be. */
    CompletionStage<Answer> resolve(final Request request) {
        final Body body = request.body("outcome", "operator", "reason");
        final long id = id(request.path("id"));
        final String outcome = body.text("outcome");
        resolve.wrapAndApplyHeader(buffer, 0, header).withdrawalId(id).outcome(code(outcome));
        resolve.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        resolve.operatorName(body.text("operator")).reason(body.text("reason"));
        LOG.info("{} says that withdrawal {} is {}: {}", body.text("operator"), id, outcome, body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + resolve.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("id", id).put("outcome", outcome)));
    }

    private static long id(final String text) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw Body.invalid("'" + text + "' is no withdrawal", "GET /v1/withdrawals lists those that wait");
        }
        return Long.parseLong(text);
    }

    private static short code(final String outcome) {
        return switch (outcome) {
            case "completed" -> COMPLETED;
            case "rejected" -> REJECTED;
            default -> throw Body.invalid("field 'outcome' is '" + outcome + "'", "give completed or rejected");
        };
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICROS_DECIMALS);
    }
}
