package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;

/** Which part of the hash a command changes. Every command changes the numbering. */
class StateHashTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;

    private final Rig rig = Rig.open();

    @Test
    void shouldChangeThePartsThatACommandConcerns() {
        assertEquals(List.of("timers", "transport"), changedBy(() -> {
            rig.waitMillis(1);
            rig.tick();
        }));
        assertEquals(List.of("accounts", "transport"), changedBy(() -> rig.deposit(ALICE, 1_000 * Rig.USDC)));
        rig.deposit(BOB, 1_000 * Rig.USDC);
        assertEquals(List.of("prices", "transport"), changedBy(() -> rig.price(Rig.BTC, 600_000)));
        assertEquals(List.of("risk", "transport"), changedBy(() -> rig.set(Parameter.FILLS_MAX, 7)));
        assertEquals(List.of("books", "transport"), changedBy(() -> rig.state(Rig.OIL, 1)));
        assertEquals(List.of("accounts", "nonces", "transport"),
            changedBy(() -> rig.approve(ALICE, Rig.address(60), "", 0)));
        assertEquals(List.of("books", "nonces", "transport"), changedBy(() -> rig.place(ALICE, buy(500, 600_000))));
        assertEquals(List.of("books", "accounts", "risk", "nonces", "transport"),
            changedBy(() -> rig.place(BOB, sell(100, 600_000))));
        assertEquals(List.of("books", "nonces", "transport"),
            changedBy(() -> rig.modify(ALICE, buy(300, 600_000).of(1))));
        assertEquals(List.of("risk", "nonces", "transport"), changedBy(() -> rig.leverage(ALICE, Rig.OIL, 2, true)));
    }

    @Test
    void shouldCountSamplesOfFundingAsTime() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.deposit(BOB, 1_000 * Rig.USDC);
        rig.risk(Rig.BTC, MarketParameter.IMPACT_NOTIONAL_USDC, 1);
        rig.place(ALICE, buy(500, 600_000));
        rig.place(BOB, sell(100, 600_000));
        assertEquals(List.of("timers", "transport"), changedBy(() -> {
            rig.waitMillis(5_000);
            rig.tick();
        }));
    }

    @Test
    void shouldLeaveBooksAccountsAndRiskAloneWhenAnOrderIsRefused() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        for (final Entry refused : List.of(
            buy(100, 599_999), buy(1, 600_000), buy(100_000, 600_000), sell(100, 600_000).reduceOnly(),
            buy(100, 600_000).ioc(), buy(100, 20_000).in(Rig.OIL).ioc())) {
            assertEquals(
                List.of("nonces", "transport"), changedBy(() -> rig.place(ALICE, refused)), refused.toString());
        }
        assertEquals(List.of("nonces", "transport"), changedBy(() -> rig.cancel(ALICE, Rig.BTC, 5)));
        assertEquals(List.of("nonces", "transport"), changedBy(() -> rig.leverage(ALICE, Rig.BTC, 500, true)));
        assertEquals(List.of("transport"), changedBy(() -> rig.cancel(99, Rig.BTC, 5)));
    }

    @Test
    void shouldComeBackWithTheState() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        final StateHash before = rig.exchange.stateHash();
        rig.place(ALICE, buy(100, 590_000).named(3));
        assertNotEquals(before.books(), rig.exchange.stateHash().books());
        rig.cancelByClientId(ALICE, Rig.BTC, 3);
        assertEquals(before.books(), rig.exchange.stateHash().books());
        assertEquals(before.risk(), rig.exchange.stateHash().risk());
        assertNotEquals(before.total(), rig.exchange.stateHash().total());
    }

    private List<String> changedBy(final Runnable command) {
        final StateHash before = rig.exchange.stateHash();
        command.run();
        final StateHash after = rig.exchange.stateHash();
        final List<String> parts = new ArrayList<>();
        addIf(parts, "books", before.books() != after.books());
        addIf(parts, "accounts", before.accounts() != after.accounts());
        addIf(parts, "risk", before.risk() != after.risk());
        addIf(parts, "nonces", before.nonces() != after.nonces());
        addIf(parts, "prices", before.prices() != after.prices());
        addIf(parts, "timers", before.timers() != after.timers());
        addIf(parts, "transport", before.transport() != after.transport());
        rig.exchange.verify();
        return parts;
    }

    private static void addIf(final List<String> parts, final String part, final boolean changed) {
        if (changed) {
            parts.add(part);
        }
    }
}
