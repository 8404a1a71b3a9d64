package steelyard.testkit.reference;

import java.util.List;
import java.util.stream.Stream;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.protocol.Address;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.event.Event;

/** Orders, cancels, modifications, leverage, agents: what an account may ask for, once it is known who acts. */
final class Requests {
    private static final long AGENT_VALIDITY_MAX_MILLIS = 15_552_000_000L;

    private final Floor floor;
    private final State state;
    private final Choices choices;
    private final Emission out;

    Requests(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.choices = floor.choices;
        this.out = floor.out;
    }

    Verdict place(final Command.PlaceOrders command, final int accountId) {
        final List<AdvancedOrderEntry> orders = command.orders().stream().map(AdvancedOrderEntry::of).toList();
        return place(new Command.PlaceAdvancedOrders(command.authority(), Grouping.NONE.code(), orders), accountId);
    }

    Verdict place(final Command.PlaceAdvancedOrders command, final int accountId) {
        final Builders.Debt debt = Builders.asked(state, command, accountId);
        if (debt == null) {
            return Verdict.refused(RejectReason.BUILDER_FEE_NOT_APPROVED);
        }
        final Action action = new Action(accountId, command.orders().size());
        action.debt = debt;
        if (command.grouping() == Grouping.ORDER.code()) {
            placeFamily(action, command);
            return Verdict.ACCEPTED;
        }
        final Group group = command.grouping() == Grouping.POSITION.code() ? new Group(0, true) : null;
        if (group != null) {
            state.groups.add(group);
        }
        for (int index = 0; index < command.orders().size(); index++) {
            place(action, command.orders().get(index), index, null,
                new Triggers.Kinship(group, false, 0, command.grouping()));
        }
        state.groups.removeIf(each -> each.memberIds.isEmpty());
        return Verdict.ACCEPTED;
    }

    /** A parent and what protects it. */
    private void placeFamily(final Action action, final Command.PlaceAdvancedOrders command) {
        final Order parent = incoming(action, command.orders().getFirst()).withFlags(OrderFlags.LINKED);
        final boolean isPlaced = floor.matching.place(action, parent, 0, null, false).isAccepted();
        final boolean rests = state.resting.containsKey(parent.id());
        final Group group = new Group(rests ? parent.id() : 0, false);
        state.groups.add(group);
        for (int index = 1; index < command.orders().size(); index++) {
            final AdvancedOrderEntry entry = command.orders().get(index);
            if (rests || isPlaced && action.filledLots > 0) {
                place(action, entry, index, null,
                    new Triggers.Kinship(group, rests, parent.id(), command.grouping()));
            } else {
                floor.matching.reject(
                    incoming(action, entry), index, Verdict.refused(RejectReason.PARENT_NOT_PLACED));
            }
        }
        state.groups.removeIf(each -> each.memberIds.isEmpty());
    }

    private void place(
        final Action action,
        final AdvancedOrderEntry entry,
        final int batchIndex,
        final Target replaced,
        final Triggers.Kinship kin) {
        final Order given = incoming(action, entry);
        if (entry.triggerKind() == TriggerKind.NONE.code()) {
            floor.matching.place(action, given, batchIndex, replaced, false);
        } else {
            floor.triggers.place(action, entry, given, batchIndex, replaced, kin);
        }
    }

    private Order incoming(final Action action, final AdvancedOrderEntry advanced) {
        final OrderEntry entry = advanced.order();
        final Market market = state.market(entry.marketId());
        final long lots = entry.sizeE8() / market.e8PerLot();
        final int flags = entry.flags()
            | (entry.timeInForce() == TimeInForce.GTT.code() ? OrderFlags.EXPIRES : 0)
            | (advanced.displaySizeE8() != 0 ? OrderFlags.ICEBERG : 0)
            | (action.debt.tenths() != 0 ? OrderFlags.BUILDER : 0);
        state.lastOrderId++;
        state.builders.owe(state.lastOrderId, action.debt);
        return new Order(
            state.lastOrderId, action.accountId, entry.marketId(), Side.of(entry.side()),
            entry.priceE8() / market.e8PerTick(), lots, lots, lots, advanced.displaySizeE8() / market.e8PerLot(),
            state.now, 0, clientOrderId(entry), flags, TimeInForce.of(entry.timeInForce()),
            advanced.expiresMillis());
    }

