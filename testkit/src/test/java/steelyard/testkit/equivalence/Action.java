package steelyard.testkit.equivalence;

import steelyard.testkit.log.Step;

/** One thing that happens to the exchanges under test. */
sealed interface Action {
    /** A command goes to all of them. */
    record Apply(Step step) implements Action {
    }

    /** One forgets what it can work out again. */
    record DropDerived() implements Action {
    }

    /** One is replaced by a new one that is loaded from a snapshot. */
    record Restore(long indexSeed) implements Action {
    }

    /** All recount themselves. */
    record Verify() implements Action {
    }
}
