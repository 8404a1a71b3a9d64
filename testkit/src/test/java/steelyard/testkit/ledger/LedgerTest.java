package steelyard.testkit.ledger;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.model.CancelReason;
import steelyard.testkit.Changed;
import steelyard.testkit.driver.Driver;
import steelyard.testkit.event.Event;
import steelyard.testkit.flow.OrderFlow;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.reference.ReferenceExchange;

/** The ledger accepts a true story and refuses it as soon as one thing in it is not true. */
final class LedgerTest {
    private static final int COMMANDS = 3_000;

    private record Told(LoggedCommand command, List<Event> events) {
    }

    private static final List<Told> STORY = new ArrayList<>();

    @BeforeAll
    static void tellStory() {
        final Driver driver = new Driver(new ReferenceExchange());
        final OrderFlow flow = new OrderFlow(4_711);
        for (int i = 0; i < COMMANDS; i++) {
            final List<Event> events = driver.apply(flow.next(driver.ledger()));
            STORY.add(new Told(driver.last(), events));
        }
    }

    @Test
    void shouldAcceptTheStoryAsItIs() {
        final Ledger ledger = new Ledger();
        STORY.forEach(told -> ledger.accept(told.command(), told.events()));
        assertTrue(ledger.restingCount() > 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void shouldRefuseTheStoryWith(final String lie, final UnaryOperator<List<Event>> change) {
        int lies = 0;
        for (int i = COMMANDS - 1; i >= 0 && lies < 5; i--) {
            final List<Event> changed = change.apply(STORY.get(i).events());
            if (!changed.equals(STORY.get(i).events())) {
                lies++;
                requireRefused(i, changed);
            }
        }
        assertTrue(lies > 0, "the story has no place for " + lie);
    }

    private static void requireRefused(final int place, final List<Event> changed) {
        final Ledger ledger = new Ledger();
        for (final Told told : STORY.subList(0, place)) {
            ledger.accept(told.command(), told.events());
        }
        assertThrows(LedgerViolation.class, () -> {
            ledger.accept(STORY.get(place).command(), changed);
            for (final Told told : STORY.subList(place + 1, COMMANDS)) {
                ledger.accept(told.command(), told.events());
            }
        });
    }

    private static Stream<Arguments> lies() {
        return Stream.of(
            lie("a fee one micro too high", Event.FillSettled.class, "feeMicros", 1),
            lie("cash one micro too high", Event.FillSettled.class, "cashMicros", 1),
            lie("a quote one micro too low", Event.FillSettled.class, "quoteMicros", -1),
            lie("an entry one micro too high", Event.FillSettled.class, "entryMicros", 1),
            lie("a profit one micro too high", Event.FillSettled.class, "closedPnlMicros", 1),
            lie("a position one lot too large", Event.FillSettled.class, "positionLots", 1),
            lie("a wrong position before", Event.FillSettled.class, "startPositionLots", 1),
            lie("a wrong original size", Event.FillSettled.class, "originalLots", 1),
            lie("a wrong time of placing", Event.FillSettled.class, "placedTimeNanos", -1),
            lie("a trade one tick off", Event.TradeExecuted.class, "priceTicks", 1),
            lie("a trade one lot too large", Event.TradeExecuted.class, "quantityLots", 1),
            lie("a maker out of line", Event.TradeExecuted.class, "makerOrderId", 1),
            lie("a trade id left out", Event.TradeExecuted.class, "tradeId", 1),
            lie("an order id left out", Event.OrderPlaced.class, "orderId", 1),
            lie("a rejected order's id repeated", Event.OrderRejected.class, "orderId", -1),
            lie("a place in line given twice", Event.OrderRested.class, "prioritySequence", -1),
            lie("more at rest than was left", Event.OrderRested.class, "remainingLots", 1),
            lie("less canceled than was left", Event.OrderCanceled.class, "remainingLots", -1),
            reason("a remainder", CancelReason.IOC_REMAINDER),
            reason("a trade with itself", CancelReason.SELF_TRADE),
            reason("reducing nothing", CancelReason.REDUCE_ONLY),
            reason("having no margin", CancelReason.MARGIN),
            reason("being modified", CancelReason.MODIFIED),
            lie("a reduction by one lot too few", Event.OrderReduced.class, "remainingLots", 1),
            lie("a deposit one micro larger", Event.Deposited.class, "amountMicros", 1),
            lie("an account id left out", Event.AccountCreated.class, "accountId", 1),
            lie("another epoch opened", Event.EpochOpened.class, "openedEpoch", 1),
            lie("a wrong gap", Event.SequenceGap.class, "expectedSeq", 1),
            lie("another command done", Event.CommandDone.class, "commandTemplateId", 1),
            Arguments.of("an event number left out", on(Event.CommandDone.class,
                event -> Changed.header(event, "eventSequence", number -> number + 1))),
            Arguments.of("another time", on(Event.OrderPlaced.class,
                event -> Changed.header(event, "timestampNanos", time -> time + 1))),
            Arguments.of("another log position", on(Event.OrderPlaced.class,
                event -> Changed.header(event, "logPosition", position -> position + 1))),
            Arguments.of("the end left out", (UnaryOperator<List<Event>>)
                events -> events.isEmpty() ? events : events.subList(0, events.size() - 1)),
            Arguments.of("nothing at all", (UnaryOperator<List<Event>>) events -> List.of()),
            Arguments.of("the taker settling first", (UnaryOperator<List<Event>>) LedgerTest::takerFirst),
            Arguments.of("a cancellation kept quiet", (UnaryOperator<List<Event>>) LedgerTest::withoutCancellation));
    }

    private static Arguments lie(
        final String name, final Class<? extends Event> type, final String field, final long difference) {
        return Arguments.of(name, on(type, event -> Changed.field(event, field, value -> value + difference)));
    }

    /** Another reason for the cancellation of an order that rested, has no flags and was canceled because its account asked. */
    private static Arguments reason(final String name, final CancelReason reason) {
        return Arguments.of("canceled for " + name, on(Event.OrderCanceled.class, event ->
            event instanceof Event.OrderCanceled canceled && canceled.reason() == 0 && canceled.flags() == 0 && canceled.wasResting()
                ? Changed.field(event, "reason", code -> reason.code()) : event));
    }

    /** Changes the first event of this kind. */
    private static UnaryOperator<List<Event>> on(
        final Class<? extends Event> type, final UnaryOperator<Event> change) {
        return events -> {
            final List<Event> changed = new ArrayList<>(events);
            for (int i = 0; i < changed.size(); i++) {
                if (type.isInstance(changed.get(i))) {
                    changed.set(i, change.apply(changed.get(i)));
                    break;
                }
            }
            return changed;
        };
    }

    private static List<Event> takerFirst(final List<Event> events) {
        final List<Event> changed = new ArrayList<>(events);
        for (int i = 0; i + 1 < changed.size(); i++) {
            if (changed.get(i) instanceof Event.FillSettled) {
                final Event maker = changed.get(i);
                final Event taker = changed.get(i + 1);
                Collections.swap(changed, i, i + 1);
                changed.set(i, Changed.header(taker, "eventSequence", number -> number - 1));
                changed.set(i + 1, Changed.header(maker, "eventSequence", number -> number + 1));
                break;
            }
        }
        return changed;
    }

    /** The orders stay in the ledger's book, where a later event meets them; renumbered, so that no gap tells. */
    private static List<Event> withoutCancellation(final List<Event> events) {
        final List<Event> changed = new ArrayList<>();
        int dropped = 0;
        for (final Event event : events) {
            if (dropped == 0 && event instanceof Event.OrderCanceled canceled && canceled.wasResting()) {
                dropped++;
            } else {
                final int less = dropped;
                changed.add(Changed.header(event, "eventSequence", number -> number - less));
            }
        }
        return changed;
    }
}
