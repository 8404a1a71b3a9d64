package steelyard.server.cluster;

import io.aeron.CommonContext;
import java.util.concurrent.TimeUnit;

/**
 * For how long a node's process may stand still as a whole (stopped, or its machine paused), or its machine's clock be set
 * forward, so that it goes on by itself afterwards. Driver and clients are threads of this process: a silence of one says
 * nothing about the others, and a thread that ends by an error stops the node.
 */
public final class Standstill {
    static final long LIMIT_NANOS = TimeUnit.HOURS.toNanos(3);
    /** A message that a client has begun and not ended is given up after its client is. */
    static final long UNBLOCK_NANOS = 2 * LIMIT_NANOS;

    private Standstill() {
    }

    /** To be called before Aeron is used: its clients have no other way to be told. */
    public static void allow() {
        if (System.getProperty(CommonContext.DRIVER_TIMEOUT_PROP_NAME) == null) {
            System.setProperty(CommonContext.DRIVER_TIMEOUT_PROP_NAME,
                Long.toString(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS)));
        }
    }
}
