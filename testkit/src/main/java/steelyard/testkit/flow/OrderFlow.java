package steelyard.testkit.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.event.RiskEvent;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;
import steelyard.testkit.log.Step;

/**
 * An endless flow of steps from one seed: valid and invalid commands of every kind, in phases of different character.
 * What is sensible to send next it reads from a ledger of what has happened so far; same seed and same events, same
 * flow.
 */
public final class OrderFlow {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 3_600 * SECOND;
    private static final long DAY = 86_400 * SECOND;
    /** 1 January 2026. */
    private static final long START_NANOS = 1_767_225_600 * SECOND;
    private static final int NODES = 3;
    private static final int PHASE_STEPS = 1_500;
    private static final int RESTING_MAX = 500;
    private static final int RESTING_MAX_DEEP = 2_500;
    private static final Set<Phase> SESSION_PHASES = EnumSet.of(Phase.MARGINS, Phase.CRASHES, Phase.PORTFOLIOS);
    /** When the largest deposits are made: afterwards hardly any is taken. */
    private static final int LATE = 18_000;

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowSigners signers;
    private final FlowOrders orders;
    private final FlowOperators operators;
    private final FlowEdges edges;
    private final FlowAdvanced advanced;
    private final FlowRisk risk;
    private final FlowFunds funds;
    private final FlowPortfolio portfolio;
    private final FlowSessions sessions;
    private final Moments moments;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final Deque<Command> beginning = new ArrayDeque<>();
    private Phase phase = Phase.CALM;
    private int stepsLeft = PHASE_STEPS;
    private int steps;
    private long now = START_NANOS;
    private int openedNodes;
    /** Commands for which old nonces are repeated often. */
    private int replays;
    private FlowSigners.LastNonce sleeper;
    private boolean isRich;
    private boolean hasPortfolios;

    /** The flow of this seed. */
    public OrderFlow(final long seed) {
        dice = new Dice(seed);
        markets = new FlowMarkets(dice);
        signers = new FlowSigners(dice);
        orders = new FlowOrders(dice, markets);
        operators = new FlowOperators(dice, markets, signers);
        edges = new FlowEdges(dice, markets, operators);
        risk = new FlowRisk(dice, markets, signers);
        funds = new FlowFunds(dice, signers);
        portfolio = new FlowPortfolio(dice, markets);
        sessions = new FlowSessions(dice, markets);
        moments = new Moments(dice);
        advanced = new FlowAdvanced(dice, markets, orders, moments);
        for (int i = 0; i < 6; i++) {
            beginning.add(operators.wrongGenesis());
        }
        beginning.add(new Command.Tick());
        beginning.add(new Command.Deposit(signers.anyAccount(), 1, 1, 1, Remark.NONE));
        beginning.add(new Command.PlaceOrders(Authority.of(signers.anyAccount(), 1), List.of()));
        beginning.add(operators.genesis());
        beginning.add(operators.wrongGenesis());
    }

    /** The next step, given what has happened. */
    public Step next(final Ledger ledger) {
        steps++;
        pass(ledger);
        if (openedNodes < NODES) {
            openedNodes++;
            return Step.of(now, openedNodes, new Command.OpenEpoch(dice.below(3)));
        }
        final Command command = agreed(ledger, command(ledger));
        return ledger.markets().isEmpty() ? Step.of(now, 1, command) : numbered(command);
    }

    /** Lets time pass: commands of one message, milliseconds, sometimes much more, sometimes backwards. */
    private void pass(final Ledger ledger) {
        final int kind = dice.below(2_000);
        if (kind < 1_300 || replays > 0 || openedNodes < NODES || !beginning.isEmpty()) {
            return;
        }
        if (kind >= 1_940 && kind < 1_960) {
            leap(ledger);
            return;
        }
        if (Feature.SESSIONS.isOn() && kind >= 1_920 && kind < 1_928) {
            leapTo(sessions.next(now), ledger);
            return;
        }
        if (kind < 1_960) {
            now += dice.between(1, 8 * MILLI);
        } else if (kind < 1_990) {
            now += dice.between(1, SECOND);
        } else if (kind < 1_993) {
            now -= dice.between(1, 50 * MILLI);
        } else if (kind < 1_996) {
            now += dice.pick(20, 30, 33, 46, 60, 120) * SECOND + dice.between(-1, 1);
        } else if (kind < 1_998) {
            now += dice.between(1, 3_600) * SECOND;
        } else if (kind == 1_998 && dice.oneIn(4)) {
            now += dice.between(0, 2 * DAY + MILLI);
        } else if (kind == 1_999 && dice.oneIn(2)) {
            final long unit = Feature.FEES.isOn() && dice.oneIn(4) ? DAY : HOUR;
            final long nextHour = (Math.floorDiv(now, unit) + 1) * unit;
            leapTo(nextHour + dice.pick(-1, 0, 0, 1, 5 * SECOND - 1, 5 * SECOND), ledger);
        }
    }

