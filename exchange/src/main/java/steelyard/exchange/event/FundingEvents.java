package steelyard.exchange.event;

import steelyard.exchange.state.ExchangeState;
import steelyard.protocol.sbe.FundingPaidEncoder;
import steelyard.protocol.sbe.FundingRateFixedEncoder;
import steelyard.protocol.sbe.HouseTransferredEncoder;
import steelyard.risk.margin.FundingSums;

/** Events of funding. */
public final class FundingEvents {
    private final FundingRateFixedEncoder rateFixed = new FundingRateFixedEncoder();
    private final FundingPaidEncoder paid = new FundingPaidEncoder();
    private final HouseTransferredEncoder transferred = new HouseTransferredEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public FundingEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** A market's rate is fixed for the hour that ended. */
    public void rateFixed(
        final int marketId, final long intervalEndNanos, final long premiumNanos, final long samples) {
        rateFixed.wrap(
            stage.buffer(), stage.begin(FundingRateFixedEncoder.TEMPLATE_ID, FundingRateFixedEncoder.BLOCK_LENGTH));
        rateFixed
            .intervalEndNanos(intervalEndNanos)
            .rateNanos(state.funding().rateNanos(marketId))
            .premiumNanos(premiumNanos)
            .samples(samples)
            .oraclePriceTicks(state.funding().oraclePriceTicks(marketId))
            .marketId(marketId);
        stage.end(rateFixed.encodedLength());
    }

    /** An account has paid for a position, or received. */
    public void paid(final int accountId, final int marketId, final int slot, final long amountMicros) {
        final FundingSums sums = state.positions().fundingSums();
        final int row = sums.find(accountId, marketId);
        paid.wrap(stage.buffer(), stage.begin(FundingPaidEncoder.TEMPLATE_ID, FundingPaidEncoder.BLOCK_LENGTH));
        paid
            .interval(state.funding().interval())
            .rateNanos(state.funding().rateNanos(marketId))
            .oraclePriceTicks(state.funding().oraclePriceTicks(marketId))
            .quantityLots(state.positions().quantityLots(slot))
            .amountMicros(amountMicros)
            .isolatedMicros(state.positions().isolatedMicros(slot))
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .marketId(marketId)
            .allTimeMicros(sums.allTimeMicros(row))
            .sinceOpenMicros(sums.sinceOpenMicros(row))
            .sinceChangeMicros(sums.sinceChangeMicros(row));
        stage.end(paid.encodedLength());
    }

    /** Cash moved between two house accounts. */
    public void houseTransferred(final int fromId, final int toId, final long amountMicros) {
        transferred.wrap(
            stage.buffer(), stage.begin(HouseTransferredEncoder.TEMPLATE_ID, HouseTransferredEncoder.BLOCK_LENGTH));
        transferred
            .amountMicros(amountMicros)
            .fromCashMicros(state.accounts().cashMicros(fromId))
            .toCashMicros(state.accounts().cashMicros(toId))
            .fromAccountId(fromId)
            .toAccountId(toId);
        stage.end(transferred.encodedLength());
    }
}
