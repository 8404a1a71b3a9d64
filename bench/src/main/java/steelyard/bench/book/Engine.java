package steelyard.bench.book;

import java.util.function.LongConsumer;

/** An engine under measurement, with an empty book and the workload that it is to process. */
interface Engine {
    /** Processes commands from one number to before another. */
    default void process(final int from, final int to) {
        for (int i = from; i < to; i++) {
            process(i);
        }
    }

    /** Processes a command: fills in the engine's own command, processes it, encodes its events. */
    void process(int command);

    /** The bytes of the last command's events, or {@code null} if the engine encodes events of its own. */
    EventRecords events();

    /** What it has done in all, for a comparison. */
    String totals();

    /** Every resting order, in an order that both engines share: id, price, lots. */
    void book(LongConsumer to);
}