    private void leapTo(final long nanos, final Ledger ledger) {
        if (nanos > now) {
            now = nanos;
            waiting.add(new Command.Tick());
            waiting.addAll(operators.freshPrices(ledger, now));
        }
    }

    /** To a moment at which something just is so, or just not any more. */
    private void leap(final Ledger ledger) {
        if (phase == Phase.SIGNERS && dice.oneIn(5)) {
            leapOverNonces(ledger);
            return;
        }
        final Moments.Moment moment = moments.next(now, MINUTE);
        if (moment == null) {
            return;
        }
        now = moment.nanos();
        final LedgerMarket market =
            ledger.markets().getOrDefault(moment.marketId(), ledger.markets().firstEntry().getValue());
        for (int i = 0; i < 3; i++) {
            final Address signer = moment.signer() != null ? moment.signer() : signer(ledger, trader(ledger));
            final long nonce = Math.floorDiv(now, MILLI) + dice.below(1_000);
            waiting.add(new Command.PlaceOrders(
                Authority.of(signer, nonce), List.of(orders.modest(market))));
        }
    }

    /** To the end of the window of somebody's last nonce; there time stands still for a while. */
    private void leapOverNonces(final Ledger ledger) {
        sleeper = signers.anyLastNonce();
        now = Math.max(now, (sleeper.nonceMillis() + FlowSigners.NONCE_BEFORE_MILLIS) * MILLI)
            + dice.pick(-MILLI, -1, 0, 0, 0, MILLI);
        replays = 150;
        waiting.addAll(operators.freshPrices(ledger, now));
        for (int i = 0; i < 2; i++) {
            final Address newcomer = FlowSigners.address("new" + steps + "-" + i);
            waiting.add(operators.deposit(newcomer, 1));
            waiting.add(new Command.CancelOrders(
                Authority.of(newcomer, Math.floorDiv(now, MILLI)), List.of(new Command.CancelEntry(0, 1))));
        }
    }

    /** A nonce that was used before, after the time in which it would be looked up. */
    private Command replay() {
        final FlowSigners.LastNonce last = dice.oneIn(3) ? sleeper : signers.anyLastNonce();
        return new Command.CancelOrders(
            Authority.of(last.address(), last.nonceMillis()), List.of(new Command.CancelEntry(0, 1)));
    }

    private Step numbered(final Command command) {
        final int nodeId = dice.percent(70) ? 1 : 1 + dice.below(NODES);
        if (dice.oneIn(60)) {
            return switch (dice.below(7)) {
                case 0 -> new Step(now, nodeId, 0, -1, command);
                case 1 -> new Step(now, nodeId, 0, -dice.between(1, 1_000), command);
                case 2 -> new Step(now, nodeId, 0, dice.pick(1, 2, 1_000, 1L << 40), command);
                case 3 -> new Step(now, nodeId, (int) dice.pick(-1, 1, 1_000), 0, command);
                case 4 -> new Step(now, 9, 0, 0, command);
                case 5 -> Step.of(now, nodeId, new Command.Tick());
                default -> Step.of(now, nodeId, new Command.OpenEpoch(dice.below(3)));
            };
        }
        return Step.of(now, nodeId, command);
    }

    /** What a multi-sig account would sign alone is mostly sent by one of its users instead. */
    private Command agreed(final Ledger ledger, final Command command) {
        if (!(command instanceof Command.Signed signed) || !Feature.MULTI_SIGS.isOn() || dice.oneIn(8)) {
            return command;
        }
        final Address signer = signed.authority().signer();
        for (final LedgerAccount account : ledger.accounts()) {
            final RiskEvent.MultiSigChanged terms = ledger.multiSig(account.id());
            if (terms != null && !terms.users().isEmpty() && account.address().equals(signer)) {
                final int leader = dice.oneIn(25)
                    ? account.id() : terms.users().get(dice.below(terms.users().size())).accountId();
                return funds.agreed(
                    ledger, terms, envelope(ledger, ledger.accounts().get(leader)), signed);
            }
        }
        return command;
    }

