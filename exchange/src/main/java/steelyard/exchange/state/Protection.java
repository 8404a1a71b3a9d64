package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import steelyard.model.FixedPoint;
import steelyard.protocol.sbe.ProtectionRecordDecoder;

/** What a group of quotes may suffer in a window of log time,
    and what it has. {@code docs/matching-rules.md#13-quotes}. */
public final class Protection {
    private final int accountId;
    private final int group;
    private long windowMillis;
    private long frozenMillis;
    private long quantityMaxE8;
    private long valueMaxMicros;
    private int countMax;
    private boolean frozen;
    private long frozenUntilMillis;
    private long[] times = {};
    private long[] quantities = {};
    private long[] values = {};
    private int first;
    private int count;
    private long quantityE8;
    private long valueMicros;
    private long hash;
    private boolean isHashed;

    Protection(final int accountId, final int group) {
        this.accountId = accountId;
        this.group = group;
    }

    /** Sets the limits; what was counted is forgotten. A count of 0: no protection. */
    public void set(
        final long window, final long frozenFor, final long quantityMax, final long valueMax, final int fillsMax) {
        windowMillis = window;
        frozenMillis = frozenFor;
        quantityMaxE8 = quantityMax;
        valueMaxMicros = valueMax;
        countMax = fillsMax;
        times = new long[fillsMax];
        quantities = new long[fillsMax];
        values = new long[fillsMax];
        forget();
    }

    /** What was counted is forgotten. */
    public void forget() {
        first = 0;
        count = 0;
        quantityE8 = 0;
        valueMicros = 0;
        isHashed = false;
    }

    /** Freezes or unfreezes; {@code untilMillis} 0: until it is reset. */
    public void freeze(final boolean isFrozen, final long untilMillis) {
        frozen = isFrozen;
        frozenUntilMillis = untilMillis;
        isHashed = false;
    }

    /** Whether quotes are refused at this time. */
    public boolean isFrozen(final long nowMillis) {
        return frozen && (frozenUntilMillis == 0 || nowMillis < frozenUntilMillis);
    }

    /** Counts a fill; {@code true} if a limit is reached. */
    public boolean count(final long nowNanos, final long lotsE8, final long fillMicros) {
        while (count > 0 && times[first] <= nowNanos - windowMillis * 1_000_000) {
            quantityE8 -= quantities[first];
            valueMicros -= values[first];
            first = (first + 1) % countMax;
            count--;
        }
        add(nowNanos, lotsE8, fillMicros);
        return count >= countMax || quantityMaxE8 > 0 && quantityE8 >= quantityMaxE8
            || valueMaxMicros > 0 && valueMicros >= valueMaxMicros;
    }

    /** Puts a fill behind the others. Sums that have no limit may be anything once they are beyond a 64-bit number. */
    public void add(final long timeNanos, final long lotsE8, final long fillMicros) {
        final int at = (first + count++) % countMax;
        times[at] = timeNanos;
        quantities[at] = lotsE8;
        values[at] = fillMicros;
        quantityE8 = FixedPoint.saturatedSum(quantityE8, lotsE8);
        valueMicros = FixedPoint.saturatedSum(valueMicros, fillMicros);
        isHashed = false;
    }

    /** Whose it is. */
    public int accountId() {
        return accountId;
    }

    /** The group of quotes. */
    public int group() {
        return group;
    }

    /** Length of the window. */
    public long windowMillis() {
        return windowMillis;
    }

    /** For how long it freezes; 0: until it is reset. */
    public long frozenMillis() {
        return frozenMillis;
    }

    /** Most quantity in 10<sup>-8</sup>; 0: no limit. */
    public long quantityMaxE8() {
        return quantityMaxE8;
    }

    /** Most value; 0: no limit. */
    public long valueMaxMicros() {
        return valueMaxMicros;
    }

    /** Most fills; 0: no protection. */
    public int countMax() {
        return countMax;
    }

    /** Whether it was frozen and not reset. */
    public boolean frozen() {
        return frozen;
    }

    /** Until when; 0: until it is reset. */
    public long frozenUntilMillis() {
        return frozenUntilMillis;
    }

    /** Number of fills that are counted, perhaps with some that are too old. */
    public int fills() {
        return count;
    }

    /** Time of a fill, oldest first. */
    public long timeNanos(final int index) {
        return times[(first + index) % countMax];
    }

    /** Quantity of a fill. */
    public long quantityE8(final int index) {
        return quantities[(first + index) % countMax];
    }

    /** Value of a fill. */
    public long valueMicros(final int index) {
        return values[(first + index) % countMax];
    }

    /** The hash of all of it. */
    public long hash() {
        if (!isHashed) {
            hash = hashAnew();
            isHashed = true;
        }
        return hash;
    }

    private long hashAnew() {
        long sum = mix(mix(mix(0, ProtectionRecordDecoder.TEMPLATE_ID), accountId), group);
        sum = mix(mix(mix(sum, windowMillis), frozenMillis), quantityMaxE8);
        sum = mix(mix(mix(sum, valueMaxMicros), countMax), frozen ? 1 : 0);
        sum = mix(sum, frozenUntilMillis);
        for (int i = 0; i < count; i++) {
            sum = mix(mix(mix(sum, timeNanos(i)), quantityE8(i)), valueMicros(i));
        }
        return sum;
    }
}
