package steelyard.calibration.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded daily prices that move together: a common part and one of each market's own. */
public final class Walks {
    private static final long DAY = 86_400;
    /** A Monday. */
    private static final long START = 1_420_416_000;

    private Walks() {
    }

    /** Business days of these markets; each moves about one percent a day, two thirds of it together. */
    public static List<PriceSeries> of(final long seed, final int days, final String... coins) {
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] prices = new double[coins.length];
        Arrays.fill(prices, 100);
        final List<SeriesBuilder> builders = new ArrayList<>();
        for (final String coin : coins) {
            builders.add(new SeriesBuilder(coin));
        }
        for (int day = 0; day < days; day++) {
            final long time = START + (day / 5 * 7 + day % 5 + 1) * DAY;
            final double common = gaussian(random);
            for (int i = 0; i < coins.length; i++) {
                prices[i] *= 1 + 0.01 * (0.8 * common + 0.6 * gaussian(random));
                builders.get(i).add(time, prices[i], prices[i], prices[i]);
            }
        }
        return builders.stream().map(SeriesBuilder::build).toList();
    }

    private static double gaussian(final SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** The panel of all of them. */
    public static Panel panel(final List<PriceSeries> series) {
        return Alignment.daily().align(series, Alignment.businessDays(series, START));
    }
}
