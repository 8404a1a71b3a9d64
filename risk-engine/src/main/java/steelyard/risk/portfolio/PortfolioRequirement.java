package steelyard.risk.portfolio;

import java.util.Arrays;
import steelyard.model.FixedPoint;
import steelyard.model.ScenarioMatrix;

/**
 * What an account requires in portfolio margin, worked out from scratch: {@code docs/risk-rules.md#4-portfolio-margin}.
 * Say {@link #begin}, {@link #add} for each market, {@link #complete}; then ask. The state machine keeps the same sums
 * by differences and is held equal to this class by tests.
 *
 * <p>Sums are in 10<sup>-7</sup> USDC and exact; a market's exposure with its orders is at most {@link
 * #EXPOSURE_MAX_CENTS} and there are at most {@link ScenarioMatrix#COLUMNS_MAX} markets, so that no sum overflows. One
 * thread; allocates nothing.
 */
public final class PortfolioRequirement {
    /** Largest exposure with orders in one market, in cents. */
    public static final long EXPOSURE_MAX_CENTS = 1L << 37;

    /** What 10<sup>-7</sup> USDC are in a cent. */
    private static final long E7_PER_CENT = 100_000;
    private static final long MICROS_PER_CENT = 10_000;
    private static final long E4 = 10_000;

    private final long[] lossesE7 = new long[ScenarioMatrix.SCENARIOS];
    private long unhedgedE7;
    private long floorE7;
    private long grossE7;
    private long concentrationE7;
    private long liquidityE7;
    private long provisionE7;
    private long addOnE7;
    private long regulatoryE7;
    private long scanE7;
    private long offsetE7;
    private long maintenanceE7;
    private long maintenanceMicros;
    private long initialMicros;
    private int worstScenario;

    /** Forgets everything. */
    public PortfolioRequirement begin() {
        Arrays.fill(lossesE7, 0);
        unhedgedE7 = 0;
        floorE7 = 0;
        grossE7 = 0;
        concentrationE7 = 0;
        liquidityE7 = 0;
        provisionE7 = 0;
        addOnE7 = 0;
        regulatoryE7 = 0;
        return this;
    }

    /** Adds a market without orders. */
    public void add(final PortfolioMarket market, final long position) {
        add(market, position, position);
    }

    /**
     * Adds a market whose position resting orders could make anything from the lowest to the highest; without orders
     * both are the position.
     *
     * @param lowest  in cents; negative: short
     * @param highest in cents, not below the lowest
     * @throws ArithmeticException if the exposure is too large
     */
    public void add(final PortfolioMarket market, final long lowest, final long highest) {
        final ShockTable shocks = market.shocks();
        final long largest = Math.max(Math.abs(lowest), Math.abs(highest));
        if (largest > EXPOSURE_MAX_CENTS) {
            throw new ArithmeticException("exposure from " + lowest + " to " + highest);
        }
        grossE7 += shocks.gross(largest);
        concentrationE7 += shocks.concentration(largest);
        liquidityE7 += shocks.liquidity(largest);
        provisionE7 += market.provision(lowest, highest);
        addOnE7 += FixedPoint.mulDivCeil(largest, market.addOnNanos(), E4);
        regulatoryE7 += regulatoryE7(largest, market.leverageCap());
        final Returns returns = market.returns();
        if (returns == null) {
            unhedgedE7 += shocks.gross(largest);
            return;
        }
        floorE7 = Math.max(floorE7, shocks.floor(largest));
        for (int k = 0; k < lossesE7.length; k++) {
            lossesE7[k] += returns.lossE7(k, lowest, highest);
        }
    }

    /**
     * Works out the requirement.
     *
     * @param keptE4    λ: share of the offset that is kept, in 10<sup>-4</sup>
     * @param initialE4 ρ: initial over maintenance margin, in 10<sup>-4</sup>
     */
    public PortfolioRequirement complete(final int keptE4, final int initialE4) {
        worstScenario = 0;
        for (int k = 1; k < lossesE7.length; k++) {
            worstScenario = lossesE7[k] > lossesE7[worstScenario] ? k : worstScenario;
        }
        scanE7 = Math.max(Math.max(0, lossesE7[worstScenario]), floorE7) + unhedgedE7;
        offsetE7 = keptE7(scanE7, grossE7, keptE4);
        maintenanceE7 = scanE7 + offsetE7 + concentrationE7 + liquidityE7 + provisionE7;
        maintenanceMicros = micros(maintenanceE7);
        initialMicros = initialMicros(maintenanceE7, initialE4, addOnE7, regulatoryE7);
        return this;
    }

