package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.AccountKind;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.LoggedCommand;

/**
 * The books. {@link #accept} takes the events of one command and throws {@link LedgerViolation} at the first that
 * cannot be true; afterwards the queries tell what the events have told. Belongs to one thread.
 */
public final class Ledger {
    private final SequenceCheck sequence = new SequenceCheck();
    private final Map<Parameter, Long> parameters = new EnumMap<>(Parameter.class);
    private final SortedMap<Integer, LedgerMarket> markets = new TreeMap<>();
    private final List<LedgerAccount> accounts = new ArrayList<>();
    private final Map<Long, LedgerOrder> resting = new HashMap<>();
    /** Taken by the current command: the order that is being matched, and what must be looked at when it is done. */
    private LedgerOrder incoming;
    private Event.TradeExecuted trade;
    private LedgerOrder makerOfTrade;
    private int settledSides;
    private long modifiedOrderId;
    private final Set<Integer> touchedMarkets = new TreeSet<>();
    private final Set<Integer> touchedAccounts = new HashSet<>();
    private boolean moneyMoved;
    private long depositedMicros;
    private long lastOrderId;
    private long lastTradeId;
    private long lastPrioritySequence;

    /** Books before the first event. */
    public Ledger() {
        for (final Parameter parameter : Parameter.values()) {
            parameters.put(parameter, parameter.defaultValue());
        }
    }

    /** Markets by id. */
    public SortedMap<Integer, LedgerMarket> markets() {
        return Collections.unmodifiableSortedMap(markets);
    }

    /** Accounts by id, house accounts first. */
    public List<LedgerAccount> accounts() {
        return Collections.unmodifiableList(accounts);
    }

    /** Number of resting orders. */
    public int restingCount() {
        return resting.size();
    }

    /** A resting order, or {@code null}. */
    public LedgerOrder resting(final long orderId) {
        return resting.get(orderId);
    }

    /** All deposits together, in micros. */
    public long depositedMicros() {
        return depositedMicros;
    }

    /** The last order id that was given. */
    public long lastOrderId() {
        return lastOrderId;
    }

    /** A parameter's value. */
    public long parameter(final Parameter parameter) {
        return parameters.get(parameter);
    }

    /** Books the events of one command, none if it was ignored. */
    public void accept(final LoggedCommand command, final List<Event> events) {
        sequence.accept(command, events);
        touchedMarkets.clear();
        touchedAccounts.clear();
        moneyMoved = false;
        for (final Event event : events) {
            require(trade == null || event instanceof Event.FillSettled, "both sides of a trade settle first", event);
            book(event);
        }
        require(incoming == null, "an order ends as filled, resting or canceled", incoming);
        require(trade == null, "both sides of a trade settle", trade);
        requireEqual(0, modifiedOrderId, "a modified order is replaced", command);
        checkMarkets();
        checkReduceOnly();
        if (moneyMoved) {
            checkMoney();
        }
        if (command.command() instanceof Command.PlaceOrders || command.command() instanceof Command.ModifyOrders) {
            checkBounds(events);
        }
    }

    private void checkBounds(final List<Event> events) {
        final long trades = events.stream().filter(Event.TradeExecuted.class::isInstance).count();
        require(trades <= parameters.get(Parameter.FILLS_MAX), "fills are within their bound", trades);
        require(events.size() <= parameters.get(Parameter.EVENTS_MAX), "events are within their bound", events.size());
    }

    private void book(final Event event) {
        switch (event) {
            case Event.ParameterChanged e -> parameters.put(Parameter.of(e.parameterId()), e.value());
            case Event.MarketListed e -> list(e);
            case Event.MarketStateChanged e -> markets.get(e.marketId()).state(MarketState.of(e.state()));
            case Event.AccountCreated e -> create(e);
            case Event.Deposited e -> deposit(e);
            case Event.PriceChanged e -> markets.get(e.marketId()).price(e.markPriceTicks());
            case Event.LeverageChanged e -> accounts.get(e.accountId()).chooseLeverage(e.marketId(), e.leverage());
            case Event.OrderPlaced e -> place(e);
            case Event.OrderRejected e -> takeOrderId(e.orderId(), e);
            case Event.TradeExecuted e -> trade(e);
            case Event.FillSettled e -> settle(e);
            case Event.OrderRested e -> rest(e);
            case Event.OrderReduced e -> reduce(e);
            case Event.OrderCanceled e -> cancel(e);
            case Event.CommandDone e -> { }
            case Event.SequenceGap e -> { }
            case Event.EpochOpened e -> { }
            case Event.GenesisApplied e -> { }
            case Event.AgentApproved e -> { }
            case Event.AgentRemoved e -> { }
            case Event.RequestRejected e -> { }
            case Event.NodeAnnounced e -> { }
            case Event.BehaviourSwitched e -> { }
            case Event.NodeRetired e -> { }
            case Event.CheckpointTaken e -> { }
            case Event.CheckpointReported e -> { }
            case Event.KillSwitchSet e -> { }
            case Event.OrdersSwept e -> { }
            default -> { }
        }
    }

