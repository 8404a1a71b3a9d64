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
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
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
    /** Outcome of a withdrawal that was paid out. */
    private static final int COMPLETED = 1;
    /** Reason of a transfer: from an account on the other side of what a bankrupt set left. */
    private static final int DELEVERAGED = 2;

    private final SequenceCheck sequence = new SequenceCheck();
    private final Map<Parameter, Long> parameters = new EnumMap<>(Parameter.class);
    private final SortedMap<Integer, LedgerMarket> markets = new TreeMap<>();
    private final List<LedgerAccount> accounts = new ArrayList<>();
    private final Map<Long, LedgerOrder> resting = new HashMap<>();
    /** Taken by the current command: the order that is being matched, and what must be looked at when it is done. */
    private LedgerOrder incoming;
    private Event.TradeExecuted trade;
    private LedgerOrder makerOfTrade;
    private LedgerOrder takerOfTrade;
    /** Whether the trade brings the position of BACKSTOP closer to zero. */
    private boolean relievesBackstop;
    private int settledSides;
    private long modifiedOrderId;
    /** The order of a trigger that has just fired; it is placed or refused next. */
    private long triggeredOrderId;
    private final Map<Long, LedgerTrigger> triggers = new HashMap<>();
    private final SortedMap<Long, Event.TwapStarted> twaps = new TreeMap<>();
    private int fillsOfAction;
    private boolean incomingIsOfAction;
    private long triggeredPlacedTimeNanos;
    private final Set<Integer> touchedMarkets = new TreeSet<>();
    private final Set<Integer> touchedAccounts = new HashSet<>();
    private boolean moneyMoved;
    private long eventsMaxBefore;
    /** Whether margin is still that of {@code docs/rules.md}, section 5, alone. */
    private boolean standardRules = true;
    private boolean oneRate = true;
    /** Largest leverages by class of accounts and of markets, and the classes of accounts that were set. */
    private final Map<List<Integer>, Integer> caps = new HashMap<>();
    private final Map<Integer, RiskEvent.MultiSigChanged> multiSigs = new TreeMap<>();
    /** Who referred whom, and what referrers may claim. */
    private final Map<Integer, Integer> referrers = new TreeMap<>();
    private final Map<Integer, Long> rewards = new TreeMap<>();
    private final Map<Integer, Long> reservedRequests = new HashMap<>();
    private final Map<Integer, Integer> classes = new HashMap<>();
    /** What was ever paid as funding, by account and market. */
    private final Map<List<Integer>, Long> fundingPaid = new HashMap<>();
    private long depositedMicros;
    private long withdrawnMicros;
    private long lastWithdrawalId;
    private final Map<Long, Event.WithdrawalRequested> withdrawals = new TreeMap<>();
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

    /** A trigger order that has not fired, or {@code null}. */
    public LedgerTrigger trigger(final long orderId) {
        return triggers.get(orderId);
    }

    /** How many trigger orders have not fired. */
    public int triggerCount() {
        return triggers.size();
    }

    /** TWAPs that are not over, by id; a TWAP that runs as its last start tells it. */
    public SortedMap<Long, Event.TwapStarted> twaps() {
        return Collections.unmodifiableSortedMap(twaps);
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

    /** The number of the last event. */
    public long lastEventSequence() {
        return sequence.lastEventSequence();
    }

    /** Whether nothing but leverages, marks and ramps counts for the account's margin in a market: no tiers, caps, sessions. */
    public boolean isPlain(final LedgerAccount account, final LedgerMarket market) {
        final int leverageClass = (int) market.risk(MarketParameter.LEVERAGE_CLASS);
        return market.risk(MarketParameter.TIER_1_FROM_USDC) == 0
            && market.initialPercent() == USUAL_PERCENT && market.closePercent() == USUAL_PERCENT
            && market.risk(MarketParameter.MARGIN_PRICE_MIN_TICKS) == 0
            && caps.getOrDefault(List.of(classes.getOrDefault(account.id(), 0), leverageClass), 0) == 0;
    }

    /** Books the events of one command, none if it was ignored. */
    public void accept(final LoggedCommand command, final List<Event> events) {
        sequence.accept(command, events);
        eventsMaxBefore = parameters.get(Parameter.EVENTS_MAX);
        touchedMarkets.clear();
        touchedAccounts.clear();
        moneyMoved = false;
        fillsOfAction = 0;
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
        requireEqual(0, triggeredOrderId, "a fired order is placed or refused", command);
        checkBounds(command.command(), events);
    }

    private void checkBounds(final Command command, final List<Event> events) {
        require(fillsOfAction <= parameters.get(Parameter.FILLS_MAX), "fills are within their bound", fillsOfAction);
        final boolean isUnbounded = command instanceof Command.ApplyGenesis
            || command instanceof Command.SubmitPrices;
        final long counted = events.stream().filter(Ledger::isCounted).count();
        final long most = Math.max(eventsMaxBefore, parameters.get(Parameter.EVENTS_MAX));
        require(isUnbounded || counted <= most,
            "events are within their bound", counted);
    }

    /** Whether an event counts toward the bound: those of funding, of levels of margin, scenarios and sessions do not. */
    private static boolean isCounted(final Event event) {
        return !(event instanceof RiskEvent.FundingPaid || event instanceof RiskEvent.FundingRateFixed
            || event instanceof RiskEvent.HouseTransferred || event instanceof RiskEvent.MarginLevelChanged
            || event instanceof RiskEvent.ScenariosPhased || event instanceof RiskEvent.SessionChanged);
    }

    private void book(final Event event) {
        switch (event) {
            case Event.ParameterChanged e -> parameters.put(Parameter.of(e.parameterId()), e.value());
            case Event.MarketListed e -> list(e);
            case Event.MarketStateChanged e -> markets.get(e.marketId()).state(MarketState.of(e.state()));
            case Event.AccountCreated e -> create(e);
            case Event.Deposited e -> deposit(e);
            case Event.PriceChanged e -> markets.get(e.marketId()).price(e.markPriceTicks(), e.rampNanos());
            case Event.LeverageChanged e ->
                accounts.get(e.accountId()).chooseLeverage(e.marketId(), e.leverage(), !e.isCross());
            case Event.OrderPlaced e -> place(e);
            case Event.OrderRejected e -> takeOrFire(e.orderId(), e);
            case Event.TradeExecuted e -> trade(e);
            case Event.FillSettled e -> settle(e);
            case Event.OrderRested e -> rest(e);
            case Event.OrderReduced e -> reduce(e);
            case Event.OrderCanceled e -> cancel(e);
            case Event.SubAccountNamed e ->
                require(accounts.get(e.accountId()).kind() == AccountKind.SUB_ACCOUNT, "a sub-account is named", e);
            case Event.CashTransferred e -> transfer(e);
            case Event.WithdrawalRequested e -> requestWithdrawal(e);
            case Event.WithdrawalResolved e -> resolveWithdrawal(e);
            case Event.OrderRefreshed e -> refresh(e);
            case Event.TriggerPlaced e -> placeTrigger(e);
            case Event.TriggerArmed e -> {
                takeSequence(e.armingSequence(), e);
                put(new LedgerTrigger(triggers.get(e.orderId()).placed(), true));
            }
            case Event.OrderTriggered e -> fire(e);
            case Event.TwapStarted e -> startTwap(e);
            case Event.TwapSliced e -> require(twaps.containsKey(e.twapId()), "TWAP runs", e);
            case Event.TwapEnded e -> require(twaps.remove(e.twapId()) != null, "TWAP runs", e);
            case Event.MarketChanged e -> markets.get(e.spec().marketId()).spec(e.spec());
            case Event.AuctionPriced e -> markets.get(e.marketId()).auction(e.priceTicks());
            case Event.AuctionEnded e -> markets.get(e.marketId()).auctionEnds();
            case RiskEvent.IsolatedMarginChanged e -> moveMargin(e);
            case RiskEvent.MarketParameterChanged e -> parameter(e);
            case RiskEvent.SessionChanged e -> markets.get(e.marketId()).percents(e.closePercent(), e.initialPercent());
            case RiskEvent.LeverageCapChanged e -> {
                standardRules = false;
                caps.put(List.of(e.accountClass(), e.leverageClass()), e.leverageMax());
            }
            case RiskEvent.AccountClassChanged e -> classes.put(e.accountId(), e.accountClass());
            case RiskEvent.MultiSigChanged e -> {
                require(e.users().size() >= e.threshold(), "enough users", e);
                multiSigs.put(e.accountId(), e);
            }
            case RiskEvent.ReferrerSet e -> require(e.accountId() != e.referrerAccountId()
                && referrers.put(e.accountId(), e.referrerAccountId()) == null, "referred once, by another", e);
            case RiskEvent.RewardsClaimed e -> claimRewards(e);
            case RiskEvent.RequestsReserved e -> reserveRequests(e);
            case RiskEvent.MarginModeChanged e -> standardRules = false;
            case RiskEvent.FeeScheduleChanged e -> oneRate = false;
            case RiskEvent.FundingPaid e -> payFunding(e);
            case RiskEvent.HouseTransferred e -> transfer(e);
            case RiskEvent.HouseCashTransferred e -> transfer(new RiskEvent.HouseTransferred(e.header(),
                e.amountMicros(), e.fromCashMicros(), e.toCashMicros(), e.fromAccountId(), e.toAccountId()));
            case RiskEvent.InsuranceMoved e -> moveInsurance(e);
            case RiskEvent.InsurancePaid e -> payInsurance(e);
            case RiskEvent.PositionTransferred e -> transferPosition(e);
            case RiskEvent.LiquidationFeePaid e -> payLiquidationFee(e);
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

    private void deposit(final Event.Deposited e) {
        final LedgerAccount account = accounts.get(e.accountId());
        require(e.amountMicros() > 0, "deposit is positive", e);
        account.addCash(e.amountMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        depositedMicros = Math.addExact(depositedMicros, e.amountMicros());
        moneyMoved = true;
    }

    private void moveInsurance(final RiskEvent.InsuranceMoved e) {
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(e.amountMicros());
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        require(e.fundCashMicros() >= 0 || e.amountMicros() > 0, "no more than there is leaves the fund", e);
        depositedMicros = Math.addExact(depositedMicros, Math.max(0, e.amountMicros()));
        withdrawnMicros = Math.addExact(withdrawnMicros, Math.max(0, -e.amountMicros()));
        moneyMoved = true;
    }

    /** The order is the one that has just fired, or a new one. */
    private void takeOrFire(final long orderId, final Event event) {
        if (triggeredOrderId == 0) {
            takeOrderId(orderId, event);
        } else {
            requireEqual(triggeredOrderId, orderId, "the fired order comes next", event);
            triggeredOrderId = 0;
        }
    }

    private void parameter(final RiskEvent.MarketParameterChanged e) {
        standardRules = false;
        oneRate &= e.parameterId() != MarketParameter.FEE_PERCENT.id();
        markets.get(e.marketId()).risk(MarketParameter.of(e.parameterId()), e.value());
        if (e.parameterId() == MarketParameter.ISOLATION.id()) {
            markets.get(e.marketId()).isolatedOnly(e.value() != 0);
        }
    }

    private void payFunding(final RiskEvent.FundingPaid e) {
        final LedgerAccount account = accounts.get(e.accountId());
        requireEqual(account.position(e.marketId()).lots(), e.quantityLots(), "position that pays", e);
        final boolean pays = e.quantityLots() > 0 == e.rateNanos() > 0;
        require(pays ? e.amountMicros() >= 0 : e.amountMicros() <= 0, "side that pays", e);
        if (account.isIsolated(markets.get(e.marketId()))) {
            account.addIsolated(e.marketId(), -e.amountMicros());
        } else {
            account.addCash(-e.amountMicros());
        }
        accounts.get(HouseAccount.FUNDING.id()).addCash(e.amountMicros());
        final long allTime = fundingPaid.merge(
            List.of(e.accountId(), e.marketId()), e.amountMicros(), Math::addExact);
        requireEqual(allTime, e.allTimeMicros(), "funding ever paid", e);
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void transfer(final RiskEvent.HouseTransferred e) {
        require(e.amountMicros() > 0, "transfer is positive", e);
        accounts.get(e.fromAccountId()).addCash(-e.amountMicros());
        accounts.get(e.toAccountId()).addCash(e.amountMicros());
        requireEqual(accounts.get(e.fromAccountId()).cashMicros(), e.fromCashMicros(), "cash", e);
        requireEqual(accounts.get(e.toAccountId()).cashMicros(), e.toCashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void payInsurance(final RiskEvent.InsurancePaid e) {
        require(e.amountMicros() > 0, "payment is positive", e);
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(-e.amountMicros());
        accounts.get(e.accountId()).addCash(e.amountMicros());
        require(fund.cashMicros() >= 0, "fund is not overdrawn", e);
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void payLiquidationFee(final RiskEvent.LiquidationFeePaid e) {
        require(e.amountMicros() > 0, "payment is positive", e);
        final LedgerAccount account = accounts.get(e.accountId());
        if (account.isIsolated(markets.get(e.marketId()))) {
            account.addIsolated(e.marketId(), -e.amountMicros());
        } else {
            account.addCash(-e.amountMicros());
        }
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(e.amountMicros());
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        moneyMoved = true;
    }

    private void transferPosition(final RiskEvent.PositionTransferred e) {
        final LedgerAccount from = accounts.get(e.fromAccountId());
        final LedgerAccount to = accounts.get(e.toAccountId());
        final long before = from.position(e.marketId()).lots();
        require(Long.signum(before) == Long.signum(e.lots()) && Math.abs(e.lots()) <= Math.abs(before),
            "giver has what it gives", e);
        require(e.reason() == DELEVERAGED || e.fromPositionLots() == 0, "whole position", e);
        settleTransfer(to, e.marketId(), e.lots(), e.priceTicks(), e.toIsolatedMicros());
        settleTransfer(from, e.marketId(), -e.lots(), e.priceTicks(), e.fromIsolatedMicros());
        from.addCash(-e.marginMicros());
        to.addCash(e.marginMicros());
        requireEqual(from.position(e.marketId()).lots(), e.fromPositionLots(), "position that is left", e);
        requireEqual(from.position(e.marketId()).quoteMicros(), e.fromQuoteMicros(), "quote of the giver", e);
        requireEqual(from.position(e.marketId()).entryMicros(), e.fromEntryMicros(), "entry of the giver", e);
        require(e.reason() != DELEVERAGED || e.fromClosedPnlMicros() >= 0 || e.priceTicks()
            == markets.get(e.marketId()).markTicks(), "nobody pays more than a part of the profit", e);
        requireEqual(to.position(e.marketId()).lots(), e.toPositionLots(), "position", e);
        requireEqual(to.position(e.marketId()).quoteMicros(), e.toQuoteMicros(), "quote", e);
        requireEqual(to.position(e.marketId()).entryMicros(), e.toEntryMicros(), "entry", e);
        requireEqual(from.cashMicros(), e.fromCashMicros(), "cash of the giver", e);
        requireEqual(to.cashMicros(), e.toCashMicros(), "cash of the receiver", e);
        touchedMarkets.add(e.marketId());
        moneyMoved = true;
    }

    private void settleTransfer(
        final LedgerAccount account, final int marketId, final long signedLots, final long priceTicks,
        final long isolatedAfter) {
        final boolean isolated = account.isIsolated(markets.get(marketId));
        final LedgerPosition start = account.position(marketId);
        final LedgerPosition.Change change = isolated
            ? start.filledAlone(signedLots, priceTicks)
            : start.filled(signedLots, priceTicks);
        account.put(marketId, change.end());
        account.addCash(change.releasedMicros());
        markets.get(marketId).settle(change.releasedMicros());
        if (isolated) {
            final long moved = isolatedAfter - account.isolatedMicros(marketId);
            account.addIsolated(marketId, moved);
            account.addCash(-moved);
        }
    }

    private void moveMargin(final RiskEvent.IsolatedMarginChanged e) {
        final LedgerAccount account = accounts.get(e.accountId());
        require(account.isIsolated(markets.get(e.marketId())), "position is isolated", e);
        account.addIsolated(e.marketId(), e.amountMicros());
        account.addCash(-e.amountMicros());
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
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
        return List.copyOf(withdrawals.keySet());
    }

    private void transfer(final Event.CashTransferred e) {
        require(e.amountMicros() > 0 && e.feeMicros() >= 0, "amount is positive", e);
        final LedgerAccount from = accounts.get(e.fromAccountId());
        final LedgerAccount to = accounts.get(e.toAccountId());
        require(from.address().equals(e.fromAddress()) && to.address().equals(e.toAddress()), "addresses", e);
        from.addCash(-e.amountMicros() - e.feeMicros());
        to.addCash(e.amountMicros());
        accounts.get(HouseAccount.FEES.id()).addCash(e.feeMicros());
        requireEqual(from.cashMicros(), e.fromCashMicros(), "cash of the sender", e);
        requireEqual(to.cashMicros(), e.toCashMicros(), "cash of the receiver", e);
        moneyMoved = true;
    }

    private void requestWithdrawal(final Event.WithdrawalRequested e) {
        require(e.amountMicros() > e.feeMicros() && e.feeMicros() >= 0, "amount is more than the fee", e);
        requireEqual(lastWithdrawalId + 1, e.withdrawalId(), "withdrawal id", e);
        lastWithdrawalId = e.withdrawalId();
        withdrawals.put(e.withdrawalId(), e);
        final LedgerAccount account = accounts.get(e.accountId());
        account.addCash(-e.amountMicros());
        accounts.get(HouseAccount.WITHDRAWALS.id()).addCash(e.amountMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void resolveWithdrawal(final Event.WithdrawalResolved e) {
        final Event.WithdrawalRequested request = withdrawals.remove(e.withdrawalId());
        require(request != null, "the withdrawal is pending", e);
        requireEqual(request.amountMicros(), e.amountMicros(), "amount", e);
        requireEqual(request.feeMicros(), e.feeMicros(), "fee", e);
        requireEqual(request.accountId(), e.accountId(), "account", e);
        require(request.destination().equals(e.destination()), "destination", e);
        accounts.get(HouseAccount.WITHDRAWALS.id()).addCash(-e.amountMicros());
        if (e.outcome() == COMPLETED) {
            accounts.get(HouseAccount.FEES.id()).addCash(e.feeMicros());
            withdrawnMicros = Math.addExact(withdrawnMicros, e.amountMicros() - e.feeMicros());
        } else {
            accounts.get(e.accountId()).addCash(e.amountMicros());
        }
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void takeOrderId(final long orderId, final Event event) {
        requireEqual(lastOrderId + 1, orderId, "order id", event);
        lastOrderId = orderId;
    }

    private void place(final Event.OrderPlaced e) {
        require(incoming == null, "the order before ends first", e);
        takeOrFire(e.orderId(), e);
        requireEqual(modifiedOrderId, e.replacedOrderId(), "replaced order", e);
        modifiedOrderId = 0;
        require(e.quantityLots() > 0, "quantity is positive", e);
        final MarketState state = markets.get(e.marketId()).state();
        require(state == MarketState.ACTIVE || state == MarketState.CLOSE_ONLY || state == MarketState.AUCTION
            || state == MarketState.POST_ONLY && OrderFlags.isPostOnly(e.flags()), "market takes the order", e);
        incomingIsOfAction = e.batchIndex() != Event.NO_BATCH_INDEX;
        incoming = new LedgerOrder(
            e.orderId(), e.accountId(), e.marketId(), Side.of(e.side()), e.priceTicks(), e.quantityLots(),
            e.quantityLots(), placedTimeNanos(e), 0, e.clientOrderId(), e.flags(), e.timeInForce(),
            e.quantityLots(), e.displayLots(), e.expiresMillis());
        require(!incoming.hasClientOrderId() || accounts.get(e.accountId()).orders().stream().noneMatch(
            each -> each.hasClientOrderId() && each.clientOrderId().equals(e.clientOrderId())),
            "client order id is free", e);
    }

    private long placedTimeNanos(final Event.OrderPlaced e) {
        return (e.flags() & OrderFlags.TRIGGERED) != 0 ? triggeredPlacedTimeNanos : e.header().timestampNanos();
    }

    private void placeTrigger(final Event.TriggerPlaced e) {
        takeOrderId(e.orderId(), e);
        requireEqual(modifiedOrderId, e.replacedOrderId(), "replaced order", e);
        modifiedOrderId = 0;
        if (e.status() == 1) {
            takeSequence(e.armingSequence(), e);
        }
        put(new LedgerTrigger(e, e.status() == 1));
    }

    private void put(final LedgerTrigger trigger) {
        triggers.put(trigger.id(), trigger);
        accounts.get(trigger.placed().accountId()).put(trigger);
    }

    private LedgerTrigger takeTrigger(final long orderId, final Event event) {
        final LedgerTrigger trigger = triggers.remove(orderId);
        require(trigger != null, "trigger order is there", event);
        accounts.get(trigger.placed().accountId()).removeTrigger(orderId);
        return trigger;
    }

    private void fire(final Event.OrderTriggered e) {
        require(takeTrigger(e.orderId(), e).isArmed(), "only armed orders fire", e);
        require(incoming == null && triggeredOrderId == 0, "one order fires after the other", e);
        triggeredOrderId = e.orderId();
        triggeredPlacedTimeNanos = e.placedTimeNanos();
    }

    /** Resting orders and armed ones are numbered together. */
    private void takeSequence(final long sequence, final Event event) {
        requireEqual(lastPrioritySequence + 1, sequence, "sequence", event);
        lastPrioritySequence = sequence;
    }

    private void startTwap(final Event.TwapStarted e) {
        if (!twaps.containsKey(e.twapId())) {
            takeOrderId(e.twapId(), e);
            lastPrioritySequence += e.status() == 0 ? 1 : 0;
        }
        twaps.put(e.twapId(), e);
    }

    private void trade(final Event.TradeExecuted e) {
        requireEqual(lastTradeId + 1, e.tradeId(), "trade id", e);
        lastTradeId = e.tradeId();
        final LedgerMarket market = markets.get(e.marketId());
        final Side takerSide = Side.of(e.takerSide());
        final LedgerOrder maker = market.first(takerSide.opposite());
        final LedgerOrder taker = incoming == null ? market.first(takerSide) : incoming;
        require(maker != null && maker.id() == e.makerOrderId(), "maker is first in line", e);
        require(taker != null && taker.id() == e.takerOrderId(), "taker is the incoming order, or first in line", e);
        require(maker.accountId() != taker.accountId(), "nobody trades with himself", e);
        requireEqual(maker.accountId(), e.makerAccountId(), "maker's account", e);
        requireEqual(taker.accountId(), e.takerAccountId(), "taker's account", e);
        requireEqual(taker.side().code(), e.takerSide(), "taker's side", e);
        require(taker.side().sign() * (taker.priceTicks() - e.priceTicks()) >= 0, "price is in the limit", e);
        final long takerLots = incoming == null ? taker.shownLots() : taker.remainingLots();
        requireEqual(Math.min(maker.shownLots(), takerLots), e.quantityLots(), "size of the trade", e);
        requireEqual(maker.remainingLots() - e.quantityLots(), e.makerRemainingLots(), "maker's remainder", e);
        requireEqual(taker.remainingLots() - e.quantityLots(), e.takerRemainingLots(), "taker's remainder", e);
        checkPrice(e, market, maker, taker);
        trade = e;
        relievesBackstop = relievesBackstop(maker, e.quantityLots()) || relievesBackstop(taker, e.quantityLots());
        makerOfTrade = maker.filled(e.quantityLots());
        takerOfTrade = taker.filled(e.quantityLots());
        fillResting(maker, makerOfTrade);
        if (incoming == null) {
            fillResting(taker, takerOfTrade);
        } else {
            incoming = takerOfTrade;
            fillsOfAction += incomingIsOfAction ? 1 : 0;
        }
        settledSides = 0;
    }

    private static void checkPrice(
        final Event.TradeExecuted e, final LedgerMarket market, final LedgerOrder maker, final LedgerOrder taker) {
        if (taker.prioritySequence() == 0) {
            require(!OrderFlags.isPostOnly(taker.flags()), "post-only order never takes", e);
            requireEqual(maker.priceTicks(), e.priceTicks(), "price of the trade", e);
        } else {
            requireEqual(market.auctionTicks(), e.priceTicks(), "price of the auction", e);
            require(maker.side().sign() * (maker.priceTicks() - e.priceTicks()) >= 0, "price is in the limit", e);
            require(maker.prioritySequence() < taker.prioritySequence(), "maker is the older", e);
        }
    }

    private void fillResting(final LedgerOrder order, final LedgerOrder left) {
        if (left.remainingLots() == 0) {
            takeOut(order);
        } else {
            put(left);
        }
    }

    private void settle(final Event.FillSettled e) {
        require(trade != null && trade.tradeId() == e.tradeId(), "fill belongs to the trade before", e);
        final boolean isTaker = settledSides == 1;
        final LedgerOrder order = isTaker ? takerOfTrade : makerOfTrade;
        require(e.isTaker() == isTaker, "maker settles first", e);
        requireDescribes(order, e);
        requireEqual(trade.priceTicks(), e.priceTicks(), "price of the fill", e);
        requireEqual(trade.quantityLots(), e.quantityLots(), "size of the fill", e);

        final LedgerAccount account = accounts.get(order.accountId());
        final LedgerPosition start = account.position(order.marketId());
        requireEqual(start.lots(), e.startPositionLots(), "position before", e);
        final boolean isolated = account.isIsolated(markets.get(order.marketId()));
        final long signedLots = order.side().sign() * e.quantityLots();
        final LedgerPosition.Change change = isolated
            ? start.filledAlone(signedLots, e.priceTicks())
            : start.filled(signedLots, e.priceTicks());
        change.end().requireSays(e);
        requireEqual(change.closedPnlMicros(), e.closedPnlMicros(), "closed pnl", e);
        final long fee = e.feeMicros();
        if (oneRate && e.builderAccountId() == 0 && !referrers.containsKey(account.ownerId())) {
            requireEqual(feeMicros(e.priceTicks(), e.quantityLots(), isTaker), fee, "fee", e);
        }
        account.put(order.marketId(), change.end());
        account.addCash(change.releasedMicros());
        account.addCash(-fee);
        final long movedMicros = isolated ? e.isolatedMicros() - account.isolatedMicros(order.marketId()) : 0;
        account.addIsolated(order.marketId(), movedMicros);
        account.addCash(-movedMicros);
        requireEqual(account.isolatedMicros(order.marketId()), e.isolatedMicros(), "isolated margin", e);
        require(change.end().lots() != 0 || e.isolatedMicros() == 0, "margin goes with its position", e);
        accounts.get(HouseAccount.FEES.id()).addCash(fee);
        payBuilder(e);
        reward(account.ownerId(), e);
        markets.get(order.marketId()).settle(change.releasedMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        standardRules &= !isolated;
        if (standardRules && Math.abs(change.end().lots()) >= Math.abs(start.lots())) {
            require(account.freeMicros(markets).signum() >= 0, "account can margin what it opened", e);
        }
        touchedMarkets.add(order.marketId());
        touchedAccounts.add(order.accountId());
        moneyMoved = true;
        settledSides++;
        endTradeOfBothSides();
    }

    private void payBuilder(final Event.FillSettled e) {
        require(OrderFlags.hasBuilder(e.flags()) == (e.builderAccountId() != 0), "who owes a builder pays it", e);
        require(e.builderAccountId() != 0 ? e.builderFeeMicros() >= 0 : e.builderFeeMicros() == 0, "builder's fee", e);
        accounts.get(HouseAccount.FEES.id()).addCash(-e.builderFeeMicros());
        accounts.get(e.builderAccountId()).addCash(e.builderFeeMicros());
    }

    private void reward(final int ownerId, final Event.FillSettled e) {
        final int referrerId = e.referrerAccountId();
        require(referrerId == 0 || referrers.getOrDefault(ownerId, 0) == referrerId, "referrer", e);
        require(referrerId == 0 ? e.rewardMicros() == 0
            : e.rewardMicros() >= 0 && e.rewardMicros() <= e.feeMicros() - e.builderFeeMicros(), "reward", e);
        rewards.merge(referrerId, e.rewardMicros(), Math::addExact);
        accounts.get(HouseAccount.FEES.id()).addCash(-e.rewardMicros());
        accounts.get(HouseAccount.REWARDS.id()).addCash(e.rewardMicros());
    }

    private void claimRewards(final RiskEvent.RewardsClaimed e) {
        require(e.amountMicros() > 0, "amount is positive", e);
        requireEqual(rewards.getOrDefault(e.accountId(), 0L), e.amountMicros(), "all rewards", e);
        rewards.remove(e.accountId());
        accounts.get(HouseAccount.REWARDS.id()).addCash(-e.amountMicros());
        accounts.get(e.accountId()).addCash(e.amountMicros());
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void reserveRequests(final RiskEvent.RequestsReserved e) {
        require(e.requests() > 0 && e.costMicros() >= 0, "requests at a price", e);
        requireEqual(e.requests() * parameters.get(Parameter.REQUEST_PRICE_MICROS), e.costMicros(), "cost", e);
        requireEqual(reservedRequests.merge(e.destinationAccountId(), e.requests(), Math::addExact),
            e.reservedRequests(), "requests in all", e);
        accounts.get(e.accountId()).addCash(-e.costMicros());
        accounts.get(HouseAccount.FEES.id()).addCash(e.costMicros());
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        moneyMoved = true;
    }

    private void endTradeOfBothSides() {
        if (settledSides == 2) {
            trade = null;
            if (incoming != null && incoming.remainingLots() == 0) {
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

    private boolean relievesBackstop(final LedgerOrder order, final long lots) {
        if (order.accountId() != HouseAccount.BACKSTOP.id()) {
            return false;
        }
        final long before = accounts.get(order.accountId()).position(order.marketId()).lots();
        return Math.abs(before + order.side().sign() * lots) < Math.abs(before);
    }

    private long feeMicros(final long priceTicks, final long lots, final boolean isTaker) {
        final BigInteger product = BigInteger.valueOf(Math.abs(Math.multiplyExact(priceTicks, lots)))
            .multiply(BigInteger.valueOf(feeRateNanos(isTaker)));
        return product.divide(BigInteger.valueOf(1_000_000_000)).longValueExact();
    }

    private long feeRateNanos(final boolean isTaker) {
        final LedgerOrder own = isTaker ? takerOfTrade : makerOfTrade;
        final LedgerOrder other = isTaker ? makerOfTrade : takerOfTrade;
        if (own.accountId() < HouseAccount.ID_LIMIT) {
            return 0;
        }
        final boolean isAuction = takerOfTrade.prioritySequence() > 0;
        final long rate =
            parameters.get(isTaker && !isAuction ? Parameter.TAKER_FEE_NANOS : Parameter.MAKER_FEE_NANOS);
        if (rate < 0 && (isAuction || other.accountId() < HouseAccount.ID_LIMIT)) {
            return 0;
        }
        return relievesBackstop && rate > 0
            ? rate - rate * parameters.get(Parameter.BACKSTOP_REBATE_PERCENT) / 100 : rate;
    }

    private void rest(final Event.OrderRested e) {
        require(incoming != null && incoming.id() == e.orderId(), "only the incoming order comes to rest", e);
        require(TimeInForce.of(incoming.timeInForce()).mayRest(), "order may rest", e);
        require(incoming.accountId() == e.accountId() && incoming.marketId() == e.marketId()
            && incoming.side().code() == e.side() && incoming.priceTicks() == e.priceTicks(), "order is itself", e);
        requireEqual(incoming.remainingLots(), e.remainingLots(), "remainder", e);
        requireEqual(lastPrioritySequence + 1, e.prioritySequence(), "priority sequence", e);
        lastPrioritySequence = e.prioritySequence();
        requireEqual(
            incoming.isIceberg()
                ? Math.min(incoming.displayLots(), incoming.remainingLots()) : incoming.remainingLots(),
            e.shownLots(), "what it shows", e);
        final LedgerOrder order = incoming.resting(e.prioritySequence(), e.shownLots());
        incoming = null;
        markets.get(order.marketId()).add(order);
        put(order);
    }

    private void refresh(final Event.OrderRefreshed e) {
        final LedgerOrder order = resting.get(e.orderId());
        require(order != null && order.isIceberg() && order.shownLots() == 0, "an iceberg has shown all", e);
        requireEqual(lastPrioritySequence + 1, e.prioritySequence(), "priority sequence", e);
        lastPrioritySequence = e.prioritySequence();
        requireEqual(order.remainingLots(), e.remainingLots(), "remainder", e);
        requireEqual(Math.min(order.displayLots(), order.remainingLots()), e.shownLots(), "what it shows", e);
        final LedgerOrder refreshed = order.resting(e.prioritySequence(), e.shownLots());
        put(refreshed);
        markets.get(order.marketId()).refresh(refreshed);
    }

    private void reduce(final Event.OrderReduced e) {
        final boolean isIncoming = incoming != null && incoming.id() == e.orderId();
        final LedgerOrder order = isIncoming ? incoming : resting.get(e.orderId());
        require(order != null, "only an order that is there is reduced", e);
        require(e.remainingLots() > 0 && e.remainingLots() <= order.remainingLots(), "order becomes smaller", e);
        final boolean keepsOriginal = e.originalLots() == order.originalLots();
        require(keepsOriginal
            || e.originalLots() == order.originalLots() - order.remainingLots() + e.remainingLots(),
            "original size", e);
        final boolean isAskedFor = e.batchIndex() != Event.NO_BATCH_INDEX;
        require(isAskedFor || !keepsOriginal || order.isReduceOnly(), "only reduce-only orders are cut", e);
        require(order.accountId() == e.accountId() && order.priceTicks() == e.priceTicks()
            && order.side().code() == e.side() && order.flags() == e.flags()
            && order.placedTimeNanos() == e.placedTimeNanos()
            && order.clientOrderId().equals(e.clientOrderId()), "reduction describes " + order, e);
        requireEqual(
            isIncoming ? 0 : Math.min(order.shownLots(), e.remainingLots()), e.shownLots(), "what it shows", e);
        final LedgerOrder smaller = order.withQuantity(
            e.originalLots(), e.remainingLots(), isIncoming ? e.remainingLots() : e.shownLots());
        if (isIncoming) {
            incoming = smaller;
        } else {
            put(smaller);
        }
    }

    private void cancel(final Event.OrderCanceled e) {
        if (!e.wasResting() && triggers.containsKey(e.orderId())) {
            final Event.TriggerPlaced placed = takeTrigger(e.orderId(), e).placed();
            require(placed.accountId() == e.accountId() && placed.marketId() == e.marketId()
                && placed.priceTicks() == e.priceTicks() && placed.side() == e.side()
                && placed.quantityLots() == e.remainingLots() && placed.quantityLots() == e.originalLots()
                && placed.flags() == e.flags(), "cancellation describes " + placed, e);
            modifiedOrderId = e.reason() == CancelReason.MODIFIED.code() ? e.orderId() : modifiedOrderId;
            return;
        }
        final LedgerOrder order = e.wasResting() ? resting.get(e.orderId()) : incoming;
        require(order != null && order.id() == e.orderId(), "order is there to be canceled", e);
        require(order.accountId() == e.accountId() && order.marketId() == e.marketId()
            && order.priceTicks() == e.priceTicks() && order.side().code() == e.side()
            && order.originalLots() == e.originalLots() && order.remainingLots() == e.remainingLots()
            && order.placedTimeNanos() == e.placedTimeNanos() && order.flags() == e.flags()
            && order.timeInForce() == e.timeInForce()
            && order.clientOrderId().equals(e.clientOrderId()), "cancellation describes " + order, e);
        require(reasonFits(CancelReason.of(e.reason()), order, e), "reason fits", e);
        require(e.wasResting() || order.timeInForce() != TimeInForce.FOK.code(),
            "an order that is filled entirely or not at all ends filled", e);
        if (e.wasResting()) {
            takeOut(order);
        } else {
            incoming = null;
        }
    }

    private boolean reasonFits(final CancelReason reason, final LedgerOrder order, final Event.OrderCanceled e) {
        final boolean isAskedFor = e.batchIndex() != Event.NO_BATCH_INDEX;
        final boolean isUnasked = e.wasResting() && !isAskedFor;
        final boolean trades = incoming != null || markets.get(e.marketId()).auctionTicks() != null;
        return switch (reason) {
            case REQUESTED -> e.wasResting() && incoming == null;
            case IOC_REMAINDER -> !e.wasResting() && order.timeInForce() == TimeInForce.IOC.code();
            case COMMAND_BOUND -> !e.wasResting() || isUnasked && (trades || order.isReduceOnly());
            case SELF_TRADE, MARGIN, OPEN_INTEREST_CAP -> !e.wasResting() || isUnasked && trades;
            case REDUCE_ONLY -> isUnasked && order.isReduceOnly();
            case MODIFIED -> {
                modifiedOrderId = order.id();
                yield isUnasked && incoming == null;
            }
            case EXPIRED -> isUnasked && incoming == null && order.timeInForce() == TimeInForce.GTT.code();
            case PROTECTION -> isUnasked && order.isQuote();
            case QUOTE_REPLACED -> isUnasked && incoming == null && order.isQuote();
            case MARKET_CLOSE_ONLY -> isUnasked;
            default -> isUnasked && incoming == null;
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
            cash = Math.addExact(cash, Math.addExact(account.cashMicros(), account.isolatedTotalMicros()));
        }
        long expected = depositedMicros - withdrawnMicros;
        for (final LedgerMarket market : markets.values()) {
            expected = Math.addExact(expected, market.settledMicros());
        }
        requireEqual(expected, cash, "cash and isolated margin of all accounts", "");
    }
}
