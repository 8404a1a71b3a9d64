package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;
import steelyard.testkit.log.LoggedCommand;

/** Counts what happened: every kind of command and event, every reason, and a few things that are rare. */
public final class Coverage {
    /** Section 9 of the rules is not in the flow, and little else is met too seldom; golden files show it. */
    private static final Set<String> OF_GOLDEN_FILES = Set.of(
        "command AnnounceNode", "command SwitchBehaviour", "command RetireNode", "command TakeCheckpoint",
        "command ReportCheckpoint", "event NodeAnnounced", "event BehaviourSwitched", "event NodeRetired",
        "event CheckpointTaken", "event CheckpointReported", "reject INVALID_BEHAVIOUR",
        "reject BEHAVIOUR_UNSUPPORTED", "reject UNKNOWN_NODE", "reject AUCTION_UNDER_WAY");

    /** No flow asks yet for what the reasons from here on refuse. */
    private static final int FIRST_REASON_NOT_ASKED = 130;
    /** Reasons of margin that are asked for. */
    private static final Set<RejectReason> OF_MARGINS = EnumSet.of(
        RejectReason.MARGIN_MODE_FIXED, RejectReason.MARGIN_TIER_LIMIT, RejectReason.NO_ISOLATED_POSITION,
        RejectReason.ACCOUNT_FROZEN, RejectReason.INVALID_CLASS);
    private static final List<String> OF_FUNDS = List.of(
        "command CreateSubAccount", "command RenameSubAccount", "command MoveSubAccountCash", "command TransferCash",
        "command RequestWithdrawal", "command ResolveWithdrawal", "command Noop", "event SubAccountNamed",
        "event CashTransferred", "event WithdrawalRequested", "event WithdrawalResolved", "limit of CreateSubAccount",
        "reject SUB_ACCOUNT_NAME", "reject SUB_ACCOUNT_LIMIT", "reject SUB_ACCOUNT_UNKNOWN", "reject ZERO_AMOUNT",
        "reject SELF_TRANSFER", "reject FUNDS_PRICE_STALE", "reject INSUFFICIENT_TRANSFER",
        "reject WITHDRAWAL_TOO_SMALL", "reject WITHDRAWAL_ADDRESS", "reject WITHDRAWALS_PENDING",
        "reject INSUFFICIENT_WITHDRAWAL", "reject WITHDRAWAL_UNKNOWN", "reject ACCOUNT_FROZEN");
    private static final List<String> OF_PORTFOLIOS = List.of(
        "event MarginModeChanged", "event ScenariosLoaded", "event ScenariosActivated", "event ScenariosPhased",
        "reject INVALID_MODE", "reject INVALID_SCENARIOS", "reject PORTFOLIO_EQUITY");
    private static final List<String> OF_EMERGENCY = List.of(
        "reject KILL_SWITCH", "reject INVALID_SCOPE", "reject UNKNOWN_ACCOUNT", "cancel OPERATOR resting");
    private static final List<String> OF_FEES = List.of("event FeeScheduleChanged", "reject INVALID_FEES");
    private static final List<String> OF_BUILDERS = List.of(
        "event BuilderFeeApproved", "fee of a builder", "reject BUILDER_FEE_INVALID", "reject BUILDER_UNKNOWN",
        "reject BUILDERS_LIMIT", "reject BUILDER_INSUFFICIENT", "reject BUILDER_FEE_NOT_APPROVED");
    private static final List<String> OF_REFERRALS = List.of(
        "command RegisterReferrer", "command SetReferrer", "command ClaimRewards", "event ReferrerRegistered",
        "event ReferrerSet", "event RewardsClaimed", "reward of a taker's referrer", "reward of a maker's referrer",
        "reject REFERRAL_CODE_INVALID", "reject REFERRAL_CODE_ONCE",
        "reject REFERRAL_VOLUME", "reject REFERRAL_CODE_TAKEN", "reject REFERRER_ALREADY_SET",
        "reject REFERRER_UNKNOWN", "reject REFERRER_SELF", "reject REWARDS_TOO_SMALL");
    private static final List<String> OF_REQUESTS = List.of(
        "command ReserveRequests", "event RequestsReserved", "reject REQUESTS_UNKNOWN", "reject REQUESTS_INVALID");
    private static final List<String> OF_MULTI_SIGS = List.of(
        "command ConvertToMultiSig", "command MultiSig", "event MultiSigChanged", "reject MULTI_SIG_REQUIRED",
        "reject MULTI_SIG_INVALID", "reject MULTI_SIG_ACTION", "reject MULTI_SIG_UNKNOWN", "reject MULTI_SIG_LEADER",
        "reject MULTI_SIG_SIGNATURES");
    private static final List<String> OF_SESSIONS = List.of(
        "command SetCalendar", "reject INVALID_CALENDAR", "event CalendarChanged", "event SessionChanged",
        "initial margins rise", "margins rise", "margins fall", "a market closes", "a market opens",
        "calendar replaced while margins are higher", "cross set warned by a session",
        "cross set liquidated by a session", "isolated set liquidated by a session", "slice while margins are higher",
        "fill while margins are higher");
    private static final List<String> OF_AGENT_LIMITS = List.of(
        "command SetAgentLimits", "event AgentLimited", "reject AGENT_READ_ONLY", "reject AGENT_UNKNOWN",
        "reject AGENT_LIMITS_INVALID");
    private static final List<String> TOLD = List.of(
        "CommandDone", "SequenceGap", "EpochOpened", "GenesisApplied", "ParameterChanged", "MarketListed",
        "MarketStateChanged", "AccountCreated", "Deposited", "PriceChanged", "AgentApproved", "AgentRemoved",
        "LeverageChanged", "OrderPlaced", "OrderRejected", "RequestRejected", "TradeExecuted", "FillSettled",
        "OrderRested", "OrderReduced", "OrderCanceled", "OrderRefreshed", "OrderTriggered", "TriggerPlaced",
        "TriggerArmed", "MarketChanged", "SelfTradeModeChosen", "ScheduledCancelSet", "TwapStarted", "TwapSliced",
        "TwapEnded", "QuotesRejected", "ProtectionSet", "ProtectionReset", "ProtectionTriggered", "AuctionIndicated",
        "AuctionPriced", "AuctionEnded", "KillSwitchSet", "OrdersSwept");
    private static final List<String> TOLD_OF_RISK = List.of(
        "MarketParameterChanged", "AccountClassChanged", "LeverageCapChanged", "AccountFrozen",
        "IsolatedMarginChanged", "FundingRateFixed", "FundingPaid", "HouseTransferred", "MarginLevelChanged",
        "LiquidationStep", "PositionTransferred", "LiquidationFeePaid", "InsurancePaid");
    /** What no flow asks for. */
    private static final Set<String> NOT_IN_THE_FLOW = notInTheFlow();

