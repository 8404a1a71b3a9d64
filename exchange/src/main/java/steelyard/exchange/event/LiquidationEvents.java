package steelyard.exchange.event;

import org.agrona.MutableDirectBuffer;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.risk.Slice;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.HouseAccount;
import steelyard.protocol.sbe.InsurancePaidEncoder;
import steelyard.protocol.sbe.LiquidationFeePaidEncoder;
import steelyard.protocol.sbe.LiquidationStepEncoder;
import steelyard.protocol.sbe.MarginLevelChangedEncoder;
import steelyard.protocol.sbe.PositionTransferredEncoder;
import steelyard.risk.margin.Positions;

/** Events of margin sets that are not well. They carry the numbers by which was decided. */
public final class LiquidationEvents {
    private final MarginLevelChangedEncoder levelChanged = new MarginLevelChangedEncoder();
    private final LiquidationStepEncoder step = new LiquidationStepEncoder();
    private final PositionTransferredEncoder transferred = new PositionTransferredEncoder();
    private final LiquidationFeePaidEncoder feePaid = new LiquidationFeePaidEncoder();
    private final InsurancePaidEncoder insurancePaid = new InsurancePaidEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public LiquidationEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** A set has another level: 0 normal, 1 warned, 2 in liquidation. */
    public void levelChanged(
        final int accountId, final int marketId, final int level, final long equity, final long maintenance) {
        levelChanged.wrap(stage.buffer(),
            stage.begin(MarginLevelChangedEncoder.TEMPLATE_ID, MarginLevelChangedEncoder.BLOCK_LENGTH));
        levelChanged.equityMicros(equity).maintenanceMicros(maintenance).accountId(accountId).marketId(marketId)
            .level((short) level);
        stage.end(levelChanged.encodedLength());
        stage.exempt(1);
    }

    /** A part of a position is to be closed on the book. */
    public void step(
        final int accountId, final int setMarketId, final Slice slice, final long equity, final long maintenance,
        final long rounds) {
        step.wrap(stage.buffer(),
            stage.begin(LiquidationStepEncoder.TEMPLATE_ID, LiquidationStepEncoder.BLOCK_LENGTH));
        step.equityMicros(equity).maintenanceMicros(maintenance).lots(slice.lots())
            .limitPriceTicks(slice.limitTicks()).rounds(rounds).accountId(accountId)
            .setMarketId(setMarketId).marketId(slice.marketId())
            .markPriceTicks(state.markets().markPriceTicks(slice.marketId()));
        writeAddress(accountId, step.buffer(), step.offset() + LiquidationStepEncoder.addressEncodingOffset());
        stage.end(step.encodedLength());
    }

    /**
     * Lots of a position went to a house account.
     *
     * @param reason 0 to the backstop, 1 to be deleveraged, 2 deleveraged
     * @param equity of the giver's set, before; 0 of one who is deleveraged
     */
    public void transferred(
        final int fromSlot, final int toSlot, final long lots, final long priceTicks, final long marginMicros,
        final int reason, final long equity) {
        final Positions positions = state.positions();
        final int fromId = positions.account(fromSlot);
        final int toId = positions.account(toSlot);
        transferred.wrap(stage.buffer(),
            stage.begin(PositionTransferredEncoder.TEMPLATE_ID, PositionTransferredEncoder.BLOCK_LENGTH));
        transferred.lots(lots)
            .priceTicks(priceTicks)
            .marginMicros(marginMicros)
            .fromCashMicros(state.accounts().cashMicros(fromId))
            .toPositionLots(positions.quantityLots(toSlot))
            .toQuoteMicros(positions.quoteMicros(toSlot))
            .toEntryMicros(positions.entryMicros(toSlot))
            .toIsolatedMicros(positions.isolatedMicros(toSlot))
            .toCashMicros(state.accounts().cashMicros(toId))
            .fromAccountId(fromId).toAccountId(toId).marketId(positions.market(fromSlot))
            .fromPositionLots(positions.quantityLots(fromSlot))
            .fromQuoteMicros(positions.quoteMicros(fromSlot))
            .fromEntryMicros(positions.entryMicros(fromSlot))
            .fromIsolatedMicros(positions.isolatedMicros(fromSlot))
            .fromClosedPnlMicros(state.margin().settlement().closedPnlMicros())
            .reason((short) reason)
            .isIsolated((short) (positions.isIsolated(fromSlot, positions.market(fromSlot)) ? 1 : 0))
            .equityMicros(equity);
        writeAddress(fromId, transferred.buffer(),
            transferred.offset() + PositionTransferredEncoder.fromAddressEncodingOffset());
        stage.end(transferred.encodedLength());
    }

    private void writeAddress(final int accountId, final MutableDirectBuffer buffer, final int offset) {
        final AddressTable addresses = state.addresses();
        addresses.write(addresses.ofAccount(accountId), buffer, offset);
    }

    /** A set in liquidation paid the fund for a slice. */
    public void feePaid(final int accountId, final int marketId, final int slot, final long amountMicros) {
        feePaid.wrap(stage.buffer(),
            stage.begin(LiquidationFeePaidEncoder.TEMPLATE_ID, LiquidationFeePaidEncoder.BLOCK_LENGTH));
        feePaid.amountMicros(amountMicros).isolatedMicros(state.positions().isolatedMicros(slot))
            .cashMicros(state.accounts().cashMicros(accountId))
            .fundCashMicros(state.accounts().cashMicros(HouseAccount.INSURANCE.id()))
            .accountId(accountId).marketId(marketId);
        stage.end(feePaid.encodedLength());
    }

    /** The insurance fund paid what an account owed. */
    public void insurancePaid(final int accountId, final long amountMicros) {
        insurancePaid.wrap(stage.buffer(),
            stage.begin(InsurancePaidEncoder.TEMPLATE_ID, InsurancePaidEncoder.BLOCK_LENGTH));
        insurancePaid.amountMicros(amountMicros)
            .fundCashMicros(state.accounts().cashMicros(HouseAccount.INSURANCE.id()))
            .cashMicros(state.accounts().cashMicros(accountId)).accountId(accountId);
        stage.end(insurancePaid.encodedLength());
    }
}
