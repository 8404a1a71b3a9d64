package steelyard.server.readmodel;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
import steelyard.node.AgentLimits;
import steelyard.node.IpNetwork;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.*;
import steelyard.protocol.sbe.FundingRateFixedEncoder;
import steelyard.protocol.sbe.MarketParameterChangedEncoder;

/**
 * Writes events and snapshot records by hand. Each call adds one; {@link #done()} ends a command and {@link #record()}
 * hands over one record.
 */
final class Feed {
    static final long START_NANOS = 1_780_000_000_000_000_000L;

    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long sequence;
    private long nowNanos = START_NANOS;

    static MarketSpec spec(final int marketId, final String coin, final int sizeDecimals, final int maxLeverage) {
        return new MarketSpec(marketId, coin, AssetClass.CRYPTO, sizeDecimals, PriceGrid.TICK, 1, true, maxLeverage,
            Math.min(20, maxLeverage), 10_000_000, 1L << 43, 1L << 13, 1L << 13, 60_000_000_000L, 1);
    }

    static Address address(final int accountId) {
        return new Address(0x0123_4567_89ab_cdefL, accountId % 7, accountId);
    }

    /** Log time from here on, after the start. */
    Feed at(final long nanosAfterStart) {
        nowNanos = START_NANOS + nanosAfterStart;
        return this;
    }

    /** The next event has this number. */
    Feed sequence(final long next) {
        sequence = next - 1;
        return this;
    }

    /** Ends the command, and the batch. */
    EventBatch done() {
        final CommandDoneEncoder event = wrap(new CommandDoneEncoder());
        header(event.header());
        end(event.accountId(-1).commandTemplateId(20).rejectReason(0).batchIndex(65535).result((short) 0)
            .detail1(0).detail2(0));
        return record();
    }

