package steelyard.calibration.backtest;

import java.time.Instant;
import java.time.ZoneOffset;
import steelyard.calibration.history.Panel;
import steelyard.calibration.profile.MarketProfile;
import steelyard.calibration.profile.Profiles;
import steelyard.calibration.scenario.ScenarioRules;
import steelyard.calibration.scenario.Scenarios;
import steelyard.calibration.scenario.Shocks;
import steelyard.calibration.scenario.Standardized;

/** How far ahead a requirement must hold, and how large one shock is then. */
enum Horizon {
    /**
     * An hour ahead, with the shocks that ship: the profile's, or what was lost at most within an hour in 99.5 % of the
     * hours so far if that is more. While a market is closed the profile's multiple counts.
     */
    HOUR("an hour ahead, shocks of the conservative profile", ScenarioRules.hourly(), 23) {
        private static final double ADVERSE_SHARE = 0.995;

        @Override
        int monthlyShockE5(final Panel panel, final int market, final int lastRow) {
            final MarketProfile profile = Profiles.of(panel.coins().get(market));
            final double adverse = Shocks.adverse(panel, market, lastRow, rules(), ADVERSE_SHARE);
            return Math.max(profile.shockE5(), Double.isNaN(adverse) ? 0 : Shocks.toE5(adverse));
        }
    },
    /**
     * A day ahead, with each market's shock at its 99.5 % quantile of a day on either side, moving with its volatility:
     * a test of the netting alone.
     */
    DAY("a day ahead, shocks at the one-day 99.5 % quantile", ScenarioRules.daily(), 1) {
        @Override
        int monthlyShockE5(final Panel panel, final int market, final int lastRow) {
            return 0;
        }
    };

    private final String text;
    private final ScenarioRules rules;
    private final int efficiencyRows;

    Horizon(final String text, final ScenarioRules rules, final int efficiencyRows) {
        this.text = text;
        this.rules = rules;
        this.efficiencyRows = efficiencyRows;
    }

    String text() {
        return text;
    }

    ScenarioRules rules() {
        return rules;
    }

    /** At each n-th row efficiency is looked at: once a day, hour by hour at another hour each day. */
    int efficiencyRows() {
        return efficiencyRows;
    }

    /** The shock that stays for a month, 0 if it moves with volatility. */
    abstract int monthlyShockE5(Panel panel, int market, int lastRow);

    /** The shock of the row after {@code row}. */
    static int movingShockE5(
        final Standardized history, final Scenarios scenarios, final int column, final int row, final int market) {
        return Shocks.toE5(scenarios.clips()[column] * history.volatility(row, market));
    }

    /** The month of a row, as a number that rises. */
    static int month(final Panel panel, final int row) {
        final var date = Instant.ofEpochSecond(panel.seconds(row)).atZone(ZoneOffset.UTC);
        return date.getYear() * 12 + date.getMonthValue();
    }
}