    private static final int WITHOUT_SESSION = 100;

    private final Map<String, Long> counts = new TreeMap<>();
    /** By market, what maintenance margin is multiplied by, of those before or after a close. */
    private final Map<Integer, Long> higher = new TreeMap<>();
    private long fillsMax = Parameter.FILLS_MAX.defaultValue();

    /** Counts a command and its events. */
    public void onCommand(final LoggedCommand command, final List<Event> events) {
        count("command " + command.command().getClass().getSimpleName());
        count(events.isEmpty() ? "ignored command" : "answered command");
        if (events.stream().anyMatch(
            event -> event instanceof Event.OrderCanceled e && e.reason() == CancelReason.COMMAND_BOUND.code())) {
            final long fills = events.stream().filter(Event.TradeExecuted.class::isInstance).count();
            count(fills == fillsMax ? "bound of fills" : "bound of events");
        }
        for (final Event event : events) {
            count("event " + event.getClass().getSimpleName());
            switch (event) {
                case Event.CommandDone e -> {
                    count("reject " + RejectReason.of(e.rejectReason()));
                    if (e.rejectReason() == RejectReason.LIMIT_REACHED.code()) {
                        final String limited = Command.name(e.commandTemplateId());
                        count("limit of " + limited + (e.detail1() == 1L << 60 ? " in all" : ""));
                    }
                }
                case Event.OrderRejected e -> count("reject " + RejectReason.of(e.rejectReason()));
                case Event.RequestRejected e -> count("reject " + RejectReason.of(e.rejectReason()));
                case Event.QuotesRejected e -> count("reject " + RejectReason.of(e.rejectReason()));
                case Event.OrderCanceled e ->
                    count("cancel " + CancelReason.of(e.reason()) + (e.wasResting() ? " resting" : ""));
                case Event.OrderReduced e ->
                    count(e.batchIndex() == Event.NO_BATCH_INDEX ? "reduced by upkeep" : "reduced in place");
                case Event.OrderPlaced e when e.replacedOrderId() != 0 -> count("order replaced");
                case Event.FillSettled e -> fill(e);
                case Event.ParameterChanged e when e.parameterId() == Parameter.FILLS_MAX.id() ->
                    fillsMax = e.value();
                case RiskEvent.MarginLevelChanged e -> level(e, events);
                case RiskEvent.PositionTransferred e -> count("transfer of reason " + e.reason());
                case RiskEvent.LiquidationStep e -> liquidation(e, events);
                case RiskEvent.SessionChanged e -> session(e);
                case RiskEvent.CalendarChanged e when !higher.isEmpty() ->
                    count("calendar replaced while margins are higher");
                case Event.PriceChanged e when e.markPriceTicks() <= 0 -> count("price not above zero");
                default -> { }
            }
        }
    }

