package steelyard.crash;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import steelyard.exchange.Exchange;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;
import steelyard.testkit.log.LoggedCommand;

/** An exchange that takes commands of one node in simulated time, each in a message of its own. */
final class Session {
    private static final int NODE_ID = 1;
    private static final int MESSAGE_LENGTH = 1_024;
    private static final long ADDRESS_HIGH = 0xC0FFEE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Sees every command with the events that it had. */
    @FunctionalInterface
    interface Observer {
        void applied(LoggedCommand command, DirectBuffer batch, int offset);
    }

    private final Exchange exchange;
    private final Tally tally;
    private final Observer observer;
    private final CommandEncoder encoder = new CommandEncoder().proof(new byte[65]);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16 * 1024);
    private LoggedCommand present;
    private long nowNanos;
    private long nonce;
    private long seq;
    private long commands;

    Session(final Tally tally, final Observer observer, final long startNanos) {
        this.tally = tally;
        this.observer = observer;
        this.nowNanos = startNanos;
        this.exchange = new Exchange(this::onEvents);
    }

    /** The address of an account; the first is 0. */
    static Address address(final int account) {
        return new Address(ADDRESS_HIGH, 0, account + 1);
    }

    Exchange exchange() {
        return exchange;
    }

    long commands() {
        return commands;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** Sets log time, which does not go back. */
    void now(final long nanos) {
        nowNanos = nanos;
    }

    /** An action of an account. */
    Authority authority(final int account) {
        nonce = Math.max(nonce + 1, nowNanos / NANOS_PER_MILLI);
        return Authority.of(address(account), nonce);
    }

    /** Starts numbering. */
    void open() {
        apply(new Command.OpenEpoch(1), new Origin(NODE_ID, 0, 0));
    }

    /** Applies a command; throws if money is not all there afterwards. */
    void apply(final Command command) {
        apply(command, new Origin(NODE_ID, 1, ++seq));
    }

    private void apply(final Command command, final Origin origin) {
        commands++;
        present = new LoggedCommand(command, origin, commands * MESSAGE_LENGTH, 0, nowNanos);
        final int length = encoder.encode(command, origin, buffer, 0);
        exchange.apply(buffer, 0, length, present.logPosition(), 0, nowNanos);
    }

    private void onEvents(final DirectBuffer batch, final int offset, final int length) {
        tally.onEvents(batch, offset, length, nowNanos);
        observer.applied(present, batch, offset);
    }
}
