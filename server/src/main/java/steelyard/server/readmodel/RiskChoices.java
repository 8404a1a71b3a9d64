package steelyard.server.readmodel;

import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntHashSet;
import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.sbe.AccountRiskRecordDecoder;
import steelyard.protocol.sbe.ScenarioColumnRecordDecoder;
import steelyard.protocol.sbe.ScenarioRecordDecoder;
import steelyard.protocol.sbe.ScenariosActivatedDecoder;
import steelyard.protocol.sbe.ScenariosLoadedDecoder;
import steelyard.protocol.sbe.ScenariosPhasedDecoder;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.portfolio.Scenarios;

/** What accounts and operators chose for margin: modes, classes, leverage caps, scenario matrices. */
final class RiskChoices {
    /** By which a share in percent is divided. */
    static final long HUNDRED = 100;

    private final IntHashSet portfolios = new IntHashSet();
    private final Int2IntHashMap classes = new Int2IntHashMap(0);
    private final LeverageCaps caps = new LeverageCaps();
    private final Scenarios scenarios = new Scenarios();

    /** Whether the account is in portfolio mode. */
    boolean isPortfolio(final int accountId) {
        return portfolios.contains(accountId);
    }

    void mode(final int accountId, final boolean isPortfolio) {
        if (isPortfolio) {
            portfolios.add(accountId);
        } else {
            portfolios.remove(accountId);
        }
    }

    void accountClass(final int accountId, final int accountClass) {
        if (accountClass == 0) {
            classes.remove(accountId);
        } else {
            classes.put(accountId, accountClass);
        }
    }

    /** Largest leverage of the account in a market; 0: any. */
    int leverageCap(final int accountId, final MarketRisk risk) {
        return caps.leverageMax(classes.get(accountId), leverageClass(risk));
    }

    /** A leverage, at most the cap of the account in a market. */
    int capped(final int accountId, final MarketRisk risk, final int leverage) {
        final int cap = leverageCap(accountId, risk);
        return cap == 0 ? leverage : Math.min(cap, leverage);
    }

    /** How many percent of the margin at the cap maintenance margin is at least; 0: there is no such rule. */
    int closeOutPercent(final int accountId, final MarketRisk risk) {
        return leverageCap(accountId, risk) == 0
            ? 0 : caps.closeOutPercent(classes.get(accountId), leverageClass(risk));
    }

    /** Maintenance margin of a notional, in micros, with what the law asks for. */
    long maintenanceMicros(final int accountId, final MarketRisk risk, final long notionalMicros) {
        final int percent = closeOutPercent(accountId, risk);
        final long required = risk.maintenanceMicros(notionalMicros);
        return percent == 0 ? required : Math.max(required,
            FixedPoint.mulDivCeil(notionalMicros, percent, HUNDRED * leverageCap(accountId, risk)));
    }

    private static int leverageClass(final MarketRisk risk) {
        return (int) risk.value(MarketParameter.LEVERAGE_CLASS);
    }

    LeverageCaps caps() {
        return caps;
    }

    Scenarios scenarios() {
        return scenarios;
    }

    void onLoaded(final ScenariosLoadedDecoder event) {
        scenarios.stage(event.version());
        for (final ScenariosLoadedDecoder.ColumnsDecoder column : event.columns()) {
            final short[] directions = new short[ScenarioMatrix.SCENARIOS];
            for (int k = 0; k < directions.length; k++) {
                directions[k] = column.directions(k);
            }
            scenarios.stage(column.marketId(), directions);
        }
    }

    void onActivated(final ScenariosActivatedDecoder event) {
        scenarios.activate(event.fromSequence());
    }

    void onPhased(final ScenariosPhasedDecoder event) {
        scenarios.stepped(event.step(), event.steps());
    }

    void onRecord(final AccountRiskRecordDecoder record) {
        mode(record.accountId(), record.isPortfolio() != 0);
        accountClass(record.accountId(), record.accountClass());
    }

    void onRecord(final ScenarioRecordDecoder record) {
        final int[] versions = {
            record.stagedVersion(), record.waitingVersion(), record.inForceVersion(), record.beforeVersion()};
        scenarios.restore(versions, record.fromSequence(), record.effectHour(), record.step(), record.steps());
    }

    void onRecord(final ScenarioColumnRecordDecoder record) {
        final short[] directions = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < directions.length; k++) {
            directions[k] = record.directions(k);
        }
        scenarios.restore(Scenarios.Place.values()[record.place()], record.marketId(), directions);
    }
}
