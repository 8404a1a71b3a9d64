package steelyard.exchange;

/** An account that is long 1 BTC from 60,000 with 3,000 and nothing else, when the price falls to 56,000. */
final class BankruptLong {
    private BankruptLong() {
    }

    /** What is told when nobody but those who win can take its position, as lines. */
    static String takenOver(final int accountId) {
        return """
            MarginLevelChanged equityMicros=-1000000000 maintenanceMicros=700000000 accountId=%1$d marketId=-1 level=2
            PositionTransferred lots=100000 priceTicks=560000 marginMicros=-1000000000 fromCashMicros=0 \
            toPositionLots=100000 toQuoteMicros=-56000000000 toEntryMicros=56000000000 toIsolatedMicros=0 \
            toCashMicros=-1000000000 fromAccountId=%1$d toAccountId=5 marketId=0 fromPositionLots=0 fromQuoteMicros=0 \
            fromEntryMicros=0 fromIsolatedMicros=0 fromClosedPnlMicros=-4000000000 reason=1 isIsolated=0 \
            equityMicros=-1000000000
            MarginLevelChanged equityMicros=0 maintenanceMicros=0 accountId=%1$d marketId=-1 level=0
            """.formatted(accountId);
    }
}
