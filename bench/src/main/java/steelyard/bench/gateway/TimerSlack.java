package steelyard.bench.gateway;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Linux lets a thread that sleeps wake up to 50 µs late unless it asks for less. */
final class TimerSlack {
    private static final int PR_SET_TIMERSLACK = 29;

    private TimerSlack() {
    }

    /** The calling thread wants to be woken in time. */
    static void least() {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle prctl = linker.downcallHandle(
            linker.defaultLookup().findOrThrow("prctl"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        try {
            final int result = (int) prctl.invokeExact(PR_SET_TIMERSLACK, 1L);
            if (result != 0) {
                throw new IllegalStateException("prctl answered " + result);
            }
        } catch (final Throwable impossible) {
            throw new IllegalStateException("the timer slack cannot be set", impossible);
        }
    }
}
