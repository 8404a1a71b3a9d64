package steelyard.crash;

import java.util.BitSet;

/**
 * What deleveraging did to accounts in portfolio mode: whether it closed positions that hedge while others, that do
 * not, were left on their side.
 */
final class PortfolioTally {
    private final Books books;
    private final Hedges hedges;
    private final int accounts;
    private final int passer;
    private final BitSet portfolios = new BitSet();
    private final BitSet hedgedThroughout = new BitSet();
    private final long[] lossMicros;
    private long passedOver;
    private long hedgesClosed;
    private long hedgesClosedWrongly;

    /**
     * Nobody is in portfolio mode yet.
     *
     * @param passer the account that passes bankrupt positions on
     */
    PortfolioTally(final int accounts, final Books books, final Hedges hedges, final int passer) {
        this.accounts = accounts;
        this.books = books;
        this.hedges = hedges;
        this.passer = passer;
        this.lossMicros = new long[accounts];
    }

    void entered(final int account, final boolean isPortfolio) {
        portfolios.set(account, isPortfolio);
    }

    /** All have opened their positions: who hedges all that it has may be hedged throughout. */
    void opened() {
        hedgedThroughout.or(portfolios);
        look();
    }

    /** Whose positions do not all hedge any more was not hedged throughout. */
    void look() {
        for (int at = hedgedThroughout.nextSetBit(0); at >= 0; at = hedgedThroughout.nextSetBit(at + 1)) {
            hedgedThroughout.set(at, hedges.isHedged(at));
        }
    }

    /** The passer has got signed lots of a market: counts the hedges on the other side. */
    void leftToOthers(final int market, final long lots) {
        portfolios.stream()
            .filter(account -> Long.signum(books.lots(account, market)) == -Long.signum(lots))
            .forEach(account -> passedOver += hedges.isHedge(account, market) ? 1 : 0);
    }

    /**
     * Lots of an account are about to be closed for others.
     *
     * @param lots as the passer gets them
     */
    void closing(final int account, final int market, final long lots, final long priceTicks, final long markTicks) {
        lossMicros[account] += Math.multiplyExact(lots, markTicks - priceTicks);
        if (portfolios.get(account) && hedges.isHedge(account, market)) {
            hedgesClosed++;
            hedgesClosedWrongly += isAnotherLeft(market, Long.signum(lots)) ? 1 : 0;
        }
    }

    /** Whether somebody else is on that side whom the position does not hedge. */
    private boolean isAnotherLeft(final int market, final long side) {
        for (int account = 0; account < accounts; account++) {
            if (account != passer && Long.signum(books.lots(account, market)) == side
                && !(portfolios.get(account) && hedges.isHedge(account, market))) {
                return true;
            }
        }
        return false;
    }

    /** Whether all positions of an account in portfolio mode hedged each other at each minute. */
    boolean wasHedgedThroughout(final int account) {
        return hedgedThroughout.get(account);
    }

    /** What an account lost against the mark because its positions were closed for others, in micros. */
    long lossMicros(final int account) {
        return lossMicros[account];
    }

    /** How often a hedge was on the side that had to close something when a position was left to it. */
    long passedOver() {
        return passedOver;
    }

    /** How often a hedge was closed for others. */
    long hedgesClosed() {
        return hedgesClosed;
    }

    /** How often while somebody was left whom the position did not hedge. */
    long hedgesClosedWrongly() {
        return hedgesClosedWrongly;
    }
}
