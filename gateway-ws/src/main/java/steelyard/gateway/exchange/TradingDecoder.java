package steelyard.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;

/** Reads what traders ask for beside orders, cancels and modifications. */
final class TradingDecoder {
    private static final Set<String> TWAP_FIELDS = Set.of("a", "b", "s", "r", "m", "t");
    private static final Set<String> TWAP_DETAILS = Set.of("t", "s");
    private static final Set<String> TWAP_TRIGGER = Set.of("p", "a");
    private static final Set<String> QUOTE_FIELDS = Set.of("a", "b", "p", "s");
    private static final List<String> KINDS = List.of("all", "resting", "trigger", "quote");
    private static final int ALL_MARKETS = -1;
    private static final int GROUP_MAX = 255;
    private static final long E8_PER_MICRO = 100;

    private final OrderDecoder orders;

    TradingDecoder(final OrderDecoder orders) {
        this.orders = orders;
    }

    Action cancelAll(final Fields action) throws RequestFault {
        final int kind = KINDS.indexOf(action.text("k", "all"));
        if (kind < 0) {
            throw RequestFault.malformed();
        }
        return new TradingAction.CancelAll(
            action.small("a", ALL_MARKETS), action.has("b") ? side(action) : null, kind);
    }

    /** A time of zero would say that the schedule is taken back. */
    Action scheduleCancel(final Fields action) throws RequestFault {
        return new TradingAction.ScheduleCancel(action.has("time") ? Math.max(1, action.number("time")) : 0);
    }

    Action chooseSelfTradeMode(final Fields action) throws RequestFault {
        return new TradingAction.ChooseSelfTradeMode(SelfTradeMode.of(OrderDecoder.selfTradeMode(action.text("mode"))));
    }

    Action placeTwap(final Fields action) throws RequestFault {
        final Fields twap = action.object("twap").only(TWAP_FIELDS);
        final Fields details = action.has("details") ? action.object("details").only(TWAP_DETAILS) : null;
        final Fields trigger =
            details != null && details.has("t") ? details.object("t").only(TWAP_TRIGGER) : null;
        final int marketId = twap.small("a");
        return new TradingAction.PlaceTwap(marketId, side(twap), OrderDecoder.size(twap.text("s")), twap.flag("r"),
            twap.small("m"), twap.flag("t"),
            trigger == null ? 0 : orders.price(trigger.text("p"), marketId),
            trigger != null && trigger.flag("a"),
            details != null && details.has("s") ? orders.price(details.text("s"), marketId) : 0);
    }

    Action cancelTwap(final Fields action) throws RequestFault {
        return new TradingAction.CancelTwap(action.small("a"), action.orderId("t"));
    }

    Action massQuote(final Fields action) throws RequestFault {
        final List<TradingAction.MassQuote.Quote> quotes = new ArrayList<>();
        for (final Fields quote : ActionDecoder.entries(action, "quotes")) {
            quote.only(QUOTE_FIELDS);
            final int marketId = quote.small("a");
            quotes.add(new TradingAction.MassQuote.Quote(marketId, side(quote),
                orders.price(quote.text("p"), marketId), OrderDecoder.size(quote.text("s"))));
        }
        return new TradingAction.MassQuote(group(action), quotes);
    }

    Action setProtection(final Fields action) throws RequestFault {
        return new TradingAction.SetProtection(group(action), number(action, "window"), number(action, "frozen"),
            action.small("count", 0), size(action, "size"), size(action, "value") / E8_PER_MICRO);
    }

    Action resetProtection(final Fields action) throws RequestFault {
        return new TradingAction.ResetProtection(group(action));
    }

    private static int group(final Fields action) throws RequestFault {
        final int group = action.small("g");
        if (group > GROUP_MAX) {
            throw RequestFault.malformed();
        }
        return group;
    }

    private static long number(final Fields action, final String name) throws RequestFault {
        return action.has(name) ? action.number(name) : 0;
    }

    private static long size(final Fields action, final String name) throws RequestFault {
        return action.has(name) ? OrderDecoder.size(action.text(name)) : 0;
    }

    private static Side side(final Fields fields) throws RequestFault {
        return fields.flag("b") ? Side.BUY : Side.SELL;
    }
}
