package steelyard.testkit.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.reference.ReferenceExchange;

final class FlowCoverageTest {
    @Test
    void shouldReachEverythingThatCanHappen() {
        final Coverage all = new Coverage();
        for (int seed = 1; seed <= 8; seed++) {
            final ReferenceExchange reference = new ReferenceExchange();
            final Ledger ledger = new Ledger();
            final CommandLog log = new CommandLog();
            final OrderFlow flow = new OrderFlow(seed);
            final Coverage coverage = new Coverage();
            long start = System.nanoTime();
            for (int i = 0; i < 25_000; i++) {
                final LoggedCommand command = log.append(flow.next(ledger));
                final List<Event> events;
                try {
                events = reference.apply(command);
                ledger.accept(command, events);
                } catch (RuntimeException e) {
                    throw new RuntimeException("seed " + seed + " command " + i + " " + command, e);
                }
                log.onEvents(events);
                coverage.onCommand(command, events);
            }
            System.out.println("seed " + seed + " " + (System.nanoTime() - start) / 1_000_000 + " ms, resting " + ledger.restingCount());
            all.add(coverage);
        }
        System.out.println(all);
        assertEquals(List.of(), all.missing());
    }
}
