package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.sbe.LoadScenariosDecoder;
import steelyard.protocol.sbe.ScenariosActivatedEncoder;
import steelyard.protocol.sbe.ScenariosLoadedEncoder;
import steelyard.protocol.sbe.ScenariosPhasedEncoder;
import steelyard.risk.portfolio.Scenarios;

/** Events of scenario matrices. */
public final class ScenarioEvents {
    private final ScenariosLoadedEncoder loaded = new ScenariosLoadedEncoder();
    private final ScenariosActivatedEncoder activated = new ScenariosActivatedEncoder();
    private final ScenariosPhasedEncoder phased = new ScenariosPhasedEncoder();
    private final Scenarios scenarios;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public ScenarioEvents(final ExchangeState state, final EventStage stage) {
        this.scenarios = state.scenarios();
        this.stage = stage;
    }

    /** The columns of a command were staged. */
    public void loaded(final LoadScenariosDecoder command, final Remark remark) {
        command.sbeRewind();
        loaded.wrap(
            stage.buffer(), stage.begin(ScenariosLoadedEncoder.TEMPLATE_ID, ScenariosLoadedEncoder.BLOCK_LENGTH));
        loaded.version(command.version());
        final LoadScenariosDecoder.ColumnsDecoder columns = command.columns();
        final ScenariosLoadedEncoder.ColumnsEncoder copies = loaded.columnsCount(columns.count());
        while (columns.hasNext()) {
            columns.next();
            copies.next().marketId(columns.marketId());
            for (int k = 0; k < ScenarioMatrix.SCENARIOS; k++) {
                copies.directions(k, columns.directions(k));
            }
        }
        loaded
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(loaded.encodedLength());
    }

    /** What was staged waits from now on. */
    public void activated(final byte[] sha256, final Remark remark) {
        activated.wrap(stage.buffer(),
            stage.begin(ScenariosActivatedEncoder.TEMPLATE_ID, ScenariosActivatedEncoder.BLOCK_LENGTH));
        activated
            .fromSequence(scenarios.fromSequence())
            .version(scenarios.at(Scenarios.Place.WAITING).version())
            .columns(scenarios.at(Scenarios.Place.WAITING).count())
            .putSha256(sha256, 0, sha256.length)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(activated.encodedLength());
    }

    /** The matrix in force came to a step of its phase-in, the first or a later one. */
    public void phased() {
        phased.wrap(
            stage.buffer(), stage.begin(ScenariosPhasedEncoder.TEMPLATE_ID, ScenariosPhasedEncoder.BLOCK_LENGTH));
        phased
            .version(scenarios.inForce().version())
            .step(scenarios.step())
            .steps(scenarios.steps());
        stage.end(phased.encodedLength());
        stage.exempt(1);
    }
}
