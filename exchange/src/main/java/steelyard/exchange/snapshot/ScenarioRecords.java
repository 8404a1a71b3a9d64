package steelyard.exchange.snapshot;

import steelyard.exchange.state.ExchangeState;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.array.ScenarioColumnRecordEncoder;
import steelyard.protocol.array.ScenarioRecordEncoder;
import steelyard.protocol.sbe.ScenarioColumnRecordDecoder;
import steelyard.protocol.sbe.ScenarioRecordDecoder;
import steelyard.risk.portfolio.ScenarioSet;
import steelyard.risk.portfolio.Scenarios;

/** The records of a snapshot that are about scenario matrices: written, and put back. */
final class ScenarioRecords {
    private final ExchangeState state;
    private final Scenarios scenarios;

    ScenarioRecords(final ExchangeState state) {
        this.state = state;
        this.scenarios = state.scenarios();
    }

    void write(final SnapshotWriter writer) {
        final ScenarioRecordEncoder record =
            new ScenarioRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        record.fromSequence(scenarios.fromSequence()).effectHour(scenarios.effectHour())
            .stagedVersion(scenarios.at(Scenarios.Place.STAGED).version())
            .waitingVersion(scenarios.at(Scenarios.Place.WAITING).version())
            .inForceVersion(scenarios.at(Scenarios.Place.IN_FORCE).version())
            .beforeVersion(scenarios.at(Scenarios.Place.BEFORE).version())
            .step(scenarios.step()).steps(scenarios.steps());
        writer.end(record.encodedLength());
        for (final Scenarios.Place place : Scenarios.Place.values()) {
            write(writer, place);
        }
    }

    void load(final ScenarioRecordDecoder record) {
        final int[] versions = {
            record.stagedVersion(), record.waitingVersion(), record.inForceVersion(), record.beforeVersion()};
        scenarios.restore(versions, record.fromSequence(), record.effectHour(), record.step(), record.steps());
    }

    void load(final ScenarioColumnRecordDecoder record) {
        final short[] column = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < column.length; k++) {
            column[k] = record.directions(k);
        }
        scenarios.restore(Scenarios.Place.values()[record.place()], record.marketId(), column);
    }

    private void write(final SnapshotWriter writer, final Scenarios.Place place) {
        final ScenarioSet set = scenarios.at(place);
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            final short[] column = set.column(marketId);
            if (column != null) {
                final ScenarioColumnRecordEncoder record =
                    new ScenarioColumnRecordEncoder().wrapAndApplyHeader(
                        writer.buffer(), writer.begin(), writer.header());
                record.marketId(marketId).place((short) place.ordinal());
                for (int k = 0; k < column.length; k++) {
                    record.directions(k, column[k]);
                }
                writer.end(record.encodedLength());
            }
        }
    }
}
