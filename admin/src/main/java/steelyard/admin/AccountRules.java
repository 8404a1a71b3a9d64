package steelyard.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.FreezeAccountEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SetAccountClassEncoder;
import steelyard.protocol.sbe.SetFeeScheduleEncoder;
import steelyard.protocol.sbe.SetLeverageCapEncoder;

/** How operators change what accounts go by. One thread. */
final class AccountRules {
    private static final Logger LOG = LoggerFactory.getLogger(AccountRules.class);
    private static final int CLASS_MAX = 15;
    private static final int LEVERAGE_MAX = 1_000;
    /** Retail limits of ESMA, for the leverage classes 1 to 5: major and other currencies, commodities, stocks, crypto. */
    private static final int[] ESMA = {30, 20, 10, 5, 2};
    private static final int ESMA_CLOSE_OUT_PERCENT = 50;
    private static final int PERCENT = 100;
    private static final int TIERS_MAX = 16;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SetAccountClassEncoder setClass = new SetAccountClassEncoder();
    private final SetLeverageCapEncoder setCap = new SetLeverageCapEncoder();
    private final SetFeeScheduleEncoder setFees = new SetFeeScheduleEncoder();
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

    /** {@code POST /v1/fees/{group}}: what a group pays; without tiers it has no schedule. */
    CompletionStage<Answer> setFees(final Request request) {
        final Body body = request.body("tiers", "makerTiers", "operator", "reason");
        final int group = group(request.path("group"));
        final List<long[]> tiers = body.rows("tiers", "volumeFromUsdc", "takerNanos", "makerNanos");
        final List<long[]> makerTiers = body.rows("makerTiers", "shareFromE6", "makerNanos");
        LOG.info("{} sets {} tiers and {} of makers for fee group {}: {}", body.text("operator"), tiers.size(),
            makerTiers.size(), group, body.text("reason"));
        setFees.wrapAndApplyHeader(buffer, 0, header).feeGroup((short) group);
        setFees.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        final SetFeeScheduleEncoder.TiersEncoder volumes = setFees.tiersCount(checked(tiers.size()));
        tiers.forEach(tier -> volumes.next().volumeFromUsdc(tier[0]).takerNanos(nanos(tier[1]))
            .makerNanos(nanos(tier[2])));
        final SetFeeScheduleEncoder.MakerTiersEncoder shares = setFees.makerTiersCount(checked(makerTiers.size()));
        makerTiers.forEach(tier -> shares.next().shareFromE6(nanos(tier[0])).makerNanos(nanos(tier[1])));
        setFees.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setFees.encodedLength())
            .thenApply(events -> Outcome.of(events, Json.object().put("feeGroup", group)));
    }

    private static int group(final String text) {
        if (!text.matches("[0-9]|1[0-5]")) {
            throw Body.invalid("'" + text + "' is no fee group", "give 0 to " + CLASS_MAX);
        }
        return Integer.parseInt(text);
    }

    private static int checked(final int tiers) {
        if (tiers > TIERS_MAX) {
            throw Body.invalid(tiers + " tiers are too many", "give " + TIERS_MAX + " at most");
        }
        return tiers;
    }

    private static int nanos(final long value) {
        if ((int) value != value) {
            throw Body.invalid(value + " is no rate or share", "give nanos, or a share in millionths");
        }
        return (int) value;
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
        return cap(body, accountClass, leverageClass, maxLeverage, closeOutPercent).thenApply(events ->
            Outcome.of(events, Json.object().put("accountClass", accountClass).put("leverageClass", leverageClass)));
    }

    /** {@code POST /v1/leverage-caps/esma}: the European limits for retail, for a class of accounts; one command each. */
    CompletionStage<Answer> setEsmaCaps(final Request request) {
        final Body body = request.body("accountClass", "operator", "reason");
        final int accountClass = (int) body.integer("accountClass", 0, CLASS_MAX);
        LOG.info("{} puts class {} under the limits of ESMA: {}", body.text("operator"), accountClass,
            body.text("reason"));
        CompletionStage<EventBatch> sent = cap(body, accountClass, 1, ESMA[0], ESMA_CLOSE_OUT_PERCENT);
        for (int i = 1; i < ESMA.length; i++) {
            final int leverageClass = i + 1;
            sent = sent.thenCompose(
                before -> cap(body, accountClass, leverageClass, ESMA[leverageClass - 1], ESMA_CLOSE_OUT_PERCENT));
        }
        return sent.thenApply(
            events -> Outcome.of(events, Json.object().put("accountClass", accountClass).put("preset", "esma")));
    }

    private CompletionStage<EventBatch> cap(
        final Body body, final int accountClass, final int leverageClass, final int maxLeverage,
        final int closeOutPercent) {
        setCap.wrapAndApplyHeader(buffer, 0, header).leverageMax(maxLeverage).accountClass((short) accountClass)
            .leverageClass((short) leverageClass).closeOutPercent((short) closeOutPercent);
        setCap.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        setCap.operatorName(body.text("operator")).reason(body.text("reason"));
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + setCap.encodedLength());
    }
}
