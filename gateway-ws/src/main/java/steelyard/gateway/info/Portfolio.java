package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.json.JsonBody;
import steelyard.model.WireDecimal;

/**
 * The answer of {@code portfolio}: value and profit of an account over time. It goes back from the present state: cash and
 * positions of an earlier time are those of now without what was traded, paid, received and moved since then, and
 * positions are worth what their markets traded at last. Everything is exact but the prices between trades.
 *
 * @param nowMillis    the present time
 * @param cashMicros   the account's value now without the worth of its positions
 * @param positions    signed lots now, by market id
 * @param marks        marks now, in ticks, by market id
 * @param changes      what changed cash and positions, newest first
 * @param prices       closing prices, by market id, oldest first
 * @param beginMillis  from when on all changes are known
 * @param volumeMicros notional traded since each period began, in the order of {@link Period}
 */
record Portfolio(
    long nowMillis, long cashMicros, Map<Integer, Long> positions, Map<Integer, Long> marks, List<Change> changes,
    Map<Integer, List<Price>> prices, long beginMillis, List<Long> volumeMicros) implements JsonBody {

    private static final int MICRO_DECIMALS = 6;

    /**
     * Something that changed the account.
     *
     * @param cashMicros   what its cash grew by
     * @param ledgerMicros the part of it that came from outside, or left
     * @param lots         what its position in a market grew by
     */
    record Change(long timeMillis, long cashMicros, long ledgerMicros, int marketId, long lots) {
    }

    /** What a market traded at last before a time. */
    record Price(long timeMillis, long ticks) {
    }

    /** The times that are told of. */
    enum Period {
        DAY("day", "perpDay", 1, 48), WEEK("week", "perpWeek", 7, 56), MONTH("month", "perpMonth", 30, 60),
        ALL_TIME("allTime", "perpAllTime", Integer.MAX_VALUE, 100);

        private final String word;
        private final String perpWord;
        private final int days;
        private final int steps;

        Period(final String word, final String perpWord, final int days, final int steps) {
            this.word = word;
            this.perpWord = perpWord;
            this.days = days;
            this.steps = steps;
        }

        /** Its first millisecond, if nothing was known before {@code beginMillis}. */
        long startMillis(final long nowMillis, final long beginMillis) {
            return this == ALL_TIME ? beginMillis
                : Math.max(beginMillis, nowMillis - TimeUnit.DAYS.toMillis(days));
        }

        /** The first day that counts into its volume, since 1970. */
        long firstDay(final long nowMillis) {
            return this == ALL_TIME ? 0 : TimeUnit.MILLISECONDS.toDays(nowMillis) - days + 1;
        }
    }

    private record Sample(long timeMillis, long valueMicros, long ledgerMicros) {
    }

    @Override
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (final Period period : Period.values()) {
            write(json, period, period.word);
        }
        for (final Period period : Period.values()) {
            write(json, period, period.perpWord);
        }
        json.writeEndArray();
    }

    private void write(final JsonGenerator json, final Period period, final String word) throws IOException {
        final List<Sample> samples = samples(period);
        final Sample first = samples.getFirst();
        json.writeStartArray();
        json.writeString(word);
        json.writeStartObject();
        json.writeArrayFieldStart("accountValueHistory");
        for (final Sample sample : samples) {
            writePoint(json, sample.timeMillis, sample.valueMicros);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pnlHistory");
        for (final Sample sample : samples) {
            writePoint(json, sample.timeMillis, sample.valueMicros - sample.ledgerMicros
                - (first.valueMicros - first.ledgerMicros));
        }
        json.writeEndArray();
        json.writeStringField("vlm", micros(volumeMicros.get(period.ordinal())));
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writePoint(final JsonGenerator json, final long timeMillis, final long micros)
        throws IOException {
        json.writeStartArray();
        json.writeNumber(timeMillis);
        json.writeString(micros(micros));
        json.writeEndArray();
    }

    private static String micros(final long micros) {
        return WireDecimal.format(micros, MICRO_DECIMALS);
    }

    /** Equally spaced, oldest first; the last is the present moment. */
    private List<Sample> samples(final Period period) {
        final long start = Math.min(period.startMillis(nowMillis, beginMillis), nowMillis);
        final List<Sample> newestFirst = new ArrayList<>(period.steps + 1);
        final Map<Integer, Long> lots = new HashMap<>(positions);
        long cash = cashMicros;
        long ledger = 0;
        int next = 0;
        for (int step = period.steps; step >= 0; step--) {
            final long time = start + (nowMillis - start) / period.steps * step
                + (nowMillis - start) % period.steps * step / period.steps;
            while (next < changes.size() && changes.get(next).timeMillis > time) {
                final Change undone = changes.get(next++);
                cash -= undone.cashMicros;
                ledger -= undone.ledgerMicros;
                lots.merge(undone.marketId, -undone.lots, Long::sum);
            }
            newestFirst.add(new Sample(time, cash + worth(lots, time), ledger));
        }
        return newestFirst.reversed();
    }

    private long worth(final Map<Integer, Long> lots, final long timeMillis) {
        long worth = 0;
        for (final Map.Entry<Integer, Long> position : lots.entrySet()) {
            if (position.getValue() != 0) {
                worth += position.getValue() * priceTicks(position.getKey(), timeMillis);
            }
        }
        return worth;
    }

    /** The mark for the present; else the last price that is known to be earlier, or the oldest known. */
    private long priceTicks(final int marketId, final long timeMillis) {
        final long mark = marks.getOrDefault(marketId, 0L);
        final List<Price> known = prices.getOrDefault(marketId, List.of());
        if (timeMillis >= nowMillis || known.isEmpty()) {
            return mark;
        }
        long ticks = known.getFirst().ticks;
        for (final Price price : known) {
            if (price.timeMillis > timeMillis) {
                break;
            }
            ticks = price.ticks;
        }
        return ticks;
    }
}