    /** What was written since the last batch. */
    EventBatch record() {
        final int length = writer.end();
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, writer.buffer(), 0, length);
        writer.clear();
        return new EventBatch().wrap(copy, 0);
    }

    Feed listed(final MarketSpec spec) {
        final MarketListedEncoder event = wrap(new MarketListedEncoder());
        header(event.header());
        MarketSpecCodec.encode(spec, event.spec());
        return end(event.state(MarketState.ACTIVE.code()).operatorName("").reason("listed"));
    }

    Feed state(final int marketId, final MarketState state) {
        final MarketStateChangedEncoder event = wrap(new MarketStateChangedEncoder());
        header(event.header());
        return end(event.marketId(marketId).state(state.code()).operatorName("op").reason("halt"));
    }

    Feed parameter(final Parameter parameter, final long value) {
        final ParameterChangedEncoder event = wrap(new ParameterChangedEncoder());
        header(event.header());
        return end(event.parameterId(parameter.id()).value(value).operatorName("").reason(""));
    }

    Feed marketParameter(final int marketId, final MarketParameter parameter, final long value) {
        final MarketParameterChangedEncoder event = wrap(new MarketParameterChangedEncoder());
        header(event.header());
        return end(event.marketId(marketId).parameterId(parameter.id()).value(value).operatorName("").reason(""));
    }

    Feed classified(final int accountId, final int accountClass) {
        final AccountClassChangedEncoder event = wrap(new AccountClassChangedEncoder());
        header(event.header());
        return end(event.accountId(accountId).accountClass((short) accountClass).feeGroup((short) 0).operatorName("")
            .reason(""));
    }

    Feed capped(final int accountClass, final int leverageClass, final int leverageMax, final int closeOutPercent) {
        final LeverageCapChangedEncoder event = wrap(new LeverageCapChangedEncoder());
        header(event.header());
        return end(event.leverageMax(leverageMax).accountClass((short) accountClass)
            .leverageClass((short) leverageClass).closeOutPercent((short) closeOutPercent).operatorName("").reason(""));
    }

    Feed mode(final int accountId, final int mode) {
        final MarginModeChangedEncoder event = wrap(new MarginModeChangedEncoder());
        header(event.header());
        return end(event.accountId(accountId).mode((short) mode));
    }

    /** A matrix of one version, in force: each of these markets moves up in the first scenario and down in the second. */
    Feed scenarios(final int version, final int... marketIds) {
        final ScenariosLoadedEncoder loaded = wrap(new ScenariosLoadedEncoder());
        header(loaded.header());
        final ScenariosLoadedEncoder.ColumnsEncoder columns =
            loaded.version(version).columnsCount(marketIds.length);
        for (final int marketId : marketIds) {
            columns.next().marketId(marketId);
            for (int k = 0; k < 64; k++) {
                columns.directions(k, (short) (k == 0 ? 10_000 : k == 1 ? -10_000 : 0));
            }
        }
        end(loaded.operatorName("").reason(""));
        final ScenariosActivatedEncoder activated = wrap(new ScenariosActivatedEncoder());
        header(activated.header());
        end(activated.version(version).columns(marketIds.length).fromSequence(0).operatorName("").reason(""));
        final ScenariosPhasedEncoder phased = wrap(new ScenariosPhasedEncoder());
        header(phased.header());
        return end(phased.version(version).step(1).steps(1));
    }

    Feed fundingRate(final int marketId, final long rateNanos) {
        final FundingRateFixedEncoder event = wrap(new FundingRateFixedEncoder());
        header(event.header());
        return end(event.marketId(marketId).rateNanos(rateNanos));
    }

    Feed created(final int accountId) {
        final AccountCreatedEncoder event = wrap(new AccountCreatedEncoder());
        header(event.header());
        address(accountId).write(event.buffer(), event.offset() + AccountCreatedEncoder.addressEncodingOffset());
        final AccountKind kind = accountId < 16 ? AccountKind.HOUSE : AccountKind.USER;
        return end(event.accountId(accountId).ownerId(accountId).kind(kind.code()));
    }

    Feed createdHouses() {
        for (int house = 0; house < HouseAccount.ID_LIMIT; house++) {
            created(house);
        }
        return this;
    }

    Feed deposited(final int accountId, final long amountMicros, final long cashMicros) {
        final DepositedEncoder event = wrap(new DepositedEncoder());
        header(event.header());
        return end(event.accountId(accountId).amountMicros(amountMicros).cashMicros(cashMicros).number(1).sourceId(1)
            .operatorName("").reason(""));
    }

    Feed price(final int marketId, final long oracleTicks, final long markTicks) {
        final PriceChangedEncoder event = wrap(new PriceChangedEncoder());
        header(event.header());
        return end(event.marketId(marketId).oraclePriceTicks(oracleTicks).markPriceTicks(markTicks));
    }

    Feed approved(final int accountId, final Address agent, final String name, final long validUntilMillis) {
        final AgentApprovedEncoder event = wrap(new AgentApprovedEncoder());
        header(event.header());
        agent.write(event.buffer(), event.offset() + AgentApprovedEncoder.agentAddressEncodingOffset());
        putName(event.buffer(), event.offset() + AgentApprovedEncoder.agentNameEncodingOffset(), name);
        return end(event.accountId(accountId).validUntilMillis(validUntilMillis));
    }

    Feed removed(final int accountId, final Address agent, final String name) {
        final AgentRemovedEncoder event = wrap(new AgentRemovedEncoder());
        header(event.header());
        agent.write(event.buffer(), event.offset() + AgentRemovedEncoder.agentAddressEncodingOffset());
        putName(event.buffer(), event.offset() + AgentRemovedEncoder.agentNameEncodingOffset(), name);
        return end(event.accountId(accountId));
    }

    Feed leverage(final int accountId, final int marketId, final int leverage) {
        final LeverageChangedEncoder event = wrap(new LeverageChangedEncoder());
        header(event.header());
        return end(event.accountId(accountId).marketId(marketId).leverage(leverage).isCross((short) 1));
    }

    Feed isolated(final int accountId, final int marketId, final int leverage) {
        final LeverageChangedEncoder event = wrap(new LeverageChangedEncoder());
        header(event.header());
        return end(event.accountId(accountId).marketId(marketId).leverage(leverage).isCross((short) 0));
    }

    Feed isolatedMargin(
        final int accountId, final int marketId, final long amountMicros, final long isolatedMicros,
        final long cashMicros) {
        final IsolatedMarginChangedEncoder event = wrap(new IsolatedMarginChangedEncoder());
        header(event.header());
        return end(event.accountId(accountId).marketId(marketId).amountMicros(amountMicros)
            .isolatedMicros(isolatedMicros).cashMicros(cashMicros));
    }

    Feed placed(
        final long orderId, final int accountId, final int marketId, final Side side, final long priceTicks,
        final long lots, final int flags, final long clientOrderId) {
        final OrderPlacedEncoder event = wrap(new OrderPlacedEncoder());
        header(event.header());
        return end(event.orderId(orderId).accountId(accountId).marketId(marketId).side(side.code())
            .priceTicks(priceTicks).quantityLots(lots).flags(flags).clientOrderIdHigh(0)
            .clientOrderIdLow(clientOrderId).replacedOrderId(0).batchIndex(0).timeInForce((short) 0));
    }

    Feed rested(
        final long orderId, final int accountId, final int marketId, final Side side, final long priceTicks,
        final long remainingLots) {
        final OrderRestedEncoder event = wrap(new OrderRestedEncoder());
        header(event.header());
        return end(event.orderId(orderId).accountId(accountId).marketId(marketId).side(side.code())
            .priceTicks(priceTicks).remainingLots(remainingLots).shownLots(remainingLots).prioritySequence(orderId)
            .batchIndex(0));
    }

    Feed reduced(final long orderId, final long originalLots, final long remainingLots) {
        final OrderReducedEncoder event = wrap(new OrderReducedEncoder());
        header(event.header());
        return end(event.orderId(orderId).originalLots(originalLots).remainingLots(remainingLots)
            .shownLots(remainingLots));
    }

    Feed canceled(final long orderId, final long remainingLots, final boolean wasResting) {
        return canceled(orderId, remainingLots, wasResting, CancelReason.REQUESTED);
    }

    Feed canceled(
        final long orderId, final long remainingLots, final boolean wasResting, final CancelReason reason) {
        final OrderCanceledEncoder event = wrap(new OrderCanceledEncoder());
        header(event.header());
        return end(event.orderId(orderId).remainingLots(remainingLots).wasResting((short) (wasResting ? 1 : 0))
            .reason((short) reason.code()));
    }

    Feed traded(
        final long makerOrderId, final int marketId, final Side takerSide, final long priceTicks, final long lots,
        final long makerRemainingLots) {
        final TradeExecutedEncoder event = wrap(new TradeExecutedEncoder());
        header(event.header());
        return end(event.makerOrderId(makerOrderId).marketId(marketId).takerSide(takerSide.code())
            .priceTicks(priceTicks).quantityLots(lots).makerRemainingLots(makerRemainingLots));
    }

    Feed settled(
        final int accountId, final int marketId, final long startLots, final long lots, final long quoteMicros,
        final long entryMicros, final long feeMicros, final long cashMicros) {
        final FillSettledEncoder event = wrap(new FillSettledEncoder());
        header(event.header());
        return end(event.accountId(accountId).marketId(marketId).startPositionLots(startLots).positionLots(lots)
            .quoteMicros(quoteMicros).entryMicros(entryMicros).feeMicros(feeMicros).cashMicros(cashMicros));
    }

    EventBatch snapshotStart(final long eventSequence) {
        end(wrap(new SnapshotStartEncoder()).nowNanos(nowNanos).eventSequence(eventSequence));
        return record();
    }

    EventBatch snapshotEnd() {
        end(wrap(new SnapshotEndEncoder()).recordCount(0).stateHash(0));
        return record();
    }

    EventBatch parameterRecord(final Parameter parameter, final long value) {
        end(wrap(new ParameterRecordEncoder()).parameterId(parameter.id()).value(value));
        return record();
    }

    EventBatch marketRecord(
        final MarketSpec spec, final MarketState state, final long oracleTicks, final long markTicks) {
        final MarketRecordEncoder marketRecord = wrap(new MarketRecordEncoder());
        MarketSpecCodec.encode(spec, marketRecord.spec());
        end(marketRecord.settledMicros(0).oraclePriceTicks(oracleTicks).markPriceTicks(markTicks).hasPrice((short) 1)
            .state(state.code()));
        return record();
    }

    EventBatch accountRecord(final int accountId, final long cashMicros) {
        final AccountRecordEncoder account = wrap(new AccountRecordEncoder());
        address(accountId).write(account.buffer(), account.offset() + AccountRecordEncoder.addressEncodingOffset());
        final AccountKind kind = accountId < 16 ? AccountKind.HOUSE : AccountKind.USER;
        end(account.accountId(accountId).ownerId(accountId).cashMicros(cashMicros).kind(kind.code()));
        return record();
    }

    /** Cash is what deposits left: the amount is nobody's. */
    Feed funded(
        final int accountId, final int marketId, final long amountMicros, final long allTimeMicros,
        final long sinceOpenMicros, final long sinceChangeMicros) {
        final FundingPaidEncoder event = wrap(new FundingPaidEncoder());
        header(event.header());
        return end(event.accountId(accountId).marketId(marketId).amountMicros(amountMicros)
            .allTimeMicros(allTimeMicros).sinceOpenMicros(sinceOpenMicros).sinceChangeMicros(sinceChangeMicros));
    }

    Feed limited(final int accountId, final Address agent, final AgentLimits limits) {
        final AgentLimitedEncoder event = wrap(new AgentLimitedEncoder());
        header(event.header());
        event.accountId(accountId).permission((short) (limits.isReadOnly() ? 1 : 0));
        agent.write(event.buffer(), event.offset() + AgentLimitedEncoder.agentAddressEncodingOffset());
        final AgentLimitedEncoder.NetworksEncoder group = event.networksCount(limits.networks().size());
        for (final IpNetwork network : limits.networks()) {
            group.next().high(network.high()).low(network.low()).prefixLength((short) network.prefixLength());
        }
        return end(event);
    }

    EventBatch fundingRecord(
        final int accountId, final int marketId, final long allTimeMicros, final long sinceOpenMicros,
        final long sinceChangeMicros) {
        end(wrap(new FundingSumRecordEncoder()).accountId(accountId).marketId(marketId).allTimeMicros(allTimeMicros)
            .sinceOpenMicros(sinceOpenMicros).sinceChangeMicros(sinceChangeMicros));
        return record();
    }

    EventBatch agentLimitsRecord(final int accountId, final Address agent, final AgentLimits limits) {
        final AgentLimitsRecordEncoder record = wrap(new AgentLimitsRecordEncoder());
        record.accountId(accountId).permission((short) (limits.isReadOnly() ? 1 : 0));
        agent.write(record.buffer(), record.offset() + AgentLimitsRecordEncoder.agentAddressEncodingOffset());
        final AgentLimitsRecordEncoder.NetworksEncoder group = record.networksCount(limits.networks().size());
        for (final IpNetwork network : limits.networks()) {
            group.next().high(network.high()).low(network.low()).prefixLength((short) network.prefixLength());
        }
        end(record);
        return record();
    }

    EventBatch agentRecord(final int accountId, final Address agent, final String name, final long validUntilMillis) {
        final AgentRecordEncoder agentRecord = wrap(new AgentRecordEncoder());
        agent.write(agentRecord.buffer(), agentRecord.offset() + AgentRecordEncoder.agentAddressEncodingOffset());
        putName(agentRecord.buffer(), agentRecord.offset() + AgentRecordEncoder.agentNameEncodingOffset(), name);
        end(agentRecord.accountId(accountId).validUntilMillis(validUntilMillis));
        return record();
    }

    EventBatch positionRecord(
        final int accountId, final int marketId, final long lots, final long quoteMicros, final long entryMicros,
        final int leverage) {
        end(wrap(new PositionRecordEncoder()).accountId(accountId).marketId(marketId).positionLots(lots)
            .quoteMicros(quoteMicros).entryMicros(entryMicros).leverage(leverage));
        return record();
    }

    EventBatch orderRecord(
        final long orderId, final int accountId, final int marketId, final Side side, final long priceTicks,
        final long originalLots, final long remainingLots, final int flags, final long clientOrderId) {
        end(wrap(new OrderRecordEncoder()).orderId(orderId).prioritySequence(orderId).accountId(accountId)
            .marketId(marketId).side(side.code()).priceTicks(priceTicks).originalLots(originalLots)
            .remainingLots(remainingLots).flags(flags).placedTimeNanos(nowNanos).clientOrderIdHigh(0)
            .clientOrderIdLow(clientOrderId));
        return record();
    }

    private <T extends MessageEncoderFlyweight> T wrap(final T encoder) {
        final int offset = writer.eventOffset();
        header.wrap(writer.buffer(), offset).blockLength(encoder.sbeBlockLength()).templateId(encoder.sbeTemplateId())
            .schemaId(encoder.sbeSchemaId()).version(encoder.sbeSchemaVersion());
        encoder.wrap(writer.buffer(), offset + MessageHeaderEncoder.ENCODED_LENGTH);
        encoder.buffer().setMemory(encoder.offset(), encoder.sbeBlockLength(), (byte) 0);
        return encoder;
    }

    private void header(final EventHeaderEncoder event) {
        event.eventSequence(++sequence).timestampNanos(nowNanos).logPosition(64).seq(0).epoch(0).nodeId(0)
            .commandIndex(0);
    }

    private Feed end(final MessageEncoderFlyweight encoder) {
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        return this;
    }

    private static void putName(final MutableDirectBuffer buffer, final int offset, final String name) {
        buffer.setMemory(offset, 64, (byte) 0);
        buffer.putBytes(offset, name.getBytes(UTF_8));
    }
}
