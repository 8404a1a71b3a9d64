package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.command.SecondOperator;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.HouseAccount;
import steelyard.protocol.sbe.BackstopUnwoundEncoder;
import steelyard.protocol.sbe.DebtSocializedEncoder;
import steelyard.protocol.sbe.HouseCashTransferredEncoder;
import steelyard.protocol.sbe.InsuranceMovedEncoder;

/** Events of the house's own money and positions. */
public final class HouseEvents {
    private final BackstopUnwoundEncoder unwound = new BackstopUnwoundEncoder();
    private final InsuranceMovedEncoder moved = new InsuranceMovedEncoder();
    private final DebtSocializedEncoder socialized = new DebtSocializedEncoder();
    private final HouseCashTransferredEncoder transferred = new HouseCashTransferredEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public HouseEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** The backstop sends a slice of a position to the book. */
    public void unwound(final int marketId, final long lots, final long limitTicks) {
        unwound.wrap(stage.buffer(),
            stage.begin(BackstopUnwoundEncoder.TEMPLATE_ID, BackstopUnwoundEncoder.BLOCK_LENGTH));
        unwound.lots(lots).limitPriceTicks(limitTicks).marketId(marketId);
        stage.end(unwound.encodedLength());
    }

    /** A debt is shared from now on. */
    public void socialized(final long debtMicros, final Remark remark) {
        socialized.wrap(stage.buffer(),
            stage.begin(DebtSocializedEncoder.TEMPLATE_ID, DebtSocializedEncoder.BLOCK_LENGTH));
        socialized.debtMicros(debtMicros)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(socialized.encodedLength());
    }

    /** Two operators brought money to the insurance fund, or took it. */
    public void insuranceMoved(
        final long number, final long amountMicros, final int sourceId, final SecondOperator second,
        final Remark remark) {
        moved.wrap(stage.buffer(),
            stage.begin(InsuranceMovedEncoder.TEMPLATE_ID, InsuranceMovedEncoder.BLOCK_LENGTH));
        moved.number(number).amountMicros(amountMicros)
            .fundCashMicros(state.accounts().cashMicros(HouseAccount.INSURANCE.id())).sourceId(sourceId)
            .putSecondOperator(second.buffer(), second.offset(), second.length())
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(moved.encodedLength());
    }

    /** An operator moved cash between two house accounts. */
    public void transferred(final int fromId, final int toId, final long amountMicros, final Remark remark) {
        transferred.wrap(stage.buffer(),
            stage.begin(HouseCashTransferredEncoder.TEMPLATE_ID, HouseCashTransferredEncoder.BLOCK_LENGTH));
        transferred.amountMicros(amountMicros)
            .fromCashMicros(state.accounts().cashMicros(fromId))
            .toCashMicros(state.accounts().cashMicros(toId))
            .fromAccountId(fromId).toAccountId(toId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(transferred.encodedLength());
    }
}
