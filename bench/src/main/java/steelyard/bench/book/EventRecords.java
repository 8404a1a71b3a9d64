package steelyard.bench.book;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import steelyard.protocol.ArrayBuffer;

/**
 * The events of one command as bytes: both engines' events are written by the same code into the same kind of buffer,
 * and must be equal. Also counts them, so that it can be seen that nothing was left out.
 */
final class EventRecords {
    private static final int DONE = 1;
    private static final int TRADE = 2;
    private static final int REDUCED = 3;
    private static final int REMAINDER_CANCELED = 4;

    private final ArrayBuffer buffer = new ArrayBuffer(1 << 16);
    private long sequence;
    private int length;
    private long trades;
    private long tradedLots;
    private long bytes;

    /** Empties the buffer for the next command. */
    void open() {
        bytes += length;
        length = 0;
    }

    /** A fill. */
    void trade(
        final long makerOrderId, final long makerUser, final long takerOrderId, final long takerUser, final long price,
        final long lots, final boolean makerDone, final boolean takerDone) {
        buffer.reserve(length + 72);
        final int at = begin(TRADE);
        buffer.putLong(at, makerOrderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, makerUser, LITTLE_ENDIAN);
        buffer.putLong(at + 16, takerOrderId, LITTLE_ENDIAN);
        buffer.putLong(at + 24, takerUser, LITTLE_ENDIAN);
        buffer.putLong(at + 32, price, LITTLE_ENDIAN);
        buffer.putLong(at + 40, lots, LITTLE_ENDIAN);
        buffer.putLong(at + 48, (makerDone ? 1 : 0) | (takerDone ? 2 : 0), LITTLE_ENDIAN);
        length = at + 56;
        trades++;
        tradedLots += lots;
    }

    /** A resting order is smaller, or gone. */
    void reduced(final long orderId, final long user, final long price, final long lots, final boolean done) {
        final int at = begin(REDUCED);
        buffer.putLong(at, orderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, user, LITTLE_ENDIAN);
        buffer.putLong(at + 16, price, LITTLE_ENDIAN);
        buffer.putLong(at + 24, lots, LITTLE_ENDIAN);
        buffer.putLong(at + 32, done ? 1 : 0, LITTLE_ENDIAN);
        length = at + 40;
    }

    /** What an order that takes has left is canceled. */
    void remainderCanceled(final long orderId, final long user, final long price, final long lots) {
        final int at = begin(REMAINDER_CANCELED);
        buffer.putLong(at, orderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, user, LITTLE_ENDIAN);
        buffer.putLong(at + 16, price, LITTLE_ENDIAN);
        buffer.putLong(at + 24, lots, LITTLE_ENDIAN);
        length = at + 32;
    }

    /** A command is done. */
    void done(final int op, final long orderId) {
        final int at = begin(DONE);
        buffer.putLong(at, orderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, op, LITTLE_ENDIAN);
        length = at + 16;
    }

    private int begin(final int kind) {
        buffer.putLong(length, ++sequence, LITTLE_ENDIAN);
        buffer.putLong(length + 8, kind, LITTLE_ENDIAN);
        return length + 16;
    }

    ArrayBuffer buffer() {
        return buffer;
    }

    /** Bytes of the command's events. */
    int length() {
        return length;
    }

    /** Number, trades, lots and bytes of all events. */
    String totals() {
        return sequence + " events, " + trades + " trades, " + tradedLots + " lots, " + (bytes + length) + " bytes";
    }

    /** Number and lots of all trades. */
    String trades() {
        return trades + " trades, " + tradedLots + " lots";
    }
}
