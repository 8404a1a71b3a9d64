package steelyard.system.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import steelyard.client.OrderStatus;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.server.cluster.StateHashes;
import steelyard.system.load.SentAction.Entry;
import steelyard.system.load.SentAction.Kind;
import steelyard.system.load.SentAction.Outcome;
import steelyard.system.node.PublicApi;
import steelyard.testkit.event.Event;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerOrder;
import steelyard.testkit.ledger.LedgerPosition;

/** Compares what clients were told with what the exchange says now, and with its journal. */
public final class LoadCheck {
    private static final int SIZE_DECIMALS = 5;
    private static final int USDC_DECIMALS = 6;

    private final Load load;

    /** Checks this load. */
    public LoadCheck(final Load load) {
        this.load = load;
    }

    /**
     * Resolves everything in doubt, as a client would: asks for its orders, then sends it once more. What had been done
     * is refused then, what had not is done now, and an action was done as a whole or not at all.
     *
     * @return how many were in doubt, and how many of them were done
     */
    public String resolveDoubts(final PublicApi api) {
        final List<SentAction> doubts = load.sent().stream()
            .filter(command -> command.outcome() == Outcome.IN_DOUBT).toList();
        final Map<String, JsonNode> before = statuses(api, doubts);
        load.sendDoubtsAgain();
        for (final SentAction command : doubts) {
            final List<Boolean> known = command.entries().stream().filter(entry -> entry.kind() == Kind.PLACE)
                .map(entry -> isKnown(before.get(entry.cloid()))).distinct().toList();
            assertTrue(known.size() <= 1, () -> "half of it was done: " + command);
            assertNotEquals(Outcome.IN_DOUBT, command.outcome(), command::toString);
            if (known.size() == 1) {
                assertEquals(known.getFirst() ? Outcome.DONE : Outcome.ANSWERED, command.outcome(), command::toString);
            }
        }
        return doubts.size() + " actions in doubt, of which "
            + doubts.stream().filter(command -> command.outcome() == Outcome.DONE).count() + " had been done";
    }

    private static Map<String, JsonNode> statuses(final PublicApi api, final List<SentAction> commands) {
        final Map<String, Wallet> cloids = new HashMap<>();
        commands.forEach(command -> command.entries().forEach(entry -> cloids.put(entry.cloid(), command.wallet())));
        return api.orderStatuses(cloids);
    }

    private static boolean isKnown(final JsonNode status) {
        return "order".equals(status.path("status").textValue());
    }

    /** Every answer still holds; nothing is open twice. Answers what each order's status is. */
    public Map<String, JsonNode> checkAnswers(final PublicApi api) {
        final Map<String, JsonNode> statuses = statuses(api, load.sent());
        load.sent().forEach(command -> checkAnswer(command, statuses));
        final Set<String> open = new TreeSet<>();
        load.wallets().forEach(wallet -> api.info("openOrders", wallet).forEach(order ->
            assertTrue(open.add(order.path("cloid").textValue()), () -> "open twice: " + order)));
        final List<String> openByStatus = statuses.entrySet().stream()
            .filter(entry -> "open".equals(wireStatus(entry.getValue()))).map(Map.Entry::getKey).sorted().toList();
        assertEquals(openByStatus, List.copyOf(open));
        return statuses;
    }

    private static void checkAnswer(final SentAction command, final Map<String, JsonNode> statuses) {
        for (int i = 0; i < command.entries().size(); i++) {
            final Entry entry = command.entries().get(i);
            final JsonNode status = statuses.get(entry.cloid());
            switch (command.outcome()) {
                case ANSWERED -> checkAnswer(entry, command.statuses().get(i), status);
                case DONE -> assertTrue(entry.kind() != Kind.PLACE || isKnown(status), command::toString);
                case NOT_DONE -> assertTrue(entry.kind() == Kind.CANCEL || !isKnown(status), command::toString);
                case IN_DOUBT -> throw new AssertionError("still in doubt: " + command);
            }
        }
    }

    private static void checkAnswer(final Entry entry, final OrderStatus answer, final JsonNode status) {
        final String wire = wireStatus(status);
        final String what = entry + " was answered " + answer + " and is " + status;
        final long oid = status.path("order").path("order").path("oid").longValue();
        switch (answer) {
            case OrderStatus.Resting resting -> {
                assertEquals(resting.oid(), oid, what);
                assertTrue(!wire.endsWith("ejected"), what);
            }
            case OrderStatus.Filled filled -> {
                assertEquals(filled.oid(), oid, what);
                assertTrue(!wire.equals("open") && !wire.endsWith("ejected"), what);
                final JsonNode order = status.path("order").path("order");
                assertEquals(0, decimal(order, "origSz").subtract(decimal(order, "sz"))
                    .compareTo(new BigDecimal(filled.totalSize())), what);
            }
            case OrderStatus.Accepted success -> assertEquals("canceled", wire, what);
            // Also said of an order that met nothing but orders of its own account, and was canceled.
            case OrderStatus.Rejected rejected when entry.kind() == Kind.PLACE -> {
                assertTrue(wire.endsWith("ejected") || wire.endsWith("anceled"), what);
                final JsonNode order = status.path("order").path("order");
                assertEquals(order.path("origSz"), order.path("sz"), what);
            }
            case OrderStatus.Rejected rejected -> { }
        }
    }

