package steelyard.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.calibration.history.PriceSeries;
import steelyard.calibration.history.SampleHistories;

/** The days whose prices lie beside the project, in {@code ../shared/data}. */
final class RecordedDays {
    static final String OCTOBER_2025 = "2025-10-10";
    static final String MARCH_2020 = "2020-03-12";
    static final String APRIL_2020 = "2020-04-20";
    static final List<String> NAMES = List.of(OCTOBER_2025, MARCH_2020, APRIL_2020);

    private static final int FIVE_MINUTES = 300;
    private static final int MINUTE = 60;
    private static final long HOUR = 3_600;

    private final Path folder;
    private final Map<String, CrashMarket> markets = new LinkedHashMap<>();
    private final List<CrashDay.Feed> feeds = new ArrayList<>();
    private List<PriceSeries> histories;

    RecordedDays(final Path folder) {
        this.folder = folder;
    }

    boolean arePresent() {
        return Files.isDirectory(folder.resolve("crash"));
    }

    CrashDay read(final String name) throws IOException {
        return switch (name) {
            case OCTOBER_2025 -> october2025();
            case MARCH_2020 -> march2020();
            case APRIL_2020 -> april2020();
            default -> throw new IllegalArgumentException("no day " + name);
        };
    }

    private CrashDay october2025() throws IOException {
        final long from = seconds(2025, 10, 10, 12);
        final Map<String, Track> five = BarRows.read(
            folder.resolve("crash/2025-10-08_to_12_binance_spot_and_perp_5m_ohlcv.csv.gz"),
            List.of("market", "symbol"), "open_time_utc", FIVE_MINUTES);
        final Map<String, Track> minutes = BarRows.read(
            folder.resolve("crash/2025-10-10_1m_bars_from_ticks_55_venue_symbols.csv.gz"),
            List.of("venue", "symbol"), "minute", MINUTE);
        for (final String coin : List.of("BTC", "ETH", "SOL", "XRP")) {
            market(coin, from, five.get("spot " + coin + "USDT"), five.get("perp " + coin + "USDT"),
                minutes.get("gemini " + coin + "USD"));
        }
        market("BNB", from, five.get("spot BNBUSDT"), five.get("perp BNBUSDT"));
        market("DOGE", from, five.get("spot DOGEUSDT"), five.get("perp DOGEUSDT"), minutes.get("coinbase DOGE-USD"));
        for (final String coin : List.of("AVAX", "ATOM", "DOT")) {
            market(coin, from, minutes.get("coinbase " + coin + "-USD"), minutes.get("gemini " + coin + "USD"),
                minutes.get("binance-delivery " + coin + "USD_PERP"));
        }
        hourly(from, "GOLD", "EURUSD");
        return day(OCTOBER_2025, from, seconds(2025, 10, 11, 0) - 120, "DOT", List.of(
            "Bars of one or five minutes; within a bar the price goes to its farther extreme last, in straight lines.",
            "BTC, ETH, SOL, XRP: spot and perpetual of one venue and Gemini, whose BTC stands still from 21:14 to 21:19.",
            "AVAX, ATOM, DOT: Coinbase, Gemini, and the COIN-M perpetuals, which printed 50 to 78 % below spot.",
            "GOLD, EURUSD: hourly closes, straight lines between them.",
            "The second half of the day, from noon UTC; the fall is at 21:00."));
    }

    private CrashDay march2020() throws IOException {
        final long from = seconds(2020, 3, 12, 0);
        final Map<String, Track> five = BarRows.read(
            folder.resolve("crash/2020-03-08_to_15_binance_spot_5m_BTC_ETH_LTCBTC_XRPBTC.csv.gz"),
            List.of("symbol"), "open_time_utc", FIVE_MINUTES);
        final Track bitcoin = five.get("BTCUSDT");
        final long end = seconds(2020, 3, 12, 21);
        for (final PriceSeries series : histories()) {
            if (series.coin().equals("BTC")) {
                append(bitcoin, series, end, seconds(2020, 3, 13, 13));
            }
        }
        market("BTC", from, bitcoin);
        market("ETH", from, five.get("ETHUSDT"));
        hourly(from, "BNB", "LTC", "BCH", "ADA", "XLM");
        return day(MARCH_2020, from, seconds(2020, 3, 13, 12), "XLM", List.of(
            "BTC and ETH: bars of five minutes, the price going to its farther extreme last, in straight lines.",
            "BTC after 21:00, where that recording ends, and all others: hourly closes, straight lines between them.",
            "One source for each market; 36 hours from midnight UTC."));
    }

    private CrashDay april2020() throws IOException {
        final long from = seconds(2020, 4, 20, 0);
        final long settlement = seconds(2020, 4, 20, 18) + HOUR / 2;
        final Track oil = new Track().add(from, 17.73, false)
            .add(seconds(2020, 4, 20, 2), 17.85, true)
            .add(seconds(2020, 4, 20, 15), 11.0, true)
            .add(seconds(2020, 4, 20, 18), 1.0, true)
            .add(settlement - 120, -40.32, true)
            .add(settlement, -37.63, true)
            .add(seconds(2020, 4, 20, 22), -14.0, true)
            .add(seconds(2020, 4, 21, 12), 13.86, true)
            .add(seconds(2020, 4, 21, 18), 10.01, true);
        market("WTI", from, oil);
        hourly(from, "BTC", "ETH", "SPX", "LTC", "ADA");
        return day(APRIL_2020, from, seconds(2020, 4, 21, 18), "WTI", List.of(
            "WTI: open, high, low and close of the future's days, straight lines between them; that most of the fall came in "
                + "the half hour before the settlement of 18:30 UTC is from reports, not recorded.",
            "All others: hourly closes, straight lines between them; 42 hours from midnight UTC.",
            "The whale is long all the oil there is.",
            "Margins of WTI count its price as at least 10 USD."));
    }

    private CrashDay day(
        final String name, final long from, final long to, final String whale, final List<String> notes) {
        final CrashMarket whales = markets.get(whale);
        return new CrashDay(
            name, new ArrayList<>(markets.values()), List.copyOf(feeds), from, to, whales.id(), notes);
    }

    private void market(final String coin, final long from, final Track... tracks) {
        final int id = markets.size();
        final double price = tracks[0].at(from);
        markets.put(coin, CrashMarket.of(id, coin, price, tracks.length > 2 ? 2 : 1));
        for (int source = 0; source < tracks.length; source++) {
            feeds.add(new CrashDay.Feed(source + 1, id, tracks[source]));
        }
    }

    private void hourly(final long from, final String... coins) throws IOException {
        for (final String coin : coins) {
            final Track track = new Track();
            histories().stream().filter(one -> one.coin().equals(coin))
                .forEach(one -> append(track, one, from - 100 * HOUR, from + 60 * HOUR));
            market(coin, from, track);
        }
    }

    private List<PriceSeries> histories() throws IOException {
        if (histories == null) {
            histories = new SampleHistories(folder).hourly();
        }
        return histories;
    }

    /** Adds closes, with straight lines where they are at most two hours apart. */
    private static void append(final Track track, final PriceSeries series, final long from, final long to) {
        long last = Long.MIN_VALUE / 2;
        for (int row = 0; row < series.size(); row++) {
            final long second = series.times()[row];
            if (second >= from && second <= to) {
                track.add(second, series.close()[row], second - last <= 2 * HOUR);
                last = second;
            }
        }
    }

    private static long seconds(final int year, final int month, final int day, final int hour) {
        return LocalDateTime.of(year, month, day, hour, 0).toEpochSecond(ZoneOffset.UTC);
    }
}
