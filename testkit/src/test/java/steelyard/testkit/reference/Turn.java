package steelyard.testkit.reference;

import steelyard.testkit.log.Step;

/** One thing that happens to the exchanges under test. */
sealed interface Turn {
    /** A command goes to all of them. */
    record Apply(Step step) implements Turn {
    }

    /** One forgets what it can work out again. */
    record DropDerived() implements Turn {
    }

    /** One is replaced by a new one that is loaded from a snapshot. */
    record Restore(long indexSeed) implements Turn {
    }

    /** All recount themselves. */
    record Verify() implements Turn {
    }
}
