package steelyard.server;

import java.util.concurrent.atomic.AtomicLongArray;
import steelyard.model.RejectReason;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;

/** Counts commands, and refusals by their reason. Session thread; read by any. */
final class RejectCounters implements EventListener {
    private static final int REASONS = 128;

    private final AtomicLongArray byCode = new AtomicLongArray(REASONS);
    private final CommandDoneDecoder done = new CommandDoneDecoder();
    private final OrderRejectedDecoder order = new OrderRejectedDecoder();
    private final RequestRejectedDecoder request = new RequestRejectedDecoder();

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            final int code = switch (events.templateId()) {
                case CommandDoneDecoder.TEMPLATE_ID -> done.wrap(events.buffer(), events.blockOffset(),
                    events.blockLength(), events.version()).rejectReason();
                case OrderRejectedDecoder.TEMPLATE_ID -> order.wrap(events.buffer(), events.blockOffset(),
                    events.blockLength(), events.version()).rejectReason();
                case RequestRejectedDecoder.TEMPLATE_ID -> request.wrap(events.buffer(), events.blockOffset(),
                    events.blockLength(), events.version()).rejectReason();
                default -> -1;
            };
            if (code >= 0) {
                byCode.incrementAndGet(code);
            }
        }
    }

    /** Refusals for a reason; for {@code NONE} the commands that were applied. */
    long count(final RejectReason reason) {
        return byCode.get(reason.code());
    }
}
