package steelyard.bench.core;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.exchange.Exchange;
import steelyard.exchange.ExchangeEvents;

/** One run over a recorded flow, against an exchange of its own. */
public final class FlowReplay {
    private static final long INDEX_SEED = 0x5DEECE66DL;

    private final RecordedFlow flow;
    private final DirectBuffer commands;
    private final Exchange exchange;
    private final LogClock clock;
    private int position;

    FlowReplay(final RecordedFlow flow, final ExchangeEvents events) {
        this(flow, load(flow.snapshot(), events), flow.clock(), 0);
    }

    private FlowReplay(final RecordedFlow flow, final Exchange exchange, final LogClock clock, final int position) {
        this.flow = flow;
        this.commands = flow.commands();
        this.exchange = exchange;
        this.clock = clock;
        this.position = position;
    }

    /** An exchange with the state of a snapshot. */
    static Exchange load(final List<byte[]> snapshot, final ExchangeEvents events) {
        final Exchange exchange = new Exchange(events, INDEX_SEED);
        for (final byte[] record : snapshot) {
            exchange.load(new UnsafeBuffer(record), 0, record.length);
        }
        return exchange;
    }

    /** A run that goes on from here with another exchange in the same state. */
    FlowReplay continuedBy(final Exchange other) {
        return new FlowReplay(flow, other, clock.copy(flow.size().perSecond()), position);
    }

    /** Applies what is not measured. */
    public FlowReplay warmUp() {
        run(flow.size().warmUpCommands());
        return this;
    }

    /** Applies so many commands. */
    public void run(final int count) {
        for (int i = 0; i < count; i++) {
            apply();
        }
    }

    /** Applies the next command. */
    public void apply() {
        final int length = RecordedFlow.length(commands, position);
        clock.next();
        exchange.apply(commands, RecordedFlow.commandOffset(position), length,
            clock.logPosition(), clock.commandIndex(), clock.timestampNanos());
        position = RecordedFlow.next(position, length);
    }

    /** Kind of the next command. */
    public CommandKind nextKind() {
        return RecordedFlow.kind(commands, position);
    }

    /** The exchange. */
    public Exchange exchange() {
        return exchange;
    }

    /** Throws {@link IllegalStateException} unless the state after the last command is the recorded one. */
    public void requireRecordedEnd() {
        if (exchange.stateHash().total() != flow.stateHash()) {
            throw new IllegalStateException("the flow did not lead to the state that was recorded");
        }
    }
}
