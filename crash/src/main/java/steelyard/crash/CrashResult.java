package steelyard.crash;

import java.util.List;
import java.util.stream.IntStream;
import steelyard.crash.Trader.Role;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;

/**
 * What came of a day.
 *
 * @param commands  commands, after each of which money was counted
 * @param stateHash fingerprint of the exchange at the end
 * @param seconds   how long it took
 */
record CrashResult(
    CrashDay day, List<Trader> traders, List<MarketSpec> specs, Tally tally, List<Sample> samples, long commands,
    long stateHash, double seconds) {

    private static final long NANOS = 1_000_000_000L;

    /** What accounts owe that they cannot pay, the backstop and the house account of deleveraging included, in micros. */
    long badDebtMicros() {
        final Books books = tally.books();
        long debt = debt(HouseAccount.DELEVERAGING.id()) + debt(HouseAccount.BACKSTOP.id());
        for (final Trader trader : traders) {
            debt += debt(trader.accountId());
        }
        return Math.max(0, debt - Math.max(0, books.cashMicros(HouseAccount.INSURANCE.id())));
    }

    private long debt(final int account) {
        return Math.max(0, -tally.books().equityMicros(account, tally.markTicks()));
    }

    /** From the first liquidation until nothing was left to do, in seconds; 0 if there was none. */
    long recoverySeconds() {
        return tally.liquidations() == 0 ? 0
            : (tally.lastBusyNanos() - tally.firstLiquidationNanos()) / NANOS;
    }

    /** The longest time without a minute in which no set was in liquidation, in seconds. */
    long longestSeconds() {
        long longest = 0;
        long since = samples.getFirst().second();
        for (final Sample sample : samples) {
            since = sample.setsInLiquidation() == 0 ? sample.second() : since;
            longest = Math.max(longest, sample.second() - since);
        }
        return longest;
    }

    /** Accounts of a role that were liquidated. */
    long liquidated(final Role role) {
        return traders.stream().filter(trader -> trader.role() == role && tally.wasLiquidated(trader.accountId()))
            .count();
    }

    /** Accounts of a role that had to close something for others. */
    long deleveraged(final Role role) {
        return traders.stream().filter(trader -> trader.role() == role && tally.wasDeleveraged(trader.accountId()))
            .count();
    }

    /** What they had to close, in micros. */
    long deleveragedMicros(final Role role) {
        return traders.stream().filter(trader -> trader.role() == role)
            .mapToLong(trader -> tally.deleveragedMicros(trader.accountId())).sum();
    }

    long count(final Role role) {
        return traders.stream().filter(trader -> trader.role() == role).count();
    }

    /** Accounts in portfolio mode that were never below maintenance margin. */
    long neverBelow() {
        return healthyPortfolios().count();
    }

    /** Those of them whose positions all hedged each other at each minute. */
    long hedgedThroughout() {
        return hedgedPortfolios().count();
    }

    /** Those of these who had to close something for others. */
    long hedgedDeleveraged() {
        return hedgedPortfolios().filter(tally::wasDeleveraged).count();
    }

    /** What they lost by it against the mark, in micros. */
    long hedgedLossMicros() {
        return hedgedPortfolios().mapToLong(tally.portfolios()::lossMicros).sum();
    }

    private IntStream hedgedPortfolios() {
        return healthyPortfolios().filter(tally.portfolios()::wasHedgedThroughout);
    }

    private IntStream healthyPortfolios() {
        return traders.stream().filter(trader -> trader.role() == Role.PORTFOLIO).mapToInt(Trader::accountId)
            .filter(account -> !tally.wasLiquidated(account));
    }

    /** Least equity of the backstop at a minute, in micros. */
    long backstopLowMicros() {
        return samples.stream().mapToLong(Sample::backstopMicros).min().orElse(0);
    }

    long backstopPeakMicros() {
        return samples.stream().mapToLong(Sample::backstopNotional).max().orElse(0);
    }

    /** The fund at its lowest after it had any cash, in micros. */
    long fundLowMicros() {
        return samples.stream().dropWhile(sample -> sample.fundMicros() == 0).mapToLong(Sample::fundMicros).min()
            .orElse(0);
    }
}
