package steelyard.testkit.command;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.ChangeMarketDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;


/** Reads what {@link AdvancedCommandEncoder} writes. */
final class AdvancedCommandDecoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** The command whose message starts at {@code offset}; throws {@link IllegalArgumentException} for another. */
    Command decode(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case PlaceAdvancedOrdersDecoder.TEMPLATE_ID -> placeAdvancedOrders(buffer, offset);
            case ModifyAdvancedOrdersDecoder.TEMPLATE_ID -> modifyAdvancedOrders(buffer, offset);
            case CancelAllDecoder.TEMPLATE_ID -> cancelAll(buffer, offset);
            case ScheduleCancelDecoder.TEMPLATE_ID -> scheduleCancel(buffer, offset);
            case ChooseSelfTradeModeDecoder.TEMPLATE_ID -> chooseSelfTradeMode(buffer, offset);
            case PlaceTwapDecoder.TEMPLATE_ID -> placeTwap(buffer, offset);
            case CancelTwapDecoder.TEMPLATE_ID -> cancelTwap(buffer, offset);
            case MassQuoteDecoder.TEMPLATE_ID -> massQuote(buffer, offset);
            case SetProtectionDecoder.TEMPLATE_ID -> setProtection(buffer, offset);
            case ResetProtectionDecoder.TEMPLATE_ID -> resetProtection(buffer, offset);
            case ChangeMarketDecoder.TEMPLATE_ID -> changeMarket(buffer, offset);
            default -> throw new IllegalArgumentException("no command has template id " + header.templateId());
        };
    }

    private Command placeAdvancedOrders(final DirectBuffer buffer, final int offset) {
        final PlaceAdvancedOrdersDecoder d =
            new PlaceAdvancedOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = CommandDecoder.authority(d.authority());
        final int grouping = d.grouping();
        final Address builder = Address.from(d.buffer(), d.offset() + PlaceAdvancedOrdersDecoder.builderEncodingOffset());
        final int builderTenths = d.builderTenths();
        final List<AdvancedOrderEntry> orders = new ArrayList<>();
        for (final PlaceAdvancedOrdersDecoder.OrdersDecoder order : d.orders()) {
            orders.add(new AdvancedOrderEntry(
                new OrderEntry(order.marketId(), order.side(), order.priceE8(), order.sizeE8(), order.timeInForce(),
                    order.flags(),
                    new ClientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow())),
                order.displaySizeE8(), order.expiresMillis(), order.triggerKind(), order.triggerSource(),
                    order.isMarket() != 0,
                order.triggerPriceE8(), order.trailE8(), order.trailBps()));
        }
        return new Command.PlaceAdvancedOrders(authority, grouping, orders, builder, builderTenths);
    }

    private Command modifyAdvancedOrders(final DirectBuffer buffer, final int offset) {
        final ModifyAdvancedOrdersDecoder d =
            new ModifyAdvancedOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = CommandDecoder.authority(d.authority());
        final boolean alwaysPlace = d.alwaysPlace() != 0;
        final List<Command.AdvancedModifyEntry> modifies = new ArrayList<>();
        for (final ModifyAdvancedOrdersDecoder.ModifiesDecoder each : d.modifies()) {
            modifies.add(new Command.AdvancedModifyEntry(
                each.targetOrderId(),
                new ClientOrderId(each.targetClientOrderIdHigh(), each.targetClientOrderIdLow()),
                new AdvancedOrderEntry(
                    new OrderEntry(each.marketId(), each.side(), each.priceE8(), each.sizeE8(), each.timeInForce(),
                        each.flags(),
                        new ClientOrderId(each.clientOrderIdHigh(), each.clientOrderIdLow())),
                    each.displaySizeE8(), each.expiresMillis(), each.triggerKind(), each.triggerSource(),
                        each.isMarket() != 0,
                    each.triggerPriceE8(), each.trailE8(), each.trailBps())));
        }
        return new Command.ModifyAdvancedOrders(authority, alwaysPlace, modifies);
    }

    private Command cancelAll(final DirectBuffer buffer, final int offset) {
        final CancelAllDecoder d = new CancelAllDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.CancelAll(CommandDecoder.authority(d.authority()), d.marketId(), d.side(), d.kind());
    }

    private Command scheduleCancel(final DirectBuffer buffer, final int offset) {
        final ScheduleCancelDecoder d = new ScheduleCancelDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ScheduleCancel(CommandDecoder.authority(d.authority()), d.timeMillis());
    }

    private Command chooseSelfTradeMode(final DirectBuffer buffer, final int offset) {
        final ChooseSelfTradeModeDecoder d =
            new ChooseSelfTradeModeDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ChooseSelfTradeMode(CommandDecoder.authority(d.authority()), d.mode());
    }

    private Command placeTwap(final DirectBuffer buffer, final int offset) {
        final PlaceTwapDecoder d = new PlaceTwapDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.PlaceTwap(
            CommandDecoder.authority(d.authority()), d.marketId(), d.side(), d.sizeE8(), d.flags(), d.minutes(),
            d.randomize() != 0, d.triggerPriceE8(), d.triggerAbove() != 0, d.stopPriceE8());
    }

    private Command cancelTwap(final DirectBuffer buffer, final int offset) {
        final CancelTwapDecoder d = new CancelTwapDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.CancelTwap(CommandDecoder.authority(d.authority()), d.marketId(), d.twapId());
    }

    private Command massQuote(final DirectBuffer buffer, final int offset) {
        final MassQuoteDecoder d = new MassQuoteDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = CommandDecoder.authority(d.authority());
        final int quoteGroup = d.quoteGroup();
        final List<Command.QuoteEntry> entries = new ArrayList<>();
        for (final MassQuoteDecoder.EntriesDecoder entry : d.entries()) {
            entries.add(new Command.QuoteEntry(entry.marketId(), entry.side(), entry.priceE8(), entry.sizeE8()));
        }
        return new Command.MassQuote(authority, quoteGroup, entries);
    }

    private Command setProtection(final DirectBuffer buffer, final int offset) {
        final SetProtectionDecoder d = new SetProtectionDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.SetProtection(
            CommandDecoder.authority(d.authority()), d.quoteGroup(), d.windowMillis(), d.frozenMillis(), d.countMax(),
            d.quantityMaxE8(), d.valueMaxMicros());
    }

    private Command resetProtection(final DirectBuffer buffer, final int offset) {
        final ResetProtectionDecoder d = new ResetProtectionDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ResetProtection(CommandDecoder.authority(d.authority()), d.quoteGroup());
    }

    private Command changeMarket(final DirectBuffer buffer, final int offset) {
        final ChangeMarketDecoder d = new ChangeMarketDecoder().wrapAndApplyHeader(buffer, offset, header);
        final MarketSpec spec = MarketSpecCodec.decode(d.spec());
        return new Command.ChangeMarket(spec, new Command.Remark(d.operatorName(), d.reason()));
    }
}
