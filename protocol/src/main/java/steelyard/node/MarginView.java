package steelyard.node;

import java.util.List;

/**
 * How the margin of an account's cross set comes about, at the marks of one event: {@code
 * docs/risk-rules.md#4-portfolio-margin}. What the account has in portfolio mode, and would have in it otherwise. Sums
 * in 10<sup>-7</sup> USDC (E7) are exact, micros are rounded up to the cent.
 *
 * @param isPortfolio              whether the account is in portfolio mode
 * @param scenariosVersion         the matrix in force; 0: there is none, and all parts are 0
 * @param step                     of its phase-in
 * @param steps                    of its phase-in
 * @param equityMicros             of the cross set
 * @param openLossMicros           what resting orders would lose at their limits
 * @param maintenanceMicros        MMR, as phased in
 * @param standardInitialMicros    what the positions require by standard rules
 * @param standardWithOrdersMicros what positions and resting orders require by standard rules
 * @param standardMaintenanceMicros maintenance margin by standard rules
 * @param positions                of the positions alone
 * @param withOrders               of what resting orders can make of them
 * @param parts                    positions and markets with orders, by market id
 */
public record MarginView(
    boolean isPortfolio,
    int scenariosVersion,
    int step,
    int steps,
    long equityMicros,
    long openLossMicros,
    long maintenanceMicros,
    long standardInitialMicros,
    long standardWithOrdersMicros,
    long standardMaintenanceMicros,
    Requirement positions,
    Requirement withOrders,
    List<Part> parts) {

    /**
     * What is required, and of what it is made.
     *
     * @param scanE7          loss of the worst scenario
     * @param offsetE7        what is kept of the offset between positions
     * @param concentrationE7 for size
     * @param liquidityE7     for what closing costs
     * @param provisionE7     for funding
     * @param addOnE7         of initial margin alone
     * @param regulatoryE7    what leverage caps ask for as initial margin
     * @param worstScenario   from 0
     * @param maintenanceMicros all of it, by the matrix in force
     * @param initialMicros   the multiple of it, with the add-on, or what the law asks for
     */
    public record Requirement(
        long scanE7, long offsetE7, long concentrationE7, long liquidityE7, long provisionE7, long addOnE7,
        long regulatoryE7, int worstScenario, long maintenanceMicros, long initialMicros) {
    }

    /**
     * One market.
     *
     * @param exposureCents      of the position, with its sign
     * @param lowestCents        the lowest position that resting orders can make
     * @param highestCents       the highest
     * @param shockE5            of the market
     * @param isHedgeable        whether the market is in the matrix
     * @param worstReturnE5      its move in the worst scenario of the positions
     * @param worstLossE7        what the position loses there; negative: it gains
     * @param aloneMicros        what the position would require alone
     * @param liquidationPriceE8 mark at which equity meets MMR if no other mark moves, in 10<sup>-8</sup> USDC; −1: none
     */
    public record Part(
        int marketId, long quantityLots, long exposureCents, long lowestCents, long highestCents, int shockE5,
        boolean isHedgeable, int worstReturnE5, long worstLossE7, long aloneMicros, long liquidationPriceE8) {
    }

    /**
     * Something that an account does not have.
     *
     * @param positionLots   added to its position at the mark
     * @param buyLots        added to its resting buys
     * @param sellLots       added to its resting sells
     * @param limitTicks     limit of those orders
     */
    public record Change(int marketId, long positionLots, long buyLots, long sellLots, long limitTicks) {
    }
}
