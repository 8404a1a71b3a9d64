package steelyard.testkit.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.testkit.Changed;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.LedgerViolation;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.Step;

final class DriverTest {
    @Test
    void shouldNumberCommandsAndLetTimePass() {
        final Driver driver = Driver.ofExchange();

        assertEquals(
            List.of("EpochOpened node 1 epoch 1 token 5", "CommandDone OpenEpoch applied"),
            driver.tell(new Command.OpenEpoch(5)));
        driver.advance(1_000);
        final List<Event> events = driver.apply(new Command.Tick());

        assertEquals(Driver.START_NANOS + 2_001_000, driver.nowNanos());
        assertEquals(driver.nowNanos(), events.getFirst().header().timestampNanos());
        assertEquals(1, driver.last().origin().seq());
        assertEquals(2, driver.tell(new Command.OpenEpoch(6)).size());
        assertEquals(1, driver.apply(new Command.Tick()).getFirst().header().seq());
        assertEquals(List.of(), driver.apply(new Step(driver.nowNanos(), 1, 0, -1, new Command.Tick())));
    }

    @Test
    void shouldStopAtEventsThatCannotBeTrue() {
        final ExchangeMachine exchange = new ExchangeMachine(1);
        final Driver driver = new Driver(command -> exchange.apply(command).stream()
            .map(event -> Changed.header(event, "eventSequence", number -> number + 1)).toList());

        assertThrows(LedgerViolation.class, () -> driver.apply(new Command.OpenEpoch(5)));
    }
}
