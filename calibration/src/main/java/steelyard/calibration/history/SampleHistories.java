package steelyard.calibration.history;

import static steelyard.calibration.history.BarFile.Prices.bars;
import static steelyard.calibration.history.BarFile.Prices.close;
import static steelyard.calibration.history.BarFile.Prices.quotes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The recorded prices beside the project, {@code ../shared/data}, if they are there: which file holds which market, and
 * what its times mean. All series come without bad prints.
 *
 * <p>What the times of a file mean was measured where two sources of a market overlap. Daily closes of currencies carry
 * the date that begins with them since 2012 (against hourly quotes the median difference is half a basis point at 00:00
 * UTC of that date, and more than three an hour off); the rows before 2012 carry the date that ends with them and are
 * left out. Daily closes of gold are those of 13:30 in New York; of crypto currencies, those of the end of the day.
 */
public final class SampleHistories {
    private static final long DAILY_FROM = LocalDate.of(2012, 1, 1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();

    private static final List<String> DAILY_CRYPTO = List.of("BTC", "ETH", "SOL", "XRP", "BNB");
    private static final List<String> PAIRS =
        List.of("XAUUSD", "EURUSD", "GBPUSD", "AUDUSD", "NZDUSD", "USDJPY", "USDCAD", "USDCHF");
    private static final List<String> STOCKS = List.of("AAPL", "NVDA", "TSLA");

    private static final Map<String, String> PERPETUALS = Map.ofEntries(
        Map.entry("BTCUSDT", "BTC"), Map.entry("ETHUSDT", "ETH"), Map.entry("SOLUSDT", "SOL"),
        Map.entry("XRPUSDT", "XRP"), Map.entry("BNBUSDT", "BNB"), Map.entry("BCHUSDT", "BCH"),
        Map.entry("DOGEUSDT", "DOGE"), Map.entry("HYPEUSDT", "HYPE"), Map.entry("ZECUSDT", "ZEC"),
        Map.entry("XAUUSDT", "GOLD"), Map.entry("XAGUSDT", "SILVER"));

    private static final List<String> COINS = List.of(
        "BTC", "ETH", "BNB", "ADA", "BCH", "LTC", "DOGE", "XLM", "XMR", "DASH", "NANO", "BTT");

    private static final String PERPETUAL_HOURS = "perp/binance_perp_markprice_1h_2024-12-31_2026-02-19.csv.gz";

    private final Path folder;

    /** The histories in a folder. */
    public SampleHistories(final Path folder) {
        this.folder = folder;
    }

    /** Whether they are there. */
    public boolean arePresent() {
        return Files.isDirectory(folder.resolve("daily"));
    }

    /** Daily prices of sixteen markets. */
    public List<PriceSeries> daily() throws IOException {
        final List<PriceSeries> series = new ArrayList<>();
        for (final String coin : DAILY_CRYPTO) {
            final String column = coin.equals("BTC") ? "timestamp" : "Date";
            read(series, "daily/" + coin + "-USD.csv.gz", BarFile.of(coin, column, BarTime.endOfDay(), bars()));
        }
        read(series, "daily/GC=F.csv.gz", BarFile.of("GOLD", "Date", BarTime.newYork(13, 30), bars()));
        read(series, "daily/SI=F.csv.gz", BarFile.of("SILVER", "Date", BarTime.newYork(13, 25), bars()));
        read(series, "daily/CL=F.csv.gz", BarFile.of("WTI", "Date", BarTime.newYork(14, 30), bars()));
        read(series, "daily/EURUSD=X.csv.gz", BarFile.of("EURUSD", "Date", BarTime.startOfDay(), close("Close")));
        read(series, "daily/GBPUSD=X.csv.gz", BarFile.of("GBPUSD", "Date", BarTime.startOfDay(), close("Close")));
        read(series, "daily/JPY=X.csv.gz",
            BarFile.of("JPYUSD", "Date", BarTime.startOfDay(), close("Close")).inverse());
        read(series, "daily/SPY.csv.gz", BarFile.of("SPX", "Date", BarTime.newYork(16, 0), bars()));
        read(series, "daily/QQQ.csv.gz", BarFile.of("NDX", "Date", BarTime.newYork(16, 0), bars()));
        for (final String coin : STOCKS) {
            read(series, "daily/" + coin + ".csv.gz", BarFile.of(coin, "timestamp", BarTime.newYork(16, 0), bars()));
        }
        return series.stream().map(one -> one.from(DAILY_FROM)).map(BadPrints::without).toList();
    }

    /** Hourly prices, the older sources of a market before the younger ones. */
    public List<PriceSeries> hourly() throws IOException {
        final List<PriceSeries> series = new ArrayList<>();
        for (final String coin : COINS) {
            read(series, "history/binance_spot_hourly_close_12coins_2017-08_2021-11.csv.gz",
                BarFile.of(coin, "open_time_utc",
                    BarTime.openingHour("yyyy-MM-dd[ HH:mm:ss]", ZoneOffset.UTC), close(coin + "USDT")));
        }
        quotes(series, "GOLD", "history/XAUUSD_hourly_quotes_oanda_2006_2019.csv.gz");
        quotes(series, "EURUSD", "history/EURUSD_hourly_quotes_oanda_2007_2018.csv.gz");
        read(series, "history/SPY_hourly_raw_1998_2021.csv.gz",
            BarFile.of("SPX", "time", BarTime.openingHour("yyyyMMdd HH:mm", BarTime.NEW_YORK), bars()));
        for (final String pair : PAIRS) {
            final boolean isInverse = pair.startsWith("USD");
            final String coin = pair.equals("XAUUSD") ? "GOLD" : isInverse ? pair.substring(3) + "USD" : pair;
            final BarFile file = BarFile.of(coin, "time", BarTime.opening(3_600), bars());
            read(series, "hourly/" + pair + ".csv.gz", isInverse ? file.inverse() : file);
        }
        read(series, PERPETUAL_HOURS, perpetuals());
        return series.stream().map(SampleHistories::inSession).map(BadPrints::without).toList();
    }

    /** Prices of two perpetuals every five minutes. */
    public List<PriceSeries> fiveMinutes() throws IOException {
        final List<PriceSeries> series = new ArrayList<>();
        for (final String coin : List.of("BTC", "ETH")) {
            read(series, "perp/binance_perp_" + coin + "USDT_5m_2024-12-31_2026-02-19.csv.gz",
                BarFile.of(coin, "open_time_utc", BarTime.opening(300), bars()));
        }
        return series;
    }

    /** Oil on the spot at the time of the future's daily close: beside {@link #daily} the other leg of a basis trade. */
    public List<PriceSeries> dailySpot() throws IOException {
        final List<PriceSeries> series = new ArrayList<>();
        read(series, "history/WTI_daily_spot_EIA_1986_2026.csv.gz",
            BarFile.of("WTISPOT", "Date", BarTime.newYork(14, 30), close("Price")));
        return series.stream().map(one -> one.from(DAILY_FROM)).map(BadPrints::without).toList();
    }

    /** Perpetuals of crypto currencies by the hour, and bitcoin on the spot. */
    public List<PriceSeries> hourlyBasis() throws IOException {
        final List<PriceSeries> series = new ArrayList<>();
        read(series, PERPETUAL_HOURS, perpetuals());
        series.removeIf(one -> !COINS.contains(one.coin()));
        read(series, "hourly/BTCUSD.csv.gz", BarFile.of("BTCSPOT", "time", BarTime.opening(3_600), bars()));
        return series.stream().map(BadPrints::without).toList();
    }

    private static BarFile perpetuals() {
        return BarFile.of("symbol", PERPETUALS::get, "open_time_utc", BarTime.opening(3_600));
    }

    private void quotes(final List<PriceSeries> series, final String coin, final String file) throws IOException {
        read(series, file,
            BarFile.of(coin, "time", BarTime.openingHour("yyyyMMdd HH:mm", ZoneOffset.UTC), BarFile.Prices.quotes()));
    }

    private void read(final List<PriceSeries> series, final String file, final BarFile form) throws IOException {
        series.addAll(form.read(folder.resolve(file)));
    }

    /** Without bars that opened while currencies and metals were closed; others keep all hours. */
    private static PriceSeries inSession(final PriceSeries series) {
        final boolean closes = series.coin().endsWith("USD") || series.coin().equals("GOLD");
        if (!closes) {
            return series;
        }
        final SeriesBuilder builder = new SeriesBuilder(series.coin());
        for (int row = 0; row < series.size(); row++) {
            if (!BarTime.isWeekend(series.times()[row] - 3_600)) {
                builder.add(series.times()[row], series.close()[row], series.high()[row], series.low()[row]);
            }
        }
        return builder.build();
    }
}