    /** A client order id without its flag counts as none. */
    private static ClientOrderId clientOrderId(final OrderEntry entry) {
        return OrderFlags.hasClientOrderId(entry.flags()) ? entry.clientOrderId() : ClientOrderId.NONE;
    }

    Verdict cancel(final Command.CancelOrders command, final int accountId) {
        for (int index = 0; index < command.cancels().size(); index++) {
            final Command.CancelEntry entry = command.cancels().get(index);
            final Target target = byId(accountId, entry.marketId(), entry.orderId());
            cancel(accountId, entry.marketId(), target, command.fast(), entry.orderId(), ClientOrderId.NONE, index);
        }
        return Verdict.ACCEPTED;
    }

    Verdict cancel(final Command.CancelOrdersByClientId command, final int accountId) {
        for (int index = 0; index < command.cancels().size(); index++) {
            final Command.CancelByClientIdEntry entry = command.cancels().get(index);
            final Target target = byClientId(accountId, entry.marketId(), entry.clientOrderId());
            cancel(accountId, entry.marketId(), target, command.fast(), 0, entry.clientOrderId(), index);
        }
        return Verdict.ACCEPTED;
    }

    private void cancel(
        final int accountId,
        final int marketId,
        final Target found,
        final boolean fast,
        final long orderId,
        final ClientOrderId clientOrderId,
        final int batchIndex) {
        if (found == null) {
            reject(accountId, marketId, orderId, clientOrderId, batchIndex,
                Verdict.refused(RejectReason.ORDER_NOT_FOUND));
        } else if (state.market(marketId).state == MarketState.HALTED) {
            reject(accountId, marketId, orderId, clientOrderId, batchIndex,
                Verdict.refused(RejectReason.MARKET_HALTED));
        } else if (fast && !found.rests()) {
            reject(accountId, marketId, orderId, clientOrderId, batchIndex,
                Verdict.refused(RejectReason.TRIGGER_NOT_FAST));
        } else {
            floor.book.cancelOpen(found.id(), CancelReason.REQUESTED, batchIndex);
        }
    }

    Verdict modify(final Command.ModifyOrders command, final int accountId) {
        final List<Command.AdvancedModifyEntry> modifies = command.modifies().stream()
            .map(each -> new Command.AdvancedModifyEntry(
                each.targetOrderId(), each.targetClientOrderId(), AdvancedOrderEntry.of(each.order())))
            .toList();
        return modify(new Command.ModifyAdvancedOrders(command.authority(), false, modifies), accountId);
    }

    Verdict modify(final Command.ModifyAdvancedOrders command, final int accountId) {
        final Action action = new Action(accountId, command.modifies().size());
        for (int index = 0; index < command.modifies().size(); index++) {
            modify(action, command.modifies().get(index), command.alwaysPlace(), index);
        }
        return Verdict.ACCEPTED;
    }

