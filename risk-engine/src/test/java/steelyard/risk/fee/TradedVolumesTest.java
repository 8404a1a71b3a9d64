package steelyard.risk.fee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TradedVolumesTest {
    private static final int ALICE = 7;
    private static final int BOB = 3;
    private static final long DAY = 20_000;

    private final TradedVolumes volumes = new TradedVolumes();

    @Test
    void shouldKnowTheDaysOnWhichSomethingWasTraded() {
        volumes.traded(ALICE, BOB, DAY, 100);
        volumes.traded(BOB, ALICE, DAY + 3, 20);
        volumes.traded(ALICE, BOB, DAY + 14, 3);

        final int row = volumes.find(ALICE);

        assertEquals(DAY + 14, volumes.lastDayAt(row));
        assertEquals(1 << 14 | 1 << 11 | 1, volumes.tradedDaysAt(row));
        assertEquals(100, volumes.takerMicrosAt(row, 14));
        assertEquals(20, volumes.makerMicrosAt(row, 11));
        assertEquals(3, volumes.takerMicrosAt(row, 0));
    }

    @Test
    void shouldForgetDaysThatAreTooLongAgo() {
        volumes.traded(ALICE, BOB, DAY, 100);
        volumes.traded(ALICE, BOB, DAY + 1, 20);
        volumes.traded(ALICE, BOB, DAY + 15, 3);

        assertEquals(1 << 14 | 1, volumes.tradedDaysAt(volumes.find(ALICE)));

        volumes.traded(ALICE, BOB, DAY + 1_000, 4);

        assertEquals(1, volumes.tradedDaysAt(volumes.find(ALICE)));
        assertEquals(0, volumes.takerMicros(ALICE, DAY + 15));
        assertEquals(4, volumes.takerMicros(ALICE, DAY + 1_000));
    }

    @Test
    void shouldSumTheFourteenDaysBeforeADay() {
        volumes.traded(ALICE, BOB, DAY, 100);
        volumes.traded(ALICE, BOB, DAY + 1, 20);
        volumes.traded(ALICE, BOB, DAY + 14, 3);

        assertEquals(0, volumes.takerMicrosBefore(ALICE, DAY));
        assertEquals(100, volumes.takerMicrosBefore(ALICE, DAY + 1));
        assertEquals(120, volumes.takerMicrosBefore(ALICE, DAY + 14));
        assertEquals(23, volumes.takerMicrosBefore(ALICE, DAY + 15));
        assertEquals(3, volumes.takerMicrosBefore(ALICE, DAY + 28));
        assertEquals(0, volumes.takerMicrosBefore(ALICE, DAY + 29));
        assertEquals(0, volumes.makerMicrosBefore(ALICE, DAY + 15));
        assertEquals(23, volumes.makerMicrosBefore(TradedVolumes.EXCHANGE, DAY + 15));
    }

    @Test
    void shouldHaveNothingOfSomebodyWhoNeverTraded() {
        assertEquals(0, volumes.tradedDaysAt(volumes.find(ALICE)));
        assertEquals(0, volumes.takerMicrosBefore(ALICE, DAY));
    }
}
