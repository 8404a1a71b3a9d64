package steelyard.bench.node;

import java.util.Locale;

/** Tells what a bench of several minutes is doing, with the seconds since it began. */
public final class Progress {
    private final long startNanos = System.nanoTime();

    /** Something begins. */
    public void begin(final String what, final Object... arguments) {
        System.out.printf(Locale.ROOT, "[%4d s] %s%n", (System.nanoTime() - startNanos) / 1_000_000_000,
            String.format(Locale.ROOT, what, arguments));
    }
}