    /** Only a session can be why a level rises in a command without new prices in which the account does nothing. */
    private void level(final RiskEvent.MarginLevelChanged e, final List<Event> events) {
        final String set = e.marketId() < 0 ? "cross" : "isolated";
        count(set + " set at level " + e.level());
        final boolean isSession = events.stream().anyMatch(RiskEvent.SessionChanged.class::isInstance)
            && events.stream().noneMatch(event -> event instanceof Event.PriceChanged
                || event instanceof Event.FillSettled fill && fill.accountId() == e.accountId()
                || event instanceof RiskEvent.FundingPaid paid && paid.accountId() == e.accountId());
        if (isSession && e.level() > 0 && !higher.isEmpty()) {
            count(set + (e.level() == 1 ? " set warned by a session" : " set liquidated by a session"));
        }
    }

    private void session(final RiskEvent.SessionChanged e) {
        final Long before = higher.get(e.marketId());
        final long closeBefore = before == null ? WITHOUT_SESSION : before;
        count(e.closePercent() > closeBefore ? "margins rise"
            : e.closePercent() < closeBefore ? "margins fall" : "initial margins rise");
        if (e.closePercent() == WITHOUT_SESSION && e.initialPercent() == WITHOUT_SESSION) {
            higher.remove(e.marketId());
            count("a market opens");
        } else {
            higher.put(e.marketId(), (long) e.closePercent());
        }
        // Steps are rounded down, so that before the close the two are hardly ever equal.
        if (e.closePercent() == e.initialPercent() && e.closePercent() > WITHOUT_SESSION) {
            count("a market closes");
        }
    }

    private void liquidation(final RiskEvent.LiquidationStep step, final List<Event> events) {
        final boolean isFilled = events.stream().anyMatch(event -> event instanceof Event.FillSettled e
            && e.isTaker() && e.accountId() == step.accountId() && OrderFlags.isLiquidation(e.flags()));
        count(isFilled ? "slice on the book" : "slice in vain");
        if (isFilled && higher.containsKey(step.marketId())) {
            count("slice while margins are higher");
        }
    }

    private void fill(final Event.FillSettled e) {
        if (e.positionLots() == 0) {
            count("position closed");
        } else if (Long.signum(e.startPositionLots()) == -Long.signum(e.positionLots())) {
            count("position flipped");
        }
        if (e.priceTicks() < 0) {
            count("fill below zero");
        }
        if (e.builderFeeMicros() != 0) {
            count("fee of a builder");
        }
        if (higher.containsKey(e.marketId())) {
            count("fill while margins are higher");
        }
        if (e.rewardMicros() != 0) {
            count("reward of a " + (e.isTaker() ? "taker" : "maker") + "'s referrer");
        }
        if (e.feeMicros() < 0) {
            count("rebate");
        }
    }

