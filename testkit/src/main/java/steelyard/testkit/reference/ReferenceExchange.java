package steelyard.testkit.reference;

import java.util.List;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Origin;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.log.StateMachine;
import steelyard.testkit.reference.State.Node;

/**
 * The reference model: the same commands and log times in, the same events out. Section 1 of {@code docs/rules.md}
 * stands here, the others in the classes beside it. Belongs to one thread.
 */
public final class ReferenceExchange implements StateMachine {
    private static final int APPLIED = 0;
    private static final int REFUSED = 1;

    private final State state = new State();
    private final Choices choices;

    /** An exchange before its genesis. */
    public ReferenceExchange() {
        this(Choices.RIGHT);
    }

    ReferenceExchange(final Choices choices) {
        this.choices = choices;
    }

    /**
     * Applies one command and answers its events, none if it is ignored. Arithmetic that overflows a {@code long} where
     * the rules allow no more throws {@link ArithmeticException}.
     */
    @Override
    public List<Event> apply(final LoggedCommand logged) {
        state.now = Math.max(state.now, logged.timestampNanos());
        final Emission out = new Emission(state, logged);
        if (logged.command() instanceof Command.OpenEpoch openEpoch) {
            openEpoch(openEpoch, logged.origin().nodeId(), out);
        } else {
            number(logged.command(), logged.origin(), out);
        }
        return out.events();
    }

    private void openEpoch(final Command.OpenEpoch command, final int nodeId, final Emission out) {
        final Node node = state.nodes.get(nodeId);
        if (node != null && node.token() == command.token()) {
            return;
        }
        final int epoch = node == null ? 1 : node.epoch() + 1;
        state.open(nodeId, new Node(epoch, command.token(), 0));
        out.add(new Event.EpochOpened(out.header(), command.token(), epoch, nodeId));
        end(command, -1, Verdict.ACCEPTED, out);
    }

    private void number(final Command command, final Origin origin, final Emission out) {
        final Node node = state.nodes.get(origin.nodeId());
        if (node == null || origin.epoch() != node.epoch() || origin.seq() <= node.lastSeq()) {
            return;
        }
        if (origin.seq() > node.lastSeq() + 1) {
            out.add(new Event.SequenceGap(out.header(), node.lastSeq() + 1));
            return;
        }
        state.nodes.put(origin.nodeId(), new Node(node.epoch(), node.token(), origin.seq()));
        final Floor floor = new Floor(state, choices, out);
        if (!state.genesisApplied && needsGenesis(command)) {
            end(command, -1, Verdict.refused(RejectReason.NO_GENESIS), out);
            return;
        }
        final boolean works = state.genesisApplied;
        if (works) {
            new PortfolioModes(floor).pass();
            floor.house.pass();
            floor.sessions.pass();
            floor.funding.pass();
            floor.work.before();
        }
        final Authorisation.Actor actor = command instanceof Command.Signed signed
            ? applySigned(signed, floor)
            : applyUnsigned(command, origin.nodeId(), floor);
        if (works) {
            floor.work.after();
        }
        if (state.genesisApplied) {
            workOnRisk(floor);
        }
        end(command, actor.accountId(), actor.verdict(), out);
    }

    private void workOnRisk(final Floor floor) {
        floor.funding.sweep();
        if (state.parameter(Parameter.LIQUIDATION) == 0) {
            state.changed.clear();
            return;
        }
        floor.looks.list();
        floor.looks.run();
        floor.liquidations.run();
        floor.deleveragings.run();
        floor.house.share();
        floor.house.unwind();
        floor.looks.list();
    }

    private static boolean needsGenesis(final Command command) {
        return !(command instanceof Command.Tick || command instanceof Command.ApplyGenesis
            || command instanceof Command.AnnounceNode || command instanceof Command.TakeCheckpoint
            || command instanceof Command.ReportCheckpoint);
    }

    private Authorisation.Actor applyUnsigned(final Command command, final int nodeId, final Floor floor) {
        final Operators operators = new Operators(floor);
        final Cluster cluster = new Cluster(floor);
        final Verdict verdict = switch (command) {
            case Command.Tick c -> Verdict.ACCEPTED;
            case Command.ApplyGenesis c -> operators.applyGenesis(c);
            case Command.ListMarket c -> operators.listMarket(c);
            case Command.ChangeMarketState c -> operators.changeMarketState(c);
            case Command.ChangeMarket c -> operators.changeMarket(c);
            case Command.SetParameter c -> operators.setParameter(c);
            case Command.Deposit c -> operators.deposit(c);
            case Command.ResolveWithdrawal c -> new Funds(floor).resolve(c);
            case Command.SubmitPrices c -> new Prices(floor).submit(c, nodeId);
            case Command.AnnounceNode c -> cluster.announce(c, nodeId);
            case Command.SwitchBehaviour c -> cluster.switchBehaviour(c);
            case Command.RetireNode c -> cluster.retire(c);
            case Command.TakeCheckpoint c -> throw new IllegalArgumentException("the model has no state hash");
            case Command.ReportCheckpoint c -> cluster.report(c);
            case Command.SetKillSwitch c -> cluster.setKillSwitch(c);
            case Command.SweepOrders c -> cluster.sweep(c);
            case RiskCommand.ChangeMarketRisk c -> new RiskOperators(floor).changeMarketRisk(c);
            case RiskCommand.SetAccountClass c -> new RiskOperators(floor).setAccountClass(c);
            case RiskCommand.SetLeverageCap c -> new RiskOperators(floor).setLeverageCap(c);
            case RiskCommand.LoadScenarios c -> new PortfolioModes(floor).load(c);
            case RiskCommand.ActivateScenarios c -> new PortfolioModes(floor).activate(c);
            case RiskCommand.SetFeeSchedule c -> floor.fees.set(c);
            case RiskCommand.TransferHouseCash c -> floor.house.transfer(c);
            case RiskCommand.MoveInsurance c -> floor.house.moveInsurance(c);
            case RiskCommand.SocializeDebt c -> floor.house.socialize(c);
            case RiskCommand.FreezeAccount c -> new RiskOperators(floor).freeze(c);
            case RiskCommand.SetCalendar c -> floor.sessions.set(c);
            default -> throw new IllegalArgumentException("not known to the reference: " + command);
        };
        final boolean credits = command instanceof Command.Deposit && verdict.isAccepted();
        final int accountId = credits ? state.account(((Command.Deposit) command).address()).id() : -1;
        return new Authorisation.Actor(accountId, verdict);
    }

