package steelyard.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.HouseAccount;
import steelyard.protocol.sbe.MessageHeaderEncoder;
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
