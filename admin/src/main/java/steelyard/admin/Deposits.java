package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.model.RejectReason;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;

/** Money that operators credit, once. One thread. */
final class Deposits {
    private static final Logger LOG = LoggerFactory.getLogger(Deposits.class);
    private static final int MICROS_DECIMALS = 6;
    private static final long E8_PER_MICRO = 100;

    private final CommandSender sender;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DepositEncoder deposit = new DepositEncoder();
    private final CommandDoneDecoder done = new CommandDoneDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();

    Deposits(final CommandSender sender) {
        this.sender = sender;
    }

    /** {@code POST /v1/deposits}: credits an account once, however often it is sent. */
    CompletionStage<Answer> deposit(final Request request) {
        final Body body = request.body("address", "amount", "source", "number", "operator", "reason");
        final DepositRequest asked = DepositRequest.of(body);
        deposit.wrapAndApplyHeader(buffer, 0, header)
            .number(asked.number)
            .amountMicros(asked.amountMicros)
            .sourceId(asked.sourceId);
        deposit.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        asked.address.write(buffer, deposit.offset() + DepositEncoder.addressEncodingOffset());
        deposit.operatorName(asked.operator).reason(asked.reason);
        LOG.info("{} deposits {} USDC to {} as {}/{}: {}", asked.operator,
            WireDecimal.format(asked.amountMicros, MICROS_DECIMALS), asked.address, asked.sourceId, asked.number,
            asked.reason);
        return sender.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + deposit.encodedLength())
            .thenCompose(events -> depositAnswer(asked, events));
    }

    private CompletionStage<Answer> depositAnswer(final DepositRequest asked, final EventBatch events) {
        final ObjectNode json = Json.object();
        boolean created = false;
        while (events.next()) {
            switch (events.templateId()) {
                case AccountCreatedDecoder.TEMPLATE_ID -> created = true;
                case DepositedDecoder.TEMPLATE_ID -> {
                    deposited.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                    json.put("status", "applied")
                        .put("source", asked.sourceId)
                        .put("number", asked.number)
                        .put("address", asked.address.toString())
                        .put("amount", WireDecimal.format(deposited.amountMicros(), MICROS_DECIMALS))
                        .put("accountId", deposited.accountId())
                        .put("accountCreated", created)
                        .put("cash", WireDecimal.format(deposited.cashMicros(), MICROS_DECIMALS));
                }
                case CommandDoneDecoder.TEMPLATE_ID -> readDone(events);
                default -> { }
            }
        }
        final RejectReason refusal = RejectReason.of(done.rejectReason());
        if (refusal == RejectReason.DEPOSIT_ALREADY_APPLIED && done.detail2() == asked.number) {
            return sender.ask(state -> account(state, asked.address))
                .thenApply(account -> alreadyApplied(asked, account));
        }
        refuseIfRefused(refusal);
        return CompletableFuture.completedFuture(
            Answer.ok(json.put("eventSequence", done.header().eventSequence())));
    }

    private static AccountView account(final NodeState state, final Address address) {
        final int accountId = state.accountId(address);
        return accountId == NodeState.NONE ? null : state.account(accountId);
    }

    private static Answer alreadyApplied(final DepositRequest asked, final AccountView account) {
        final ObjectNode json = Json.object()
            .put("status", "alreadyApplied")
            .put("source", asked.sourceId)
            .put("number", asked.number)
            .put("address", asked.address.toString());
        if (account == null) {
            json.putNull("accountId").putNull("cash");
        } else {
            json.put("accountId", account.accountId());
            json.put("cash", WireDecimal.format(account.cashMicros(), MICROS_DECIMALS));
        }
        return Answer.ok(json.put("hint", "the exchange keeps the last number of a source, not what it was for: "
            + "address and amount of this request were not compared"));
    }

    private void readDone(final EventBatch events) {
        done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
    }

    private void refuseIfRefused(final RejectReason refusal) {
        if (refusal == RejectReason.NONE) {
            return;
        }
        final String text = refusal.text()
            .replace("{1}", Long.toString(done.detail1()))
            .replace("{2}", Long.toString(done.detail2()));
        throw switch (refusal) {
            case INVALID_AMOUNT, HOUSE_ADDRESS -> Body.invalid(text, "nothing was done: correct the request");
            default -> new AdminException(CONFLICT, text, "nothing was done");
        };
    }

    /** A deposit as asked for. */
    private record DepositRequest(
        Address address, long amountMicros, int sourceId, long number, String operator, String reason) {

        static DepositRequest of(final Body body) {
            final Address address = Address.parse(body.text("address"));
            if (address == null || address.isZero()) {
                throw Body.invalid("field 'address' is no address", "give 0x and 40 hex digits");
            }
            return new DepositRequest(
                address,
                amountMicros(body.text("amount")),
                (int) body.integer("source", 0, Integer.MAX_VALUE),
                body.integer("number", 1, Long.MAX_VALUE),
                body.text("operator"),
                body.text("reason"));
        }

        private static long amountMicros(final String text) {
            final long amountE8 = WireDecimal.parseE8(text);
            if (amountE8 == WireDecimal.INVALID || amountE8 <= 0 || amountE8 % E8_PER_MICRO != 0) {
                throw Body.invalid(
                    "field 'amount' is no amount of USDC", "give a positive decimal of at most 6 decimals");
            }
            return amountE8 / E8_PER_MICRO;
        }
    }
}