    private void count(final String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Adds what another one counted. */
    public void add(final Coverage other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /** How often something happened. */
    public long of(final String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Every kind of command and event, every reason and every rarity that never happened, though it can. */
    public List<String> missing() {
        final List<String> missing = new ArrayList<>();
        for (final Class<?> command : commandClasses()) {
            expect("command " + command.getSimpleName(), missing);
        }
        for (final Class<?> event : Event.class.getPermittedSubclasses()) {
            expect("event " + event.getSimpleName(), missing);
        }
        final Set<RejectReason> reasons = EnumSet.allOf(RejectReason.class);
        reasons.removeIf(reason -> reason.code() >= FIRST_REASON_NOT_ASKED);
        reasons.forEach(reason -> expect("reject " + reason, missing));
        for (final CancelReason reason : CancelReason.values()) {
            switch (reason) {
                case IOC_REMAINDER, COMMAND_BOUND -> expect("cancel " + reason, missing);
                case MARGIN -> {
                    expect("cancel " + reason, missing);
                    expect("cancel " + reason + " resting", missing);
                }
                default -> expect("cancel " + reason + " resting", missing);
            }
        }
        for (final String rarity : List.of(
            "ignored command", "reduced by upkeep", "reduced in place", "order replaced", "position closed",
            "position flipped", "fill below zero", "rebate", "price not above zero", "bound of fills",
            "bound of events", "cancel PARENT_CANCELED", "limit of ListMarket",
            "limit of Deposit", "limit of Deposit in all")) {
            expect(rarity, missing);
        }
        if (Feature.LIQUIDATIONS.isOn()) {
            TOLD_OF_RISK.forEach(event -> expect("event " + event, missing));
            List.of(
                "cross set at level 0", "cross set at level 1", "cross set at level 2", "isolated set at level 0",
                "isolated set at level 1", "isolated set at level 2", "slice on the book", "slice in vain", "transfer of reason 0",
                "transfer of reason 1", "transfer of reason 2")
                .forEach(rarity -> expect(rarity, missing));
        }
        Stream.of(OF_FUNDS, OF_EMERGENCY, OF_PORTFOLIOS, OF_FEES, OF_BUILDERS, OF_MULTI_SIGS, OF_SESSIONS,
                OF_AGENT_LIMITS, OF_REFERRALS, OF_REQUESTS)
            .flatMap(List::stream).filter(what -> !counts.containsKey(what)).forEach(missing::add);
        return missing;
    }

    private static Set<String> notInTheFlow() {
        final Set<String> names = new HashSet<>();
        commandClasses().forEach(each -> names.add("command " + each.getSimpleName()));
        for (final Class<?> event : Event.class.getPermittedSubclasses()) {
            names.add("event " + event.getSimpleName());
        }
        final List<String> asked = List.of(
            "OpenEpoch", "Tick", "ApplyGenesis", "ListMarket", "ChangeMarketState", "SetParameter", "Deposit",
            "SubmitPrices", "PlaceOrders", "CancelOrders", "CancelOrdersByClientId", "ModifyOrders", "UpdateLeverage",
            "ApproveAgent", "PlaceAdvancedOrders", "ModifyAdvancedOrders", "CancelAll", "ScheduleCancel",
            "ChooseSelfTradeMode", "PlaceTwap", "CancelTwap", "MassQuote", "SetProtection", "ResetProtection",
            "ChangeMarket", "SetKillSwitch", "SweepOrders");
        asked.forEach(name -> names.remove("command " + name));
        names.removeIf(name -> TOLD.stream().anyMatch(told -> name.equals("event " + told)));
        for (final RejectReason reason : RejectReason.values()) {
            final boolean isAsked = reason.code() < FIRST_REASON_NOT_ASKED || OF_MARGINS.contains(reason);
            if (!isAsked || reason == RejectReason.ISOLATED_UNAVAILABLE || reason == RejectReason.SELF_TRADE) {
                names.add("reject " + reason);
            }
        }
        for (final CancelReason reason : CancelReason.values()) {
            final boolean isAsked = reason == CancelReason.LIQUIDATED && Feature.LIQUIDATIONS.isOn();
            final boolean isLater = reason.code() > CancelReason.MARKET_CLOSE_ONLY.code() && !isAsked;
            if (isLater || reason == CancelReason.PARENT_CANCELED) {
                names.add("cancel " + reason + " resting");
            }
        }
        return names;
    }

    private static List<Class<?>> commandClasses() {
        final List<Class<?>> classes = new ArrayList<>();
        for (final Class<?> each : Command.class.getPermittedSubclasses()) {
            if (each.isSealed()) {
                classes.addAll(List.of(each.getPermittedSubclasses()));
            } else {
                classes.add(each);
            }
        }
        return classes;
    }

    private void expect(final String what, final List<String> missing) {
        if (!counts.containsKey(what) && !OF_GOLDEN_FILES.contains(what) && !NOT_IN_THE_FLOW.contains(what)) {
            missing.add(what);
        }
    }

    /** Everything that was counted, a line each. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        counts.forEach((what, count) -> text.append(String.format("%10d %s%n", count, what)));
        return text.toString();
    }
}
