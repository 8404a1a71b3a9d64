package steelyard.exchange;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.snapshot.SnapshotLoader;
import steelyard.exchange.snapshot.SnapshotWriter;
import steelyard.exchange.snapshot.StateHasher;
import steelyard.exchange.snapshot.StateVerification;
import steelyard.exchange.state.ExchangeState;
import steelyard.protocol.EventBatch;

/**
 * The exchange: applies commands in log order and says what happened. It has no clock, does no I/O, and allocates
 * nothing per command once its tables have grown.
 *
 * <p>One thread. A new exchange is empty; it may be filled from a snapshot by {@link #load} before the first command.
 * After any exception it is of no use, and every call says so.
 *
 * <p><em>Invariants</em>, checked after each command before its events are given out: the cash of all accounts is what
 * was deposited and settled; in each market positions add up to zero, and their quotes with what was settled; no book
 * is crossed; events are numbered without gaps.
 */
public final class Exchange {
    /** No record of a snapshot is longer, in bytes. */
    public static final int RECORD_LENGTH_MAX = SnapshotWriter.RECORD_LENGTH_MAX;

    private static final int COMMANDS_PER_HASHING = 10_000;
    /** In a large state commands seldom touch the same again, and soon nothing of what they touched is in a cache. */
    private static final int COMMANDS_PER_HASHING_LARGE = 1_000;

    private final ExchangeEvents events;
    private final ExchangeState state;
    private final EventStage stage;
    private final CommandProcessor processor;
    private final Invariants invariants;
    private final StateHasher hasher;
    private final SnapshotLoader loader;
    private final ReadAhead readAhead;
    private final CommandFrame command = new CommandFrame();
    private int commandsToHashing = COMMANDS_PER_HASHING;
    private Throwable failure;

    /** An empty exchange that speaks to {@code events}. */
    public Exchange(final ExchangeEvents events) {
        this(events, 0);
    }

    /**
     * An empty exchange that speaks to {@code events}.
     *
     * @param indexSeed secret of this process that keeps clients from choosing addresses or ids that collide in its
     *                  indexes; nothing observable but time depends on it
     */
    public Exchange(final ExchangeEvents events, final long indexSeed) {
        this.events = events;
        this.state = new ExchangeState(indexSeed);
        this.stage = new EventStage(state.counters());
        this.processor = new CommandProcessor(state, stage, () -> stateHash().total());
        this.invariants = new Invariants(state);
        this.hasher = new StateHasher(state);
        this.loader = new SnapshotLoader(state);
        this.readAhead = new ReadAhead(state);
    }

    /**
     * Says that a command will be applied soon, as is known of all commands in a message of the log: the next call of
     * {@link #apply} first reads, for all that were announced, what they will read. Makes large states faster and is
     * never needed.
     *
     * @param buffer holds what may be a command; not kept
     * @param offset where it starts
     * @param length its bytes
     */
    public void expect(final DirectBuffer buffer, final int offset, final int length) {
        readAhead.expect(buffer, offset, length);
    }

    /**
     * Applies a command and gives out its events.
     *
     * @param buffer         holds the command, an SBE message of template 1 to 99 with its header
     * @param offset         where it starts
     * @param length         its bytes; more than the message has is allowed
     * @param logPosition    log position of the message that carried it
     * @param commandIndex   its index in that message, from 0
     * @param timestampNanos log time of that message
     * @throws InvariantViolation if the bytes are no complete command or an invariant does not hold; nothing is emitted
     */
    public void apply(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long logPosition,
        final int commandIndex,
        final long timestampNanos) {
        step(buffer, offset, length, logPosition, commandIndex, timestampNanos, false);
    }

    /** Passes over a command as operators want, but for its number and time; as {@link #apply} otherwise. */
    public void skip(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long logPosition,
        final int commandIndex,
        final long timestampNanos) {
        step(buffer, offset, length, logPosition, commandIndex, timestampNanos, true);
    }

