package steelyard.node;

import java.util.List;
import steelyard.model.AccountKind;
import steelyard.protocol.Address;

/**
 * An account at one event, with the venue's margin arithmetic at the marks of that event. Rounding: requirements up,
 * everything else as stated in {@code docs/rules.md}.
 *
 * @param cashMicros               balance in USDC, positions' quotes not included
 * @param accountValueMicros       equity: cash and, over the positions, quote + quantity × mark
 * @param totalNotionalMicros      Σ |quantity| × mark
 * @param marginUsedMicros         Σ initial margin of the positions at the account's leverage
 * @param maintenanceMicros        Σ maintenance margin of the positions
 * @param orderMarginMicros        initial margin that resting orders add, with their open loss
 * @param withdrawableMicros       what could leave: the value above the positions' initial margin and above a tenth of
 *                                 the notional, never negative; resting orders do not count
 * @param positions                open positions, by market id; in portfolio mode margins of cross positions are their parts
 *                                 of what all require, by what each would require alone
 * @param isPortfolio              whether the cross positions are margined as a portfolio
 */
public record AccountView(
    int accountId,
    Address address,
    AccountKind kind,
    long cashMicros,
    long accountValueMicros,
    long totalNotionalMicros,
    long marginUsedMicros,
    long maintenanceMicros,
    long orderMarginMicros,
    long withdrawableMicros,
    List<PositionView> positions,
    boolean isPortfolio) {

    /** An account in standard mode. */
    public AccountView(
        final int accountId, final Address address, final AccountKind kind, final long cashMicros,
        final long accountValueMicros, final long totalNotionalMicros, final long marginUsedMicros,
        final long maintenanceMicros, final long orderMarginMicros, final long withdrawableMicros,
        final List<PositionView> positions) {
        this(accountId, address, kind, cashMicros, accountValueMicros, totalNotionalMicros, marginUsedMicros,
            maintenanceMicros, orderMarginMicros, withdrawableMicros, positions, false);
    }

    /**
     * One open position.
     *
     * @param quantityLots          signed size
     * @param entryMicros           cost of what is open: entry price is it over the quantity
     * @param quoteMicros           signed sum of − side × price × size
     * @param markPriceTicks        the mark it is valued at
     * @param leverage              the account's leverage in this market
     * @param marginUsedMicros      initial margin of the position; of an isolated one its equity
     * @param maintenanceMicros     maintenance margin of the position
     * @param liquidationPriceE8    mark at which the account's value meets its maintenance margin, other marks unchanged,
     *                              in 10<sup>-8</sup> USDC; −1 if there is none above zero
     * @param isIsolated            whether it is a margin set of its own
     * @param isolatedMicros        margin of an isolated position
     * @param funding               what was paid as funding
     */
    public record PositionView(
        int marketId,
        long quantityLots,
        long entryMicros,
        long quoteMicros,
        long markPriceTicks,
        int leverage,
        long marginUsedMicros,
        long maintenanceMicros,
        long liquidationPriceE8,
        boolean isIsolated,
        long isolatedMicros,
        FundingPaid funding) {
        /** A cross position that has paid no funding. */
        public PositionView(
            final int marketId, final long quantityLots, final long entryMicros, final long quoteMicros,
            final long markPriceTicks, final int leverage, final long marginUsedMicros,
            final long maintenanceMicros, final long liquidationPriceE8) {
            this(marketId, quantityLots, entryMicros, quoteMicros, markPriceTicks, leverage, marginUsedMicros,
                maintenanceMicros, liquidationPriceE8, false, 0, FundingPaid.NOTHING);
        }

        /** The same position with other margins and another liquidation price. */
        public PositionView withMargins(final long usedMicros, final long requiredMicros, final long priceE8) {
            return new PositionView(
                marketId, quantityLots, entryMicros, quoteMicros, markPriceTicks, leverage, usedMicros,
                requiredMicros, priceE8, isIsolated, isolatedMicros, funding);
        }

        /** Equity of an isolated position: its margin, quote and worth; of a cross position quote and worth. */
        public long equityMicros() {
            return isolatedMicros + quoteMicros + quantityLots * markPriceTicks;
        }
    }

    /**
     * Funding that an account has paid in a market, in micros, less what it received.
     *
     * @param allTimeMicros     in all
     * @param sinceOpenMicros   since the position was opened
     * @param sinceChangeMicros since its size changed last
     */
    public record FundingPaid(long allTimeMicros, long sinceOpenMicros, long sinceChangeMicros) {
        /** Nothing. */
        public static final FundingPaid NOTHING = new FundingPaid(0, 0, 0);
    }

    /** Equity of the cross set: the account's value without that of isolated positions. */
    public long crossValueMicros() {
        long value = accountValueMicros;
        for (final PositionView position : positions) {
            value -= position.isIsolated() ? position.equityMicros() : 0;
        }
        return value;
    }

    /** Maintenance margin of the cross set. */
    public long crossMaintenanceMicros() {
        long maintenance = maintenanceMicros;
        for (final PositionView position : positions) {
            maintenance -= position.isIsolated() ? position.maintenanceMicros() : 0;
        }
        return maintenance;
    }
}
