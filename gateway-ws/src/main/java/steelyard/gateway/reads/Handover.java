package steelyard.gateway.reads;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Passes work from the node's threads to an event loop. Never throws: a loop that has ended takes nothing any more. */
public final class Handover {
    private Handover() {
    }

    /** Runs {@code task} on {@code loop}, unless the gateway has stopped. */
    public static void to(final Executor loop, final Runnable task) {
        try {
            loop.execute(task);
        } catch (final RejectedExecutionException stopped) {
            // The connection that waits for this has been closed by the same stop.
        }
    }
}
