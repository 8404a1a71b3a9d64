package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import steelyard.protocol.sbe.FollowUpRecordDecoder;

/**
 * Work that something put and that is not done yet, first in first out. {@code docs/matching-rules.md#1-house-work}. Numbers
 * that a kind does not need are 0.
 */
public final class FollowUps {
    /** Open orders of an account with ids below the order id are canceled. */
    public static final int SWEEP = 1;
    /** Waiting children of a group, which the order id names, are armed. */
    public static final int ARM_CHILDREN = 2;
    /** Waiting children of a group are canceled. */
    public static final int CANCEL_CHILDREN = 3;
    /** Open siblings of a group are canceled. */
    public static final int CANCEL_SIBLINGS = 4;
    /** Armed siblings of an account in a market that protect nothing any more are canceled. */
    public static final int POSITION_CLOSED = 5;
    /** All orders of a market are canceled. */
    public static final int DELISTING = 6;
    /** Quotes of a group are canceled. */
    public static final int TAKE_QUOTES_BACK = 7;
    /** The crossed book of a market is executed. */
    public static final int UNCROSSING = 8;

    private static final int FIELDS = 3;

    private long[] words = new long[FIELDS * 16];
    private int first;
    private int count;

    FollowUps() {
    }

    /** Puts work behind all other. */
    public void put(
        final int kind, final int accountId, final int marketId, final long orderId, final int side,
        final int orderKind, final int reason, final int quoteGroup) {
        final int capacity = words.length / FIELDS;
        if (count == capacity) {
            final long[] old = words;
            words = Arrays.copyOf(old, 2 * old.length);
            for (int i = 0; i < count; i++) {
                System.arraycopy(old, (first + i) % capacity * FIELDS, words, i * FIELDS, FIELDS);
            }
            first = 0;
        }
        final int at = (first + count++) % (words.length / FIELDS) * FIELDS;
        words[at] = orderId;
        words[at + 1] = (long) accountId << 32 | marketId & 0xFFFF_FFFFL;
        words[at + 2] = (long) kind << 32 | (long) side << 24 | (long) orderKind << 16 | (long) reason << 8 | quoteGroup;
    }

    /** Puts work on a group. */
    public void putGroup(final int kind, final long groupId) {
        put(kind, 0, 0, groupId, 0, 0, 0, 0);
    }

    /** Puts work on a market, for an account or 0. */
    public void putMarket(final int kind, final int accountId, final int marketId) {
        put(kind, accountId, marketId, 0, 0, 0, 0, 0);
    }

    /** Notes how far the work of the first has come. */
    public void note(final long number, final int flag) {
        words[at(0)] = number;
        words[at(0) + 2] = words[at(0) + 2] & ~(0xFFL << 24) | (long) flag << 24;
    }

    /** Takes the work of a kind on a market out, wherever it stands. */
    public void removeMarket(final int kind, final int marketId) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kind(i) != kind || marketId(i) != marketId) {
                System.arraycopy(words, at(i), words, at(kept++), FIELDS);
            }
        }
        count = kept;
    }

    /** Number of entries. */
    public int count() {
        return count;
    }

    /** Takes the first out: it is done. */
    public void removeFirst() {
        first = (first + 1) % (words.length / FIELDS);
        count--;
    }

    /** What is to be done, of the entry at an index from 0, the first. */
    public int kind(final int index) {
        return (int) (words[at(index) + 2] >>> 32);
    }

    /** The order or group. */
    public long orderId(final int index) {
        return words[at(index)];
    }

    /** The account. */
    public int accountId(final int index) {
        return (int) (words[at(index) + 1] >>> 32);
    }

    /** The market; −1: all. */
    public int marketId(final int index) {
        return (int) words[at(index) + 1];
    }

    /** Side of the orders; 255: both. */
    public int side(final int index) {
        return (int) (words[at(index) + 2] >>> 24) & 0xFF;
    }

    /** Kind of the orders: 0 all, 1 resting, 2 trigger orders, 3 quotes. */
    public int orderKind(final int index) {
        return (int) (words[at(index) + 2] >>> 16) & 0xFF;
    }

    /** Code of the reason with which they are canceled. */
    public int reason(final int index) {
        return (int) (words[at(index) + 2] >>> 8) & 0xFF;
    }

    /** The group of quotes. */
    public int quoteGroup(final int index) {
        return (int) words[at(index) + 2] & 0xFF;
    }

    /** The hash of the queue: of its entries with their places. */
    public long hash() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            final long start = mix(mix(0, FollowUpRecordDecoder.TEMPLATE_ID), i);
            sum += mix(mix(mix(start, words[at(i)]), words[at(i) + 1]), words[at(i) + 2]);
        }
        return sum;
    }

    private int at(final int index) {
        return (first + index) % (words.length / FIELDS) * FIELDS;
    }
}
