package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.node.AgentView;
import steelyard.node.BookView;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;

/** Compares everything that two read models answer. */
final class Answers {
    private Answers() {
    }

    /**
     * Both must answer the same.
     *
     * @param accountCount ids below it are asked for
     * @param withDay      whether the last trade and the last 24 hours are compared too: a snapshot does not hold them
     */
    static void assertAlike(
        final NodeState expected, final NodeState actual, final int accountCount, final boolean withDay) {
        assertEquals(expected.eventSequence(), actual.eventSequence());
        assertEquals(expected.logTimeNanos(), actual.logTimeNanos());
        assertEquals(expected.marketCount(), actual.marketCount());
        for (final Parameter parameter : Parameter.values()) {
            assertEquals(expected.parameter(parameter), actual.parameter(parameter), parameter::name);
        }
        for (int marketId = 0; marketId < expected.marketCount(); marketId++) {
            assertEquals(market(expected, marketId, withDay), market(actual, marketId, withDay));
        }
        for (int accountId = 0; accountId < accountCount; accountId++) {
            assertEquals(account(expected, accountId), account(actual, accountId));
        }
    }

    private static List<Object> market(final NodeState state, final int marketId, final boolean withDay) {
        final MarketView view = state.market(marketId);
        final MarketSpec spec = view.spec();
        final BookView book = state.book(marketId, Integer.MAX_VALUE);
        return List.of(state.marketId(spec.coin()), state.isEntryStopped(marketId),
            state.isEntryStopped(NodeState.NONE), withDay ? view : withoutDay(view), levels(book.bids()),
            levels(book.asks()), levels(state.book(marketId, 3).bids()), book.eventSequence(), book.logTimeNanos());
    }

    private static MarketView withoutDay(final MarketView view) {
        return new MarketView(view.spec(), view.state(), view.hasPrice(), view.oraclePriceTicks(),
            view.markPriceTicks(), 0, 0, 0, 0, view.openInterestLots(), view.hasBid(), view.bestBidTicks(),
            view.hasAsk(), view.bestAskTicks(), view.funding());
    }

    private static String levels(final BookView.Levels levels) {
        return Arrays.toString(levels.priceTicks()) + Arrays.toString(levels.lots())
            + Arrays.toString(levels.orderCounts());
    }

    private static List<Object> account(final NodeState state, final int accountId) {
        final List<Object> answers = new ArrayList<>();
        answers.add(state.account(accountId));
        answers.add(state.accountId(state.account(accountId).address()));
        for (final AgentView agent : state.agents(accountId)) {
            answers.add(agent);
            answers.add(state.accountIdOfAgent(agent.address()));
        }
        for (final OrderView order : state.openOrders(accountId)) {
            answers.add(order);
            answers.add(state.openOrder(order.orderId()));
            if (OrderFlags.hasClientOrderId(order.flags())) {
                answers.add(state.openOrder(accountId, order.clientOrderIdHigh(), order.clientOrderIdLow()));
            }
        }
        answers.add(state.twaps(accountId));
        answers.add(state.trader(accountId));
        answers.add(state.referral(accountId));
        answers.add(state.reservedRequests(accountId));
        answers.add(state.fees(accountId));
        for (int marketId = 0; marketId < state.marketCount(); marketId++) {
            answers.add(state.leverage(accountId, marketId));
        }
        return answers;
    }
}
