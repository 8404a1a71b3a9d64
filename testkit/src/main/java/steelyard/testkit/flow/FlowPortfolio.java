package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.ScenarioMatrix;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.Shorts;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;

/** Matrices of scenarios, the numbers that portfolio margin reads, and who chooses it. */
final class FlowPortfolio {
    private static final int ONE = ScenarioMatrix.ONE;
    private static final List<Parameter> PARAMETERS = List.of(
        Parameter.PORTFOLIO_KEPT_E4, Parameter.PORTFOLIO_INITIAL_E4, Parameter.PORTFOLIO_ENTRY_MICROS,
        Parameter.PORTFOLIO_STAY_MICROS, Parameter.PORTFOLIO_EQUITY_MAX_MICROS, Parameter.PORTFOLIO_MARKETS_MAX,
        Parameter.PORTFOLIO_EXPOSURE_MAX_USDC, Parameter.PHASE_HOURS);

    private final Dice dice;
    private final FlowMarkets markets;
    private int version;

    FlowPortfolio(final Dice dice, final FlowMarkets markets) {
        this.dice = dice;
        this.markets = markets;
    }

    /** Loads a matrix of most markets in one or two parts and activates it, now and then wrongly. */
    List<Command> matrix(final Ledger ledger) {
        version += dice.oneIn(30) ? 0 : 1 + dice.below(2);
        final TreeMap<Integer, short[]> columns = new TreeMap<>();
        final int[] factor = IntStream.range(0, ScenarioMatrix.SCENARIOS)
            .map(k -> (int) dice.between(-ONE, ONE)).toArray();
        for (int id = 0; id < ledger.markets().size(); id++) {
            if (dice.percent(85)) {
                columns.put(id, column(factor));
            }
        }
        final List<Command> commands = new ArrayList<>();
        final List<Integer> ids = new ArrayList<>(columns.keySet());
        final int first = dice.below(ids.size() + 1);
        for (final List<Integer> part : List.of(ids.subList(0, first), ids.subList(first, ids.size()))) {
            if (!part.isEmpty()) {
                commands.add(new RiskCommand.LoadScenarios(
                    version, part.stream().map(id -> column(id, columns.get(id))).collect(Collectors.toList()),
                    Remark.NONE));
            }
        }
        if (dice.oneIn(6)) {
            commands.add(wrongColumn(ledger));
        }
        final String sha256 = HexFormat.of().formatHex(new ScenarioMatrix(
            Math.max(1, version), columns.keySet().stream().map(id -> ledger.markets().get(id).spec().coin()).toList(),
            columns.values().toArray(short[][]::new)).sha256());
        commands.add(new RiskCommand.ActivateScenarios(
            dice.oneIn(3) ? ledger.lastEventSequence() + dice.below(200) : 0,
            version + (dice.oneIn(20) ? 1 : 0), columns.size() + (dice.oneIn(20) ? 1 : 0),
            dice.oneIn(20) ? "5e".repeat(32) : sha256, Remark.NONE));
        return commands;
    }

    private RiskCommand.LoadScenarios wrongColumn(final Ledger ledger) {
        final short[] column = column(new int[ScenarioMatrix.SCENARIOS]);
        final int kind = dice.below(4);
        if (kind == 0) {
            Arrays.fill(column, (short) ONE);
        } else if (kind == 1) {
            column[dice.below(column.length)] = (short) (ONE + 1);
        }
        final int marketId = kind == 2 ? (int) dice.pick(-1, 77) : dice.below(ledger.markets().size());
        return new RiskCommand.LoadScenarios(
            kind == 3 ? (int) dice.pick(0, -1, version - 1) : version, List.of(column(marketId, column)), Remark.NONE);
    }

    /** Most markets move with the others or against them. */
    private short[] column(final int[] factor) {
        final long beta = dice.pick(100, 100, 95, 80, 30, 0, -100);
        final int noise = (int) dice.pick(0, 500, 3_000);
        final short[] column = new short[factor.length];
        for (int k = 0; k < column.length; k++) {
            column[k] = (short) Math.clamp(factor[k] * beta / 100 + dice.between(-noise, noise), -ONE, ONE);
        }
        final int up = dice.below(column.length);
        column[up] = (short) ONE;
        column[(up + 1 + dice.below(column.length - 1)) % column.length] = (short) -ONE;
        return column;
    }

