package steelyard.calibration.history;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** What the time column of a file of bars means: turns its text into the moment of the bar's close. */
@FunctionalInterface
interface BarTime {
    /** New York, whose hours the sessions of currencies, metals, oil and stocks follow. */
    ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** The moment of the close, in seconds since 1970. */
    long closeSeconds(String text);

    /** A date whose close is at the end of that day in UTC. */
    static BarTime endOfDay() {
        return text -> date(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /** A date whose close is at the beginning of that day in UTC. */
    static BarTime startOfDay() {
        return text -> date(text).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /** A date whose close is at this hour in New York. */
    static BarTime newYork(final int hour, final int minute) {
        return text -> date(text).atTime(LocalTime.of(hour, minute)).atZone(NEW_YORK).toEpochSecond();
    }

    /** The moment of the opening of a bar of this length, with offset. */
    static BarTime opening(final int seconds) {
        return text -> OffsetDateTime.parse(text).toEpochSecond() + seconds;
    }

    /** The moment of the opening of an hour in this zone, without offset; a date without a time is its midnight. */
    static BarTime openingHour(final String pattern, final ZoneId zone) {
        final DateTimeFormatter format = new DateTimeFormatterBuilder().appendPattern(pattern)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0).toFormatter();
        return text -> LocalDateTime.parse(text, format).atZone(zone).toEpochSecond() + 3_600;
    }

    /** The moment of the close itself, with offset. */
    static BarTime closing() {
        return text -> OffsetDateTime.parse(text).toEpochSecond();
    }

    /** Whether currencies and metals are closed for the weekend: from Friday 17:00 to Sunday 17:00 in New York. */
    static boolean isWeekend(final long seconds) {
        final ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(NEW_YORK);
        final DayOfWeek day = time.getDayOfWeek();
        final boolean isLate = time.getHour() >= 17;
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.FRIDAY && isLate || day == DayOfWeek.SUNDAY && !isLate;
    }

    private static LocalDate date(final String text) {
        return LocalDate.parse(text.substring(0, 10));
    }
}