    private Command command(final Ledger ledger) {
        if (!beginning.isEmpty()) {
            return beginning.poll();
        }
        if (ledger.accounts().size() < 30) {
            return ledger.markets().firstEntry().getValue().hasPrice() || !waiting.isEmpty()
                ? waiting.isEmpty() ? operators.deposit(ledger) : waiting.poll()
                : first(ledger);
        }
        if (Feature.PORTFOLIOS.isOn() && !hasPortfolios) {
            hasPortfolios = true;
            waiting.addAll(portfolio.open());
            waiting.addAll(portfolio.matrix(ledger));
            for (int i = 0; i < 12; i++) {
                final LedgerAccount account = trader(ledger);
                waiting.add(portfolio.mode(account, envelope(ledger, account)));
            }
        }
        changePhase(ledger);
        if (steps >= LATE && !isRich) {
            isRich = true;
            waiting.addAll(operators.riches(ledger));
        }
        if (!waiting.isEmpty()) {
            return waiting.poll();
        }
        if (dice.oneIn(25)) {
            final Command release = operators.letGo();
            if (release != null) {
                return release;
            }
        }
        if (replays > 0) {
            replays--;
            if (dice.percent(40)) {
                return replay();
            }
        }
        final int restingMax = phase == Phase.DEEP || phase == Phase.EVENT_BOUND ? RESTING_MAX_DEEP : RESTING_MAX;
        return ledger.restingCount() > restingMax && dice.percent(50) ? cancelMany(ledger) : ofPhase(ledger);
    }

    private Command first(final Ledger ledger) {
        waiting.addAll(operators.freshPrices(ledger, now));
        return waiting.poll();
    }

    private void changePhase(final Ledger ledger) {
        stepsLeft--;
        if (stepsLeft <= 0) {
            phase = dice.pick(List.of(Phase.values()));
            stepsLeft = dice.below(phase == Phase.EVENT_BOUND ? PHASE_STEPS / 4 : PHASE_STEPS * 2);
            waiting.addAll(operators.setUp(ledger, phase));
            waiting.addAll(operators.freshPrices(ledger, now));
        } else if (stepsLeft % 300 == 0 && phase != Phase.STALE) {
            waiting.addAll(operators.freshPrices(ledger, now));
            if (phase != Phase.OPERATORS && phase != Phase.AUCTIONS) {
                waiting.addAll(operators.setUp(ledger, phase));
            }
        }
    }

    private LedgerAccount trader(final Ledger ledger) {
        if (phase == Phase.EVENT_BOUND) {
            return ledger.accounts().get(HouseAccount.ID_LIMIT + dice.below(4));
        }
        final List<LedgerAccount> accounts = ledger.accounts();
        LedgerAccount account;
        do {
            account = dice.pick(accounts);
        } while (account.kind() == AccountKind.HOUSE);
        return account;
    }

    private static Address signer(final Ledger ledger, final LedgerAccount account) {
        return ledger.accounts().get(account.ownerId()).address();
    }

    private Command cancelMany(final Ledger ledger) {
        LedgerAccount most = trader(ledger);
        for (final LedgerAccount account : ledger.accounts()) {
            if (account.orders().size() > most.orders().size()) {
                most = account;
            }
        }
        return orders.cancelMany(most, envelope(ledger, most));
    }

    private Authority envelope(final Ledger ledger, final LedgerAccount account) {
        return signers.envelope(ledger, account, Math.floorDiv(now, MILLI), phase == Phase.SIGNERS);
    }

    /** Enough small orders that a sweep meets the bound of events. */
    private void wallsAndSweep(final Ledger ledger) {
        final LedgerMarket market = ledger.markets().get(dice.below(2));
        final Side side = dice.percent(50) ? Side.BUY : Side.SELL;
        for (int i = 0; i < 3; i++) {
            final LedgerAccount maker = trader(ledger);
            waiting.add(operators.deposit(maker.address(), 1_000_000_000L));
            waiting.add(orders.wall(maker, envelope(ledger, maker), market, side));
        }
        final LedgerAccount taker = trader(ledger);
        waiting.add(orders.sweep(envelope(ledger, taker), market, side.opposite()));
    }

