package steelyard.history;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a thread take the processor time that others leave: nothing waits for history, and nothing shall because of it.
 */
public final class SpareTime {
    /** A tenth of what a usual thread gets, as long as that one wants it. */
    static final int NICENESS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SpareTime.class);

    private SpareTime() {
    }

    /** Makes the calling thread, and it alone, step back for as long as it runs. Does nothing but on Linux. */
    public static void only() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try {
            final Linker linker = Linker.nativeLinker();
            final int niceness = (int) linker.downcallHandle(
                linker.defaultLookup().findOrThrow("nice"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)).invokeExact(NICENESS);
            LOG.debug("{} has niceness {}", Thread.currentThread().getName(), niceness);
        } catch (final Throwable unavailable) {
            LOG.warn("history is stored with the same priority as orders: {}", unavailable.toString());
        }
    }
}