    /** What a position loses where the market moves by so much: of all that orders can lead to, the one that loses most. */
    public static long lossE7(final int returnE5, final long lowest, final long highest) {
        return -(Math.min(returnE5, 0) * highest + Math.max(returnE5, 0) * lowest);
    }

    /** What a leverage cap asks for, in 10<sup>-7</sup> USDC; 0: there is none. */
    public static long regulatoryE7(final long cents, final int leverageCap) {
        return leverageCap == 0 ? 0 : Math.ceilDiv(cents * E7_PER_CENT, (long) leverageCap);
    }

    /** {@code ⌈(before × (steps − step) + present × step) / steps⌉}, without products that are too large. */
    public static long mixedE7(final long before, final long present, final int step, final int steps) {
        return present >= before
            ? before + FixedPoint.mulDivCeil(present - before, step, steps)
            : present + FixedPoint.mulDivCeil(before - present, steps - step, steps);
    }

    /** λ × (GROSS − SCAN), rounded up. */
    public static long keptE7(final long scanE7, final long grossE7, final int keptE4) {
        return FixedPoint.mulDivCeil(Math.max(0, grossE7 - scanE7), keptE4, E4);
    }

    /** The larger of ρ × MMR with the add-on, each rounded up to the cent, and what the law asks for; in micros. */
    public static long initialMicros(
        final long maintenanceE7, final int initialE4, final long addOnE7, final long regulatoryE7) {
        final long multiple = FixedPoint.mulDivCeil(maintenanceE7, initialE4, E4 * E7_PER_CENT) * MICROS_PER_CENT;
        return Math.max(Math.addExact(multiple, micros(addOnE7)), micros(regulatoryE7));
    }

    /** 10<sup>-7</sup> USDC, rounded up to the cent, in micros. */
    public static long micros(final long e7) {
        return Math.multiplyExact(Math.ceilDiv(e7, E7_PER_CENT), MICROS_PER_CENT);
    }

    /** SCAN: loss of the worst scenario, at least the largest floor, and what nothing hedges. */
    public long scanE7() {
        return scanE7;
    }

    /** GROSS: what all positions would require alone, at their shocks. */
    public long grossE7() {
        return grossE7;
    }

    /** λ × (GROSS − SCAN): what is kept of the offset between positions. */
    public long offsetE7() {
        return offsetE7;
    }

    /** CONC: what large positions require beyond their shocks. */
    public long concentrationE7() {
        return concentrationE7;
    }

    /** LIQ: what closing costs. */
    public long liquidityE7() {
        return liquidityE7;
    }

    /** PROV: provision for funding. */
    public long provisionE7() {
        return provisionE7;
    }

    /** What initial margin asks for beyond its multiple of maintenance. */
    public long addOnE7() {
        return addOnE7;
    }

    /** What the leverage caps of the law ask for as initial margin, without any offset. */
    public long regulatoryE7() {
        return regulatoryE7;
    }

    /** The scenario in which the account loses most; of equals the first. */
    public int worstScenario() {
        return worstScenario;
    }

    /** The loss in a scenario, orders included; negative: a profit. */
    public long lossE7(final int scenario) {
        return lossesE7[scenario];
    }

    /** Maintenance margin before it is rounded, in 10<sup>-7</sup> USDC. */
    public long maintenanceE7() {
        return maintenanceE7;
    }

    /** Maintenance margin in micros, a whole number of cents. */
    public long maintenanceMicros() {
        return maintenanceMicros;
    }

    /** Initial margin in micros, a whole number of cents. */
    public long initialMicros() {
        return initialMicros;
    }

    /** What the same positions would require without any offset, in micros: maintenance is never above it. */
    public long crossSumMicros() {
        return micros(grossE7 + concentrationE7 + liquidityE7 + provisionE7);
    }
}