    private Command ofPhase(final Ledger ledger) {
        final LedgerAccount account = trader(ledger);
        if (dice.oneIn(40)) {
            waiting.addAll(edges.edge(ledger, account, envelope(ledger, account)));
            if (!waiting.isEmpty()) {
                return waiting.poll();
            }
        }
        if (phase == Phase.EVENT_BOUND && dice.oneIn(8)) {
            wallsAndSweep(ledger);
            return waiting.poll();
        }
        if (Feature.ADVANCED.isOn() && dice.percent(phase.advanced)) {
            final Command.Signed command = advanced.next(
                ledger, account, envelope(ledger, account), phase, Math.floorDiv(now, MILLI));
            if (command != null) {
                return command;
            }
        }
        if (Feature.MARGINS.isOn() && dice.oneIn(phase == Phase.MARGINS ? 8 : 60)) {
            return dice.oneIn(3) ? risk.operate(ledger) : risk.isolated(ledger, account, envelope(ledger, account));
        }
        if (Feature.MARKS.isOn() && dice.oneIn(phase == Phase.JUMPS || phase == Phase.MARGINS ? 40 : 300)) {
            return risk.operatePrices(ledger);
        }
        if (Feature.FEES.isOn() && dice.oneIn(phase == Phase.OPERATORS || phase == Phase.MARGINS ? 40 : 400)) {
            return risk.operateFees(ledger);
        }
        if (Feature.LIQUIDATIONS.isOn() && dice.oneIn(phase == Phase.CRASHES ? 15 : 200)) {
            return risk.operateLiquidation(ledger);
        }
        if (Feature.FUNDS.isOn() && dice.oneIn(phase == Phase.SIGNERS || phase == Phase.MARGINS ? 12 : 60)) {
            return funds.next(ledger, account, envelope(ledger, account));
        }
        if (Feature.PORTFOLIOS.isOn() && dice.oneIn(phase == Phase.PORTFOLIOS ? 12 : 150)) {
            if (dice.oneIn(6)) {
                waiting.addAll(portfolio.matrix(ledger));
                return waiting.poll();
            }
            return dice.oneIn(3)
                ? portfolio.mode(account, envelope(ledger, account))
                : portfolio.operate(ledger);
        }
        if (Feature.SESSIONS.isOn() && dice.oneIn(SESSION_PHASES.contains(phase) ? 30 : 400)) {
            return sessions.operate(ledger, now);
        }
        if (Feature.HOUSE.isOn() && dice.oneIn(phase == Phase.CRASHES ? 40 : 400)) {
            return risk.operateHouse(ledger);
        }
        if (Feature.EMERGENCY.isOn() && dice.oneIn(phase == Phase.OPERATORS ? 60 : 500)) {
            return operators.emergency(ledger);
        }
        int kind = dice.below(phase.total());
        if ((kind -= phase.place) < 0) {
            return orders.place(ledger, account, envelope(ledger, account), phase);
        }
        if ((kind -= phase.cancel) < 0) {
            return orders.cancel(ledger, account, envelope(ledger, account), phase);
        }
        if ((kind -= phase.modify) < 0) {
            return orders.modify(ledger, account, envelope(ledger, account), phase);
        }
        if ((kind -= phase.leverage) < 0) {
            return orders.leverage(ledger, envelope(ledger, account));
        }
        if ((kind -= phase.agent) < 0) {
            if (Feature.AGENT_LIMITS.isOn() && dice.oneIn(4)) {
                return funds.agentLimits(account, envelope(ledger, account));
            }
            final Command.ApproveAgent approval =
                orders.agent(ledger, account, envelope(ledger, account), signers, Math.floorDiv(now, MILLI));
            signers.approved(approval.agentAddress(), account.ownerId());
            moments.agentEnds(approval.agentAddress(), approval.validUntilMillis());
            return approval;
        }
        if ((kind -= phase.prices) < 0) {
            moments.pricesEnd(now, ledger.markets().get(dice.below(ledger.markets().size())).spec());
            return operators.prices(ledger, now, phase);
        }
        if (kind - phase.operator < 0) {
            return operators.operate(ledger, phase, Math.floorDiv(now, MILLI), moments);
        }
        return operators.deposit(ledger);
    }
}
