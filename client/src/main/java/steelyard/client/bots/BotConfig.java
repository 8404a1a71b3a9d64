package steelyard.client.bots;

import java.net.URI;
import java.util.List;
import steelyard.signing.Network;

/**
 * What a fleet of bots does. Amounts are in micro-USDC, distances in parts per million of the price.
 *
 * @param server              base address of the public API
 * @param network             network the bots sign for
 * @param seed                of all their keys and choices
 * @param coins               markets they trade; empty for all
 * @param makers              number of market makers
 * @param takers              number of takers
 * @param levels              orders a maker keeps on each side of each market, at most 50
 * @param levelNotionalMicros size of such an order, varied by half up and down
 * @param inventoryMaxMicros  position at which a bot stops adding to it
 * @param halfSpreadPpm       distance of the best quotes from the center
 * @param levelStepPpm        distance from level to level
 * @param skewPpm             how far the center moves against a full inventory
 * @param requoteMillis       time between two quotes of a maker in a market
 * @param takeMillis          mean time between two orders of a taker
 */
public record BotConfig(
    URI server,
    Network network,
    long seed,
    List<String> coins,
    int makers,
    int takers,
    int levels,
    long levelNotionalMicros,
    long inventoryMaxMicros,
    int halfSpreadPpm,
    int levelStepPpm,
    int skewPpm,
    int requoteMillis,
    int takeMillis) {

    /** Smallest order that exchanges take, with a margin. */
    static final long NOTIONAL_MIN_MICROS = 12_000_000;

    private static final int LEVELS_MAX = 50;
    private static final int QUOTE_MILLIS = 5_000;
    private static final int TAKE_MILLIS = 10_000;

    /** Checks the values. */
    public BotConfig {
        coins = List.copyOf(coins);
        if (makers < 0 || takers < 0 || makers + takers == 0) {
            throw new IllegalArgumentException("no bots");
        }
        if (levels < 1 || levels > LEVELS_MAX) {
            throw new IllegalArgumentException("levels must be 1 to " + LEVELS_MAX);
        }
        if (levelNotionalMicros < 2 * NOTIONAL_MIN_MICROS || inventoryMaxMicros < levelNotionalMicros) {
            throw new IllegalArgumentException("order or inventory too small");
        }
        if (halfSpreadPpm < 1 || levelStepPpm < 1 || skewPpm < 0) {
            throw new IllegalArgumentException("distances must be positive");
        }
        if (requoteMillis < 1 || takeMillis < 1) {
            throw new IllegalArgumentException("times must be positive");
        }
    }

    /**
     * For many markets: two makers that quote two levels every five seconds, in 200 markets within the usual limit of
     * open orders, and takers that meet each market every ten: two order changes a second in each market.
     */
    public static BotConfig of(final URI server, final List<String> coins) {
        final BotConfig usual = of(server);
        return new BotConfig(server, usual.network(), usual.seed(), coins, 2, usual.takers(), 2,
            usual.levelNotionalMicros(), usual.inventoryMaxMicros(), usual.halfSpreadPpm(), usual.levelStepPpm(),
            usual.skewPpm(), QUOTE_MILLIS, Math.max(1, TAKE_MILLIS * usual.takers() / coins.size()));
    }

    /** Four makers and three takers in all markets: 160 order changes a second in each market, six takes in all. */
    public static BotConfig of(final URI server) {
        return new BotConfig(
            server, Network.MAINNET, 1, List.of(), 4, 3, 10, 5_000_000_000L, 200_000_000_000L, 200, 100, 300, 500, 500);
    }
}
