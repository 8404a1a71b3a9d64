package steelyard.bench.node;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import steelyard.bench.core.RecordedFlow;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;

/** Submits a recorded flow as fast as a node takes it, and counts the answers. */
final class FlowLoad implements CommandCallback {
    private static final long PARK_NANOS = 20_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final RecordedFlow flow;
    private final AtomicLong answered = new AtomicLong();
    private final CommandDoneDecoder done = new CommandDoneDecoder();
    private volatile long refused;
    private volatile long lost;
    private long submitted;
    private int position;

    FlowLoad(final RecordedFlow flow) {
        this.flow = flow;
    }

    /** Submits the next {@code count} commands and waits for all answers; answers commands in a second. */
    double run(final CommandPort port, final int count) {
        final long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (!port.submit(flow.commands(), flow.offset(position), flow.length(position), this)) {
                await(start);
            }
            position = flow.next(position);
            submitted++;
        }
        while (answered.get() < submitted) {
            await(start);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private void await(final long start) {
        if (System.nanoTime() - start > LIMIT_NANOS) {
            throw new IllegalStateException("only " + answered + " of " + submitted + " commands were answered");
        }
        LockSupport.parkNanos(PARK_NANOS);
    }

    @Override
    public void onDone(final EventBatch events) {
        while (events.next()) {
            if (events.templateId() == CommandDoneDecoder.TEMPLATE_ID) {
                done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
            }
        }
        if (done.rejectReason() != 0) {
            refused = refused + 1;
        }
        answered.incrementAndGet();
    }

    @Override
    public void onBusy() {
        lost = lost + 1;
        answered.incrementAndGet();
    }

    @Override
    public void onOutcomeUnknown() {
        onBusy();
    }

    /** Commands that were refused as a whole. */
    long refused() {
        return refused;
    }

    /** Commands that were not done. */
    long lost() {
        return lost;
    }
}
