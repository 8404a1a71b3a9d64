package steelyard.server.sequencer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.BitUtil;

/**
 * Which commands have a number and are not done. They are counted by a local number that only rises; the number on the
 * wire starts again at 1 with every epoch, see {@link #epochBase()}.
 *
 * <p>The sequencer thread numbers, the session thread ends. A command is mapped to its place in the ingress ring before
 * it is offered, because its end may come before the offer returns.
 */
final class NumberedCommands {
    private static final VarHandle LAST_DONE;

    static {
        try {
            LAST_DONE =
                MethodHandles.lookup().findVarHandle(NumberedCommands.class, "lastDone", long.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final long[] ringSequences;
    private final int mask;

    private volatile long lastMapped;
    private volatile long lastNumbered;
    private volatile long lastDone;
    private volatile long epochBase;

    NumberedCommands(final int underWayMax) {
        ringSequences = new long[BitUtil.findNextPositivePowerOfTwo(underWayMax + CommandPack.COMMANDS_MAX)];
        mask = ringSequences.length - 1;
    }

    /** Notes where the command that may get the number {@code local} stands. Sequencer thread. */
    void map(final long local, final long ringSequence) {
        ringSequences[(int) local & mask] = ringSequence;
        lastMapped = local;
    }

    /** Place in the ring of an unfinished command. */
    long ringSequence(final long local) {
        if (local > lastMapped) {
            throw new IllegalStateException("command " + local + " was never offered, the last one was " + lastMapped);
        }
        return ringSequences[(int) local & mask];
    }

    /** Gives numbers up to {@code local}. Sequencer thread. */
    void numbered(final long local) {
        lastNumbered = local;
    }

    /** Ends the command {@code local}: what was done before is seen by whoever sees that. Session thread. */
    void done(final long local) {
        LAST_DONE.setRelease(this, local);
    }

    /** Starts a new epoch: the first unfinished command has the number 1 in it. Sequencer thread. */
    void startEpoch() {
        epochBase = lastDone;
    }

    /** The last number given. */
    long lastNumbered() {
        return lastNumbered;
    }

    /** The last number whose command is done. */
    long lastDone() {
        return lastDone;
    }

    /** Local number minus number on the wire. */
    long epochBase() {
        return epochBase;
    }

    /** How many have a number and are not done. */
    long unfinished() {
        return lastNumbered - lastDone;
    }
}
