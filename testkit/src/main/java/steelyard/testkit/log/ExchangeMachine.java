package steelyard.testkit.log;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.exchange.Exchange;
import steelyard.exchange.StateHash;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventDecoder;

/** The exchange itself behind bytes: commands are encoded before it sees them, its events decoded after. */
public final class ExchangeMachine implements StateMachine {
    private static final int OFFSET = 24;
    private static final int PROOF_LENGTH_MAX = 97;

    private final Exchange exchange;
    private final CommandEncoder encoder = new CommandEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16 * 1024);
    private byte[] batch = {};

    /** An empty exchange whose indexes are scattered by {@code indexSeed}. */
    public ExchangeMachine(final long indexSeed) {
        exchange = new Exchange(this::keep, indexSeed);
    }

    private void keep(final DirectBuffer source, final int offset, final int length) {
        if (batch.length != 0) {
            throw new IllegalStateException("a second batch for one command");
        }
        batch = new byte[length];
        source.getBytes(offset, batch);
    }

    /** An exchange loaded from the records of a snapshot. */
    public static ExchangeMachine loaded(final List<byte[]> records, final long indexSeed) {
        final ExchangeMachine machine = new ExchangeMachine(indexSeed);
        for (final byte[] bytes : records) {
            machine.exchange.load(new UnsafeBuffer(bytes), 0, bytes.length);
        }
        return machine;
    }

    @Override
    public List<Event> apply(final LoggedCommand command) {
        applyBytes(command);
        return events();
    }

    /** The events of the last command. */
    public List<Event> events() {
        return batch.length == 0 ? List.of() : decoder.decodeBatch(new UnsafeBuffer(batch), 0);
    }

    /** Applies one command and answers its batch as it was given out, of length 0 if there was none. */
    public byte[] applyBytes(final LoggedCommand command) {
        batch = new byte[0];
        final int length = encoder.proof(new byte[Math.floorMod(command.origin().seq(), PROOF_LENGTH_MAX)])
            .encode(command.command(), command.origin(), buffer, OFFSET);
        exchange.apply(
            buffer, OFFSET, length, command.logPosition(), command.commandIndex(), command.timestampNanos());
        return batch;
    }

    /** The batch of the last command. */
    public byte[] batch() {
        return batch;
    }

    /** The records of a snapshot, in their order. */
    public List<byte[]> snapshot() {
        final List<byte[]> records = new ArrayList<>();
        exchange.snapshot((source, offset, length) -> {
            final byte[] bytes = new byte[length];
            source.getBytes(offset, bytes);
            records.add(bytes);
        });
        return records;
    }

    /** The fingerprint of the state. */
    public StateHash stateHash() {
        return exchange.stateHash();
    }

    /** Makes the exchange forget what it can work out again. */
    public void dropDerived() {
        exchange.dropDerived();
    }

    /** Makes the exchange recount everything. */
    public void verify() {
        exchange.verify();
    }
}
