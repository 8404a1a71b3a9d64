package steelyard.crash;

import java.util.List;

/**
 * What happens to prices.
 *
 * @param name        the day, as the command names it
 * @param markets     the markets, ids from 0
 * @param feeds       who quotes them
 * @param fromSeconds when it begins, in seconds since 1970
 * @param toSeconds   when it ends
 * @param whaleMarket the market of which one account holds a whole side
 * @param notes       what the prices are, sentences
 */
record CrashDay(
    String name, List<CrashMarket> markets, List<Feed> feeds, long fromSeconds, long toSeconds, int whaleMarket,
    List<String> notes) {

    /**
     * A source's prices of one market.
     *
     * @param sourceId the source
     * @param market   the market
     * @param track    its prices
     */
    record Feed(int sourceId, int market, Track track) {
    }
}