    private void list(final Event.MarketListed e) {
        requireEqual(markets.size(), e.spec().marketId(), "market id", e);
        markets.put(e.spec().marketId(), new LedgerMarket(e.spec(), MarketState.of(e.state())));
    }

    private void create(final Event.AccountCreated e) {
        requireEqual(accounts.size(), e.accountId(), "account id", e);
        require(accounts.stream().noneMatch(each -> each.address().equals(e.address())), "address is new", e);
        accounts.add(new LedgerAccount(e.accountId(), e.address(), AccountKind.of(e.kind())));
    }

    private void deposit(final Event.Deposited e) {
        final LedgerAccount account = accounts.get(e.accountId());
        require(e.amountMicros() > 0, "deposit is positive", e);
        account.addCash(e.amountMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        depositedMicros = Math.addExact(depositedMicros, e.amountMicros());
        moneyMoved = true;
    }

    private void takeOrderId(final long orderId, final Event event) {
        requireEqual(lastOrderId + 1, orderId, "order id", event);
        lastOrderId = orderId;
    }

    private void place(final Event.OrderPlaced e) {
        require(incoming == null, "the order before ends first", e);
        takeOrderId(e.orderId(), e);
        requireEqual(modifiedOrderId, e.replacedOrderId(), "replaced order", e);
        modifiedOrderId = 0;
        require(e.quantityLots() > 0, "quantity is positive", e);
        require(markets.get(e.marketId()).state() == MarketState.ACTIVE, "market is active", e);
        incoming = new LedgerOrder(
            e.orderId(), e.accountId(), e.marketId(), Side.of(e.side()), e.priceTicks(), e.quantityLots(),
            e.quantityLots(), e.header().timestampNanos(), 0, e.clientOrderId(), e.flags(), e.timeInForce());
        require(!incoming.hasClientOrderId() || accounts.get(e.accountId()).orders().stream().noneMatch(
            each -> each.hasClientOrderId() && each.clientOrderId().equals(e.clientOrderId())),
            "client order id is free", e);
    }

    private void trade(final Event.TradeExecuted e) {
        requireEqual(lastTradeId + 1, e.tradeId(), "trade id", e);
        lastTradeId = e.tradeId();
        require(incoming != null && incoming.id() == e.takerOrderId(), "taker is the incoming order", e);
        require(!OrderFlags.isPostOnly(incoming.flags()), "post-only order never takes", e);
        final LedgerOrder maker = markets.get(e.marketId()).first(incoming.side().opposite());
        require(maker != null && maker.id() == e.makerOrderId(), "maker is first in line", e);
        require(maker.accountId() != incoming.accountId(), "nobody trades with himself", e);
        requireEqual(maker.accountId(), e.makerAccountId(), "maker's account", e);
        requireEqual(incoming.accountId(), e.takerAccountId(), "taker's account", e);
        requireEqual(incoming.side().code(), e.takerSide(), "taker's side", e);
        requireEqual(maker.priceTicks(), e.priceTicks(), "price of the trade", e);
        require(incoming.side().sign() * (incoming.priceTicks() - e.priceTicks()) >= 0, "price is in the limit", e);
        requireEqual(
            Math.min(maker.remainingLots(), incoming.remainingLots()), e.quantityLots(), "size of the trade", e);
        requireEqual(maker.remainingLots() - e.quantityLots(), e.makerRemainingLots(), "maker's remainder", e);
        requireEqual(incoming.remainingLots() - e.quantityLots(), e.takerRemainingLots(), "taker's remainder", e);
        fillResting(maker, e.makerRemainingLots());
        incoming = incoming.withRemaining(e.takerRemainingLots());
        trade = e;
        makerOfTrade = maker.withRemaining(e.makerRemainingLots());
        settledSides = 0;
    }

    private void fillResting(final LedgerOrder order, final long leftLots) {
        if (leftLots == 0) {
            takeOut(order);
        } else {
            put(order.withRemaining(leftLots));
        }
    }

    private void settle(final Event.FillSettled e) {
        require(trade != null && trade.tradeId() == e.tradeId(), "fill belongs to the trade before", e);
        final boolean isTaker = settledSides == 1;
        final LedgerOrder order = isTaker ? incoming : makerOfTrade;
        require(e.isTaker() == isTaker, "maker settles first", e);
        requireDescribes(order, e);
        requireEqual(trade.priceTicks(), e.priceTicks(), "price of the fill", e);
        requireEqual(trade.quantityLots(), e.quantityLots(), "size of the fill", e);

        final LedgerAccount account = accounts.get(order.accountId());
        final LedgerPosition start = account.position(order.marketId());
        requireEqual(start.lots(), e.startPositionLots(), "position before", e);
        final LedgerPosition.Change change =
            start.filled(order.side().sign() * e.quantityLots(), e.priceTicks());
        change.end().requireSays(e);
        requireEqual(change.closedPnlMicros(), e.closedPnlMicros(), "closed pnl", e);
        final long fee = feeMicros(e.priceTicks(), e.quantityLots(), isTaker);
        requireEqual(fee, e.feeMicros(), "fee", e);
        account.put(order.marketId(), change.end());
        account.addCash(change.releasedMicros());
        account.addCash(-fee);
        accounts.get(HouseAccount.FEES.id()).addCash(fee);
        markets.get(order.marketId()).settle(change.releasedMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        if (Math.abs(change.end().lots()) >= Math.abs(start.lots())) {
            require(account.freeMicros(markets).signum() >= 0, "account can margin what it opened", e);
        }
        touchedMarkets.add(order.marketId());
        touchedAccounts.add(order.accountId());
        moneyMoved = true;
        settledSides++;
        endTradeOfBothSides();
    }

    private void endTradeOfBothSides() {
        if (settledSides == 2) {
            trade = null;
            if (incoming.remainingLots() == 0) {
                incoming = null;
            }
        }
    }

    private static void requireDescribes(final LedgerOrder order, final Event.FillSettled e) {
        require(order.id() == e.orderId() && order.accountId() == e.accountId() && order.marketId() == e.marketId()
            && order.side().code() == e.side() && order.priceTicks() == e.limitPriceTicks()
            && order.originalLots() == e.originalLots() && order.remainingLots() == e.remainingLots()
            && order.placedTimeNanos() == e.placedTimeNanos() && order.flags() == e.flags()
            && order.clientOrderId().equals(e.clientOrderId()), "fill describes " + order, e);
    }

    private long feeMicros(final long priceTicks, final long lots, final boolean isTaker) {
        final long rate = parameters.get(isTaker ? Parameter.TAKER_FEE_NANOS : Parameter.MAKER_FEE_NANOS);
        final BigInteger product = BigInteger.valueOf(Math.abs(Math.multiplyExact(priceTicks, lots)))
            .multiply(BigInteger.valueOf(rate));
        return product.divide(BigInteger.valueOf(1_000_000_000)).longValueExact();
    }

    private void rest(final Event.OrderRested e) {
        require(incoming != null && incoming.id() == e.orderId(), "only the incoming order comes to rest", e);
        require(incoming.timeInForce() == TimeInForce.GTC.code(), "order may rest", e);
        require(incoming.accountId() == e.accountId() && incoming.marketId() == e.marketId()
            && incoming.side().code() == e.side() && incoming.priceTicks() == e.priceTicks(), "order is itself", e);
        requireEqual(incoming.remainingLots(), e.remainingLots(), "remainder", e);
        requireEqual(lastPrioritySequence + 1, e.prioritySequence(), "priority sequence", e);
        lastPrioritySequence = e.prioritySequence();
        final LedgerOrder order = incoming.withPriority(e.prioritySequence());
        incoming = null;
        markets.get(order.marketId()).add(order);
        put(order);
    }

    private void reduce(final Event.OrderReduced e) {
        final LedgerOrder order = resting.get(e.orderId());
        require(order != null, "only a resting order is reduced", e);
        require(e.remainingLots() > 0 && e.remainingLots() <= order.remainingLots(), "order becomes smaller", e);
        final boolean isAskedFor = e.batchIndex() != Event.NO_BATCH_INDEX;
        requireEqual(
            isAskedFor ? order.originalLots() - order.remainingLots() + e.remainingLots() : order.originalLots(),
            e.originalLots(), "original size", e);
        require(isAskedFor || order.isReduceOnly(), "only reduce-only orders are reduced unasked", e);
        require(order.accountId() == e.accountId() && order.priceTicks() == e.priceTicks()
            && order.side().code() == e.side() && order.flags() == e.flags()
            && order.placedTimeNanos() == e.placedTimeNanos()
            && order.clientOrderId().equals(e.clientOrderId()), "reduction describes " + order, e);
        put(order.withQuantity(e.originalLots(), e.remainingLots()));
    }

    private void cancel(final Event.OrderCanceled e) {
        final LedgerOrder order = e.wasResting() ? resting.get(e.orderId()) : incoming;
        require(order != null && order.id() == e.orderId(), "order is there to be canceled", e);
        require(order.accountId() == e.accountId() && order.marketId() == e.marketId()
            && order.priceTicks() == e.priceTicks() && order.side().code() == e.side()
            && order.originalLots() == e.originalLots() && order.remainingLots() == e.remainingLots()
            && order.placedTimeNanos() == e.placedTimeNanos() && order.flags() == e.flags()
            && order.timeInForce() == e.timeInForce()
            && order.clientOrderId().equals(e.clientOrderId()), "cancellation describes " + order, e);
        require(reasonFits(CancelReason.of(e.reason()), order, e), "reason fits", e);
        if (e.wasResting()) {
            takeOut(order);
        } else {
            incoming = null;
        }
    }

    private boolean reasonFits(final CancelReason reason, final LedgerOrder order, final Event.OrderCanceled e) {
        final boolean isAskedFor = e.batchIndex() != Event.NO_BATCH_INDEX;
        final boolean isRemainder = !e.wasResting() && isAskedFor;
        final boolean meets = e.wasResting() && !isAskedFor && incoming != null;
        return switch (reason) {
            case REQUESTED -> e.wasResting() && isAskedFor && incoming == null;
            case IOC_REMAINDER -> isRemainder && order.timeInForce() == TimeInForce.IOC.code();
            case COMMAND_BOUND -> isRemainder;
            case LIQUIDATED -> e.wasResting() && !isAskedFor;
            case SELF_TRADE -> meets && incoming.accountId() == order.accountId();
            case MARGIN -> isRemainder || meets && incoming.accountId() != order.accountId();
            case REDUCE_ONLY -> e.wasResting() && !isAskedFor && order.isReduceOnly();
            case OPERATOR -> e.wasResting() && !isAskedFor && incoming == null;
            case MODIFIED -> {
                modifiedOrderId = order.id();
                yield e.wasResting() && !isAskedFor && incoming == null;
            }
            default -> true;
        };
    }

    private void put(final LedgerOrder order) {
        resting.put(order.id(), order);
        markets.get(order.marketId()).replace(order);
        accounts.get(order.accountId()).put(order);
        touchedMarkets.add(order.marketId());
        touchedAccounts.add(order.accountId());
    }

    private void takeOut(final LedgerOrder order) {
        resting.remove(order.id());
        markets.get(order.marketId()).remove(order);
        accounts.get(order.accountId()).remove(order);
        touchedMarkets.add(order.marketId());
    }

    private void checkMarkets() {
        for (final int marketId : touchedMarkets) {
            final LedgerMarket market = markets.get(marketId);
            market.requireNotCrossed();
            long lots = 0;
            long quote = market.settledMicros();
            for (final LedgerAccount account : accounts) {
                final LedgerPosition position = account.position(marketId);
                lots = Math.addExact(lots, position.lots());
                quote = Math.addExact(quote, position.quoteMicros());
            }
            requireEqual(0, lots, "positions of " + market.spec().coin() + " together", "");
            requireEqual(0, quote, "quote and settled of " + market.spec().coin() + " together", "");
        }
    }

    private void checkReduceOnly() {
        for (final int accountId : touchedAccounts) {
            final LedgerAccount account = accounts.get(accountId);
            for (final LedgerOrder order : account.orders()) {
                if (order.isReduceOnly()) {
                    final long against = -order.side().sign() * account.position(order.marketId()).lots();
                    require(order.remainingLots() <= against, "reduce-only order fits the position " + -against, order);
                }
            }
        }
    }

    private void checkMoney() {
        long cash = 0;
        for (final LedgerAccount account : accounts) {
            cash = Math.addExact(cash, account.cashMicros());
        }
        long expected = depositedMicros;
        for (final LedgerMarket market : markets.values()) {
            expected = Math.addExact(expected, market.settledMicros());
        }
        requireEqual(expected, cash, "cash of all accounts", "");
    }
}
