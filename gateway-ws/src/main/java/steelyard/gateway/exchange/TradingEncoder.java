package steelyard.gateway.exchange;

import org.agrona.MutableDirectBuffer;
import steelyard.gateway.json.ClientOrderId;
import steelyard.model.OrderFlags;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.CancelAllEncoder;
import steelyard.protocol.sbe.CancelTwapEncoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeEncoder;
import steelyard.protocol.sbe.MassQuoteEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersEncoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersEncoder;
import steelyard.protocol.sbe.PlaceTwapEncoder;
import steelyard.protocol.sbe.ResetProtectionEncoder;
import steelyard.protocol.sbe.ScheduleCancelEncoder;
import steelyard.protocol.sbe.SetProtectionEncoder;

/**
 * Writes orders with terms and what traders ask for beside orders as commands, and gives the length of what follows the
 * SBE header.
 */
final class TradingEncoder {
    private static final short BOTH_SIDES = 255;

    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceAdvancedOrdersEncoder placeOrders = new PlaceAdvancedOrdersEncoder();
    private final ModifyAdvancedOrdersEncoder modifyOrders = new ModifyAdvancedOrdersEncoder();
    private final CancelAllEncoder cancelAll = new CancelAllEncoder();
    private final ScheduleCancelEncoder scheduleCancel = new ScheduleCancelEncoder();
    private final ChooseSelfTradeModeEncoder chooseSelfTradeMode = new ChooseSelfTradeModeEncoder();
    private final PlaceTwapEncoder placeTwap = new PlaceTwapEncoder();
    private final CancelTwapEncoder cancelTwap = new CancelTwapEncoder();
    private final MassQuoteEncoder massQuote = new MassQuoteEncoder();
    private final SetProtectionEncoder setProtection = new SetProtectionEncoder();
    private final ResetProtectionEncoder resetProtection = new ResetProtectionEncoder();

