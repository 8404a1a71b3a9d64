package steelyard.flow;

import steelyard.flow.recording.RecordedOrder;
import steelyard.model.Side;

/** Where the commands of a {@link FlowReplay} go. Orders are named by the ids of the recording. */
interface FlowTarget {
    /** A new order that rests. */
    void place(RecordedOrder order);

    /** The order has another price or size from now on. */
    void amend(RecordedOrder order);

    /** The order is to leave. */
    void cancel(RecordedOrder order);

    /**
     * An order that takes at once or goes.
     *
     * @param takeId its number, from 1
     */
    void take(long takeId, Side side, long priceE8, long size);
}
