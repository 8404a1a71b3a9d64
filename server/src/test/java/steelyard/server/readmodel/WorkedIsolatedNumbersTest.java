package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.node.AccountView;
import steelyard.protocol.EventBatch;

/** Numbers that the venue published of accounts with one isolated position: what existing clients expect. */
class WorkedIsolatedNumbersTest {
    private static final int ALICE = 16;
    private static final int ETH = 0;
    private static final int IMX = 1;
    private static final long CASH_MICROS = 13_104_514_502L;

    private final Feed feed = new Feed();
    private final ReadModels models = new ReadModels();

    @BeforeEach
    void open() {
        feed.createdHouses();
        apply(feed.listed(Feed.spec(ETH, "ETH", 4, 50)).listed(Feed.spec(IMX, "IMX", 1, 5)).done());
        apply(feed.created(ALICE).deposited(ALICE, CASH_MICROS, CASH_MICROS).done());
    }

    private void apply(final EventBatch batch) {
        assertTrue(models.apply(batch));
    }

    /** A long position with what the account owes for it (rawUsd), bought at an entry price. */
    private AccountView.PositionView hold(
        final int market, final int leverage, final long lots, final long entryMicros, final long rawMicros,
        final long markTicks) {
        final long marginMicros = rawMicros + entryMicros;
        apply(feed.price(market, markTicks, markTicks).isolated(ALICE, market, leverage)
            .settled(ALICE, market, 0, lots, -entryMicros, entryMicros, 0, CASH_MICROS + marginMicros)
            .isolatedMargin(ALICE, market, marginMicros, marginMicros, CASH_MICROS).done());
        return models.account(ALICE).positions().getFirst();
    }

    /**
     * 0.0335 ETH from 2,986.3 at 2,985.9: margin −95.059824 + 100.02765, value 13,104.514502 more than that; liquidated
     * at 95.059824 / (0.0335 × 0.99), which they print as 2,866.26936529 from what they have not rounded.
     */
    @Test
    void shouldAgreeWithThePublishedEther() {
        final AccountView.PositionView eth = hold(ETH, 20, 335, 100_041_050, -95_059_824, 298_590);
        final AccountView account = models.account(ALICE);
        assertEquals(4_967_826, eth.marginUsedMicros());
        assertEquals(-13_400, eth.quoteMicros() + eth.quantityLots() * eth.markPriceTicks(), "unrealized");
        assertEquals(-95_059_824, eth.isolatedMicros() + eth.quoteMicros(), "rawUsd");
        assertEquals(13_109_482_328L, account.accountValueMicros());
        assertEquals(100_027_650, account.totalNotionalMicros());
        assertEquals(4_967_826, account.marginUsedMicros());
        assertEquals(CASH_MICROS, account.withdrawableMicros());
        assertEquals(286_626_938_038L, eth.liquidationPriceE8());
    }

    /** 15 IMX from 0.757 at 0.75898: 3.811996; liquidated at 7.572704 / (15 × 0.9), rounded up. */
    @Test
    void shouldAgreeWithThePublishedImx() {
        final AccountView.PositionView imx = hold(IMX, 3, 150, 11_355_000, -7_572_704, 75_898);
        assertEquals(3_811_996, imx.marginUsedMicros());
        assertEquals(29_700, imx.quoteMicros() + imx.quantityLots() * imx.markPriceTicks(), "unrealized");
        assertEquals(56_094_104, imx.liquidationPriceE8());
    }
}
