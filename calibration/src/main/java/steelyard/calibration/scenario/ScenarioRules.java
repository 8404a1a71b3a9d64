package steelyard.calibration.scenario;

import java.time.LocalDate;
import java.util.List;

/**
 * How scenarios are chosen.
 *
 * @param scenarios       how many
 * @param windowRows      how many of the last rows are candidates
 * @param windowRowsMin   rows that a market needs in the window to take part
 * @param clipShare       quantile of the absolute move that becomes one whole shock
 * @param portfolios      how many portfolios vote
 * @param votes           how many candidates each votes for
 * @param legsMin         fewest positions of a voting portfolio
 * @param legsMax         most positions of a voting portfolio
 * @param withFactors     whether moves of whole classes of markets are added
 * @param stressDays      days that stay candidates for ever
 * @param seed            seed of the voting portfolios
 */
public record ScenarioRules(
    int scenarios,
    int windowRows,
    int windowRowsMin,
    double clipShare,
    int portfolios,
    int votes,
    int legsMin,
    int legsMax,
    boolean withFactors,
    List<LocalDate> stressDays,
    long seed) {

    /** Days on which markets moved together as they seldom do. */
    public static final List<LocalDate> STRESS_DAYS = List.of(
        LocalDate.of(2020, 3, 12), LocalDate.of(2020, 4, 20), LocalDate.of(2020, 4, 21),
        LocalDate.of(2022, 11, 9), LocalDate.of(2024, 8, 5), LocalDate.of(2025, 10, 10));

    private static final int DAYS = 750;
    private static final int DAYS_MIN = 120;
    private static final int HOURS = 24;

    /** The rules for a panel with a row a day. */
    public static ScenarioRules daily() {
        return new ScenarioRules(64, DAYS, DAYS_MIN, 0.99, 1_500, 4, 2, 8, true, STRESS_DAYS, 1);
    }

    /** The rules for a panel with a row an hour. */
    public static ScenarioRules hourly() {
        return new ScenarioRules(64, DAYS * HOURS, 500, 0.99, 1_500, 4, 2, 8, true, STRESS_DAYS, 1);
    }
}
