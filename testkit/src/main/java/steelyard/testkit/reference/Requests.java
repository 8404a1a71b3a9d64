package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.event.Event;

/** Sections 6 and 8: what an account may ask for, once it is known who acts. */
final class Requests {
    private static final long AGENT_VALIDITY_MAX_MILLIS = 15_552_000_000L;

    private final State state;
    private final Choices choices;
    private final Emission out;
    private final Matching matching;

    Requests(final State state, final Choices choices, final Emission out) {
        this.state = state;
        this.choices = choices;
        this.out = out;
        this.matching = new Matching(state, choices, out);
    }

    Verdict place(final Command.PlaceOrders command, final int accountId) {
        final Action action = new Action(accountId, command.orders().size());
        for (int index = 0; index < command.orders().size(); index++) {
            matching.place(action, command.orders().get(index), index, null);
        }
        return Verdict.ACCEPTED;
    }

    Verdict cancel(final Command.CancelOrders command, final int accountId) {
        for (int index = 0; index < command.cancels().size(); index++) {
            final Command.CancelEntry entry = command.cancels().get(index);
            final Order order = byId(accountId, entry.marketId(), entry.orderId());
            cancel(accountId, entry.marketId(), order, entry.orderId(), ClientOrderId.NONE, index);
        }
        return Verdict.ACCEPTED;
    }

    Verdict cancel(final Command.CancelOrdersByClientId command, final int accountId) {
        for (int index = 0; index < command.cancels().size(); index++) {
            final Command.CancelByClientIdEntry entry = command.cancels().get(index);
            final Order order = byClientId(accountId, entry.marketId(), entry.clientOrderId());
            cancel(accountId, entry.marketId(), order, 0, entry.clientOrderId(), index);
        }
        return Verdict.ACCEPTED;
    }

    private void cancel(
        final int accountId,
        final int marketId,
        final Order found,
        final long orderId,
        final ClientOrderId clientOrderId,
        final int batchIndex) {
        if (found == null) {
            reject(accountId, marketId, orderId, clientOrderId, batchIndex,
                Verdict.refused(RejectReason.ORDER_NOT_FOUND));
        } else if (state.market(marketId).state() == MarketState.HALTED) {
            reject(accountId, marketId, orderId, clientOrderId, batchIndex,
                Verdict.refused(RejectReason.MARKET_HALTED));
        } else {
            matching.cancelResting(found, CancelReason.REQUESTED, batchIndex);
        }
    }

    Verdict modify(final Command.ModifyOrders command, final int accountId) {
        final Action action = new Action(accountId, command.modifies().size());
        for (int index = 0; index < command.modifies().size(); index++) {
            modify(action, command.modifies().get(index), index);
        }
        return Verdict.ACCEPTED;
    }

    private void modify(final Action action, final Command.ModifyEntry entry, final int batchIndex) {
        final int marketId = entry.order().marketId();
        final Order target = entry.targetOrderId() != 0
            ? byId(action.accountId, marketId, entry.targetOrderId())
            : byClientId(action.accountId, marketId, entry.targetClientOrderId());
        final Verdict verdict;
        if (target == null) {
            verdict = Verdict.refused(RejectReason.ORDER_NOT_MODIFIABLE);
        } else if (action.boundMet) {
            verdict = Verdict.refused(RejectReason.COMMAND_BOUND);
        } else if (!isInPlace(entry.order(), target)) {
            matching.place(action, entry.order(), batchIndex, target);
            return;
        } else {
            verdict = checkInPlace(target, lots(entry.order()));
        }
        if (verdict.isAccepted()) {
            matching.reduce(target.resized(lots(entry.order())), batchIndex);
        } else {
            reject(action.accountId, marketId, entry.targetOrderId(), entry.targetClientOrderId(), batchIndex, verdict);
        }
    }

    private boolean isInPlace(final OrderEntry entry, final Order target) {
        final Market market = state.market(entry.marketId());
        return entry.priceE8() / market.e8PerTick() == target.priceTicks()
            && entry.side() == target.side().code()
            && entry.flags() == target.flags()
            && Matching.clientOrderId(entry).equals(target.clientOrderId())
            && entry.timeInForce() == TimeInForce.GTC.code()
            && lots(entry) <= target.remainingLots();
    }

    private long lots(final OrderEntry entry) {
        return entry.sizeE8() / state.market(entry.marketId()).e8PerLot();
    }

    private Verdict checkInPlace(final Order target, final long lots) {
        final Market market = state.market(target.marketId());
        if (market.state() == MarketState.HALTED) {
            return Verdict.refused(RejectReason.MARKET_HALTED);
        }
        if (market.state() == MarketState.CANCEL_ONLY) {
            return Verdict.refused(RejectReason.MARKET_CANCEL_ONLY);
        }
        final long minNotional = market.spec().minNotionalMicros();
        final BigInteger notional =
            BigInteger.valueOf(target.priceTicks()).abs().multiply(BigInteger.valueOf(lots));
        return !target.isReduceOnly() && notional.compareTo(BigInteger.valueOf(minNotional)) < 0
            ? Verdict.refused(RejectReason.MIN_NOTIONAL, minNotional)
            : Verdict.ACCEPTED;
    }

    private Order byId(final int accountId, final int marketId, final long orderId) {
        final Order order = state.resting.get(orderId);
        return order != null && order.accountId() == accountId && order.marketId() == marketId ? order : null;
    }

    private Order byClientId(final int accountId, final int marketId, final ClientOrderId clientOrderId) {
        for (final Order order : state.restingOf(accountId)) {
            if (order.marketId() == marketId && order.isNamed(clientOrderId)) {
                return order;
            }
        }
        return null;
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

    Verdict updateLeverage(final Command.UpdateLeverage command, final int accountId) {
        final Market market = state.market(command.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, command.marketId());
        }
        if (!command.isCross()) {
            return Verdict.refused(RejectReason.ISOLATED_UNAVAILABLE);
        }
        if (command.leverage() < 1 || command.leverage() > market.spec().maxLeverage()) {
            return Verdict.refused(RejectReason.INVALID_LEVERAGE);
        }
        final Portfolio before = Portfolio.of(state, choices, accountId);
        final Position position = before.position(market.id()).withLeverage(command.leverage());
        final Portfolio after = before.with(market.id(), position);
        if (after.requirement().compareTo(before.requirement()) > 0 && !after.isMargined()) {
            return Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
        }
        state.putPosition(accountId, market.id(), position);
        out.add(new Event.LeverageChanged(out.header(), accountId, market.id(), command.leverage(), true));
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
        final long max = state.parameter(Parameter.NAMED_AGENTS_MAX);
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
        state.agents.add(new Agent(
            accountId, command.agentAddress(), command.agentName(), command.validUntilMillis()));
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
