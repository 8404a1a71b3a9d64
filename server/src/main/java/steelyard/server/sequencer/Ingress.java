package steelyard.server.sequencer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.server.ring.IngressRing;

/**
 * The node's way in: the {@link CommandPort} of its gateways, the {@link Sequencer} and the {@link CommandAnswers} over
 * one ring.
 */
public final class Ingress implements CommandPort {
    private final SequencerConfig config;
    private final IngressRing ring;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final Sequencer sequencer;
    private final CommandAnswers answers;
    private volatile BooleanSupplier open = () -> false;

    /** Puts the parts together; {@code tokens} gives numbers that no other process gives. */
    public Ingress(
        final SequencerConfig config, final IngressRing ring, final LogClient log, final LongSupplier tokens) {
        this.config = config;
        this.ring = ring;
        final NumberedCommands numbered = new NumberedCommands(config.underWayMax());
        this.answers = new CommandAnswers(config, ring, numbered);
        this.sequencer = new Sequencer(config, ring, log, numbered, answers, underWay, tokens);
    }

    /** From now on commands are taken while {@code condition} holds: the node is ready, fresh, and has disk left. */
    public void openWhile(final BooleanSupplier condition) {
        open = condition;
    }

    /** From now on no command is taken. */
    public void close() {
        open = () -> false;
    }

    @Override
    public boolean submit(
        final DirectBuffer command, final int offset, final int length, final CommandCallback callback) {
        if (!open.getAsBoolean() || !submitOwn(command, offset, length, callback)) {
            refused.increment();
            return false;
        }
        return true;
    }

    /** The node's own commands, taken also while it is closed to others: its genesis. */
    public boolean submitOwn(
        final DirectBuffer command, final int offset, final int length, final CommandCallback callback) {
        return submitAt(command, offset, length, callback, System.nanoTime());
    }

    boolean submitAt(
        final DirectBuffer command,
        final int offset,
        final int length,
        final CommandCallback callback,
        final long nowNanos) {
        if (underWay.incrementAndGet() > config.underWayMax()
            || !ring.offer(command, offset, length, callback, nowNanos)) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Runs on the sequencer thread. */
    public Sequencer sequencer() {
        return sequencer;
    }

    /** Runs on the session thread. */
    public CommandAnswers answers() {
        return answers;
    }

    /** Commands accepted and not done. */
    public int underWay() {
        return underWay.get();
    }

    /** Commands that were refused because the node could not take them. */
    public long refused() {
        return refused.sum();
    }

    /** The ring, for its fill. */
    public IngressRing ring() {
        return ring;
    }
}
