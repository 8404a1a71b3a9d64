package steelyard.testkit.equivalence;

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
    private static final long SHRINK_NANOS = Long.getLong("equivalence.shrinkSeconds", 60) * 1_000_000_000L;

    /** A seed that failed. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1L;

        Failure(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    private final Supplier<StateMachine> reference;

    Comparison(final Supplier<StateMachine> reference) {
        this.reference = reference;
    }

    /** What the flow of this seed covered; throws {@link Failure} if the world did not hold. */
    Coverage run(final long seed, final int commands) {
        final List<Action> actions = new ArrayList<>();
        final World world = new World(reference.get());
        final OrderFlow flow = new OrderFlow(seed);
        final SplittableRandom random = new SplittableRandom(~seed);
        for (int i = 0; i < commands; i++) {
            final Action action = switch (random.nextInt(600)) {
                case 0, 1, 2 -> new Action.DropDerived();
                case 3 -> new Action.Restore(random.nextLong());
                case 4 -> random.nextInt(4) == 0 ? new Action.Verify() : new Action.DropDerived();
                default -> new Action.Apply(flow.next(world.ledger()));
            };
            actions.add(action);
            try {
                world.act(action);
            } catch (final RuntimeException | AssertionError e) {
                throw failure(seed, i, actions, world, e);
            }
        }
        world.act(new Action.Restore(seed));
        world.act(new Action.Verify());
        return world.coverage();
    }

    private Failure failure(
        final long seed, final int number, final List<Action> actions, final World world, final Throwable cause) {
        final String line = world.line(actions.getLast());
        final List<Action> few = Shrinker.shrink(actions, sequence -> thrown(sequence) != null, SHRINK_NANOS);
        final StringBuilder text = new StringBuilder();
        text.append("seed ").append(seed).append(", command ").append(number).append(": ").append(line).append('\n');
        text.append(cause).append("\n\nShrunk to ").append(few.size()).append(" of ").append(actions.size());
        text.append(", which ends in\n").append(thrown(few)).append("\n\n");
        few.forEach(action -> text.append(world.line(action)).append('\n'));
        return new Failure(text.toString(), cause);
    }

    /** What a sequence throws, or {@code null}. */
    private Throwable thrown(final List<Action> sequence) {
        final World world = new World(reference.get());
        try {
            sequence.forEach(world::act);
            return null;
        } catch (final RuntimeException | AssertionError e) {
            return e;
        }
    }
}
