package steelyard.server.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import steelyard.model.OrderFlags;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.cluster.StateMachine;
import steelyard.server.journal.Journal;
import steelyard.server.journal.LogReader;

/** Reads a node's journal from its beginning and holds what the clients were told against it. */
final class JournalCheck {
    private static final int MESSAGES_PER_POLL = 1_024;
    private static final int SHOWN_MAX = 10;

    private final OrderLedger ledger;
    private final Map<Long, List<Long>> placed = new HashMap<>();
    private final EventBatch batch = new EventBatch();
    private final OrderPlacedDecoder order = new OrderPlacedDecoder();
    private final List<String> problems = new ArrayList<>();
    private long acknowledged;
    private long lost;
    private long twice;

    private JournalCheck(final OrderLedger ledger) {
        this.ledger = ledger;
    }

    /** Compares with the journal in a data directory that no node writes. */
    static JournalCheck of(final Path dataDirectory, final OrderLedger ledger) {
        final JournalCheck check = new JournalCheck(ledger);
        final StateMachine machine = ExchangeMachine.factory(1, SkipList.read(dataDirectory)).create(check::onBatch);
        try (LogReader log = Journal.open(dataDirectory).log(0)) {
            while (log.poll(machine::apply, MESSAGES_PER_POLL, Long.MAX_VALUE) > 0) {
                Thread.onSpinWait();
            }
        }
        check.compare();
        return check;
    }

    private void onBatch(final DirectBuffer buffer, final int offset, final int length) {
        batch.wrap(buffer, offset);
        while (batch.next()) {
            if (batch.templateId() == OrderPlacedDecoder.TEMPLATE_ID) {
                order.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                if (OrderFlags.hasClientOrderId(order.flags()) && order.clientOrderIdHigh() == ledger.run()) {
                    placed.computeIfAbsent(order.clientOrderIdLow(), id -> new ArrayList<>(1)).add(order.orderId());
                }
            }
        }
    }

    private void compare() {
        ledger.contradictions().forEach(this::problem);
        ledger.fates().forEach((id, fate) -> {
            final List<Long> orders = placed.getOrDefault(id, List.of());
            if (fate > 0) {
                acknowledged++;
                if (orders.isEmpty()) {
                    lost++;
                    problem("order " + id + " was acknowledged as " + fate + " and is in no journal");
                } else if (orders.size() == 1 && !orders.getFirst().equals(fate)) {
                    problem("order " + id + " was acknowledged as " + fate + " and is " + orders);
                }
            } else if (!orders.isEmpty()) {
                problem("order " + id + " was refused and is " + orders);
            }
        });
        for (long id = 1; id <= ledger.sent(); id++) {
            if (!ledger.fates().containsKey(id)) {
                problem("order " + id + " was never answered nor resolved");
            }
        }
        placed.forEach((id, orders) -> {
            if (orders.size() > 1) {
                twice++;
                problem("order " + id + " was placed twice: " + orders);
            }
        });
    }

    private void problem(final String text) {
        if (problems.size() < SHOWN_MAX) {
            problems.add(text);
        }
    }

    /** What does not agree, the first few. */
    List<String> problems() {
        return problems;
    }

    /** Orders that were acknowledged or found. */
    long acknowledged() {
        return acknowledged;
    }

    /** Of those, how many are in no journal. */
    long lost() {
        return lost;
    }

    /** Orders that were placed more than once. */
    long twice() {
        return twice;
    }
}
