package steelyard.exchange;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderBook;
import steelyard.model.Parameter;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.risk.margin.Accounts;
import steelyard.risk.market.Markets;
import steelyard.risk.table.RowSet;

/**
 * What must hold after every command, looked at where the command touched something: money and positions add up, books
 * are not crossed, the action kept its bounds. Throws {@link IllegalStateException}.
 */
final class Invariants {
    private final ExchangeState state;

    Invariants(final ExchangeState state) {
        this.state = state;
    }

    void checkAfter(final CommandFrame command, final EventStage stage) {
        checkCash();
        checkMarkets();
        checkBooks();
        checkEvents(command, stage);
    }

    /** Looks at all of it, after a snapshot has been loaded. */
    void checkAll() {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            state.markets().traded().add(marketId);
            state.books().touched().add(marketId);
        }
        checkCash();
        checkMarkets();
        checkBooks();
    }

    private void checkCash() {
        final Accounts accounts = state.accounts();
        final long expected = accounts.depositsMicros() - accounts.withdrawnMicros()
            + state.markets().settledTotalMicros();
        final long held = Math.addExact(accounts.cashTotalMicros(), state.positions().isolatedTotalMicros());
        if (held != expected) {
            throw new IllegalStateException("cash and isolated margin of all accounts are " + held + ", deposits and settlements are " + expected);
        }
    }

    private void checkMarket(final int marketId) {
        final Markets markets = state.markets();
        if (!markets.isBalanced(marketId)) {
            throw new IllegalStateException("market " + marketId + " is out of balance: quantity "
                + markets.netLots(marketId) + ", quote " + markets.netQuoteMicros(marketId)
                + ", settled " + markets.settledMicros(marketId));
        }
    }

    private void checkMarkets() {
        final RowSet traded = state.markets().traded();
        for (int i = 0; i < traded.count(); i++) {
            checkMarket(traded.row(i));
        }
        traded.clear();
    }

    private void checkBooks() {
        final RowSet touched = state.books().touched();
        for (int i = 0; i < touched.count(); i++) {
            final OrderBook book = state.books().book(touched.row(i));
            book.check(state.books().mayBeCrossed(touched.row(i)));
        }
        touched.clear();
    }

    private void checkEvents(final CommandFrame command, final EventStage stage) {
        final boolean bounded = command.templateId() == PlaceOrdersDecoder.TEMPLATE_ID
            || command.templateId() == ModifyOrdersDecoder.TEMPLATE_ID;
        if (bounded && stage.boundedCount() > state.parameters().value(Parameter.EVENTS_MAX)) {
            throw new IllegalStateException("an action emitted " + stage.count() + " events");
        }
    }
}
