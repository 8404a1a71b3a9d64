package steelyard.bench.core;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.exchange.ExchangeEvents;

/**
 * An exchange with positions and resting orders, as a snapshot, and the commands that come next, as bytes one after the
 * other, each with its length and kind before it. The same size and seed give the same flow.
 */
public final class RecordedFlow {
    private static final int ENTRY_HEADER = 8;
    private static final int COMMAND_BYTES_MAX = 288;

    private final FlowSize size;
    private final List<byte[]> snapshot;
    private final LogClock clock;
    private final UnsafeBuffer commands;
    private final Map<CommandKind, Integer> counts;
    private final long bytes;
    private final long events;
    private final long fills;
    private final long stateHash;

    private RecordedFlow(final Builder builder, final long events, final long fills, final long stateHash) {
        this.size = builder.size;
        this.snapshot = List.copyOf(builder.snapshot);
        this.clock = builder.clock;
        this.commands = builder.commands;
        this.counts = new EnumMap<>(builder.counts);
        this.bytes = builder.position;
        this.events = events - builder.eventsBefore;
        this.fills = fills - builder.fillsBefore;
        this.stateHash = stateHash;
    }

    /** Records a flow; takes some seconds and some hundred bytes a command. */
    public static RecordedFlow record(final FlowSize size, final long seed) {
        return record(size, seed, "00".repeat(32));
    }

    /** As above, for an exchange that began with the genesis of this hash. */
    public static RecordedFlow record(final FlowSize size, final long seed, final String genesisHash) {
        return FlowRecorder.record(size, seed, genesisHash);
    }

    /** A run over it, from its beginning. */
    public FlowReplay replay(final ExchangeEvents events) {
        return new FlowReplay(this, events);
    }

    FlowSize size() {
        return size;
    }

    /** The records of the snapshot before it. */
    public List<byte[]> snapshot() {
        return snapshot;
    }

    LogClock clock() {
        return clock.copy(size.perSecond());
    }

    /** Log time of the snapshot. */
    public long startNanos() {
        return clock.timestampNanos();
    }

    /** Where a command begins of which the entry is at {@code position}. */
    public int offset(final int position) {
        return commandOffset(position);
    }

    /** Length of the command of which the entry is at {@code position}. */
    public int length(final int position) {
        return length(commands, position);
    }

    /** The entry after the one at {@code position}. */
    public int next(final int position) {
        return next(position, length(position));
    }

    /** All commands, each behind its entry's header. */
    public DirectBuffer commands() {
        return commands;
    }

    /** Hash of the state after the last command. */
    long stateHash() {
        return stateHash;
    }

    /** What is in it, as sentences for a reader of figures. */
    public List<String> description() {
        final int measured = size.commands();
        final StringBuilder kinds = new StringBuilder();
        counts.forEach((kind, count) -> kinds.append(String.format("%s%s %.1f %%",
            kinds.isEmpty() ? "" : ", ", kind.name().toLowerCase(), 100.0 * count / measured)));
        final long snapshotBytes = snapshot.stream().mapToLong(record -> record.length).sum();
        return List.of(
            String.format("%,d accounts with a position in each of %d markets, about %,d resting orders a market",
                size.accounts(), size.markets(), size.ordersPerMarket()),
            String.format("%,d commands of %d bytes on average, one action each, %,d in a second of log time: %s",
                measured, bytes / (size.warmUpCommands() + measured), size.perSecond(), kinds),
            String.format("%.2f events and %.3f fills a command; snapshot before it %.1f MiB",
                (double) events / measured, (double) fills / measured, snapshotBytes / 1048576.0));
    }

    /** Kind of the entry at {@code position}. */
    static CommandKind kind(final DirectBuffer commands, final int position) {
        return CommandKind.of(commands.getInt(position + 4));
    }

    static int length(final DirectBuffer commands, final int position) {
        return commands.getInt(position);
    }

    static int commandOffset(final int position) {
        return position + ENTRY_HEADER;
    }

    static int next(final int position, final int length) {
        return position + ENTRY_HEADER + BitUtil.align(length, 8);
    }

    /** Collects a flow. */
    static final class Builder {
        private final FlowSize size;
        private final List<byte[]> snapshot;
        private final LogClock clock;
        private final UnsafeBuffer commands;
        private final Map<CommandKind, Integer> counts = new EnumMap<>(CommandKind.class);
        private int position;
        private long eventsBefore;
        private long fillsBefore;

        /** For commands that follow the snapshot at this clock. */
        Builder(final FlowSize size, final List<byte[]> snapshot, final LogClock clock) {
            this.size = size;
            this.snapshot = snapshot;
            this.clock = clock;
            final long bytes = (long) COMMAND_BYTES_MAX * (size.warmUpCommands() + size.commands()) + (1 << 20);
            this.commands = new UnsafeBuffer(ByteBuffer.allocateDirect(Math.toIntExact(bytes)));
        }

        /** What follows is measured; so much had happened before. */
        void measuredFrom(final long eventCount, final long fillCount) {
            eventsBefore = eventCount;
            fillsBefore = fillCount;
            counts.clear();
        }

        void add(final CommandKind kind, final DirectBuffer buffer, final int length) {
            commands.putInt(position, length);
            commands.putInt(position + 4, kind.ordinal());
            commands.putBytes(commandOffset(position), buffer, 0, length);
            position = next(position, length);
            counts.merge(kind, 1, Integer::sum);
        }

        RecordedFlow build(final long eventCount, final long fillCount, final long stateHash) {
            return new RecordedFlow(this, eventCount, fillCount, stateHash);
        }
    }
}
