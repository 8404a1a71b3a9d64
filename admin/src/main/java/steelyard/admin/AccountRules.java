package steelyard.admin;

import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.FreezeAccountEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SetAccountClassEncoder;
import steelyard.protocol.sbe.SetLeverageCapEncoder;

/** How operators change what accounts go by. One thread. */
final class AccountRules {
    private static final Logger LOG = LoggerFactory.getLogger(AccountRules.class);
    private static final int CLASS_MAX = 15;
    private static final int LEVERAGE_MAX = 1_000;
    private static final int PERCENT = 100;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SetAccountClassEncoder setClass = new SetAccountClassEncoder();
    private final SetLeverageCapEncoder setCap = new SetLeverageCapEncoder();
    private final FreezeAccountEncoder freeze = new FreezeAccountEncoder();

    AccountRules(final CommandSender sender) {
        this.sender = sender;
    }

    /** {@code POST /v1/accounts/{address}/class}: which leverage caps and fees count for an account. */
    CompletionStage<Answer> setClass(final Request request) {
        final Body body = request.body("accountClass", "feeGroup", "operator", "reason");
        final Address address = Emergency.address(request.path("address"));
        final int accountClass = (int) body.integer("accountClass", 0, CLASS_MAX);
        final int feeGroup = (int) body.integer("feeGroup", 0, CLASS_MAX);
        LOG.info("{} puts {} into class {}, fee group {}: {}", body.text("operator"), address, accountClass, feeGroup,
            body.text("reason"));
        setClass.wrapAndApplyHeader(buffer, 0, header).accountClass((short) accountClass).feeGroup((short) feeGroup);
        setClass.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        address.write(buffer, setClass.offset() + SetAccountClassEncoder.addressEncodingOffset());
        setClass.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setClass.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("address", address.toString())));
    }

    /** {@code POST /v1/accounts/{address}/freeze}: what the account may do but cancel ends, or begins again. */
    CompletionStage<Answer> freeze(final Request request) {
        final Body body = request.body("frozen", "operator", "reason");
        final Address address = Emergency.address(request.path("address"));
        final boolean frozen = body.flag("frozen");
        LOG.warn("{} sets frozen of {} to {}: {}", body.text("operator"), address, frozen, body.text("reason"));
        freeze.wrapAndApplyHeader(buffer, 0, header).frozen((short) (frozen ? 1 : 0));
        freeze.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        address.write(buffer, freeze.offset() + FreezeAccountEncoder.addressEncodingOffset());
        freeze.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + freeze.encodedLength()).thenApply(
            events -> Outcome.of(events, Json.object().put("address", address.toString()).put("frozen", frozen)));
    }

    /** {@code POST /v1/leverage-caps}: the largest leverage of a class of accounts in a class of markets. */
    CompletionStage<Answer> setLeverageCap(final Request request) {
        final Body body = request.body(
            "accountClass", "leverageClass", "maxLeverage", "closeOutPercent", "operator", "reason");
        final int accountClass = (int) body.integer("accountClass", 0, CLASS_MAX);
        final int leverageClass = (int) body.integer("leverageClass", 0, CLASS_MAX);
        final int maxLeverage = (int) body.integer("maxLeverage", 0, LEVERAGE_MAX);
        final int closeOutPercent = (int) body.integer("closeOutPercent", 0, PERCENT);
        LOG.info("{} caps class {} in markets of class {} at {}x, close-out {} %: {}", body.text("operator"),
            accountClass, leverageClass, maxLeverage, closeOutPercent, body.text("reason"));
        setCap.wrapAndApplyHeader(buffer, 0, header).leverageMax(maxLeverage).accountClass((short) accountClass)
            .leverageClass((short) leverageClass).closeOutPercent((short) closeOutPercent);
        setCap.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        setCap.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setCap.encodedLength()).thenApply(events ->
            Outcome.of(events, Json.object().put("accountClass", accountClass).put("leverageClass", leverageClass)));
    }
}
