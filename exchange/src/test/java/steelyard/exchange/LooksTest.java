package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.Parameter;

/** docs/risk-rules.md, sections 8 and 9: who is looked at when a mark moves, and whose turn it is. */
class LooksTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final int DAVE = 4;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        rig.liquidateWithoutFees();
        rig.deposit(BOB, 1_000_000 * USDC);
    }

    /** One bitcoin at 60,000; maintenance is an eightieth, and who has less than 0.8 times more is warned. */
    private void openLong(final int user, final long usdc) {
        rig.deposit(user, usdc * USDC);
        rig.place(BOB, Entry.sell(100_000, 600_000));
        rig.place(user, Entry.buy(100_000, 600_000));
    }

    private static List<String> steps(final List<String> events) {
        return events.stream().filter(each -> each.startsWith("LiquidationStep"))
            .map(each -> each.substring(each.indexOf("accountId="), each.indexOf(" setMarketId"))).toList();
    }

    @Test
    void shouldNotLetThoseWhoWaitTakeTheStepsOfOthers() {
        rig.set(Parameter.STEPS_MAX, 1);
        openLong(ALICE, 3_000);
        openLong(CAROL, 3_550);
        assertEquals(List.of("accountId=17"), steps(rig.price(Rig.BTC, 577_000)), "nobody buys: Alice waits");
        assertEquals(List.of("accountId=18"), steps(rig.price(Rig.BTC, 571_500)), "while she waits it is Carol's turn");
        rig.exchange = rig.restored();
        assertEquals(List.of(), steps(rig.tick()));
        rig.waitMillis(1_000);
        assertEquals(List.of("accountId=17"), steps(rig.tick()));
        rig.exchange = rig.restored();
        assertEquals(List.of("accountId=18"), steps(rig.tick()));
        rig.exchange.verify();
    }

    @Test
    void shouldNotLookAtAllBeforeTheFirstIsLiquidated() {
        rig.set(Parameter.STEPS_MAX, 1);
        openLong(ALICE, 3_000);
        openLong(CAROL, 3_050);
        openLong(DAVE, 3_100);
        final List<String> first = rig.price(Rig.BTC, 577_000);
        assertEquals(List.of("accountId=17"), steps(first));
        assertEquals(1, first.stream().filter(each -> each.startsWith("MarginLevelChanged")).count(), first.toString());
        rig.expect(rig.tick(), """
            MarginLevelChanged equityMicros=750000000 maintenanceMicros=721250000 accountId=18 marketId=-1 level=1
            MarginLevelChanged equityMicros=800000000 maintenanceMicros=721250000 accountId=19 marketId=-1 level=1
            done
            """);
    }

    @Test
    void shouldLookAgainAfterHalfOfWhatIsLeft() {
        openLong(ALICE, 20_000);
        rig.place(BOB, Entry.sell(15_000, 700_000).in(Rig.OIL));
        rig.place(ALICE, Entry.buy(15_000, 700_000).in(Rig.OIL));
        // Of 18,406.25 of slack 750 / 1,275 are the bitcoin's: 10,660 below the mark.
        long looks = rig.exchange.looks();
        rig.price(Rig.BTC, 493_500);
        assertEquals(looks, rig.exchange.looks());
        rig.price(Rig.BTC, 490_000);
        assertEquals(looks + 1, rig.exchange.looks());
        // Of 7,578 half, and of the rest 612.5 / 1,137.5: 5,739 below the mark, not 4,018.
        looks = rig.exchange.looks();
        rig.price(Rig.BTC, 432_700);
        assertEquals(looks, rig.exchange.looks());
        rig.price(Rig.BTC, 432_500);
        assertEquals(looks + 1, rig.exchange.looks());
        rig.exchange.verify();
    }
}
