package steelyard.calibration.profile;

import java.util.stream.IntStream;
import steelyard.model.AssetClass;
import steelyard.risk.market.TierTable;
import steelyard.risk.portfolio.ShockTable;

/**
 * The terms of one market in portfolio margin. Rates in 10<sup>-5</sup>, notionals in whole USDC.
 *
 * @param coin           the market
 * @param assetClass     its kind
 * @param shockE5        smallest shock of the profile {@code conservative}
 * @param tiers          from which notional on the shock is larger, and how much
 * @param floorPercent   share of the shock that nothing hedges away
 * @param closeCostE5    fee and half spread of closing
 * @param depthUsdc      what the book takes within two percent
 * @param closedPercent  what the shock is multiplied by when the market closes
 * @param venueLeverage  leverage of the profile {@code venue}: maintenance is half the initial margin at it
 */
public record MarketProfile(
    String coin,
    AssetClass assetClass,
    int shockE5,
    Tiers tiers,
    int floorPercent,
    int closeCostE5,
    long depthUsdc,
    int closedPercent,
    int venueLeverage) {

    /** Price of what is beyond the depth, in 10<sup>-5</sup>. */
    public static final int DEPTH_CHARGE_E5 = 500;
    /** Hours of funding that are provided for. */
    public static final int PROVISION_HOURS = 8;
    /** Initial over maintenance margin of the profile {@code conservative}, in 10<sup>-4</sup>. */
    public static final int INITIAL_E4 = 17_500;
    /** Share of the offset between positions that is kept, in 10<sup>-4</sup>. */
    public static final int KEPT_E4 = 2_000;

    /**
     * Where larger shocks begin.
     *
     * @param fromUsdc lower bounds, the first 0
     * @param percent  each tier's shock in percent of the first
     */
    public record Tiers(long[] fromUsdc, int[] percent) {
        /** A second and a third tier. */
        public static Tiers of(final long second, final int secondPercent, final long third, final int thirdPercent) {
            return new Tiers(new long[] {0, second, third}, new int[] {100, secondPercent, thirdPercent});
        }

        /** A second tier. */
        public static Tiers of(final long second, final int secondPercent) {
            return new Tiers(new long[] {0, second}, new int[] {100, secondPercent});
        }
    }

    /**
     * The market's terms with all charges.
     *
     * @param shock         the shock of the first tier, in 10<sup>-5</sup>
     * @param closedPercent what it is multiplied by now
     */
    public ShockTable allTerms(final int shock, final int closedPercent) {
        final int[] rates = IntStream.of(tiers.percent()).map(percent -> rate(shock, percent)).toArray();
        return new ShockTable(
            TierTable.ofRates(tiers.fromUsdc(), rates, closedPercent), rate(shock, 100),
            floorPercent, closeCostE5, depthUsdc, DEPTH_CHARGE_E5, PROVISION_HOURS);
    }

    /** The market's terms with nothing but the shock. */
    public ShockTable scanOnly(final int shock, final int closedPercent) {
        return new ShockTable(
            TierTable.ofRates(new long[] {0}, new int[] {shock}, closedPercent), rate(shock, 100), floorPercent,
            0, 0, 0, 0);
    }

    private static int rate(final int shock, final int percent) {
        return (int) Math.min(80_000L, (long) shock * percent / 100);
    }
}
