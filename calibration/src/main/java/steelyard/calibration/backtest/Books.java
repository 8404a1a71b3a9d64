package steelyard.calibration.backtest;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import steelyard.calibration.history.Panel;

/** The books of the proof. Random ones come from fixed seeds. */
final class Books {
    static final String OUTRIGHT = "outright";
    static final String PAIR = "hedged-pairs";
    static final String STRATEGY = "strategies";
    /** The same thing in two markets, the legs at two venues. */
    static final String BASIS = "basis";
    static final String RANDOM = "random";
    static final String BALANCED = "balanced";

    private static final int RANDOM_COUNT = 300;
    private static final int BALANCED_COUNT = 200;
    private static final long RANDOM_SEED = 11;
    private static final long BALANCED_SEED = 12;
    private static final int LEGS_MAX = 8;

    private Books() {
    }

    /** Every kind of book over these markets; named ones as far as their markets are there. */
    static List<Book> over(final List<String> coins) {
        final List<Book> books = new ArrayList<>(named());
        coins.forEach(coin -> {
            books.add(Book.of(coin + " long", OUTRIGHT, List.of(coin), 1));
            books.add(Book.of(coin + " short", OUTRIGHT, List.of(coin), -1));
        });
        books.addAll(random(coins));
        books.addAll(balanced(coins));
        return books.stream().filter(book -> coins.containsAll(book.coins())).toList();
    }

    /**
     * The books over the markets that had prices at each of these moments: histories do not all overlap, and a book
     * counts only where all its markets have prices.
     */
    static List<Book> over(final Panel panel, final List<LocalDate> eras) {
        final List<Book> books = new ArrayList<>();
        for (final LocalDate era : eras) {
            final int row = panel.rowAt(era.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
            final List<String> alive = panel.coins().stream()
                .filter(coin -> panel.isAlive(row, panel.indexOf(coin))).toList();
            over(alive).stream()
                .filter(book -> books.stream().noneMatch(known -> known.name().equals(book.name())))
                .forEach(books::add);
        }
        return books;
    }

    /** Basis trades, as far as their markets are there. */
    static List<Book> basis(final List<String> coins) {
        return List.of(
                Book.of("basis WTI future against spot", BASIS, List.of("WTI", "WTISPOT"), 1, -1),
                Book.of("basis WTI spot against future", BASIS, List.of("WTI", "WTISPOT"), -1, 1),
                Book.of("basis BTC spot against perpetual", BASIS, List.of("BTC", "BTCSPOT"), -1, 1),
                Book.of("basis BTC perpetual against spot", BASIS, List.of("BTC", "BTCSPOT"), 1, -1))
            .stream().filter(book -> coins.containsAll(book.coins())).toList();
    }

    private static List<Book> named() {
        return List.of(
            Book.of("SPX against NDX", PAIR, List.of("SPX", "NDX"), 1, -1),
            Book.of("gold against silver", PAIR, List.of("GOLD", "SILVER"), 1, -1),
            Book.of("BTC against ETH", PAIR, List.of("BTC", "ETH"), 1, -1),
            Book.of("BTC and short gold", STRATEGY, List.of("BTC", "GOLD"), 1, -1),
            Book.of("dollar against risk", STRATEGY, List.of("EURUSD", "GBPUSD", "SPX", "BTC"), -1, -1, -1, -1),
            Book.of("NDX against its stocks", STRATEGY, List.of("NDX", "AAPL", "NVDA", "TSLA"), 3, -1, -1, -1),
            Book.of("BTC and ETH against XRP and BNB", STRATEGY, List.of("BTC", "ETH", "XRP", "BNB"), 1, 1, -1, -1),
            Book.of("eight legs long", STRATEGY, eight(), 1, 1, 1, 1, 1, 1, 1, 1),
            Book.of("eight legs mixed", STRATEGY, eight(), 1, -1, 1, -1, 1, -1, 1, -1));
    }

    /** Each second one is related to the one before it. */
    private static List<String> eight() {
        return List.of("BTC", "ETH", "GOLD", "SILVER", "SPX", "NDX", "EURUSD", "GBPUSD");
    }

    private static List<Book> random(final List<String> coins) {
        final SplittableRandom random = new SplittableRandom(RANDOM_SEED);
        final List<Book> books = new ArrayList<>();
        while (books.size() < RANDOM_COUNT && coins.size() > 1) {
            final int legs = random.nextInt(2, Math.min(LEGS_MAX, coins.size()) + 1);
            final List<String> all = new ArrayList<>(coins);
            final List<String> taken = new ArrayList<>();
            final double[] weights = new double[legs];
            for (int leg = 0; leg < legs; leg++) {
                taken.add(all.remove(random.nextInt(all.size())));
                weights[leg] = size(random) * (random.nextBoolean() ? 1 : -1);
            }
            books.add(Book.of("random " + books.size() + of(coins), RANDOM, taken, weights));
        }
        return books;
    }

    /** All markets, a random half of them long, both halves of equal weight. */
    private static List<Book> balanced(final List<String> coins) {
        final SplittableRandom random = new SplittableRandom(BALANCED_SEED);
        final List<Book> books = new ArrayList<>();
        while (books.size() < BALANCED_COUNT && coins.size() > 1) {
            final List<String> shuffled = new ArrayList<>();
            final List<String> all = new ArrayList<>(coins);
            while (!all.isEmpty()) {
                shuffled.add(all.remove(random.nextInt(all.size())));
            }
            books.add(Book.of("balanced " + books.size() + of(coins), BALANCED, shuffled,
                halves(random, shuffled.size())));
        }
        return books;
    }

    private static double[] halves(final SplittableRandom random, final int count) {
        final double[] weights = new double[count];
        final int longs = count / 2;
        double longSum = 0;
        double shortSum = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = size(random);
            longSum += i < longs ? weights[i] : 0;
            shortSum += i < longs ? 0 : weights[i];
        }
        for (int i = 0; i < count; i++) {
            weights[i] *= i < longs ? 1 / longSum : -1 / shortSum;
        }
        return weights;
    }

    /** Which markets random books were drawn from. */
    private static String of(final List<String> coins) {
        return " of " + coins.size() + " from " + coins.getFirst() + " to " + coins.getLast();
    }

    private static double size(final SplittableRandom random) {
        return 0.2 - StrictMath.log(1 - random.nextDouble());
    }
}
