package steelyard.testkit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.model.Side;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandDecoder;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.driver.Driver;
import steelyard.testkit.flow.OrderFlow;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.Step;
import steelyard.testkit.reference.ReferenceExchange;

/** A command is the same after a way through its text, and after one through its bytes. */
final class CommandTextTest {
    private static final int COMMANDS = 6_000;

    @Test
    void shouldReadWhatItWrites() {
        final Driver driver = new Driver(new ReferenceExchange());
        final CommandText texts = new CommandText(driver.markets());
        final CommandParser parser = new CommandParser(driver.markets(), 0);
        final CommandEncoder encoder = new CommandEncoder().proof(new byte[] {1, 2, 3});
        final CommandDecoder decoder = new CommandDecoder();
        final OrderFlow flow = new OrderFlow(99);
        for (int i = 0; i < COMMANDS; i++) {
            final Step step = flow.next(driver.ledger());
            final String line = texts.line(step);
            assertEquals(step, parser.step(line), line);

            driver.apply(step);
            final LoggedCommand command = driver.last();
            final UnsafeBuffer bytes = new UnsafeBuffer(encoder.encode(command.command(), command.origin()));
            assertEquals(command.command(), decoder.decode(bytes, 0), line);
            assertEquals(command.origin(), decoder.origin(bytes, 0), line);
        }
    }

    @Test
    void shouldReadShortLines() {
        final CommandParser parser = new CommandParser(new Markets(), 1_000_000_000);
        final Command.PlaceOrders first = (Command.PlaceOrders) parser.step("PlaceOrders alice m0 buy 1 @ 2").command();
        final Step second = parser.step("+5s node=2 seq=-1 PlaceOrders alice m0 sell 1.5 @ -2 ioc cloid=0xff");

        assertEquals(1_001, first.authority().nonceMillis());
        assertEquals(Side.BUY.code(), first.orders().getFirst().side());
        assertEquals(200_000_000, first.orders().getFirst().priceE8());
        assertEquals(6_001_000_000L, second.timestampNanos());
        assertEquals(-1, second.seqOffset());
        assertEquals(2, second.nodeId());
        assertEquals(6_001, ((Command.PlaceOrders) second.command()).authority().nonceMillis());
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        for (final String line : List.of(
            "", "Nonsense", "PlaceOrders", "PlaceOrders alice m0 buy 1 @", "PlaceOrders alice m0 long 1 @ 2",
            "PlaceOrders alice BTC buy 1 @ 2", "PlaceOrders alice m0 buy 1 @ 2 fak", "Tick tock",
            "Deposit Alice 1.0 source=1 number=1", "Deposit alice 1.0 number=1 source=1", "SetParameter FEE 1",
            "PlaceOrders alice m0 buy 0.000000001 @ 2", "+5 Tick")) {
            assertThrows(RuntimeException.class, () -> new CommandParser(new Markets(), 0).step(line), line);
        }
    }
}
