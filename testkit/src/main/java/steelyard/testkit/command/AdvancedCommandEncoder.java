package steelyard.testkit.command;

import org.agrona.MutableDirectBuffer;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.CancelAllEncoder;
import steelyard.protocol.sbe.CancelTwapEncoder;
import steelyard.protocol.sbe.ChangeMarketEncoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeEncoder;
import steelyard.protocol.sbe.MassQuoteEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersEncoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersEncoder;
import steelyard.protocol.sbe.PlaceTwapEncoder;
import steelyard.protocol.sbe.ResetProtectionEncoder;
import steelyard.protocol.sbe.ScheduleCancelEncoder;
import steelyard.protocol.sbe.SetProtectionEncoder;


/** Writes the commands of {@code docs/matching-rules.md} beyond placing, cancelling and modifying plain orders. */
final class AdvancedCommandEncoder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /** Writes the command and answers the length of its body. */
    int encode(
        final Command command,
        final Origin origin,
        final MutableDirectBuffer buffer,
        final int offset,
        final byte[] proof) {
        return switch (command) {
            case Command.PlaceAdvancedOrders c -> placeAdvancedOrders(c, origin, buffer, offset, proof);
            case Command.ModifyAdvancedOrders c -> modifyAdvancedOrders(c, origin, buffer, offset, proof);
            case Command.CancelAll c -> cancelAll(c, origin, buffer, offset, proof);
            case Command.ScheduleCancel c -> scheduleCancel(c, origin, buffer, offset, proof);
            case Command.ChooseSelfTradeMode c -> chooseSelfTradeMode(c, origin, buffer, offset, proof);
            case Command.PlaceTwap c -> placeTwap(c, origin, buffer, offset, proof);
            case Command.CancelTwap c -> cancelTwap(c, origin, buffer, offset, proof);
            case Command.MassQuote c -> massQuote(c, origin, buffer, offset, proof);
            case Command.SetProtection c -> setProtection(c, origin, buffer, offset, proof);
            case Command.ResetProtection c -> resetProtection(c, origin, buffer, offset, proof);
            case Command.ChangeMarket c -> changeMarket(c, origin, buffer, offset);
            default -> throw new IllegalArgumentException("no advanced command: " + command);
        };
    }

    private int placeAdvancedOrders(
        final Command.PlaceAdvancedOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final PlaceAdvancedOrdersEncoder encoder =
            new PlaceAdvancedOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.grouping((short) c.grouping()).putBuilder(c.builder().bytes(), 0, Address.LENGTH)
            .builderTenths(c.builderTenths());
        final PlaceAdvancedOrdersEncoder.OrdersEncoder orders = encoder.ordersCount(c.orders().size());
        for (final AdvancedOrderEntry each : c.orders()) {
            final OrderEntry order = each.order();
            orders.next()
                .priceE8(order.priceE8()).sizeE8(order.sizeE8())
                .clientOrderIdHigh(order.clientOrderId().high()).clientOrderIdLow(order.clientOrderId().low())
                .displaySizeE8(each.displaySizeE8()).expiresMillis(each.expiresMillis())
                .triggerPriceE8(each.triggerPriceE8()).trailE8(each.trailE8()).trailBps(each.trailBps())
                .marketId(order.marketId()).flags(order.flags()).side((short) order.side())
                .timeInForce((short) order.timeInForce()).triggerKind((short) each.triggerKind())
                .triggerSource((short) each.triggerSource()).isMarket(flag(each.isMarket()));
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int modifyAdvancedOrders(
        final Command.ModifyAdvancedOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final ModifyAdvancedOrdersEncoder encoder =
            new ModifyAdvancedOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.alwaysPlace(flag(c.alwaysPlace()));
        final ModifyAdvancedOrdersEncoder.ModifiesEncoder modifies = encoder.modifiesCount(c.modifies().size());
        for (final Command.AdvancedModifyEntry modify : c.modifies()) {
            final AdvancedOrderEntry each = modify.order();
            final OrderEntry order = each.order();
            modifies.next().targetOrderId(modify.targetOrderId())
                .targetClientOrderIdHigh(modify.targetClientOrderId().high())
                .targetClientOrderIdLow(modify.targetClientOrderId().low())
                .priceE8(order.priceE8()).sizeE8(order.sizeE8())
                .clientOrderIdHigh(order.clientOrderId().high()).clientOrderIdLow(order.clientOrderId().low())
                .displaySizeE8(each.displaySizeE8()).expiresMillis(each.expiresMillis())
                .triggerPriceE8(each.triggerPriceE8()).trailE8(each.trailE8()).trailBps(each.trailBps())
                .marketId(order.marketId()).flags(order.flags()).side((short) order.side())
                .timeInForce((short) order.timeInForce()).triggerKind((short) each.triggerKind())
                .triggerSource((short) each.triggerSource()).isMarket(flag(each.isMarket()));
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int cancelAll(
        final Command.CancelAll c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final CancelAllEncoder encoder = new CancelAllEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.marketId(c.marketId()).side((short) c.side()).kind((short) c.kind());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int scheduleCancel(
        final Command.ScheduleCancel c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final ScheduleCancelEncoder encoder = new ScheduleCancelEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.timeMillis(c.timeMillis());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int chooseSelfTradeMode(
        final Command.ChooseSelfTradeMode c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final ChooseSelfTradeModeEncoder encoder =
            new ChooseSelfTradeModeEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.mode((short) c.mode());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int placeTwap(
        final Command.PlaceTwap c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final PlaceTwapEncoder encoder = new PlaceTwapEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.sizeE8(c.sizeE8()).triggerPriceE8(c.triggerPriceE8()).stopPriceE8(c.stopPriceE8())
            .marketId(c.marketId()).minutes(c.minutes()).flags(c.flags()).side((short) c.side())
            .randomize(flag(c.randomize())).triggerAbove(flag(c.triggerAbove()));
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int cancelTwap(
        final Command.CancelTwap c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final CancelTwapEncoder encoder = new CancelTwapEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.twapId(c.twapId()).marketId(c.marketId());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int massQuote(
        final Command.MassQuote c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final MassQuoteEncoder encoder = new MassQuoteEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.quoteGroup((short) c.quoteGroup());
        final MassQuoteEncoder.EntriesEncoder entries = encoder.entriesCount(c.entries().size());
        for (final Command.QuoteEntry entry : c.entries()) {
            entries.next().priceE8(entry.priceE8()).sizeE8(entry.sizeE8())
                .marketId(entry.marketId()).side((short) entry.side());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int setProtection(
        final Command.SetProtection c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final SetProtectionEncoder encoder = new SetProtectionEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.windowMillis(c.windowMillis()).frozenMillis(c.frozenMillis()).quantityMaxE8(c.quantityMaxE8())
            .valueMaxMicros(c.valueMaxMicros()).countMax(c.countMax()).quoteGroup((short) c.quoteGroup());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int resetProtection(
        final Command.ResetProtection c, final Origin o, final MutableDirectBuffer buffer, final int offset,
        final byte[] proof) {
        final ResetProtectionEncoder encoder = new ResetProtectionEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.authority(encoder.authority(), c.authority());
        encoder.quoteGroup((short) c.quoteGroup());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int changeMarket(
        final Command.ChangeMarket c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ChangeMarketEncoder encoder = new ChangeMarketEncoder().wrapAndApplyHeader(buffer, offset, header);
        CommandEncoder.origin(encoder.origin(), o);
        CommandEncoder.spec(encoder.spec(), c.spec());
        return encoder.operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private static short flag(final boolean value) {
        return (short) (value ? 1 : 0);
    }
}
