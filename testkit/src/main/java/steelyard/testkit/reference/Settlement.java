package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.Side;

/**
 * Section 7: what one side of a fill does to its account. A value: working it out changes nothing.
 *
 * @param start           the position before
 * @param end             the position after
 * @param feeMicros       what goes from cash to FEES
 * @param closedPnlMicros what the closed part made
 * @param settledMicros   what goes out of the market's quote because the position closed
 * @param cashMicros      what the account's cash changes by
 */
record Settlement(
    Position start, Position end, long feeMicros, long closedPnlMicros, long settledMicros, long cashMicros) {

    static Settlement of(
        final Choices choices,
        final Position start,
        final Side side,
        final long priceTicks,
        final long lots,
        final long feeRateNanos) {
        final BigInteger notional = product(priceTicks, lots);
        final long x = side == Side.BUY ? lots : -lots;
        final long q = start.lots();
        final boolean opens = q == 0 || Long.signum(q) == Long.signum(x);

        long entry = start.entryMicros();
        long closedPnl = 0;
        if (opens) {
            entry = Math.addExact(entry, notional.longValueExact());
        } else {
            final long closed = Math.min(lots, Math.abs(q));
            final BigInteger share = product(entry, closed).divide(BigInteger.valueOf(Math.abs(q)));
            final BigInteger received = product(priceTicks, closed);
            closedPnl = (q > 0 ? received.subtract(share) : share.subtract(received)).longValueExact();
            entry = Math.subtractExact(entry, share.longValueExact());
            if (lots > Math.abs(q)) {
                entry = product(priceTicks, lots - Math.abs(q)).longValueExact();
            }
        }

        final long newQ = Math.addExact(q, x);
        final long quote = Math.subtractExact(start.quoteMicros(), product(priceTicks, x).longValueExact());
        final boolean isFlat = newQ == 0;
        final Position end =
            start.with(newQ, isFlat ? 0 : quote, isFlat ? 0 : entry);
        final long fee = choices.feeMicros(notional.abs(), feeRateNanos);
        final long settled = isFlat ? quote : 0;
        return new Settlement(start, end, fee, closedPnl, settled, Math.subtractExact(settled, fee));
    }

    /**
     * The same of an isolated position, section 3 of the risk rules: first what closes, then what opens; {@code margin}
     * is that of the account in the market.
     */
    static Settlement ofIsolated(
        final Choices choices,
        final Market market,
        final StandardMargin margin,
        final Position start,
        final Side side,
        final long priceTicks,
        final long lots,
        final long feeRateNanos) {
        final long fee = choices.feeMicros(product(priceTicks, lots).abs(), feeRateNanos);
        final boolean isOpposed = side == Side.BUY ? start.lots() < 0 : start.lots() > 0;
        final long closing = isOpposed ? Math.min(lots, Math.abs(start.lots())) : 0;
        final long opening = lots - closing;
        Position position = start;
        BigInteger isolated = BigInteger.valueOf(start.isolatedMicros()).subtract(BigInteger.valueOf(fee));
        BigInteger cash = BigInteger.ZERO;
        long pnl = 0;
        long settled = 0;
        if (closing > 0) {
            final Settlement closed = of(choices, start, side, priceTicks, closing, 0);
            position = closed.end();
            pnl = closed.closedPnlMicros();
            settled = closed.settledMicros();
            final BigInteger all = isolated.add(BigInteger.valueOf(settled));
            final BigInteger freed = position.lots() == 0
                ? all
                : freed(market, start, position.withIsolated(isolated.longValueExact()));
            cash = cash.add(freed);
            isolated = all.subtract(freed);
        }
        if (opening > 0) {
            position = of(choices, position, side, priceTicks, opening, 0).end();
            final BigInteger needed =
                margin.initial(product(priceTicks, opening).abs(), start.chosenLeverage());
            cash = cash.subtract(needed);
            isolated = isolated.add(needed);
        }
        return new Settlement(
            start, position.withIsolated(isolated.longValueExact()), fee, pnl, settled, cash.longValueExact());
    }

    /** What goes back to cash when only a part was closed: what is above the same share of equity as before. */
    private static BigInteger freed(final Market market, final Position start, final Position end) {
        final BigInteger equity = Portfolio.isolatedEquity(market, start);
        if (equity.signum() <= 0) {
            return BigInteger.ZERO;
        }
        final BigInteger keep = Choices.ceiling(
            equity.multiply(BigInteger.valueOf(Math.abs(end.lots()))), BigInteger.valueOf(Math.abs(start.lots())));
        return Portfolio.isolatedEquity(market, end).subtract(keep).max(BigInteger.ZERO);
    }

    /** Whether the position comes closer to zero. */
    boolean reduces() {
        return Math.abs(end.lots()) < Math.abs(start.lots());
    }

    /** Whether the position stays on its side and becomes smaller, or closes. */
    boolean onlyCloses() {
        return reduces() && (end.lots() == 0 || Long.signum(end.lots()) == Long.signum(start.lots()));
    }

    private static BigInteger product(final long a, final long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
