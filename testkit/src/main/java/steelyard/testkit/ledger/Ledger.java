package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.AccountKind;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;
import steelyard.testkit.log.LoggedCommand;

/**
 * The books. {@link #accept} takes the events of one command and throws {@link LedgerViolation} at the first that
 * cannot be true; afterwards the queries tell what the events have told. Belongs to one thread.
 */
public final class Ledger {
    private static final int USUAL_PERCENT = 100;

    private final SequenceCheck sequence = new SequenceCheck();
    private final LedgerState state = new LedgerState();
    private final SortedMap<Integer, LedgerMarket> markets = state.markets;
    private final List<LedgerAccount> accounts = state.accounts;
    private final LedgerOrders orders = new LedgerOrders(state);
    private final LedgerMoney money = new LedgerMoney(state);
    private final LedgerTrades trades = new LedgerTrades(state, orders, money);
    /** Largest leverages by class of accounts and of markets, and the classes of accounts that were set. */
    private final Map<List<Integer>, Integer> caps = new HashMap<>();
    private final Map<Integer, Integer> classes = new HashMap<>();
    private final Map<Integer, RiskEvent.MultiSigChanged> multiSigs = new TreeMap<>();

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
        return orders.resting().size();
    }

    /** A resting order, or {@code null}. */
    public LedgerOrder resting(final long orderId) {
        return orders.resting().get(orderId);
    }

    /** A trigger order that has not fired, or {@code null}. */
    public LedgerTrigger trigger(final long orderId) {
        return orders.triggers().get(orderId);
    }

    /** How many trigger orders have not fired. */
    public int triggerCount() {
        return orders.triggers().size();
    }

    /** TWAPs that are not over, by id; a TWAP that runs as its last start tells it. */
    public SortedMap<Long, Event.TwapStarted> twaps() {
        return Collections.unmodifiableSortedMap(orders.twaps());
    }

    /** All deposits together, in micros. */
    public long depositedMicros() {
        return money.depositedMicros();
    }

    /** The last order id that was given. */
    public long lastOrderId() {
        return orders.lastOrderId();
    }

    /** A parameter's value. */
    public long parameter(final Parameter parameter) {
        return state.parameters.get(parameter);
    }

    /** The number of the last event. */
    public long lastEventSequence() {
        return sequence.lastEventSequence();
    }

    /** Whether only leverages, marks and ramps count for the account's margin in a market: no tiers, caps, sessions. */
    public boolean isPlain(final LedgerAccount account, final LedgerMarket market) {
        final int leverageClass = (int) market.risk(MarketParameter.LEVERAGE_CLASS);
        return market.risk(MarketParameter.TIER_1_FROM_USDC) == 0
            && market.initialPercent() == USUAL_PERCENT && market.closePercent() == USUAL_PERCENT
            && market.risk(MarketParameter.MARGIN_PRICE_MIN_TICKS) == 0
            && caps.getOrDefault(List.of(classes.getOrDefault(account.id(), 0), leverageClass), 0) == 0;
    }

    /** The accounts that act only when others agree. */
    public List<LedgerAccount> multiSigs() {
        return multiSigs.values().stream().filter(e -> !e.users().isEmpty()).map(e -> accounts.get(e.accountId()))
            .toList();
    }

    /** What was said last of the users of an account, or {@code null}. */
    public RiskEvent.MultiSigChanged multiSig(final int accountId) {
        return multiSigs.get(accountId);
    }

    /** Ids of the withdrawals that no operator has decided on, lowest first. */
    public List<Long> pendingWithdrawals() {
        return money.pendingWithdrawals();
    }

    /** Books the events of one command, none if it was ignored. */
    public void accept(final LoggedCommand command, final List<Event> events) {
        sequence.accept(command, events);
        final long eventsMaxBefore = parameter(Parameter.EVENTS_MAX);
        state.begin();
        trades.begin();
        for (final Event event : events) {
            require(!trades.isUnderWay() || event instanceof Event.FillSettled,
                "both sides of a trade settle first", event);
            book(event);
        }
        orders.requireDone(command);
        trades.requireDone();
        checkMarkets();
        orders.checkReduceOnly();
        if (state.moneyMoved) {
            money.check();
        }
        checkBound(command.command(), events, Math.max(eventsMaxBefore, parameter(Parameter.EVENTS_MAX)));
    }

    private static void checkBound(final Command command, final List<Event> events, final long most) {
        final boolean isUnbounded = command instanceof Command.ApplyGenesis
            || command instanceof Command.SubmitPrices;
        final long counted = events.stream().filter(Ledger::isCounted).count();
        require(isUnbounded || counted <= most, "events are within their bound", counted);
    }

    /** Whether an event counts toward the bound: those of funding, levels of margin, scenarios and sessions do not. */
    private static boolean isCounted(final Event event) {
        return !(event instanceof RiskEvent.FundingPaid || event instanceof RiskEvent.FundingRateFixed
            || event instanceof RiskEvent.HouseTransferred || event instanceof RiskEvent.MarginLevelChanged
            || event instanceof RiskEvent.ScenariosPhased || event instanceof RiskEvent.SessionChanged);
    }

    private void book(final Event event) {
        switch (event) {
            case Event.ParameterChanged e -> state.parameters.put(Parameter.of(e.parameterId()), e.value());
            case Event.MarketListed e -> list(e);
            case Event.MarketStateChanged e -> markets.get(e.marketId()).state(MarketState.of(e.state()));
            case Event.AccountCreated e -> create(e);
            case Event.Deposited e -> money.deposit(e);
            case Event.PriceChanged e -> markets.get(e.marketId()).price(e.markPriceTicks(), e.rampNanos());
            case Event.LeverageChanged e ->
                accounts.get(e.accountId()).chooseLeverage(e.marketId(), e.leverage(), !e.isCross());
            case Event.OrderPlaced e -> orders.place(e);
            case Event.OrderRejected e -> orders.takeOrFire(e.orderId(), e);
            case Event.TradeExecuted e -> trades.trade(e);
            case Event.FillSettled e -> trades.settle(e);
            case Event.OrderRested e -> orders.rest(e);
            case Event.OrderReduced e -> orders.reduce(e);
            case Event.OrderCanceled e -> orders.cancel(e);
            case Event.SubAccountNamed e ->
                require(accounts.get(e.accountId()).kind() == AccountKind.SUB_ACCOUNT, "a sub-account is named", e);
            case Event.CashTransferred e -> money.transfer(e);
            case Event.WithdrawalRequested e -> money.requestWithdrawal(e);
            case Event.WithdrawalResolved e -> money.resolveWithdrawal(e);
            case Event.OrderRefreshed e -> orders.refresh(e);
            case Event.TriggerPlaced e -> orders.placeTrigger(e);
            case Event.TriggerArmed e -> orders.arm(e);
            case Event.OrderTriggered e -> orders.fire(e);
            case Event.TwapStarted e -> orders.startTwap(e);
            case Event.TwapSliced e -> orders.slice(e);
            case Event.TwapEnded e -> orders.endTwap(e);
            case Event.MarketChanged e -> markets.get(e.spec().marketId()).spec(e.spec());
            case Event.AuctionPriced e -> markets.get(e.marketId()).auction(e.priceTicks());
            case Event.AuctionEnded e -> markets.get(e.marketId()).auctionEnds();
            case RiskEvent.IsolatedMarginChanged e -> money.moveMargin(e);
            case RiskEvent.MarketParameterChanged e -> parameter(e);
            case RiskEvent.SessionChanged e -> markets.get(e.marketId()).percents(e.closePercent(), e.initialPercent());
            case RiskEvent.LeverageCapChanged e -> {
                state.standardRules = false;
                caps.put(List.of(e.accountClass(), e.leverageClass()), e.leverageMax());
            }
            case RiskEvent.AccountClassChanged e -> classes.put(e.accountId(), e.accountClass());
            case RiskEvent.MultiSigChanged e -> {
                require(e.users().size() >= e.threshold(), "enough users", e);
                multiSigs.put(e.accountId(), e);
            }
            case RiskEvent.ReferrerSet e -> require(e.accountId() != e.referrerAccountId()
                && state.referrers.put(e.accountId(), e.referrerAccountId()) == null, "referred once, by another", e);
            case RiskEvent.RewardsClaimed e -> money.claimRewards(e);
            case RiskEvent.RequestsReserved e -> money.reserveRequests(e);
            case RiskEvent.MarginModeChanged e -> state.standardRules = false;
            case RiskEvent.FeeScheduleChanged e -> state.oneRate = false;
            case RiskEvent.FundingPaid e -> money.payFunding(e);
            case RiskEvent.HouseTransferred e -> money.transfer(e);
            case RiskEvent.HouseCashTransferred e -> money.transfer(new RiskEvent.HouseTransferred(e.header(),
                e.amountMicros(), e.fromCashMicros(), e.toCashMicros(), e.fromAccountId(), e.toAccountId()));
            case RiskEvent.InsuranceMoved e -> money.moveInsurance(e);
            case RiskEvent.InsurancePaid e -> money.payInsurance(e);
            case RiskEvent.PositionTransferred e -> money.transferPosition(e);
            case RiskEvent.LiquidationFeePaid e -> money.payLiquidationFee(e);
            case Event.OfRisk e -> { }
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
        accounts.add(new LedgerAccount(e.accountId(), e.ownerId(), e.address(), AccountKind.of(e.kind())));
    }

    private void parameter(final RiskEvent.MarketParameterChanged e) {
        state.standardRules = false;
        state.oneRate &= e.parameterId() != MarketParameter.FEE_PERCENT.id();
        markets.get(e.marketId()).risk(MarketParameter.of(e.parameterId()), e.value());
        if (e.parameterId() == MarketParameter.ISOLATION.id()) {
            markets.get(e.marketId()).isolatedOnly(e.value() != 0);
        }
    }

    private void checkMarkets() {
        for (final int marketId : state.touchedMarkets) {
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
}
