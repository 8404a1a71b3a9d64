package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Scope;
import steelyard.testkit.event.Event;

/** Section 9: nodes of the cluster, operators' emergency. */
final class Cluster {
    private static final int NONE = -1;
    private static final int BUILD_VERSION_MAX = 1;

    private final Floor floor;
    private final State state;
    private final Emission out;

    Cluster(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict announce(final Command.AnnounceNode command, final int nodeId) {
        if (command.behaviourMin() < 1 || command.behaviourMin() > command.behaviourMax()) {
            return Verdict.refused(
                RejectReason.INVALID_BEHAVIOUR, command.behaviourMin(), command.behaviourMax());
        }
        state.announcements.put(nodeId, command);
        out.add(new Event.NodeAnnounced(
            out.header(), command.behaviourMin(), command.behaviourMax(), command.skipListHash()));
        return Verdict.ACCEPTED;
    }

    Verdict switchBehaviour(final Command.SwitchBehaviour command) {
        final int version = command.behaviourVersion();
        if (version <= state.behaviourVersion) {
            return Verdict.refused(RejectReason.INVALID_BEHAVIOUR, version, state.behaviourVersion);
        }
        for (final int nodeId : state.nodes.keySet()) {
            final Command.AnnounceNode said = state.announcements.get(nodeId);
            final boolean can = said != null && said.behaviourMin() <= version && version <= said.behaviourMax();
            if (!state.retiredNodes.contains(nodeId) && !can) {
                return Verdict.refused(RejectReason.BEHAVIOUR_UNSUPPORTED, nodeId, version);
            }
        }
        if (version > BUILD_VERSION_MAX) {
            throw new IllegalStateException("this build cannot run behaviour version " + version);
        }
        state.behaviourVersion = version;
        out.add(new Event.BehaviourSwitched(out.header(), version, command.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict retire(final Command.RetireNode command) {
        if (!state.nodes.containsKey(command.retiredNodeId())) {
            return Verdict.refused(RejectReason.UNKNOWN_NODE, command.retiredNodeId());
        }
        state.retiredNodes.add(command.retiredNodeId());
        out.add(new Event.NodeRetired(out.header(), command.retiredNodeId(), command.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict report(final Command.ReportCheckpoint command) {
        out.add(new Event.CheckpointReported(
            out.header(), command.checkpointSequence(), command.checkpointPosition(), command.term(),
            command.stateHash(), command.chainHash(), command.signature()));
        return Verdict.ACCEPTED;
    }

    Verdict setKillSwitch(final Command.SetKillSwitch command) {
        final Scope scope = command.scope();
        final Verdict verdict = check(scope);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        if (scope.code() == Scope.ALL) {
            state.isStopped = command.on();
        } else {
            final var stopped = scope.code() == Scope.MARKET ? state.stoppedMarkets : state.stoppedAccounts;
            final int id = scope.code() == Scope.MARKET ? scope.marketId() : accountId(scope);
            if (command.on()) {
                stopped.add(id);
            } else {
                stopped.remove(id);
            }
        }
        out.add(new Event.KillSwitchSet(
            out.header(), scope.code(), marketId(scope), accountId(scope), command.on(), command.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict sweep(final Command.SweepOrders command) {
        final Verdict verdict = check(command.scope());
        if (!verdict.isAccepted()) {
            return verdict;
        }
        final List<Order> orders = orders(command.scope());
        int canceled = 0;
        while (canceled < orders.size() && out.fits(2)) {
            floor.book.cancelResting(orders.get(canceled), CancelReason.OPERATOR, Event.NO_BATCH_INDEX);
            canceled++;
        }
        out.add(new Event.OrdersSwept(out.header(), canceled, orders.size() - canceled, command.remark()));
        return Verdict.ACCEPTED;
    }

    private Verdict check(final Scope scope) {
        return switch (scope.code()) {
            case Scope.ALL -> Verdict.ACCEPTED;
            case Scope.MARKET -> state.market(scope.marketId()) == null
                ? Verdict.refused(RejectReason.UNKNOWN_MARKET, scope.marketId())
                : Verdict.ACCEPTED;
            case Scope.ACCOUNT -> state.account(scope.address()) == null
                ? Verdict.refused(RejectReason.UNKNOWN_ACCOUNT)
                : Verdict.ACCEPTED;
            default -> Verdict.refused(RejectReason.INVALID_SCOPE, scope.code());
        };
    }

    private static int marketId(final Scope scope) {
        return scope.code() == Scope.MARKET ? scope.marketId() : NONE;
    }

    private int accountId(final Scope scope) {
        return scope.code() == Scope.ACCOUNT ? state.account(scope.address()).id() : NONE;
    }

    /** The resting orders of the scope, in the order in which they are canceled. */
    private List<Order> orders(final Scope scope) {
        final List<Order> orders = new ArrayList<>();
        for (final Market market : state.markets) {
            if (scope.code() == Scope.ACCOUNT) {
                final List<Order> own = state.restingOf(accountId(scope)).stream()
                    .filter(order -> order.marketId() == market.id()).toList();
                own.stream().filter(order -> !order.isReduceOnly()).forEach(orders::add);
                own.stream().filter(Order::isReduceOnly).forEach(orders::add);
            } else if (scope.code() == Scope.ALL || scope.marketId() == market.id()) {
                orders.addAll(state.bookSide(market.id(), Side.BUY));
                orders.addAll(state.bookSide(market.id(), Side.SELL));
            }
        }
        return orders;
    }
}