    TradingEncoder(final MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    int encode(final TradingAction action, final Authority authority, final byte[] proof) {
        return switch (action) {
            case TradingAction.CancelAll cancel -> cancelAll(cancel, authority, proof);
            case TradingAction.ScheduleCancel schedule -> {
                scheduleCancel.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(scheduleCancel.origin(), scheduleCancel.authority(), authority);
                scheduleCancel.timeMillis(schedule.timeMillis()).putProof(proof, 0, proof.length);
                yield scheduleCancel.encodedLength();
            }
            case TradingAction.ChooseSelfTradeMode choose -> {
                chooseSelfTradeMode.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(chooseSelfTradeMode.origin(), chooseSelfTradeMode.authority(), authority);
                chooseSelfTradeMode.mode(choose.mode().code()).putProof(proof, 0, proof.length);
                yield chooseSelfTradeMode.encodedLength();
            }
            case TradingAction.PlaceTwap place -> placeTwap(place, authority, proof);
            case TradingAction.CancelTwap cancel -> {
                cancelTwap.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(cancelTwap.origin(), cancelTwap.authority(), authority);
                cancelTwap.twapId(cancel.twapId()).marketId(cancel.marketId()).putProof(proof, 0, proof.length);
                yield cancelTwap.encodedLength();
            }
            case TradingAction.MassQuote quote -> massQuote(quote, authority, proof);
            case TradingAction.SetProtection set -> setProtection(set, authority, proof);
            case TradingAction.ResetProtection reset -> {
                resetProtection.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(resetProtection.origin(), resetProtection.authority(), authority);
                resetProtection.quoteGroup((short) reset.group()).putProof(proof, 0, proof.length);
                yield resetProtection.encodedLength();
            }
        };
    }

    int place(final Action.Place action, final Authority authority, final byte[] proof) {
        placeOrders.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(placeOrders.origin(), placeOrders.authority(), authority);
        placeOrders.grouping(action.grouping().code()).builderTenths(action.builder().tenths())
            .putBuilder(action.builder().address().bytes(), 0, Address.LENGTH);
        final PlaceAdvancedOrdersEncoder.OrdersEncoder group = placeOrders.ordersCount(action.orders().size());
        for (final OrderEntry order : action.orders()) {
            final OrderTerms terms = order.terms();
            group.next()
                .priceE8(order.priceE8())
                .sizeE8(order.sizeE8())
                .clientOrderIdHigh(ClientOrderId.high(order.clientOrderId()))
                .clientOrderIdLow(ClientOrderId.low(order.clientOrderId()))
                .displaySizeE8(terms.displaySizeE8())
                .expiresMillis(terms.expiresMillis())
                .triggerPriceE8(terms.triggerPriceE8())
                .trailE8(terms.trailE8())
                .marketId(order.marketId())
                .trailBps(terms.trailBps())
                .flags(order.flags())
                .side(order.side().code())
                .timeInForce(order.timeInForce().code())
                .triggerKind(terms.kind().code())
                .triggerSource(terms.source().code())
                .isMarket(flag(terms.isMarket()));
        }
        placeOrders.putProof(proof, 0, proof.length);
        return placeOrders.encodedLength();
    }

    int modify(final Action.Modify action, final Authority authority, final byte[] proof) {
        modifyOrders.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(modifyOrders.origin(), modifyOrders.authority(), authority);
        modifyOrders.alwaysPlace(flag(action.alwaysPlace()));
        final ModifyAdvancedOrdersEncoder.ModifiesEncoder group =
            modifyOrders.modifiesCount(action.modifications().size());
        for (final Action.Modify.Entry entry : action.modifications()) {
            final OrderEntry order = entry.order();
            final OrderTerms terms = order.terms();
            group.next()
                .targetOrderId(entry.targetOrderId())
                .targetClientOrderIdHigh(ClientOrderId.high(entry.targetClientOrderId()))
                .targetClientOrderIdLow(ClientOrderId.low(entry.targetClientOrderId()))
                .priceE8(order.priceE8())
                .sizeE8(order.sizeE8())
                .clientOrderIdHigh(ClientOrderId.high(order.clientOrderId()))
                .clientOrderIdLow(ClientOrderId.low(order.clientOrderId()))
                .displaySizeE8(terms.displaySizeE8())
                .expiresMillis(terms.expiresMillis())
                .triggerPriceE8(terms.triggerPriceE8())
                .trailE8(terms.trailE8())
                .marketId(order.marketId())
                .trailBps(terms.trailBps())
                .flags(order.flags())
                .side(order.side().code())
                .timeInForce(order.timeInForce().code())
                .triggerKind(terms.kind().code())
                .triggerSource(terms.source().code())
                .isMarket(flag(terms.isMarket()));
        }
        modifyOrders.putProof(proof, 0, proof.length);
        return modifyOrders.encodedLength();
    }

    private int cancelAll(final TradingAction.CancelAll action, final Authority authority, final byte[] proof) {
        cancelAll.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(cancelAll.origin(), cancelAll.authority(), authority);
        cancelAll
            .marketId(action.marketId())
            .side(action.side() == null ? BOTH_SIDES : action.side().code())
            .kind((short) action.kind())
            .putProof(proof, 0, proof.length);
        return cancelAll.encodedLength();
    }

    private int placeTwap(final TradingAction.PlaceTwap action, final Authority authority, final byte[] proof) {
        placeTwap.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(placeTwap.origin(), placeTwap.authority(), authority);
        placeTwap
            .sizeE8(action.sizeE8())
            .triggerPriceE8(action.triggerPriceE8())
            .stopPriceE8(action.stopPriceE8())
            .marketId(action.marketId())
            .minutes(action.minutes())
            .flags(action.reduceOnly() ? OrderFlags.REDUCE_ONLY : 0)
            .side(action.side().code())
            .randomize(flag(action.randomize()))
            .triggerAbove(flag(action.triggerAbove()))
            .putProof(proof, 0, proof.length);
        return placeTwap.encodedLength();
    }

    private int massQuote(final TradingAction.MassQuote action, final Authority authority, final byte[] proof) {
        massQuote.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(massQuote.origin(), massQuote.authority(), authority);
        massQuote.quoteGroup((short) action.group());
        final MassQuoteEncoder.EntriesEncoder group = massQuote.entriesCount(action.quotes().size());
        for (final TradingAction.MassQuote.Quote quote : action.quotes()) {
            group.next()
                .priceE8(quote.priceE8())
                .sizeE8(quote.sizeE8())
                .marketId(quote.marketId())
                .side(quote.side().code());
        }
        massQuote.putProof(proof, 0, proof.length);
        return massQuote.encodedLength();
    }

    private int setProtection(
        final TradingAction.SetProtection action, final Authority authority, final byte[] proof) {
        setProtection.wrapAndApplyHeader(buffer, 0, header);
        CommandEncoder.envelope(setProtection.origin(), setProtection.authority(), authority);
        setProtection
            .windowMillis(action.windowMillis())
            .frozenMillis(action.frozenMillis())
            .quantityMaxE8(action.quantityMaxE8())
            .valueMaxMicros(action.valueMaxMicros())
            .countMax(action.countMax())
            .quoteGroup((short) action.group())
            .putProof(proof, 0, proof.length);
        return setProtection.encodedLength();
    }

    private static short flag(final boolean set) {
        return (short) (set ? 1 : 0);
    }
}
