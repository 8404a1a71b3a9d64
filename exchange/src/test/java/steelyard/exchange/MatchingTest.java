package steelyard.exchange;

import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchingTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 10_000 * Rig.USDC);
        rig.deposit(BOB, 10_000 * Rig.USDC);
        rig.deposit(CAROL, 10_000 * Rig.USDC);
    }

    @Test
    void shouldFillAtTheMakersPriceAndSettleBothSides() {
        rig.expect(rig.place(ALICE, buy(1_000, 599_990)), """
            placed 1 m0 buy 1000@599990 account=16 #0
            rested 1 m0 buy 1000@599990 priority=1 account=16 #0
            done account=16
            """);
        rig.expect(rig.place(BOB, sell(400, 599_000)), """
            placed 2 m0 sell 400@599000 account=17 #0
            trade 1 maker=1/16 left 600 taker=2/17 left 0 m0 sell 400@599990
            fill 1 maker 1 m0 buy 400@599990 left 600/1000 fee=35999 position=0>400 quote=-239996000 entry=239996000 \
            cash=9999964001 account=16
            fill 1 taker 2 m0 sell 400@599990 limit=599000 left 0/400 fee=107998 position=0>-400 quote=239996000 \
            entry=239996000 cash=9999892002 account=17
            done account=17
            """);
        rig.exchange.verify();
    }
}
