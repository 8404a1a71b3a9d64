package steelyard.bench.book;

import java.util.function.LongConsumer;

/** An engine under measurement, with an empty book and the workload that it is to process. */
interface Engine {
    /** Processes a command: fills in the engine's own command, processes it, encodes its events. */
    void process(int command);

    /** The events of the last command, and totals. */
    EventRecords events();

    /** Every resting order, market by market, bids then asks, in the order of priority: id, price, lots. */
    void book(LongConsumer to);
}
