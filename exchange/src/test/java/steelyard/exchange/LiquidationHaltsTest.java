package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;

/** docs/risk-rules.md, section 9, "Halts and auctions". */
class LiquidationHaltsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    /** Alice is long 1 BTC at 60,000 with 3,000; Carol would buy it. */
    @BeforeEach
    void open() {
        rig.liquidateWithoutFees();
        rig.deposit(ALICE, 3_000 * USDC);
        rig.deposit(BOB, 1_000_000 * USDC);
        rig.deposit(CAROL, 1_000_000 * USDC);
        rig.place(BOB, Entry.sell(100_000, 600_000));
        rig.place(ALICE, Entry.buy(100_000, 600_000));
        rig.place(CAROL, Entry.buy(100_000, 576_000));
    }

    private static boolean has(final List<String> events, final String name) {
        return events.stream().anyMatch(each -> each.startsWith(name));
    }

    private List<String> waitARound() {
        rig.waitMillis(1_000);
        return rig.tick();
    }

    @ParameterizedTest
    @EnumSource(value = MarketState.class, names = {"ACTIVE", "SETTLING"}, mode = EnumSource.Mode.EXCLUDE)
    void shouldOfferNothingUntilTheMarketIsActive(final MarketState state) {
        rig.state(Rig.BTC, state.code());
        final List<String> events = rig.price(Rig.BTC, 577_000);
        assertTrue(has(events, "MarginLevelChanged"), "who is short of margin is told so: " + events);
        for (int i = 0; i < 5; i++) {
            final List<String> later = waitARound();
            assertTrue(!has(later, "LiquidationStep") && !has(later, "PositionTransferred"), later.toString());
        }
    }

    @Test
    void shouldTakeNothingOverInAHalt() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        rig.state(Rig.BTC, MarketState.HALTED.code());
        assertTrue(has(rig.price(Rig.BTC, 574_000), "MarginLevelChanged"));
        assertEquals(List.of("done"), waitARound(), "400 is less than two thirds of 717.5, but nobody takes it");
        rig.price(Rig.BTC, 560_000);
        assertEquals(List.of("done"), waitARound(), "nor is a debt left to the other side");
    }

    @Test
    void shouldActAfterAHaltOnlyOnAPriceThatCameSince() {
        rig.state(Rig.BTC, MarketState.HALTED.code());
        rig.price(Rig.BTC, 577_000);
        rig.state(Rig.BTC, MarketState.ACTIVE.code());
        assertEquals(List.of("done"), waitARound());
        rig.price(Rig.BTC, 577_100);
        assertTrue(has(waitARound(), "LiquidationStep"));
        rig.exchange.verify();
    }
}
