package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.MarketState;
import steelyard.protocol.sbe.TickEncoder;

class InvariantsTest {
    private final ExchangeState state = new ExchangeState(0);
    private final EventStage stage = new EventStage(state.counters());
    private final Invariants invariants = new Invariants(state);
    private final CommandFrame command = new CommandFrame();

    InvariantsTest() {
        final Rig rig = new Rig();
        rig.start(new TickEncoder());
        command.wrap(rig.command, 0, 24, 0, 0);
        stage.open(command);
        state.markets().list(Rig.btc());
        state.books().list(Rig.btc(), MarketState.ACTIVE);
        state.accounts().create(AccountKind.USER, 0);
        state.accounts().create(AccountKind.USER, 1);
    }

    @Test
    void shouldAcceptBothSidesOfAFill() {
        state.accounts().deposit(1, 500);
        settle(1, 100);
        settle(0, -100);
        settle(1, -100);
        settle(0, 100);
        invariants.checkAfter(command, stage);
    }

    @Test
    void shouldNoticeAFillThatOnlyOneSideSettled() {
        settle(1, 100);
        assertViolation("market 0 is out of balance");
    }

    @Test
    void shouldNoticeCashThatNobodyDeposited() {
        state.accounts().restore(AccountKind.USER, 2, 1);
        assertViolation("cash and isolated margin of all accounts are 1, deposits and settlements are 0");
    }

    @Test
    void shouldNoticeASettlementThatDidNotReachCash() {
        settle(1, 100);
        settle(0, -100);
        state.markets().settled(0, 7);
        assertViolation("cash and isolated margin of all accounts are 0, deposits and settlements are 7");
    }

    @Test
    void shouldStopAtBytesThatAreNoCommand() {
        final Rig rig = Rig.open();
        rig.deposit(1, 5);
        rig.place(1, Entry.buy(1, 1), Entry.sell(2, 2));
        final byte[] place = Rig.bytes(rig.command, 0, rig.commandLength);
        for (int length = 0; length < place.length; length++) {
            assertStops(place, length);
        }
        final byte[] unknown = place.clone();
        new UnsafeBuffer(unknown).putShort(2, (short) 26, ByteOrder.LITTLE_ENDIAN);
        assertStops(unknown, unknown.length);
        new UnsafeBuffer(unknown).putShort(2, (short) 120, ByteOrder.LITTLE_ENDIAN);
        assertStops(unknown, unknown.length);
        final byte[] otherSchema = place.clone();
        new UnsafeBuffer(otherSchema).putShort(4, (short) 2, ByteOrder.LITTLE_ENDIAN);
        assertStops(otherSchema, otherSchema.length);
    }

    @Test
    void shouldBeOfNoUseAfterAViolation() {
        final Rig rig = Rig.open();
        final long events = rig.exchange.eventSequence();
        rig.batches.clear();
        rig.commandLength = 5;
        assertThrows(InvariantViolation.class, rig::applyAgain);
        assertEquals(0, rig.batches.size());
        assertEquals(events, rig.exchange.eventSequence());
        final InvariantViolation again = assertThrows(InvariantViolation.class, rig::tick);
        assertTrue(again.getMessage().startsWith("the exchange stopped earlier"), again.getMessage());
        assertThrows(InvariantViolation.class, () -> rig.exchange.snapshot((buffer, offset, length) -> { }));
        assertThrows(InvariantViolation.class, rig.exchange::stateHash);
        assertThrows(InvariantViolation.class, rig.exchange::verify);
    }

    @Test
    void shouldBeOfNoUseAfterItsListenerFailed() {
        final Exchange exchange = new Exchange((batch, offset, length) -> {
            throw new IllegalArgumentException("full");
        });
        final Rig rig = new Rig();
        rig.exchange = exchange;
        final InvariantViolation first = assertThrows(InvariantViolation.class, () -> rig.openEpoch(1));
        assertTrue(first.getMessage().endsWith("full"), first.getMessage());
        assertThrows(InvariantViolation.class, rig::tick);
    }

    private static void assertStops(final byte[] command, final int length) {
        final Exchange exchange = new Exchange((batch, offset, batchLength) -> { });
        assertThrows(InvariantViolation.class,
            () -> exchange.apply(new UnsafeBuffer(command), 0, length, 1, 0, 1), "length " + length);
    }

    private void settle(final int accountId, final long signedLots) {
        state.margin().settlement().settle(state.positions().open(accountId, 0), signedLots, 600_000, 0);
    }

    private void assertViolation(final String message) {
        final Exception violation =
            assertThrows(IllegalStateException.class, () -> invariants.checkAfter(command, stage));
        assertTrue(violation.getMessage().startsWith(message), violation.getMessage());
    }
}
