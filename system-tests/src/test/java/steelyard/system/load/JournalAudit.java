package steelyard.system.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.model.OrderFlags;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.StateHashes;
import steelyard.server.cluster.StateMachine;
import steelyard.server.journal.Replay;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.CommandDecoder;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventDecoder;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.LoggedCommand;

/**
 * A journal applied once more, from the first command on. Books are kept beside it from the events alone: they refuse
 * what cannot be true, such as money out of nothing or a gap between two events. All orders are noted by the ids that
 * their clients gave them.
 */
final class JournalAudit {
    /** An order of the journal. */
    static final class Order {
        private final long oid;
        private final boolean isRefused;
        private long originalLots;
        private long filledLots;
        private boolean isCanceledByRequest;

        private Order(final long oid, final boolean isRefused) {
            this.oid = oid;
            this.isRefused = isRefused;
        }

        long oid() {
            return oid;
        }

        /** Whether it never entered. */
        boolean isRefused() {
            return isRefused;
        }

        long originalLots() {
            return originalLots;
        }

        long filledLots() {
            return filledLots;
        }

        boolean isCanceledByRequest() {
            return isCanceledByRequest;
        }
    }

    private final Ledger ledger = new Ledger();
    private final CommandDecoder commands = new CommandDecoder();
    private final EventDecoder decoder = new EventDecoder();
    private final Map<Long, Order> orders = new HashMap<>();
    private final Map<String, List<Order>> byCloid = new HashMap<>();
    private final Map<Integer, Map<String, Event.FillSettled>> fills = new HashMap<>();
    private List<Event> events = List.of();
    private CoreStatus status;

    private JournalAudit() {
    }

    /** Audits the journal of a node that does not run, up to an event. */
    static JournalAudit of(final Path data, final long until) {
        final JournalAudit audit = new JournalAudit();
        audit.status = new Replay(data, audit::machine).run(until, false, progress -> { });
        return audit;
    }

    private StateMachine machine(final StateMachine.BatchSink ignored) {
        final StateMachine exchange = ExchangeMachine.factory(1).create(this::onBatch);
        return new StateMachine() {
            @Override
            public void apply(
                final DirectBuffer buffer,
                final int offset,
                final int length,
                final long logPosition,
                final int commandIndex,
                final long timestampNanos) {
                events = List.of();
                exchange.apply(buffer, offset, length, logPosition, commandIndex, timestampNanos);
                ledger.accept(new LoggedCommand(commands.decode(buffer, offset), commands.origin(buffer, offset),
                    logPosition, commandIndex, timestampNanos), events);
                events.forEach(JournalAudit.this::note);
            }

            @Override
            public void snapshot(final BatchSink sink) {
                exchange.snapshot(sink);
            }

            @Override
            public void load(final DirectBuffer record, final int offset, final int length) {
                exchange.load(record, offset, length);
            }

            @Override
            public long eventSequence() {
                return exchange.eventSequence();
            }

            @Override
            public long nowNanos() {
                return exchange.nowNanos();
            }

            @Override
            public StateHashes hashes() {
                return exchange.hashes();
            }
        };
    }

    private void onBatch(final DirectBuffer batch, final int offset, final int length) {
        events = decoder.decodeBatch(new UnsafeBuffer(batch, offset, length), 0);
    }

    private void note(final Event event) {
        switch (event) {
            case Event.OrderPlaced e -> add(e.orderId(), e.clientOrderId(), e.flags(), false, e.quantityLots());
            case Event.OrderRejected e -> add(e.orderId(), e.clientOrderId(), e.flags(), true, e.quantityLots());
            case Event.FillSettled e -> add(e);
            case Event.OrderCanceled e -> orders.get(e.orderId()).isCanceledByRequest |= e.reason() == 0;
            default -> { }
        }
    }

    private void add(final Event.FillSettled fill) {
        orders.get(fill.orderId()).filledLots += fill.quantityLots();
        fills.computeIfAbsent(fill.accountId(), account -> new HashMap<>())
            .merge(fill.tradeId() + " " + fill.orderId(), fill, (first, second) -> {
                throw new AssertionError("one trade filled an order twice: " + first + ", " + second);
            });
    }

    private void add(
        final long oid, final ClientOrderId cloid, final int flags, final boolean isRefused, final long lots) {
        final Order order = new Order(oid, isRefused);
        order.originalLots = lots;
        orders.put(oid, order);
        if (OrderFlags.hasClientOrderId(flags)) {
            byCloid.computeIfAbsent("0x%016x%016x".formatted(cloid.high(), cloid.low()), id -> new ArrayList<>())
                .add(order);
        }
    }

    /** Every order with this client order id. */
    List<Order> orders(final String cloid) {
        return byCloid.getOrDefault(cloid, List.of());
    }

    /** How many orders carry a client order id. */
    int orderCount() {
        return byCloid.values().stream().mapToInt(List::size).sum();
    }

    /** Every fill of an account, by trade and order. */
    Map<String, Event.FillSettled> fills(final int accountId) {
        return fills.getOrDefault(accountId, Map.of());
    }

    /** The books. */
    Ledger ledger() {
        return ledger;
    }

    /** What the exchange itself says at the end. */
    CoreStatus status() {
        return status;
    }
}