    private void step(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long logPosition,
        final int commandIndex,
        final long timestampNanos,
        final boolean skipped) {
        requireUsable();
        try {
            loader.close();
            if (readAhead.isDue()) {
                readAhead.read();
            }
            if (skipped) {
                command.wrapUnchecked(buffer, offset, length, logPosition, commandIndex);
            } else {
                command.wrap(buffer, offset, length, logPosition, commandIndex);
            }
            state.counters().advance(timestampNanos, logPosition);
            stage.open(command);
            if (skipped) {
                processor.skip(command);
            } else {
                processor.process(command);
            }
            invariants.checkAfter(command, stage);
            emit();
            hashInTime();
        } catch (final Throwable e) {
            throw fail("command at log position " + logPosition + ", index " + commandIndex, e);
        }
    }

    /** Writes the state, record by record, into {@code sink}. */
    public void snapshot(final SnapshotSink sink) {
        final EventBatch records = new EventBatch();
        snapshotInBatches((batch, offset, length) -> {
            records.wrap(batch, offset);
            while (records.next()) {
                sink.onRecord(records.buffer(), records.eventOffset(), records.eventLength());
            }
        });
    }

    /**
     * Writes the state in batches of 32 KiB and what the last record is longer, whose events are the records of
     * {@link #snapshot}: the quickest way.
     */
    public void snapshotInBatches(final ExchangeEvents sink) {
        requireUsable();
        try {
            loader.close();
            new SnapshotWriter(state, sink::onEvents).write(stateHash().total());
        } catch (final Throwable e) {
            throw fail("snapshot", e);
        }
    }

    /**
     * Takes one record of a snapshot, in the order in which they were written, into an empty exchange. The last one is
     * compared with what was loaded.
     *
     * @throws InvariantViolation if the record is unknown, cut off or out of place, or the snapshot does not add up
     */
    public void load(final DirectBuffer record, final int offset, final int length) {
        requireUsable();
        try {
            if (loader.load(record, offset, length)) {
                invariants.checkAll();
                loader.requireHash(stateHash().total());
            }
        } catch (final Throwable e) {
            throw fail("snapshot record", e);
        }
    }

    /** Number of the last event; 0 before the first. */
    public long eventSequence() {
        return state.counters().eventSequence();
    }

    /** Log time, in nanoseconds since 1970; it never goes back. */
    public long nowNanos() {
        return state.counters().nowNanos();
    }

    /** Looks at margin sets since this object was made: what the watch of marks costs. For measurements. */
    public long looks() {
        return processor.looks();
    }

    /** The fingerprint of the present state. Costs what was changed since it was last asked for. */
    public StateHash stateHash() {
        requireUsable();
        hash();
        return new StateHash(hasher.books(), hasher.accounts(), hasher.risk(), hasher.nonces(), hasher.prices(),
            hasher.timers(), hasher.transport());
    }

    /** Forgets everything that can be worked out again; no later event changes by it. For tests. */
    public void dropDerived() {
        requireUsable();
        state.margin().dropDerived();
        state.oracle().dropDerived();
    }

    /**
     * Recounts everything from scratch, the state hash too. For tests and audits: slow.
     *
     * @throws InvariantViolation at the first difference
     */
    public void verify() {
        requireUsable();
        try {
            new StateVerification(state).run();
            hasher.verify();
        } catch (final Throwable e) {
            throw fail("verification", e);
        }
    }

    private void emit() {
        final int count = stage.count();
        if (count > 0) {
            final int length = stage.close();
            state.counters().eventsEmitted(count);
            events.onEvents(stage.buffer(), 0, length);
        }
    }

    private void hashInTime() {
        if (--commandsToHashing == 0) {
            hash();
        }
    }

    private void hash() {
        commandsToHashing = readAhead.isLarge() ? COMMANDS_PER_HASHING_LARGE : COMMANDS_PER_HASHING;
        hasher.mixTouched();
    }

    private void requireUsable() {
        if (failure != null) {
            throw new InvariantViolation("the exchange stopped earlier: " + failure.getMessage(), failure);
        }
    }

    private InvariantViolation fail(final String during, final Throwable cause) {
        failure = cause;
        return new InvariantViolation(during + ": " + cause.getMessage(), cause);
    }
}
