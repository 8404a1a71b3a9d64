package steelyard.server.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * When underlyings are closed, worked out from a week that repeats and from single closures, in the local time of their
 * exchange. Closures that overlap or touch are one.
 *
 * @param id       1 to 255, what markets name in {@code CALENDAR}
 * @param closures rising
 */
public record Calendar(int id, List<Closure> closures) {
    /** A time in which underlyings are closed, in seconds since 1970. */
    public record Closure(long closesSeconds, long opensSeconds) {
    }

    /** A closure of every week. */
    private record Weekly(DayOfWeek closesOn, LocalTime closes, DayOfWeek opensOn, LocalTime opens) {
        /** The first that begins at this day or later. */
        LocalDateTime closesFrom(final LocalDate day) {
            return day.with(TemporalAdjusters.nextOrSame(closesOn)).atTime(closes);
        }

        LocalDateTime opensAfter(final LocalDateTime time) {
            final LocalDateTime sameDay = time.toLocalDate().with(TemporalAdjusters.nextOrSame(opensOn)).atTime(opens);
            return sameDay.isAfter(time) ? sameDay : sameDay.plusWeeks(1);
        }
    }

    private static final int ID_MAX = 255;
    private static final int CLOSURES_MAX = 1_000;
    /** Of all calendars, so that they fit into one command. */
    private static final int CLOSURES_OF_ALL_MAX = 8_000;

    /** The calendars of a genesis. */
    static List<Calendar> all(final YamlSection yaml) {
        final List<Calendar> calendars = new ArrayList<>();
        final Set<Integer> ids = new HashSet<>();
        int closures = 0;
        for (final YamlSection section : yaml.sections("calendars")) {
            final Calendar calendar = read(section);
            if (calendar.id() == 0 || !ids.add(calendar.id())) {
                throw section.problem("id", calendar.id() == 0 ? "is missing" : "stands there twice: " + calendar.id());
            }
            closures += calendar.closures().size();
            if (calendar.closures().isEmpty() || calendar.closures().size() > CLOSURES_MAX) {
                throw section.problem("id", calendar.id() + " has " + calendar.closures().size()
                    + " closures, not 1 to " + CLOSURES_MAX);
            }
            if (closures > CLOSURES_OF_ALL_MAX) {
                throw section.problem("id", "there are more than " + CLOSURES_OF_ALL_MAX + " closures in all");
            }
            calendars.add(calendar);
        }
        return List.copyOf(calendars);
    }

    /** Makes every key known that a calendar may have. */
    static void describe(final YamlSection yaml) {
        all(yaml);
        final YamlSection calendar = yaml.section("calendars[]");
        calendar.number("id", 0, 0, ID_MAX);
        for (final String key : List.of("zone", "from", "until")) {
            calendar.has(key);
        }
        for (final String list : List.of("weekly", "closures")) {
            calendar.sections(list);
            final YamlSection closure = calendar.section(list + "[]");
            closure.has("closes");
            closure.has("opens");
        }
        yaml.known().removeAll(Set.of("calendars[]", "calendars[].weekly[]", "calendars[].closures[]"));
    }

    private static Calendar read(final YamlSection yaml) {
        final int id = (int) yaml.number("id", 0, 1, ID_MAX);
        final ZoneId zone = parsed(yaml, "zone", yaml.text("zone", "UTC"), ZoneId::of, "a time zone");
        final List<Closure> closures = new ArrayList<>();
        final List<YamlSection> weekly = yaml.sections("weekly");
        if (!weekly.isEmpty()) {
            final LocalDate from = parsed(yaml, "from", yaml.text("from"), LocalDate::parse, "a date");
            final LocalDate until = parsed(yaml, "until", yaml.text("until"), LocalDate::parse, "a date");
            weekly.forEach(each -> addWeeks(closures, week(each), from, until, zone));
        }
        for (final YamlSection each : yaml.sections("closures")) {
            final LocalDateTime closes = time(each, "closes");
            final LocalDateTime opens = time(each, "opens");
            if (!opens.isAfter(closes)) {
                throw each.problem("opens", "must be after closes");
            }
            closures.add(closure(closes, opens, zone));
        }
        return new Calendar(id, merged(closures));
    }

    private static void addWeeks(
        final List<Closure> closures, final Weekly weekly, final LocalDate from, final LocalDate until,
        final ZoneId zone) {
        for (LocalDateTime closes = weekly.closesFrom(from);
            !closes.toLocalDate().isAfter(until) && closures.size() <= CLOSURES_OF_ALL_MAX;
            closes = closes.plusWeeks(1)) {
            closures.add(closure(closes, weekly.opensAfter(closes), zone));
        }
    }

    private static Closure closure(final LocalDateTime closes, final LocalDateTime opens, final ZoneId zone) {
        return new Closure(closes.atZone(zone).toEpochSecond(), opens.atZone(zone).toEpochSecond());
    }

    private static List<Closure> merged(final List<Closure> closures) {
        final List<Closure> merged = new ArrayList<>();
        for (final Closure next : closures.stream().sorted(Comparator.comparingLong(Closure::closesSeconds)).toList()) {
            final Closure last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && next.closesSeconds() <= last.opensSeconds()) {
                merged.set(merged.size() - 1,
                    new Closure(last.closesSeconds(), Math.max(last.opensSeconds(), next.opensSeconds())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    private static Weekly week(final YamlSection yaml) {
        return new Weekly(day(yaml, "closes"), hour(yaml, "closes"), day(yaml, "opens"), hour(yaml, "opens"));
    }

    private static DayOfWeek day(final YamlSection yaml, final String key) {
        return parsed(yaml, key, yaml.text(key).trim().split(" +")[0],
            text -> DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)), "a day of the week and a time, as friday 17:00");
    }

    private static LocalTime hour(final YamlSection yaml, final String key) {
        final String[] words = yaml.text(key).trim().split(" +");
        return parsed(yaml, key, words.length == 2 ? words[1] : "", LocalTime::parse,
            "a day of the week and a time, as friday 17:00");
    }

    private static LocalDateTime time(final YamlSection yaml, final String key) {
        return parsed(yaml, key, yaml.text(key), LocalDateTime::parse, "a local time, as 2026-12-24T13:00");
    }

    private static <T> T parsed(
        final YamlSection yaml, final String key, final String text, final Function<String, T> parser,
        final String what) {
        try {
            return parser.apply(text);
        } catch (final DateTimeException | IllegalArgumentException wrong) {
            throw yaml.problem(key, "must be " + what + ", not " + yaml.text(key));
        }
    }
}
