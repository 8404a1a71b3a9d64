package steelyard.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.CandleUnit;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;

/**
 * Rows that many events add to: candles and the volume of each day. What a transaction adds to a row is summed up in
 * memory and added once.
 *
 * <p>Belongs to the store's thread.
 */
final class Totals {
    private static final CandleUnit[] UNITS = CandleUnit.values();

    private record CandleKey(int marketId, CandleUnit unit, long startMillis) {
    }

    private static final class Candle {
        private long openTicks;
        private long highTicks = Long.MIN_VALUE;
        private long lowTicks = Long.MAX_VALUE;
        private long closeTicks;
        private long volumeLots;
        private long tradeCount;

        void add(final long priceTicks, final long quantityLots) {
            if (tradeCount == 0) {
                openTicks = priceTicks;
            }
            highTicks = Math.max(highTicks, priceTicks);
            lowTicks = Math.min(lowTicks, priceTicks);
            closeTicks = priceTicks;
            volumeLots += quantityLots;
            tradeCount++;
        }
    }

    private record VolumeKey(int accountId, long day) {
    }

    private static final class Volume {
        private long makerMicros;
        private long takerMicros;
    }

    private final Map<CandleKey, Candle> candles = new LinkedHashMap<>();
    private final Map<VolumeKey, Volume> volumes = new LinkedHashMap<>();
    private final PreparedStatement addCandle;
    private final PreparedStatement addVolume;

    Totals(final Connection connection) throws SQLException {
        addCandle = connection.prepareStatement("""
            INSERT INTO candles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (market_id, unit, start_millis) DO UPDATE SET
                high_ticks = CASE WHEN excluded.high_ticks > candles.high_ticks
                    THEN excluded.high_ticks ELSE candles.high_ticks END,
                low_ticks = CASE WHEN excluded.low_ticks < candles.low_ticks
                    THEN excluded.low_ticks ELSE candles.low_ticks END,
                close_ticks = excluded.close_ticks,
                volume_lots = candles.volume_lots + excluded.volume_lots,
                trade_count = candles.trade_count + excluded.trade_count""");
        addVolume = connection.prepareStatement("""
            INSERT INTO volumes VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id, day) DO UPDATE SET
                maker_micros = volumes.maker_micros + excluded.maker_micros,
                taker_micros = volumes.taker_micros + excluded.taker_micros""");
    }

    void add(final TradeExecutedDecoder trade) {
        final long millis = TimeUnit.NANOSECONDS.toMillis(trade.header().timestampNanos());
        for (final CandleUnit unit : UNITS) {
            candles.computeIfAbsent(
                new CandleKey(trade.marketId(), unit, millis - Math.floorMod(millis, unit.millis())),
                key -> new Candle()).add(trade.priceTicks(), trade.quantityLots());
        }
    }

    void add(final FillSettledDecoder fill) {
        final long day = TimeUnit.NANOSECONDS.toDays(fill.header().timestampNanos());
        final long micros = Math.abs(fill.priceTicks() * fill.quantityLots());
        add(fill.accountId(), day, micros, fill.isTaker() != 0);
        add(HistoryReader.WHOLE_EXCHANGE, day, micros, fill.isTaker() != 0);
    }

    private void add(final int accountId, final long day, final long micros, final boolean isTaker) {
        final Volume volume = volumes.computeIfAbsent(new VolumeKey(accountId, day), key -> new Volume());
        if (isTaker) {
            volume.takerMicros += micros;
        } else {
            volume.makerMicros += micros;
        }
    }

    /** Writes what was added. */
    void execute() throws SQLException {
        for (final Map.Entry<CandleKey, Candle> entry : candles.entrySet()) {
            bind(entry.getKey(), entry.getValue());
        }
        for (final Map.Entry<VolumeKey, Volume> entry : volumes.entrySet()) {
            addVolume.setInt(1, entry.getKey().accountId());
            addVolume.setLong(2, entry.getKey().day());
            addVolume.setLong(3, entry.getValue().makerMicros);
            addVolume.setLong(4, entry.getValue().takerMicros);
            addVolume.addBatch();
        }
        candles.clear();
        volumes.clear();
        addCandle.executeBatch();
        addVolume.executeBatch();
    }

    private void bind(final CandleKey key, final Candle candle) throws SQLException {
        addCandle.setInt(1, key.marketId());
        addCandle.setInt(2, key.unit().ordinal());
        addCandle.setLong(3, key.startMillis());
        addCandle.setLong(4, candle.openTicks);
        addCandle.setLong(5, candle.highTicks);
        addCandle.setLong(6, candle.lowTicks);
        addCandle.setLong(7, candle.closeTicks);
        addCandle.setLong(8, candle.volumeLots);
        addCandle.setLong(9, candle.tradeCount);
        addCandle.addBatch();
    }

    /** Forgets what was added. */
    void clear() throws SQLException {
        candles.clear();
        volumes.clear();
        addCandle.clearBatch();
        addVolume.clearBatch();
    }
}
