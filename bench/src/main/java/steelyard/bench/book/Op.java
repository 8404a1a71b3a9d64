package steelyard.bench.book;

/** What a command of a workload does, as it is kept in an array. */
final class Op {
    /** A limit order that rests. */
    static final byte PLACE = 0;
    /** A limit order that takes what it can at once. */
    static final byte TAKE = 1;
    /** The end of a resting order. */
    static final byte CANCEL = 2;
    /** Fewer lots for a resting order, in its place. */
    static final byte REDUCE = 3;
    /** Another price for a resting order, behind those that are there. */
    static final byte MOVE = 4;
    /** How many there are. */
    static final int COUNT = 5;

    private static final String[] NAMES = {"place", "take", "cancel", "reduce", "move"};

    private Op() {
    }

    static String name(final int op) {
        return NAMES[op];
    }
}