    private void modify(
        final Action action,
        final Command.AdvancedModifyEntry entry,
        final boolean alwaysPlace,
        final int batchIndex) {
        final AdvancedOrderEntry wanted = entry.order();
        final int marketId = wanted.order().marketId();
        final Target target = entry.targetOrderId() != 0
            ? byId(action.accountId, marketId, entry.targetOrderId())
            : byClientId(action.accountId, marketId, entry.targetClientOrderId());
        final Verdict verdict;
        action.debt = target == null ? Builders.Debt.NONE : state.builders.of(target.id());
        if (target == null && alwaysPlace) {
            place(action, wanted, batchIndex, null, Triggers.Kinship.NONE);
            return;
        } else if (target == null) {
            verdict = Verdict.refused(RejectReason.ORDER_NOT_MODIFIABLE);
        } else if (action.boundMet) {
            verdict = Verdict.refused(RejectReason.COMMAND_BOUND);
        } else if (!isInPlace(wanted, target)) {
            place(action, wanted, batchIndex, target, kinOf(target));
            return;
        } else {
            verdict = checkInPlace(target.order(), lots(wanted.order()));
        }
        if (verdict.isAccepted()) {
            floor.book.reduce(target.order().resized(lots(wanted.order())), batchIndex);
        } else {
            reject(action.accountId, marketId, entry.targetOrderId(), entry.targetClientOrderId(), batchIndex, verdict);
        }
    }

    /** What the target is to its group, if it is a trigger order or a sibling in the book. */
    private Triggers.Kinship kinOf(final Target target) {
        final Group group = floor.groups.ofMember(target.id());
        final boolean waits = !target.rests() && target.trigger().status == TriggerOrder.Status.WAITING;
        return new Triggers.Kinship(group, waits, group == null ? 0 : group.parentId, 0);
    }

    private boolean isInPlace(final AdvancedOrderEntry wanted, final Target target) {
        final OrderEntry entry = wanted.order();
        final Order order = target.order();
        final Market market = state.market(entry.marketId());
        final boolean mayRest = entry.timeInForce() == TimeInForce.GTC.code()
            || entry.timeInForce() == TimeInForce.GTT.code();
        return target.rests()
            && wanted.triggerKind() == TriggerKind.NONE.code()
            && entry.priceE8() / market.e8PerTick() == order.priceTicks()
            && entry.side() == order.side().code()
            && entry.flags() == (order.flags() & OrderFlags.REQUESTABLE)
            && clientOrderId(entry).equals(order.clientOrderId())
            && mayRest
            && entry.timeInForce() == order.timeInForce().code()
            && wanted.expiresMillis() == order.expiresMillis()
            && wanted.displaySizeE8() / market.e8PerLot() == order.displayLots()
            && lots(entry) <= order.remainingLots()
            && (!order.isIceberg() || lots(entry) >= order.shownLots());
    }

    private long lots(final OrderEntry entry) {
        return entry.sizeE8() / state.market(entry.marketId()).e8PerLot();
    }

    private Verdict checkInPlace(final Order target, final long lots) {
        final Market market = state.market(target.marketId());
        return Limits.closedOrUncrossing(market).and(
            () -> !target.isReduceOnly()
                && OrderChecks.isBelowMinNotional(market, Limits.value(target.priceTicks(), lots))
                ? Verdict.refused(RejectReason.MIN_NOTIONAL, market.spec.minNotionalMicros())
                : Verdict.ACCEPTED);
    }

    private Target byId(final int accountId, final int marketId, final long orderId) {
        return open(accountId, marketId).stream()
            .filter(target -> target.id() == orderId).findFirst().orElse(null);
    }

    private Target byClientId(final int accountId, final int marketId, final ClientOrderId clientOrderId) {
        return open(accountId, marketId).stream()
            .filter(target -> target.order().isNamed(clientOrderId)).findFirst().orElse(null);
    }

    /** The open orders of an account in a market. */
    private List<Target> open(final int accountId, final int marketId) {
        return Stream.concat(
            state.restingOf(accountId).stream().map(Target::of),
            state.openTriggersOf(accountId).stream().map(Target::of))
            .filter(target -> target.order().marketId() == marketId)
            .toList();
    }

    private void reject(
        final int accountId,
        final int marketId,
        final long orderId,
        final ClientOrderId clientOrderId,
        final int batchIndex,
        final Verdict verdict) {
        out.add(new Event.RequestRejected(
            out.header(), orderId, clientOrderId, verdict.detail1(), verdict.detail2(), accountId, marketId,
            batchIndex, verdict.reason().code()));
    }

