package steelyard.exchange.order;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;

/** The parts that commands on orders and the house's work share. */
public final class OrderParts {
    final ExchangeState state;
    final FundingPayments payments;
    final ActionBounds bounds;
    final FillCosts costs;
    final OrderEvents events;
    final TradingEvents tradingEvents;
    final RestingChanges changes;
    final Limits limits;
    final SelfTrade selfTrade;
    final QuoteProtection protection;
    final Fills fills;
    final OrderChecks checks;
    final Matching matching;
    final OrderEntry orderEntry;
    final TriggerEntry triggerEntry;
    final PlainOrders plainOrders;

    /** Parts that work on this state and write to this stage. */
    public OrderParts(final ExchangeState state, final EventStage stage, final FundingPayments payments) {
        this.state = state;
        this.payments = payments;
        this.bounds = new ActionBounds(state.parameters(), stage);
        this.costs = new FillCosts(state);
        this.events = new OrderEvents(state, stage);
        this.tradingEvents = new TradingEvents(state, stage);
        this.changes = new RestingChanges(state, events);
        this.limits = new Limits(state);
        this.selfTrade = new SelfTrade(state);
        this.protection = new QuoteProtection(state, tradingEvents);
        this.fills = new Fills(state, stage, changes);
        this.checks = new OrderChecks(
            state, bounds, limits, new FillOrKill(state, bounds, costs, limits, selfTrade, protection, payments));
        this.matching = new Matching(
            state, bounds, costs, changes, limits, selfTrade, protection, fills, events, payments);
        this.orderEntry = new OrderEntry(state, checks, matching, changes, events, payments);
        this.triggerEntry = new TriggerEntry(state, checks, limits, bounds, orderEntry, events);
        this.plainOrders = new PlainOrders(this);
    }
}
