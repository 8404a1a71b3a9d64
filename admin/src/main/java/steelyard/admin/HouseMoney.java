package steelyard.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.HouseAccount;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.MoveInsuranceEncoder;
import steelyard.protocol.sbe.SocializeDebtEncoder;
import steelyard.protocol.sbe.TransferHouseCashEncoder;

/** What operators do with the house's own money. One thread. */
final class HouseMoney {
    private static final Logger LOG = LoggerFactory.getLogger(HouseMoney.class);
    private static final int USDC_DECIMALS = 6;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransferHouseCashEncoder transfer = new TransferHouseCashEncoder();
    private final SocializeDebtEncoder socialize = new SocializeDebtEncoder();
    private final MoveInsuranceEncoder move = new MoveInsuranceEncoder();
    /** What one operator asked for, until another one asks for the same. */
    private InsuranceMove asked;

    HouseMoney(final CommandSender sender) {
        this.sender = sender;
    }

    /** {@code POST /v1/house/transfers}: from one house account to another. */
    CompletionStage<Answer> transfer(final Request request) {
        final Body body = request.body("from", "to", "amount", "operator", "reason");
        final HouseAccount from = account(body.text("from"));
        final HouseAccount to = account(body.text("to"));
        final long amountMicros = body.decimal("amount", USDC_DECIMALS);
        LOG.warn("{} moves {} micros from {} to {}: {}", body.text("operator"), amountMicros, from, to,
            body.text("reason"));
        transfer.wrapAndApplyHeader(buffer, 0, header).amountMicros(amountMicros).fromAccountId(from.id())
            .toAccountId(to.id());
        transfer.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        transfer.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + transfer.encodedLength()).thenApply(
            events -> Outcome.of(events, Json.object().put("from", name(from)).put("to", name(to))));
    }

    /** Money for the insurance fund, or from it. */
    private record InsuranceMove(long amountMicros, int sourceId, long number, String operator) {
        boolean isSameAs(final InsuranceMove other) {
            return other != null && amountMicros == other.amountMicros && sourceId == other.sourceId
                && number == other.number;
        }
    }

    /** {@code POST /v1/house/insurance}: done when a second operator asks for the same as the first. */
    CompletionStage<Answer> moveInsurance(final Request request) {
        final Body body = request.body("amount", "direction", "source", "number", "operator", "reason");
        final InsuranceMove present = new InsuranceMove(
            sign(body.text("direction")) * body.decimal("amount", USDC_DECIMALS),
            (int) body.integer("source", 0, Integer.MAX_VALUE), body.integer("number", 1, Long.MAX_VALUE),
            body.text("operator"));
        LOG.warn("{} moves {} micros of the insurance fund as {}/{}: {}", present.operator, present.amountMicros,
            present.sourceId, present.number, body.text("reason"));
        final InsuranceMove first = asked;
        if (!present.isSameAs(first) || present.operator.equals(first.operator)) {
            asked = present;
            return CompletableFuture.completedFuture(Answer.ok(Json.object().put("status", "waiting")
                .put("hint", "another operator must ask for the same, at this node")));
        }
        asked = null;
        move.wrapAndApplyHeader(buffer, 0, header).number(present.number).amountMicros(present.amountMicros)
            .sourceId(present.sourceId);
        move.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        move.secondOperator(present.operator).operatorName(first.operator).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + move.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("status", "applied")));
    }

    private static int sign(final String direction) {
        return switch (direction) {
            case "in" -> 1;
            case "out" -> -1;
            default -> throw Body.invalid("there is no direction '" + direction + "'", "give in or out");
        };
    }

    /** {@code POST /v1/house/debt}: what deleveraging left is paid by those who have positions. */
    CompletionStage<Answer> socialize(final Request request) {
        final Body body = request.body("operator", "reason");
        LOG.warn("{} has a debt shared: {}", body.text("operator"), body.text("reason"));
        socialize.wrapAndApplyHeader(buffer, 0, header).origin().seq(0).epoch(0).nodeId(0).reserved(0);
        socialize.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + socialize.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object()));
    }

    private static HouseAccount account(final String name) {
        return Arrays.stream(HouseAccount.values()).filter(account -> name(account).equals(name)).findFirst()
            .orElseThrow(() -> Body.invalid("there is no house account '" + name + "'",
                "give fees, insurance, backstop, rounding or deleveraging"));
    }

    private static String name(final HouseAccount account) {
        return account.name().toLowerCase(Locale.ROOT);
    }
}
