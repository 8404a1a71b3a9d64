package steelyard.testkit.flow;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, from one seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** 0 to {@code bound - 1}. */
    int below(final int bound) {
        return random.nextInt(bound);
    }

    /** {@code first} to {@code last}, both included. */
    long between(final long first, final long last) {
        return last == Long.MAX_VALUE ? random.nextLong(first - 1, last) + 1 : random.nextLong(first, last + 1);
    }

    /** True that often out of a hundred. */
    boolean percent(final int chance) {
        return random.nextInt(100) < chance;
    }

    boolean oneIn(final int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(final List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    long pick(final long... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** 0 or more, small numbers more often: each further one with the same chance out of a hundred. */
    int geometric(final int chance) {
        int number = 0;
        while (number < 1_000 && percent(chance)) {
            number++;
        }
        return number;
    }

    long any() {
        return random.nextLong();
    }
}
