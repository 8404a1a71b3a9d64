package steelyard.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A crash that needs no recording: four markets fall together by a third to a half within minutes, with pauses and a
 * rebound, as three sources see it; one of the sources prints far too low for a while, another one stands still.
 */
final class SyntheticDay {
    static final String NAME = "synthetic";

    private static final long FROM = 1_760_130_000L;
    private static final long STEP = 3;
    private static final int SOURCES = 3;
    private static final double[] STARTS = {117_000, 4_200, 190, 4.1};
    private static final String[] COINS = {"BTC", "ETH", "SOL", "DOT"};
    private static final double[] BETAS = {0.30, 0.38, 0.45, 0.50};
    private static final double BAD_PRINT = 0.30;

    private SyntheticDay() {
    }

    /** So many minutes: calm for a fifth, falling for two, back for two. */
    static CrashDay of(final int minutes, final long seed) {
        final List<CrashMarket> markets = new ArrayList<>();
        final List<CrashDay.Feed> feeds = new ArrayList<>();
        final SplittableRandom random = new SplittableRandom(seed);
        final long to = FROM + minutes * 60L;
        for (int market = 0; market < COINS.length; market++) {
            markets.add(CrashMarket.of(market, COINS[market], STARTS[market], 2));
            final Track[] tracks = {new Track(), new Track(), new Track()};
            double noise = 0;
            double stale = 0;
            for (long second = FROM; second <= to; second += STEP) {
                final double part = (double) (second - FROM) / (to - FROM);
                noise = 0.97 * noise + 0.0008 * random.nextGaussian();
                final double price = STARTS[market] * (1 - BETAS[market] * depth(part)) * (1 + noise);
                stale = part > 0.42 && part < 0.50 ? stale : price;
                tracks[0].add(second, price, false);
                tracks[1].add(second, stale * 1.0001, false);
                tracks[2].add(second, part > 0.44 && part < 0.46 ? price * BAD_PRINT : price * 0.9998, false);
            }
            for (int source = 0; source < SOURCES; source++) {
                feeds.add(new CrashDay.Feed(source + 1, market, tracks[source]));
            }
        }
        return new CrashDay(NAME, markets, feeds, FROM, to, COINS.length - 1, List.of(
            "Prices are made up: a fall by " + Math.round(100 * BETAS[0]) + " to " + Math.round(100 * BETAS[COINS.length - 1])
                + " % within " + minutes * 2 / 5 + " minutes, half of it recovered.",
            "Of three sources one stands still during the fall, another prints 70 % below the others."));
    }

    /** How much of the fall has happened. */
    private static double depth(final double part) {
        if (part < 0.2) {
            return 0;
        }
        if (part < 0.4) {
            return 0.35 * (part - 0.2) / 0.2;
        }
        if (part < 0.6) {
            return part < 0.45 ? 0.35 : 0.35 + 0.65 * (part - 0.45) / 0.15;
        }
        return 1 - 0.5 * Math.min(1, (part - 0.6) / 0.3);
    }
}
