package steelyard.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices from a file, played at a chosen speed. Between two rows of a coin its last price is repeated with fresh
 * publish times, for at most {@link Playback#holdMax()}, so that it goes stale only where the recording has a gap.
 * After the last row has been held that long, the source has ended.
 *
 * <p>The file is read as a whole when the source is made; later nothing can fail. Polled by one thread.
 */
public final class RecordedPrices implements PriceSource {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedPrices.class);
    private static final int NOT_LISTED = -1;
    private static final long NOT_YET = Long.MIN_VALUE;

    private final int sourceId;
    private final String name;
    private final Recording recording;
    private final double speed;
    private final long holdMaxNanos;
    private final int[] marketIds;
    private final int[] lastRows;
    private long startNanos = NOT_YET;
    private int nextRow;
    private boolean ended;

    /**
     * Reads the file; its form is described in {@code docs/reference/prices.md}.
     *
     * @param marketIdOfCoin the id of the market with a name, or a negative number; such coins are left out
     * @throws IOException if the file cannot be read, breaks its form, or names no listed market; the message says
     *     where
     */
    public RecordedPrices(
        final int sourceId, final Path file, final ToIntFunction<String> marketIdOfCoin, final Playback playback)
        throws IOException {
        this.sourceId = sourceId;
        this.name = "recording " + file.getFileName();
        this.recording = Recording.read(file);
        this.speed = playback.speed();
        this.holdMaxNanos = playback.holdMax().toNanos();
        this.marketIds = marketIds(file, marketIdOfCoin);
        this.lastRows = new int[marketIds.length];
        Arrays.fill(lastRows, -1);
        if (playback.start() != null) {
            startNanos = playback.start().getEpochSecond() * 1_000_000_000L + playback.start().getNano();
        }
    }

    private int[] marketIds(final Path file, final ToIntFunction<String> marketIdOfCoin) throws IOException {
        final int[] ids = new int[recording.coins().size()];
        final List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.max(NOT_LISTED, marketIdOfCoin.applyAsInt(recording.coins().get(i)));
            if (ids[i] == NOT_LISTED) {
                leftOut.add(recording.coins().get(i));
            }
        }
        if (leftOut.size() == ids.length) {
            throw new IOException(file + ": none of its coins is listed: " + leftOut);
        }
        if (!leftOut.isEmpty()) {
            LOG.warn("{}: coins that are not listed are left out: {}", name, leftOut);
        }
        return ids;
    }

    @Override
    public int sourceId() {
        return sourceId;
    }

    @Override
    public String name() {
        return name;
    }

    /** Gives the current price of every coin that has one, published now; the file names no confidence. */
    @Override
    public void poll(final long nowNanos, final PriceConsumer consumer) {
        if (startNanos == NOT_YET) {
            startNanos = nowNanos;
        }
        final long recordedNanos = recording.timeNanos(0) + (long) ((nowNanos - startNanos) * speed);
        while (nextRow < recording.size() && recording.timeNanos(nextRow) <= recordedNanos) {
            lastRows[recording.coinIndex(nextRow)] = nextRow;
            nextRow++;
        }
        for (int i = 0; i < lastRows.length; i++) {
            final int row = lastRows[i];
            if (row >= 0 && marketIds[i] != NOT_LISTED && recordedNanos - recording.timeNanos(row) <= holdMaxNanos) {
                consumer.onPrice(marketIds[i], recording.priceE8(row), 0, nowNanos);
            }
        }
        ended = recordedNanos - recording.timeNanos(recording.size() - 1) > holdMaxNanos;
    }

    /** Whether the last row has been played and held. */
    @Override
    public boolean hasEnded() {
        return ended;
    }
}
