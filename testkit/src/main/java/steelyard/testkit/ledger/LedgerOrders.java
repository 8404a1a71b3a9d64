package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.LoggedCommand;

/** Orders, trigger orders and TWAPs: which there are, and whether what is told of one fits to what was told before. */
final class LedgerOrders {
    private final SortedMap<Integer, LedgerMarket> markets;
    private final List<LedgerAccount> accounts;
    private final Set<Integer> touchedMarkets;
    private final Set<Integer> touchedAccounts;
    private final Map<Long, LedgerOrder> resting = new HashMap<>();
    private final Map<Long, LedgerTrigger> triggers = new HashMap<>();
    private final SortedMap<Long, Event.TwapStarted> twaps = new TreeMap<>();
    private LedgerOrder incoming;
    private boolean incomingIsOfAction;
    private long modifiedOrderId;
    /** The order of a trigger that has just fired; it is placed or refused next. */
    private long triggeredOrderId;
    private long triggeredPlacedTimeNanos;
    private long lastOrderId;
    private long lastPrioritySequence;

    LedgerOrders(final LedgerState state) {
        this.markets = state.markets;
        this.accounts = state.accounts;
        this.touchedMarkets = state.touchedMarkets;
        this.touchedAccounts = state.touchedAccounts;
    }

    /** The order that is being matched, or {@code null}. */
    LedgerOrder incoming() {
        return incoming;
    }

    /** Whether an entry of an action asked for the order that is being matched. */
    boolean incomingIsOfAction() {
        return incomingIsOfAction;
    }

    /** What a fill leaves of the order that is being matched. */
    void incoming(final LedgerOrder left) {
        incoming = left;
    }

    Map<Long, LedgerOrder> resting() {
        return resting;
    }

    Map<Long, LedgerTrigger> triggers() {
        return triggers;
    }

    SortedMap<Long, Event.TwapStarted> twaps() {
        return twaps;
    }

    long lastOrderId() {
        return lastOrderId;
    }

    /** After the events of a command: nothing that was begun is left undone. */
    void requireDone(final LoggedCommand command) {
        require(incoming == null, "an order ends as filled, resting or canceled", incoming);
        requireEqual(0, modifiedOrderId, "a modified order is replaced", command);
        requireEqual(0, triggeredOrderId, "a fired order is placed or refused", command);
    }

    /** The order is the one that has just fired, or a new one. */
    void takeOrFire(final long orderId, final Event event) {
        if (triggeredOrderId == 0) {
            takeOrderId(orderId, event);
        } else {
            requireEqual(triggeredOrderId, orderId, "the fired order comes next", event);
            triggeredOrderId = 0;
        }
    }

    private void takeOrderId(final long orderId, final Event event) {
        requireEqual(lastOrderId + 1, orderId, "order id", event);
        lastOrderId = orderId;
    }

    void place(final Event.OrderPlaced e) {
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

    void placeTrigger(final Event.TriggerPlaced e) {
        takeOrderId(e.orderId(), e);
        requireEqual(modifiedOrderId, e.replacedOrderId(), "replaced order", e);
        modifiedOrderId = 0;
        if (e.status() == 1) {
            takeSequence(e.armingSequence(), e);
        }
        put(new LedgerTrigger(e, e.status() == 1));
    }

    void arm(final Event.TriggerArmed e) {
        takeSequence(e.armingSequence(), e);
        put(new LedgerTrigger(triggers.get(e.orderId()).placed(), true));
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

    void fire(final Event.OrderTriggered e) {
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

    void startTwap(final Event.TwapStarted e) {
        if (!twaps.containsKey(e.twapId())) {
            takeOrderId(e.twapId(), e);
            lastPrioritySequence += e.status() == 0 ? 1 : 0;
        }
        twaps.put(e.twapId(), e);
    }

    void slice(final Event.TwapSliced e) {
        require(twaps.containsKey(e.twapId()), "TWAP runs", e);
    }

    void endTwap(final Event.TwapEnded e) {
        require(twaps.remove(e.twapId()) != null, "TWAP runs", e);
    }

    void rest(final Event.OrderRested e) {
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

    void refresh(final Event.OrderRefreshed e) {
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

    void reduce(final Event.OrderReduced e) {
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

    void cancel(final Event.OrderCanceled e) {
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
            case EXPIRED -> isUnasked && order.isOver(e.header().timestampNanos());
            case PROTECTION -> isUnasked && order.isQuote();
            case QUOTE_REPLACED -> isUnasked && incoming == null && order.isQuote();
            case MARKET_CLOSE_ONLY -> isUnasked;
            default -> isUnasked && incoming == null;
        };
    }

    void put(final LedgerOrder order) {
        resting.put(order.id(), order);
        markets.get(order.marketId()).replace(order);
        accounts.get(order.accountId()).put(order);
        touchedMarkets.add(order.marketId());
        touchedAccounts.add(order.accountId());
    }

    void takeOut(final LedgerOrder order) {
        resting.remove(order.id());
        markets.get(order.marketId()).remove(order);
        accounts.get(order.accountId()).remove(order);
        touchedMarkets.add(order.marketId());
    }

    void checkReduceOnly() {
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
}