    Verdict chooseSelfTradeMode(final Command.ChooseSelfTradeMode command, final int accountId) {
        if (command.mode() < SelfTradeMode.CANCEL_MAKER.code() || command.mode() > SelfTradeMode.DECREMENT.code()) {
            return Verdict.refused(RejectReason.INVALID_TIME_IN_FORCE);
        }
        state.selfTradeModes.put(accountId, command.mode());
        out.add(new Event.SelfTradeModeChosen(out.header(), accountId, command.mode()));
        return Verdict.ACCEPTED;
    }

    Verdict approveAgent(final Command.ApproveAgent command, final int accountId) {
        final long now = state.nowMillis();
        final long validUntil = command.validUntilMillis();
        if (validUntil != 0 && (validUntil <= now || validUntil > now + AGENT_VALIDITY_MAX_MILLIS)) {
            return Verdict.refused(RejectReason.AGENT_EXPIRY_INVALID);
        }
        for (final Agent agent : List.copyOf(state.agents)) {
            if (agent.accountId() == accountId && !agent.isLive(now)) {
                remove(agent);
            }
        }
        final Agent sameName = agentNamed(accountId, command.agentName());
        if (command.agentAddress().isZero()) {
            if (sameName != null) {
                remove(sameName);
            }
            return Verdict.ACCEPTED;
        }
        final Verdict verdict = checkAgent(command, accountId, sameName);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        approve(command, accountId, sameName);
        return Verdict.ACCEPTED;
    }

    private Verdict checkAgent(final Command.ApproveAgent command, final int accountId, final Agent sameName) {
        final Address address = command.agentAddress();
        final Agent sameAddress = state.agent(address);
        final boolean isOfAnother =
            sameAddress != null && sameAddress.accountId() != accountId && sameAddress.isLive(state.nowMillis());
        final boolean hasAnotherName =
            sameAddress != null && sameAddress.accountId() == accountId
                && !sameAddress.name().equals(command.agentName());
        if (state.account(address) != null || isOfAnother || hasAnotherName) {
            return Verdict.refused(RejectReason.AGENT_ADDRESS_IN_USE);
        }
        final long named = state.agents.stream()
            .filter(agent -> agent.accountId() == accountId && !agent.name().isEmpty())
            .count();
        final long subAccounts = state.accounts.stream()
            .filter(each -> each.id() != accountId && each.ownerId() == accountId)
            .count();
        final long max = state.parameter(Parameter.NAMED_AGENTS_MAX) + 2 * subAccounts;
        return !command.agentName().isEmpty() && sameName == null && named >= max
            ? Verdict.refused(RejectReason.AGENT_LIMIT, max)
            : Verdict.ACCEPTED;
    }

    private void approve(final Command.ApproveAgent command, final int accountId, final Agent sameName) {
        final Agent sameAddress = state.agent(command.agentAddress());
        if (sameAddress != null && sameAddress.accountId() != accountId) {
            remove(sameAddress);
        }
        if (sameName != null && sameName.address().equals(command.agentAddress())) {
            state.agents.remove(sameName);
        } else if (sameName != null) {
            remove(sameName);
        }
        final boolean isReadOnly =
            sameName != null && sameName.address().equals(command.agentAddress()) && sameName.isReadOnly();
        state.agents.add(new Agent(
            accountId, command.agentAddress(), command.agentName(), command.validUntilMillis(), isReadOnly));
        out.add(new Event.AgentApproved(
            out.header(), command.validUntilMillis(), accountId, command.agentAddress(), command.agentName()));
    }

    private Agent agentNamed(final int accountId, final String name) {
        for (final Agent agent : state.agents) {
            if (agent.accountId() == accountId && agent.name().equals(name)) {
                return agent;
            }
        }
        return null;
    }

    private void remove(final Agent agent) {
        state.agents.remove(agent);
        out.add(new Event.AgentRemoved(out.header(), agent.accountId(), agent.address(), agent.name()));
    }
}
