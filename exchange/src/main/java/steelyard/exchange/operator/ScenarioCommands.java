package steelyard.exchange.operator;

import java.util.Arrays;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.ScenarioEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.sbe.ActivateScenariosDecoder;
import steelyard.protocol.sbe.LoadScenariosDecoder;
import steelyard.risk.portfolio.ScenarioSet;
import steelyard.risk.portfolio.Scenarios;

/** {@code LoadScenarios} and {@code ActivateScenarios}. {@code docs/risk-rules.md#4-portfolio-margin}. Allocates. */
public final class ScenarioCommands {
    private final ExchangeState state;
    private final Scenarios scenarios;
    private final ScenarioEvents events;
    private final LoadScenariosDecoder load = new LoadScenariosDecoder();
    private final ActivateScenariosDecoder activate = new ActivateScenariosDecoder();
    private final Remark remark = new Remark();
    private final byte[] sha256 = new byte[ActivateScenariosDecoder.sha256Length()];

    /** Applies to this state. */
    public ScenarioCommands(final ExchangeState state, final ScenarioEvents events) {
        this.state = state;
        this.scenarios = state.scenarios();
        this.events = events;
    }

    /** {@code LoadScenarios}. */
    public RejectReason load(final CommandFrame command, final Refusal refusal) {
        command.decode(load);
        if (!scenarios.accepts(load.version()) || !areValid(load.columns())) {
            return refusal.because(RejectReason.INVALID_SCENARIOS);
        }
        scenarios.stage(load.version());
        load.sbeRewind();
        for (final var column : load.columns()) {
            scenarios.stage(column.marketId(), directions(column));
        }
        remark.wrapAt(command, load.limit());
        events.loaded(load, remark);
        return RejectReason.NONE;
    }

    /** {@code ActivateScenarios}. */
    public RejectReason activate(final CommandFrame command, final Refusal refusal) {
        command.decode(activate);
        activate.getSha256(sha256, 0, sha256.length);
        final ScenarioSet staged = scenarios.at(Scenarios.Place.STAGED);
        final boolean isStaged = staged.count() > 0 && staged.version() == activate.version()
            && staged.count() == activate.columns() && !scenarios.isBusy()
            && Arrays.equals(sha256, staged.sha256(marketId -> state.markets().spec(marketId).coin()));
        if (!isStaged) {
            return refusal.because(RejectReason.INVALID_SCENARIOS);
        }
        scenarios.activate(activate.fromSequence());
        events.activated(sha256, remark.wrap(command));
        return RejectReason.NONE;
    }

    private boolean areValid(final LoadScenariosDecoder.ColumnsDecoder columns) {
        boolean valid = true;
        for (final var column : columns) {
            valid &= state.markets().exists(column.marketId()) && ScenarioMatrix.isValid(directions(column));
        }
        return valid;
    }

    private static short[] directions(final LoadScenariosDecoder.ColumnsDecoder column) {
        final short[] directions = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < directions.length; k++) {
            directions[k] = column.directions(k);
        }
        return directions;
    }
}