    private static RiskCommand.ScenarioColumn column(final int marketId, final short[] directions) {
        return new RiskCommand.ScenarioColumn(marketId, Shorts.of(directions));
    }

    /** Somebody chooses a mode. */
    Command.Signed mode(final LedgerAccount account, final Authority authority) {
        final boolean isFree = account.orders().isEmpty()
            && account.positions().values().stream().allMatch(position -> position.lots() == 0);
        final int mode = dice.oneIn(40) ? (int) dice.pick(2, 255) : isFree || dice.oneIn(4) ? 1 : 0;
        return new RiskCommand.SetMarginMode(authority, mode);
    }

    /** Numbers that let anybody choose it. */
    List<Command> open() {
        return List.of(
            new Command.SetParameter(Parameter.PORTFOLIO_ENTRY_MICROS.id(), 1, Remark.NONE),
            new Command.SetParameter(Parameter.PORTFOLIO_STAY_MICROS.id(), 0, Remark.NONE),
            new Command.SetParameter(Parameter.PORTFOLIO_EQUITY_MAX_MICROS.id(), 1L << 56, Remark.NONE),
            new Command.SetParameter(Parameter.PHASE_HOURS.id(), dice.pick(1, 2, 3), Remark.NONE));
    }

    /** What an operator sets. */
    Command operate(final Ledger ledger) {
        if (dice.percent(40)) {
            final Parameter parameter = dice.pick(PARAMETERS);
            return new Command.SetParameter(parameter.id(), value(parameter), Remark.NONE);
        }
        final List<RiskCommand.MarketValue> values = new ArrayList<>();
        switch (dice.below(5)) {
            case 0 -> {
                add(values, MarketParameter.SHOCK_E5, dice.pick(0, 0, 3_333, 80_000));
                add(values, MarketParameter.SHOCK_1_FROM_USDC, 0);
                add(values, MarketParameter.SHOCK_2_FROM_USDC, 0);
            }
            case 1 -> {
                add(values, MarketParameter.SHOCK_E5, dice.pick(1_234, 2_500));
                add(values, MarketParameter.SHOCK_1_FROM_USDC, dice.pick(50, 2_000));
                add(values, MarketParameter.SHOCK_1_E5, dice.pick(5_001, 20_000));
                add(values, MarketParameter.SHOCK_2_FROM_USDC, dice.pick(0, 3_000));
                add(values, MarketParameter.SHOCK_2_E5, dice.pick(30_000, 80_000));
            }
            case 2 -> add(values, MarketParameter.SCAN_FLOOR_PERCENT, dice.pick(0, 7, 30, 100));
            case 3 -> {
                add(values, MarketParameter.CLOSE_COST_E5, dice.pick(0, 25, 2_000));
                add(values, MarketParameter.DEPTH_USDC, dice.pick(0, 10, 500, 20_000));
                add(values, MarketParameter.DEPTH_CHARGE_E5, dice.pick(0, 33, 1_000));
            }
            default -> add(values, MarketParameter.PROVISION_HOURS, dice.pick(0, 8, 168));
        }
        return new RiskCommand.ChangeMarketRisk(markets.pick(ledger).id(), values, Remark.NONE);
    }

    private static void add(
        final List<RiskCommand.MarketValue> values, final MarketParameter parameter, final long value) {
        values.add(new RiskCommand.MarketValue(value, parameter.id()));
    }

    private long value(final Parameter parameter) {
        return switch (parameter) {
            case PORTFOLIO_KEPT_E4 -> dice.pick(1_000, 2_000, 3_333, 10_000);
            case PORTFOLIO_INITIAL_E4 -> dice.pick(10_000, 17_500, 33_333, 50_000);
            case PORTFOLIO_ENTRY_MICROS -> dice.pick(0, 1, 100_000_000, 10_000_000_000L);
            case PORTFOLIO_STAY_MICROS -> dice.pick(0, 50_000_000, 5_000_000_000L);
            case PORTFOLIO_EQUITY_MAX_MICROS -> dice.pick(1_000_000_000, 1L << 56);
            case PORTFOLIO_MARKETS_MAX -> dice.pick(1, 2, 64);
            case PORTFOLIO_EXPOSURE_MAX_USDC -> dice.pick(100, 20_000, 1_374_389_534L);
            default -> dice.pick(1, 2, 3, 24);
        };
    }
}
