package steelyard.testkit.reference;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.testkit.Changed;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.StateMachine;

/** A mistake on one side is found soon, and told in no more lines than can be read. */
final class PlantedMistakesTest {
    private static final int COMMANDS = 20_000;
    private static final int LINES_MAX = 100;
    private static final Pattern SHRUNK = Pattern.compile("Shrunk to (\\d+) of");

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void shouldFind(final String mistake, final Supplier<StateMachine> mistaken) {
        final Comparison comparison = new Comparison(mistaken);
        final AssertionError error = assertThrows(Comparison.Failure.class, () -> comparison.run(1, COMMANDS), mistake);
        final Matcher shrunk = SHRUNK.matcher(error.getMessage());
        assertTrue(shrunk.find() && Integer.parseInt(shrunk.group(1)) <= LINES_MAX, error.getMessage());
        assertTrue(error.getMessage().startsWith("seed 1, command "), error.getMessage());
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
            chosen("the youngest order of a price trades first", new Choices() {
                @Override
                public Order maker(final List<Order> oldestFirst) {
                    return oldestFirst.getLast();
                }
            }),
            chosen("fees are rounded up", new Choices() {
                @Override
                public long feeMicros(final BigInteger notionalMicros, final long rateNanos) {
                    final BigInteger product = notionalMicros.multiply(BigInteger.valueOf(rateNanos));
                    return product.signum() < 0
                        ? Choices.super.feeMicros(notionalMicros, rateNanos)
                        : Choices.ceiling(product, BigInteger.valueOf(1_000_000_000)).longValueExact();
                }
            }),
            chosen("requirements are half as high again", new Choices() {
                @Override
                public BigInteger marginOf(final BigInteger notionalMicros, final BigInteger leverage) {
                    final BigInteger right = Choices.super.marginOf(notionalMicros, leverage);
                    return right.add(right.shiftRight(1));
                }
            }),
            Arguments.of("takers' fees lose a micro", (Supplier<StateMachine>) PlantedMistakesTest::losing),
            Arguments.of("an event number is skipped", (Supplier<StateMachine>) PlantedMistakesTest::skipping));
    }

    private static Arguments chosen(final String name, final Choices choices) {
        return Arguments.of(name, (Supplier<StateMachine>) () -> new ReferenceExchange(choices));
    }

    private static StateMachine losing() {
        final ReferenceExchange reference = new ReferenceExchange();
        return command -> reference.apply(command).stream()
            .map(event -> event instanceof Event.FillSettled fill && fill.isTaker()
                ? Changed.field(event, "feeMicros", fee -> fee - 1) : event)
            .toList();
    }

    private static StateMachine skipping() {
        final ReferenceExchange reference = new ReferenceExchange();
        final long[] skipped = {0};
        return command -> {
            skipped[0] += command.command() instanceof Command.UpdateLeverage ? 1 : 0;
            return reference.apply(command).stream()
                .map(event -> Changed.header(event, "eventSequence", number -> number + skipped[0]))
                .toList();
        };
    }
}
