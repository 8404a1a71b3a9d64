package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Set;
import steelyard.model.RejectReason;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;

/** What became of a command that either takes effect as a whole or is refused. */
final class Outcome {
    private static final Set<RejectReason> UNKNOWN = EnumSet.of(
        RejectReason.UNKNOWN_ACCOUNT, RejectReason.UNKNOWN_NODE, RejectReason.WITHDRAWAL_UNKNOWN);

    private Outcome() {
    }

    /** The answer with the command's event sequence added; 404 or 409 if the exchange refused it. */
    static Answer of(final EventBatch events, final ObjectNode json) {
        final CommandDoneDecoder done = new CommandDoneDecoder();
        while (events.next()) {
            if (events.templateId() == CommandDoneDecoder.TEMPLATE_ID) {
                done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
            }
        }
        final RejectReason refusal = RejectReason.of(done.rejectReason());
        if (refusal != RejectReason.NONE) {
            final String text = refusal.text()
                .replace("{1}", Long.toString(done.detail1())).replace("{2}", Long.toString(done.detail2()));
            throw new AdminException(UNKNOWN.contains(refusal) ? NOT_FOUND : CONFLICT, text, "nothing was done");
        }
        return Answer.ok(json.put("eventSequence", done.header().eventSequence()));
    }
}