    private static BigDecimal decimal(final JsonNode order, final String field) {
        return new BigDecimal(order.path(field).textValue());
    }

    private static String wireStatus(final JsonNode status) {
        return status.path("order").path("status").asText();
    }

    /**
     * The journal of the node, which does not run any more, says the same as the answers and reads did: the events up
     * to {@code status}' have its hashes, every order is there once, and money adds up.
     *
     * @param status   what the operators' API said last
     * @param statuses what the orders were then
     * @param accounts what the accounts were then
     */
    public void checkJournal(
        final Path data,
        final JsonNode status,
        final Map<String, JsonNode> statuses,
        final Map<String, JsonNode> accounts) {
        final JournalAudit audit = JournalAudit.of(data, status.path("eventSequence").longValue());
        assertEquals(status.path("eventSequence").longValue(), audit.status().eventSequence());
        assertEquals(status.path("stateHash").textValue(), StateHashes.text(audit.status().hashes().total()));
        statuses.forEach((cloid, answer) -> checkOrder(cloid, answer, audit));
        assertEquals(statuses.values().stream().filter(LoadCheck::isKnown).count(), audit.orderCount());
        audit.ledger().accounts().stream()
            .filter(account -> accounts.containsKey(account.address().toString()))
            .forEach(account -> {
                checkAccount(account, accounts.get(account.address().toString()));
                checkFills(audit.fills(account.id()), load.fills().get(account.address().toString()));
            });
    }

    private static void checkOrder(final String cloid, final JsonNode answer, final JournalAudit audit) {
        final List<JournalAudit.Order> found = audit.orders(cloid);
        assertEquals(isKnown(answer) ? 1 : 0, found.size(), () -> "orders with the id " + cloid);
        if (found.isEmpty()) {
            return;
        }
        final JournalAudit.Order order = found.getFirst();
        final JsonNode told = answer.path("order").path("order");
        final String what = cloid + " is " + answer;
        assertEquals(order.oid(), told.path("oid").longValue(), what);
        assertEquals(size(order.originalLots()), told.path("origSz").textValue(), what);
        final long remainingLots = order.originalLots() - order.filledLots();
        assertEquals(size(remainingLots), told.path("sz").textValue(), what);
        final LedgerOrder resting = audit.ledger().resting(order.oid());
        assertEquals(resting != null, wireStatus(answer).equals("open"), what);
        assertEquals(resting == null ? remainingLots : resting.remainingLots(), remainingLots, what);
        assertEquals(order.isRefused(), wireStatus(answer).endsWith("ejected"), what);
        assertEquals(!order.isRefused() && remainingLots == 0, wireStatus(answer).equals("filled"), what);
    }

    private static void checkAccount(final LedgerAccount account, final JsonNode told) {
        final LedgerPosition position = account.position(0);
        assertEquals(WireDecimal.format(account.cashMicros() + position.quoteMicros(), USDC_DECIMALS),
            told.path("marginSummary").path("totalRawUsd").textValue());
        assertEquals(position.lots() == 0 ? List.of() : List.of(size(position.lots())),
            StreamSupport.stream(told.path("assetPositions").spliterator(), false)
                .map(held -> held.path("position").path("szi").textValue()).toList());
    }

    /** What the streams told, over all connections: each fill of the journal, and nothing else. */
    private static void checkFills(final Map<String, Event.FillSettled> journal, final Map<String, JsonNode> heard) {
        assertTrue(!journal.isEmpty(), "an account has not traded");
        assertEquals(journal.keySet(), heard.keySet());
        journal.forEach((id, fill) -> {
            final JsonNode told = heard.get(id);
            assertEquals(List.of(
                    WireDecimal.format(fill.priceTicks(), 6 - SIZE_DECIMALS), size(fill.quantityLots()),
                    WireDecimal.format(fill.feeMicros(), USDC_DECIMALS), Boolean.toString(fill.isTaker())),
                List.of(told.path("px").asText(), told.path("sz").asText(), told.path("fee").asText(),
                    told.path("crossed").asText()), told::toString);
        });
    }

    private static String size(final long lots) {
        return WireDecimal.format(lots, SIZE_DECIMALS);
    }
}
