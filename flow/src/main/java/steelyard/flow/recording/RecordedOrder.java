package steelyard.flow.recording;

import steelyard.model.Side;

/**
 * A resting order of a recording.
 *
 * @param orderId    in the recording's own numbers
 * @param priceE8 in 10<sup>-8</sup> of the currency
 * @param size       in whole units
 * @param sequence   of two orders at one price the one with the lower sequence stands before the other
 */
public record RecordedOrder(long orderId, Side side, long priceE8, long size, long sequence) {
    RecordedOrder withSize(final long newSize) {
        return new RecordedOrder(orderId, side, priceE8, newSize, sequence);
    }
}
