package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.node.AccountView;
import steelyard.protocol.EventBatch;

/**
 * Numbers that the venue published of an account with cross positions at 20x in markets of 50x: what existing clients
 * expect. Its other positions are put together here in one long and one short one of the same value.
 */
class WorkedNumbersTest {
    private static final int ALICE = 16;
    private static final int SAGA = 0;
    private static final int LONG = 1;
    private static final int SHORT = 2;
    /** 103,774.5 SAGA at 0.02436. */
    private static final long SAGA_LOTS = 1_037_745;
    private static final long SAGA_TICKS = 2_436;
    private static final long SAGA_MICROS = 2_527_946_820L;
    private static final long SAGA_LOSS_MICROS = 802_226_337;
    private static final long LONG_MICROS = 2_159_173_698_275L;
    private static final long SHORT_MICROS = 2_183_590_239_961L;
    private static final long VALUE_MICROS = 3_155_203_766_062L;
    private static final long NOTIONAL_MICROS = 4_345_291_885_056L;

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();

    @BeforeEach
    void open() {
        feed.createdHouses();
        apply(feed.listed(Feed.spec(SAGA, "SAGA", 1, 50)).listed(Feed.spec(LONG, "LONG", 0, 50))
            .listed(Feed.spec(SHORT, "SHORT", 0, 50)).done());
        final long cash = VALUE_MICROS + SAGA_LOSS_MICROS;
        apply(feed.created(ALICE).deposited(ALICE, cash, cash).done());
        apply(feed.price(SAGA, SAGA_TICKS, SAGA_TICKS).price(LONG, LONG_MICROS, LONG_MICROS)
            .price(SHORT, SHORT_MICROS, SHORT_MICROS).done());
        final long sold = SAGA_MICROS - SAGA_LOSS_MICROS;
        apply(feed.settled(ALICE, SAGA, 0, -SAGA_LOTS, sold, sold, 0, cash)
            .settled(ALICE, LONG, 0, 1, -LONG_MICROS, LONG_MICROS, 0, cash)
            .settled(ALICE, SHORT, 0, -1, SHORT_MICROS, SHORT_MICROS, 0, cash).done());
    }

    private void apply(final EventBatch batch) {
        assertTrue(models.apply(batch));
    }

    /** Value 3155203.766062, notional 4345291.885056, margin used 217264.594253, maintenance 43452.918851. */
    @Test
    void shouldAddUpTheAccount() {
        final AccountView account = models.account(ALICE);
        assertEquals(VALUE_MICROS, account.accountValueMicros());
        assertEquals(NOTIONAL_MICROS, account.totalNotionalMicros());
        assertEquals(3_182_148_254_568L, VALUE_MICROS - (LONG_MICROS - SHORT_MICROS - SAGA_MICROS), "raw USD");
        assertEquals(217_264_594_254L, account.marginUsedMicros(), "each position's a twentieth, rounded up");
        assertEquals(43_452_918_852L, account.maintenanceMicros(), "each position's hundredth, rounded up");
    }

    /** 3155203.766062 less a tenth of 4345291.885056, more than the margin used: 2720674.5776 as they print it. */
    @Test
    void shouldWithholdATenthOfTheNotional() {
        assertEquals(2_720_674_577_556L, models.account(ALICE).withdrawableMicros());
    }

    /** 2527.94682 / 20 is 126.397341; 0.02436 + 3111750.847 / 103774.5 / 1.01 is 29.7131701888, rounded down. */
    @Test
    void shouldSayWhereTheShortPositionIsLiquidated() {
        final AccountView.PositionView saga = models.account(ALICE).positions().getFirst();
        assertEquals(126_397_341, saga.marginUsedMicros());
        assertEquals(-SAGA_LOSS_MICROS, saga.quoteMicros() - SAGA_LOTS * SAGA_TICKS);
        assertEquals(2_971_317_018L, saga.liquidationPriceE8());
    }
}
