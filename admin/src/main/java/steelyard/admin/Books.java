package steelyard.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.BookOrderView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;

/** The books as operators see them: every order, with its owner and its place. */
final class Books {
    private final CommandSender sender;

    Books(final CommandSender sender) {
        this.sender = sender;
    }

    /** A book as the read models gave it out; its orders are in no order yet. */
    private record Book(MarketSpec spec, long eventSequence, long logTimeNanos, List<BookOrderView> orders) {
        private static Book of(final NodeState state, final String coin) {
            final int marketId = state.marketId(coin);
            return marketId == NodeState.NONE ? null : new Book(state.market(marketId).spec(),
                state.eventSequence(), state.logTimeNanos(), state.bookOrders(marketId));
        }
    }

    /** {@code GET /v1/markets/{coin}/book}: every level and order, in the order in which they are matched. */
    CompletionStage<Answer> book(final Request request) {
        final String coin = request.path("coin");
        return sender.ask(state -> Book.of(state, coin)).thenApplyAsync(book -> {
            if (book == null) {
                throw AdminException.unknownMarket();
            }
            return Answer.ok(json(book));
        });
    }

    private static ObjectNode json(final Book book) {
        final ObjectNode json = Json.object()
            .put("coin", book.spec().coin())
            .put("eventSequence", book.eventSequence())
            .put("logTimeNanos", book.logTimeNanos());
        addSide(json.putArray("bids"), Side.BUY, book);
        addSide(json.putArray("asks"), Side.SELL, book);
        return json;
    }

    private static void addSide(final ArrayNode levels, final Side side, final Book book) {
        final List<BookOrderView> orders = book.orders().stream()
            .filter(view -> view.order().side() == side)
            .sorted(BookOrderView.BY_PRIORITY)
            .toList();
        int from = 0;
        while (from < orders.size()) {
            from = addLevel(levels.addObject(), orders, from, book.spec());
        }
    }

    /** Adds the level that begins at {@code from}; answers where the next one begins. */
    private static int addLevel(
        final ObjectNode level, final List<BookOrderView> orders, final int from, final MarketSpec spec) {
        final long priceTicks = orders.get(from).order().priceTicks();
        level.put("price", WireDecimal.format(priceTicks, spec.priceDecimals()));
        final ArrayNode array = level.putArray("orders");
        int next = from;
        while (next < orders.size() && orders.get(next).order().priceTicks() == priceTicks) {
            addOrder(array.addObject(), orders.get(next), spec);
            next++;
        }
        return next;
    }

    private static void addOrder(final ObjectNode json, final BookOrderView view, final MarketSpec spec) {
        final OrderView order = view.order();
        json.put("orderId", order.orderId())
            .put("sequence", view.prioritySequence())
            .put("size", WireDecimal.format(order.remainingLots(), spec.sizeDecimals()))
            .put("accountId", order.accountId());
        if ((order.flags() & OrderFlags.HAS_CLIENT_ORDER_ID) != 0) {
            final HexFormat hex = HexFormat.of();
            json.put("clientOrderId", "0x" + hex.toHexDigits(order.clientOrderIdHigh())
                + hex.toHexDigits(order.clientOrderIdLow()));
        }
    }
}
