package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The usual commands, over and over, in a circle that ends where it began. */
class AllocationTest {
    private static final int MAKER = 1;
    private static final int TAKER = 2;
    private static final int WARM_UP_CIRCLES = 2_000;
    private static final int MEASURED_CIRCLES = 2_000;
    private static final int ROUNDS_MAX = 5;
    private static final int SEQ_OFFSET = 8;
    private static final int NONCE_OFFSET = 24;
    private static final int PUBLISH_TIME_OFFSET = 46;
    private static final int SUBMIT_PRICES = 8;

    private final List<UnsafeBuffer> circle = new ArrayList<>();
    private final Rig rig = Rig.open();

    @Test
    void shouldAllocateNothingOnceTablesHaveGrown() {
        rig.deposit(MAKER, 1_000_000_000 * Rig.USDC);
        rig.deposit(TAKER, 1_000_000_000 * Rig.USDC);
        recordCircle();
        final Exchange exchange = rig.restoredInto((batch, offset, length) -> { });
        run(exchange, WARM_UP_CIRCLES * circle.size());
        long allocated = 1;
        for (int round = 0; round < ROUNDS_MAX && allocated > 0; round++) {
            allocated = allocatedBy(exchange);
        }
        assertEquals(0, allocated);
        exchange.verify();
    }

    /** The virtual machine allocates a little itself, now and then; a command that allocates does so in every round. */
    private long allocatedBy(final Exchange exchange) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long eventsBefore = exchange.eventSequence();
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(exchange, MEASURED_CIRCLES * circle.size());
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(0, (exchange.eventSequence() - eventsBefore) % MEASURED_CIRCLES, "each circle does the same");
        assertTrue((exchange.eventSequence() - eventsBefore) / MEASURED_CIRCLES > 40, "and what it should");
        return allocated;
    }

    private void recordCircle() {
        record(rig.price(Rig.BTC, 600_000));
        record(rig.place(MAKER, buy(500, 599_990).named(1), sell(500, 600_010).named(2).postOnly()));
        record(rig.place(TAKER, buy(100, 600_010).ioc(), buy(50, 599_000).named(3)));
        record(rig.place(TAKER, sell(100, 610_000).reduceOnly().named(4)));
        record(rig.price(Rig.BTC, 598_000));
        record(rig.modify(MAKER, buy(300, 599_990).named(1).ofClientId(1), sell(600, 600_020).named(2).ofClientId(2)));
        record(rig.modify(MAKER, sell(600, 600_030).named(2).ofClientId(2)));
        record(rig.place(TAKER, sell(100, 599_990).ioc()));
        record(rig.leverage(TAKER, Rig.BTC, 10, true));
        record(rig.cancelByClientId(MAKER, Rig.BTC, 1, 2));
        record(rig.cancelByClientId(TAKER, Rig.BTC, 3, 4));
        record(rig.place(TAKER, buy(100, 590_000).reduceOnly()));
        record(rig.cancel(TAKER, Rig.BTC, 1));
    }

    private void record(final List<String> events) {
        assertTrue(events.getLast().startsWith("done"), events.toString());
        circle.add(new UnsafeBuffer(Rig.bytes(rig.command, 0, rig.commandLength)));
    }

    private void run(final Exchange exchange, final int commands) {
        for (int i = 0; i < commands; i++) {
            final UnsafeBuffer command = circle.get(i % circle.size());
            command.putLong(SEQ_OFFSET, ++rig.seq, ByteOrder.LITTLE_ENDIAN);
            if (command.getShort(2, ByteOrder.LITTLE_ENDIAN) == SUBMIT_PRICES) {
                command.putLong(PUBLISH_TIME_OFFSET, rig.now, ByteOrder.LITTLE_ENDIAN);
            } else {
                command.putLong(NONCE_OFFSET, ++rig.nonce, ByteOrder.LITTLE_ENDIAN);
            }
            exchange.apply(command, 0, command.capacity(), i, 0, rig.now += 1_000_000);
        }
    }
}
