package steelyard.gateway.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import steelyard.node.HistoryReader.CandleUnit;

/**
 * An interval of candles. Days begin at midnight UTC, weeks on Monday, months on their first day; the others are counted
 * from 1970.
 */
public enum CandleInterval {
    ONE_MINUTE("1m", 1, CandleUnit.MINUTE),
    THREE_MINUTES("3m", 3, CandleUnit.MINUTE),
    FIVE_MINUTES("5m", 5, CandleUnit.MINUTE),
    FIFTEEN_MINUTES("15m", 15, CandleUnit.QUARTER_HOUR),
    THIRTY_MINUTES("30m", 30, CandleUnit.QUARTER_HOUR),
    ONE_HOUR("1h", 60, CandleUnit.QUARTER_HOUR),
    TWO_HOURS("2h", 120, CandleUnit.QUARTER_HOUR),
    FOUR_HOURS("4h", 240, CandleUnit.FOUR_HOURS),
    EIGHT_HOURS("8h", 480, CandleUnit.FOUR_HOURS),
    TWELVE_HOURS("12h", 720, CandleUnit.FOUR_HOURS),
    ONE_DAY("1d", 1_440, CandleUnit.DAY),
    THREE_DAYS("3d", 4_320, CandleUnit.DAY),
    ONE_WEEK("1w", 10_080, CandleUnit.DAY),
    ONE_MONTH("1M", 44_640, CandleUnit.DAY);

    private static final long MINUTE_MILLIS = 60_000;
    /** 1970 began on a Thursday. */
    private static final long FIRST_MONDAY_MILLIS = 4 * 86_400_000L;

    private final String text;
    private final long millisMax;
    private final CandleUnit unit;

    CandleInterval(final String text, final long minutesMax, final CandleUnit unit) {
        this.text = text;
        this.millisMax = minutesMax * MINUTE_MILLIS;
        this.unit = unit;
    }

    /**
     * The interval of this text.
     *
     * @throws RequestFault if there is none
     */
    public static CandleInterval of(final String text) throws RequestFault {
        for (final CandleInterval interval : values()) {
            if (interval.text.equals(text)) {
                return interval;
            }
        }
        throw RequestFault.malformed();
    }

    /** As clients write it. */
    public String text() {
        return text;
    }

    /** The candles that are kept of which these are made. */
    public CandleUnit unit() {
        return unit;
    }

    /** Most kept candles in one of these. */
    public int unitsMax() {
        return (int) (millisMax / unit.millis());
    }

    /** When the interval begins in which this moment is. */
    public long startMillis(final long millis) {
        return switch (this) {
            case ONE_MONTH -> midnight(date(millis).withDayOfMonth(1));
            case ONE_WEEK -> millis - Math.floorMod(millis - FIRST_MONDAY_MILLIS, millisMax);
            default -> millis - Math.floorMod(millis, millisMax);
        };
    }

    /** The last millisecond of the interval that begins then. */
    public long endMillis(final long startMillis) {
        return (this == ONE_MONTH ? midnight(date(startMillis).plusMonths(1)) : startMillis + millisMax) - 1;
    }

    private static LocalDate date(final long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static long midnight(final LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
