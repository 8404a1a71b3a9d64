package steelyard.testkit.reference;

import java.util.Arrays;
import java.util.List;
import steelyard.exchange.StateHash;
import steelyard.testkit.event.Event;
import steelyard.testkit.flow.Coverage;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.log.CommandLog;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.StateMachine;
import steelyard.testkit.text.CommandText;
import steelyard.testkit.text.EventText;
import steelyard.testkit.text.Markets;

/**
 * The reference model, the exchange, its twin that never forgets, and a third that is reborn from snapshots: they get
 * the same commands and must agree on every event and byte, and the ledger on the events.
 */
final class World {
    /** The twin mixes its hash so seldom, the others after every command. */
    private static final int TWIN_HASH_INTERVAL = 64;

    private final StateMachine reference;
    private final ExchangeMachine exchange = new ExchangeMachine(1);
    private final ExchangeMachine twin = new ExchangeMachine(2);
    private ExchangeMachine reborn = new ExchangeMachine(3);
    private final Ledger ledger = new Ledger();
    private final CommandLog log = new CommandLog();
    private final Markets markets = new Markets();
    private final CommandText commandTexts = new CommandText(markets);
    private final EventText eventTexts = new EventText(markets);
    private final Coverage coverage = new Coverage();
    private int applied;

    World(final StateMachine reference) {
        this.reference = reference;
    }

    Ledger ledger() {
        return ledger;
    }

    Coverage coverage() {
        return coverage;
    }

    void act(final Turn turn) {
        switch (turn) {
            case Turn.Apply(final var step) -> apply(log.append(step));
            case Turn.DropDerived() -> exchange.dropDerived();
            case Turn.Restore(final long indexSeed) -> restore(indexSeed);
            case Turn.Verify() -> {
                exchange.verify();
                reborn.verify();
            }
        }
    }

    private void apply(final LoggedCommand command) {
        final List<Event> expected = reference.apply(command);
        final List<Event> actual = exchange.apply(command);
        markets.onEvents(expected);
        if (!expected.equals(actual)) {
            throw new AssertionError(difference(expected, actual));
        }
        checkBytes(twin, command, "the twin that never forgets");
        checkBytes(reborn, command, "the one from a snapshot");
        ledger.accept(command, actual);
        log.onEvents(actual);
        coverage.onCommand(command, actual);
        applied++;
        checkHash(reborn, "of the one from a snapshot");
        if (applied % TWIN_HASH_INTERVAL == 0) {
            checkHash(twin, "of the twin");
        }
    }

    private void checkBytes(final ExchangeMachine other, final LoggedCommand command, final String name) {
        final int place = Arrays.mismatch(exchange.batch(), other.applyBytes(command));
        if (place >= 0) {
            throw new AssertionError(name + " says something else, from byte " + place
                + " of " + exchange.batch().length + " on: " + difference(exchange.events(), other.events()));
        }
    }

    private void checkHash(final ExchangeMachine other, final String whose) {
        final StateHash hash = exchange.stateHash();
        if (!hash.equals(other.stateHash())) {
            throw new AssertionError("state hashes differ: " + hash + ", " + whose + ' ' + other.stateHash());
        }
    }

    private void restore(final long indexSeed) {
        final List<byte[]> records = exchange.snapshot();
        final List<byte[]> others = reborn.snapshot();
        if (!Arrays.deepEquals(records.toArray(), others.toArray())) {
            throw new AssertionError("snapshots of the same state differ");
        }
        reborn = ExchangeMachine.loaded(records, indexSeed);
        checkHash(reborn, "of the one from a snapshot");
        checkHash(twin, "of the twin");
        if (!Arrays.deepEquals(records.toArray(), reborn.snapshot().toArray())) {
            throw new AssertionError("a snapshot of what was loaded is not what was loaded");
        }
    }

    private String difference(final List<Event> expected, final List<Event> actual) {
        final StringBuilder text = new StringBuilder("events differ\n");
        final int common = Math.min(expected.size(), actual.size());
        int i = 0;
        while (i < common && expected.get(i).equals(actual.get(i))) {
            i++;
        }
        text.append(i).append(" equal events of ").append(expected.size()).append(", then\n");
        text.append("  expected ").append(i < expected.size() ? show(expected.get(i)) : "nothing").append('\n');
        text.append("  actual   ").append(i < actual.size() ? show(actual.get(i)) : "nothing");
        return text.toString();
    }

    private String show(final Event event) {
        return eventTexts.line(event) + "\n           " + event;
    }

    /** The turn as it would stand in a golden file. */
    String line(final Turn turn) {
        return turn instanceof Turn.Apply(final var step) ? commandTexts.line(step) : "# " + turn;
    }
}
