package steelyard.testkit.reference;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Section 4 of the risk rules: modes of accounts, and matrices of scenarios. */
final class PortfolioModes {
    private static final int SCENARIOS = 64;
    private static final int ONE = 10_000;
    private static final int COIN_LENGTH = 16;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final Floor floor;
    private final State state;
    private final Emission out;

    PortfolioModes(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict choose(final RiskCommand.SetMarginMode c, final int accountId) {
        if (c.mode() != 0 && c.mode() != 1) {
            return Verdict.refused(RejectReason.INVALID_MODE);
        }
        final Portfolio portfolio = Portfolio.of(state, floor.choices, accountId);
        final Verdict verdict = c.mode() == 1 ? checkPortfolio(portfolio) : checkStandard(portfolio);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        if (c.mode() == 1) {
            state.portfolios.add(accountId);
        } else {
            state.portfolios.remove(accountId);
        }
        state.changed.add(accountId);
        out.add(new RiskEvent.MarginModeChanged(out.header(), accountId, c.mode()));
        return Verdict.ACCEPTED;
    }

    private Verdict checkPortfolio(final Portfolio portfolio) {
        final boolean hasPosition = portfolio.positions().values().stream().anyMatch(each -> each.lots() != 0);
        if (hasPosition || !portfolio.orders().isEmpty()) {
            return Verdict.refused(RejectReason.MARGIN_MODE_FIXED);
        }
        final long least = state.parameter(Parameter.PORTFOLIO_ENTRY_MICROS);
        final long most = state.parameter(Parameter.PORTFOLIO_EQUITY_MAX_MICROS);
        final BigInteger equity = portfolio.equity();
        if (equity.compareTo(BigInteger.valueOf(least)) < 0 || equity.compareTo(BigInteger.valueOf(most)) > 0) {
            return Verdict.refused(RejectReason.PORTFOLIO_EQUITY, least, most);
        }
        return state.scenarios.version == 0 ? Verdict.refused(RejectReason.NO_SCENARIOS) : Verdict.ACCEPTED;
    }

    private static Verdict checkStandard(final Portfolio portfolio) {
        return portfolio.equity().subtract(portfolio.openLoss()).compareTo(portfolio.standardRequirement()) < 0
            ? Verdict.refused(RejectReason.INSUFFICIENT_MARGIN)
            : Verdict.ACCEPTED;
    }

    Verdict load(final RiskCommand.LoadScenarios c) {
        final Scenarios scenarios = state.scenarios;
        final int waiting = scenarios.waiting == null ? 0 : scenarios.waiting.version();
        final boolean isValid = c.version() > scenarios.version && c.version() > waiting
            && c.columns().stream().allMatch(this::isValid);
        if (!isValid) {
            return Verdict.refused(RejectReason.INVALID_SCENARIOS);
        }
        if (c.version() != scenarios.stagedVersion) {
            scenarios.staged.clear();
        }
        scenarios.stagedVersion = c.version();
        c.columns().forEach(column -> scenarios.staged.put(column.marketId(), directions(column)));
        out.add(new RiskEvent.ScenariosLoaded(out.header(), c.version(), c.columns(), c.remark()));
        return Verdict.ACCEPTED;
    }

    private static int[] directions(final RiskCommand.ScenarioColumn column) {
        return column.directions().values().stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isValid(final RiskCommand.ScenarioColumn column) {
        final int[] directions = directions(column);
        return state.market(column.marketId()) != null && directions.length == SCENARIOS
            && Arrays.stream(directions).allMatch(each -> each >= -ONE && each <= ONE)
            && Arrays.stream(directions).anyMatch(each -> each == ONE)
            && Arrays.stream(directions).anyMatch(each -> each == -ONE);
    }

    Verdict activate(final RiskCommand.ActivateScenarios c) {
        final Scenarios scenarios = state.scenarios;
        if (scenarios.staged.isEmpty() || c.version() != scenarios.stagedVersion
            || c.columns() != scenarios.staged.size() || scenarios.waiting != null || scenarios.isPhasing()
            || !c.sha256().equals(sha256())) {
            return Verdict.refused(RejectReason.INVALID_SCENARIOS);
        }
        scenarios.waiting =
            new Scenarios.Waiting(c.version(), new TreeMap<>(scenarios.staged), c.fromSequence());
        scenarios.staged.clear();
        scenarios.stagedVersion = 0;
        out.add(new RiskEvent.ScenariosActivated(
            out.header(), c.fromSequence(), c.version(), c.columns(), c.sha256(), c.remark()));
        return Verdict.ACCEPTED;
    }

    /** Of what is staged: version, number of columns, and each column's coin and directions, little-endian. */
    private String sha256() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, state.scenarios.stagedVersion, 4);
        write(bytes, state.scenarios.staged.size(), 4);
        for (final SortedMap.Entry<Integer, int[]> column : state.scenarios.staged.entrySet()) {
            final byte[] coin = state.market(column.getKey()).spec.coin().getBytes(StandardCharsets.US_ASCII);
            bytes.writeBytes(Arrays.copyOf(coin, COIN_LENGTH));
            for (final int direction : column.getValue()) {
                write(bytes, direction, 2);
            }
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(final ByteArrayOutputStream bytes, final int number, final int length) {
        for (int i = 0; i < length; i++) {
            bytes.write(number >> 8 * i);
        }
    }

    /** What time brings, before a command: a matrix takes effect, or counts for more. */
    void pass() {
        final Scenarios scenarios = state.scenarios;
        final long hour = Math.floorDiv(state.now, HOUR_NANOS);
        if (scenarios.waiting != null && !scenarios.isPhasing()
            && state.lastEventSequence >= scenarios.waiting.fromSequence()) {
            scenarios.takeEffect(hour, state.parameter(Parameter.PHASE_HOURS));
        }
        if (scenarios.pass(hour)) {
            out.addFree(new RiskEvent.ScenariosPhased(
                out.header(), scenarios.version, (int) scenarios.step(), (int) scenarios.steps()));
            state.sweepAll();
        }
    }
}