    private Authorisation.Actor applySigned(final Command.Signed command, final Floor floor) {
        if (command instanceof Command.MultiSig multiSig) {
            return applyForMultiSig(multiSig, floor);
        }
        return applyBy(new Authorisation(state).check(command), command, floor);
    }

    private Authorisation.Actor applyForMultiSig(final Command.MultiSig command, final Floor floor) {
        final Authorisation authorisation = new Authorisation(state);
        final Authorisation.Actor leader = authorisation.checkLeader(command);
        return leader.verdict().isAccepted()
            ? applyBy(authorisation.checkFor(command.action(), state.account(command.user()).id()), command.action(), floor)
            : leader;
    }

    private Authorisation.Actor applyBy(
        final Authorisation.Actor actor, final Command.Signed command, final Floor floor) {
        if (!actor.verdict().isAccepted()) {
            return actor;
        }
        final int accountId = actor.accountId();
        final Requests requests = new Requests(floor);
        final Verdict verdict = switch (command) {
            case Command.PlaceOrders c -> requests.place(c, accountId);
            case Command.PlaceAdvancedOrders c -> requests.place(c, accountId);
            case Command.CancelOrders c -> requests.cancel(c, accountId);
            case Command.CancelOrdersByClientId c -> requests.cancel(c, accountId);
            case Command.ModifyOrders c -> requests.modify(c, accountId);
            case Command.ModifyAdvancedOrders c -> requests.modify(c, accountId);
            case Command.CancelAll c -> floor.sweeps.cancelAll(c, accountId);
            case Command.ScheduleCancel c -> floor.sweeps.schedule(c, accountId);
            case Command.ChooseSelfTradeMode c -> requests.chooseSelfTradeMode(c, accountId);
            case Command.PlaceTwap c -> floor.twaps.place(c, accountId);
            case Command.CancelTwap c -> floor.twaps.cancel(c, accountId);
            case Command.MassQuote c -> floor.quotes.quote(c, accountId);
            case Command.SetProtection c -> floor.quotes.set(c, accountId);
            case Command.ResetProtection c -> floor.quotes.reset(c, accountId);
            case Command.UpdateLeverage c -> new LeverageRequests(floor).update(c, accountId);
            case RiskCommand.SetMarginMode c -> new PortfolioModes(floor).choose(c, accountId);
            case RiskCommand.UpdateIsolatedMargin c -> new LeverageRequests(floor).update(c, accountId);
            case RiskCommand.TopUpIsolatedMargin c -> new LeverageRequests(floor).topUp(c, accountId);
            case Command.CreateSubAccount c -> new Funds(floor).create(c, accountId);
            case Command.RenameSubAccount c -> new Funds(floor).rename(c, accountId);
            case Command.MoveSubAccountCash c -> new Funds(floor).move(c, accountId);
            case Command.TransferCash c -> new Funds(floor).transfer(c, accountId);
            case Command.RequestWithdrawal c -> new Funds(floor).request(c, accountId);
            case RiskCommand.ApproveBuilderFee c -> Builders.approve(floor, c, accountId);
            case RiskCommand.RegisterReferrer c -> state.referrals.register(c, accountId, floor.out);
            case RiskCommand.SetReferrer c -> state.referrals.refer(c, accountId, floor.out);
            case RiskCommand.ClaimRewards c -> state.referrals.claim(accountId, floor.out);
            case RiskCommand.ReserveRequests c -> new Funds(floor).reserve(c, accountId);
            case Command.Noop c -> Verdict.ACCEPTED;
            case RiskCommand.SetAgentLimits c -> AgentLimits.set(floor, c, accountId);
            case Command.ConvertToMultiSig c -> MultiSigs.convert(floor, c, accountId);
            case Command.ApproveAgent c -> requests.approveAgent(c, accountId);
            default -> throw new IllegalArgumentException("not known to the reference: " + command);
        };
        return new Authorisation.Actor(accountId, verdict);
    }

    private void end(final Command command, final int accountId, final Verdict verdict, final Emission out) {
        out.add(new Event.CommandDone(
            out.header(), verdict.detail1(), verdict.detail2(), accountId, command.templateId(),
            verdict.reason().code(), verdict.batchIndex(), verdict.isAccepted() ? APPLIED : REFUSED));
    }
}
