package steelyard.server.ring;

import java.util.List;

/**
 * Tells when a reader of the egress ring stands still though there is something to read: a ring that is filled slowly, as
 * when every client waits for this node, would take hours to be full. Belongs to one thread.
 */
public final class EgressWatch {
    /** Looks after which a reader that has not moved is broken. */
    public static final int LOOKS_MAX = 5;

    private final List<EgressReader> readers;
    private final long[] positions;
    private final int[] stills;

    /** Watches these. */
    public EgressWatch(final EgressReader... readers) {
        this.readers = List.of(readers);
        this.positions = new long[readers.length];
        this.stills = new int[readers.length];
    }

    /** Looks once more; whether a reader has not moved for {@link #LOOKS_MAX} looks, though entries waited. */
    public boolean isStalled() {
        boolean stalled = false;
        for (int i = 0; i < positions.length; i++) {
            final EgressReader reader = readers.get(i);
            final long position = reader.sequence().get();
            final boolean still = position == positions[i] && !reader.isDrained();
            stills[i] = still ? stills[i] + 1 : 0;
            positions[i] = position;
            stalled |= stills[i] >= LOOKS_MAX;
        }
        return stalled;
    }
}
