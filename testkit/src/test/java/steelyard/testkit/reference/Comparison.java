package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import steelyard.testkit.flow.Coverage;
import steelyard.testkit.flow.OrderFlow;
import steelyard.testkit.flow.Shrinker;
import steelyard.testkit.log.StateMachine;

/** Runs a seed's flow through a {@link World}, and shrinks what fails. */
final class Comparison {
    /** About every how many commands something is forgotten or restored: every fifth seed often. */
    private static final int SELDOM = 600;
    private static final int OFTEN = 40;
    private static final long SHRINK_NANOS = Long.getLong("equivalence.shrinkSeconds", 60) * 1_000_000_000L;

    /** A seed that failed. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1L;

        Failure(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    private final Supplier<StateMachine> reference;
    private final long shrinkNanos;

    Comparison(final Supplier<StateMachine> reference) {
        this(reference, SHRINK_NANOS);
    }

    /** Spends so much time on shrinking what fails. */
    Comparison(final Supplier<StateMachine> reference, final long shrinkNanos) {
        this.reference = reference;
        this.shrinkNanos = shrinkNanos;
    }

    /** What the flow of this seed covered; throws {@link Failure} if the world did not hold. */
    Coverage run(final long seed, final int commands) {
        final List<Turn> turns = new ArrayList<>();
        final World world = new World(reference.get());
        final OrderFlow flow = new OrderFlow(seed);
        final SplittableRandom random = new SplittableRandom(~seed);
        for (int i = 0; i < commands; i++) {
            final Turn turn = switch (random.nextInt(seed % 5 == 0 ? OFTEN : SELDOM)) {
                case 0, 1, 2 -> new Turn.DropDerived();
                case 3 -> new Turn.Restore(random.nextLong());
                case 4 -> random.nextInt(4) == 0 ? new Turn.Verify() : new Turn.DropDerived();
                default -> new Turn.Apply(flow.next(world.ledger()));
            };
            turns.add(turn);
            try {
                world.act(turn);
            } catch (final RuntimeException | AssertionError e) {
                throw failure(seed, i, turns, world, e);
            }
        }
        world.act(new Turn.Restore(seed));
        world.act(new Turn.Verify());
        return world.coverage();
    }

    private Failure failure(
        final long seed, final int number, final List<Turn> turns, final World world, final Throwable cause) {
        final String line = world.line(turns.getLast());
        if (shrinkNanos == 0) {
            return new Failure("seed " + seed + ", command " + number + ": " + line + '\n' + cause, cause);
        }
        final List<Turn> few = Shrinker.shrink(turns, sequence -> thrown(sequence) != null, shrinkNanos);
        final StringBuilder text = new StringBuilder();
        text.append("seed ").append(seed).append(", command ").append(number).append(": ").append(line).append('\n');
        text.append(cause).append("\n\nShrunk to ").append(few.size()).append(" of ").append(turns.size());
        text.append(", which ends in\n").append(thrown(few)).append("\n\n");
        few.forEach(turn -> text.append(world.line(turn)).append('\n'));
        return new Failure(text.toString(), cause);
    }

    /** What a sequence throws, or {@code null}. */
    private Throwable thrown(final List<Turn> sequence) {
        final World world = new World(reference.get());
        try {
            sequence.forEach(world::act);
            return null;
        } catch (final RuntimeException | AssertionError e) {
            return e;
        }
    }
}
