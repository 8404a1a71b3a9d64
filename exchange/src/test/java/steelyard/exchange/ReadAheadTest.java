package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.matching.OrderStore;

class ReadAheadTest {
    private static final int TRADERS = 40;

    @Test
    void shouldDoTheSameWhetherCommandsWereAnnouncedOrNot() {
        final Rig told = large();
        final Rig untold = large();
        told.announces = true;

        assertEquals(trade(untold), trade(told));
        assertEquals(untold.exchange.stateHash(), told.exchange.stateHash());
        told.exchange.verify();
    }

    @Test
    void shouldBearBytesThatAreNoCommand() {
        final Rig rig = large();
        rig.place(1, Entry.buy(100, 590_000));
        for (int length = 0; length <= rig.commandLength; length++) {
            final UnsafeBuffer torn = new UnsafeBuffer(new byte[length]);
            torn.putBytes(0, rig.command, 0, length);
            rig.exchange.expect(torn, 0, length);
        }
        for (int i = 0; i < rig.commandLength; i++) {
            final UnsafeBuffer wrong = new UnsafeBuffer(new byte[rig.commandLength]);
            wrong.putBytes(0, rig.command, 0, rig.commandLength);
            wrong.putByte(i, (byte) ~wrong.getByte(i));
            rig.exchange.expect(wrong, 0, rig.commandLength);
            rig.tick();
        }
        rig.exchange.verify();
    }

    /** An exchange with so many accounts that it pays to read ahead. */
    private static Rig large() {
        final Rig rig = Rig.open();
        for (int user = 1; user <= OrderStore.CACHED_MAX; user++) {
            rig.deposit(user, 100_000 * Rig.USDC);
        }
        return rig;
    }

    private static List<String> trade(final Rig rig) {
        final List<String> events = new ArrayList<>();
        for (int user = 1; user <= TRADERS; user++) {
            events.addAll(rig.place(user, entry(user, 100)));
        }
        for (int order = 1; order <= TRADERS; order++) {
            events.addAll(rig.modify(order, entry(order, 30).of(order)));
        }
        for (int order = 1; order <= 3 * TRADERS; order++) {
            events.addAll(rig.cancel(1 + (order - 1) % TRADERS, Rig.BTC, order));
        }
        return events;
    }

    /** Bids of odd users and asks of even ones, the further from the middle the higher the number. */
    private static Entry entry(final int user, final long step) {
        return user % 2 == 1
            ? Entry.buy(100 + user, 600_200 - user * step)
            : Entry.sell(100 + user, 599_800 + user * step);
    }
}
