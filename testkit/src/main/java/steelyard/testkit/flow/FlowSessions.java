package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.MarketParameter;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.RiskCommand.Closure;
import steelyard.testkit.ledger.Ledger;

/** Calendars of underlyings that close soon, the markets that go by them, and times at which a session changes. */
final class FlowSessions {
    private static final long SECOND = 1_000_000_000L;
    /** Margins change at most once in so many seconds. */
    private static final long STEP = 900;
    /** Initial margins begin to rise so many seconds before a close. */
    private static final long RAMP = 8 * STEP;
    private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND;
    private static final int CALENDARS = 3;
    private static final int CLOSURES_MAX = 1_000;

    private final Dice dice;
    private final FlowMarkets markets;
    private final Map<Integer, List<Closure>> calendars = new TreeMap<>();

    FlowSessions(final Dice dice, final FlowMarkets markets) {
        this.dice = dice;
        this.markets = markets;
    }

    /** What an operator sets. */
    Command operate(final Ledger ledger, final long nowNanos) {
        return dice.percent(50) ? change(ledger) : calendar(nowNanos / SECOND);
    }

    private Command change(final Ledger ledger) {
        final List<RiskCommand.MarketValue> values = new ArrayList<>();
        if (dice.percent(75)) {
            values.add(new RiskCommand.MarketValue(
                dice.oneIn(15) ? dice.pick(-1, 255, 256) : dice.pick(0, 1, 1, 2, 2, 3), MarketParameter.CALENDAR.id()));
        }
        if (dice.percent(75)) {
            values.add(new RiskCommand.MarketValue(
                dice.oneIn(15) ? dice.pick(99, 501) : dice.pick(100, 101, 107, 150, 250, 333, 500, 500),
                MarketParameter.CLOSE_PERCENT.id()));
        }
        return new RiskCommand.ChangeMarketRisk(dice.oneIn(40) ? 50 : markets.pick(ledger).id(), values, Remark.NONE);
    }

    private Command calendar(final long now) {
        final int calendarId = dice.oneIn(25) ? (int) dice.pick(0, 255, 256, 65_535) : 1 + dice.below(CALENDARS);
        final List<Closure> closures = closures(now);
        if (dice.oneIn(6)) {
            spoil(closures);
            return new RiskCommand.SetCalendar(calendarId, closures, Remark.NONE);
        }
        calendars.put(calendarId, List.copyOf(closures));
        return new RiskCommand.SetCalendar(calendarId, closures, Remark.NONE);
    }

    /** Some closures around now, or, seldom, as many as there may be. */
    private List<Closure> closures(final long now) {
        final List<Closure> closures = new ArrayList<>();
        final int count = dice.oneIn(60) ? CLOSURES_MAX : dice.below(5);
        long closes = now + dice.pick(-3 * STEP, -1, 0, 1, STEP, 2 * STEP, 5 * STEP, RAMP, dice.below(12_000));
        for (int i = 0; i < count; i++) {
            closes = dice.percent(50) ? Math.ceilDiv(closes, STEP) * STEP : closes;
            final long opens = closes + dice.pick(1, 60, STEP, 4 * STEP, 8 * STEP, dice.between(1, 20_000));
            closures.add(new Closure(closes, opens));
            closes = opens + dice.pick(1, 300, STEP, 5 * STEP, 50_000, dice.between(1, 20_000));
        }
        return closures;
    }

    /** Makes something wrong of it, or just not wrong. */
    private void spoil(final List<Closure> closures) {
        final long last = closures.isEmpty() ? 0 : closures.getLast().opensSeconds();
        switch (dice.below(7)) {
            case 0 -> closures.add(new Closure(last, last + 1));
            case 1 -> closures.add(new Closure(last + 2, last + 2));
            case 2 -> closures.add(new Closure(last + 3, last + 2));
            case 3 -> closures.add(0, new Closure(dice.pick(-1, 0, Long.MIN_VALUE), 1));
            case 4 -> closures.add(new Closure(last + 1, dice.pick(SECONDS_MAX, SECONDS_MAX + 1, Long.MAX_VALUE)));
            case 5 -> closures.add(new Closure(dice.pick(SECONDS_MAX, Long.MAX_VALUE), Long.MAX_VALUE));
            default -> {
                closures.clear();
                for (long i = 0; i <= CLOSURES_MAX; i++) {
                    closures.add(new Closure(2 * i, 2 * i + 1));
                }
            }
        }
    }

    /** The next time at which a session may change, or one just beside it; {@code now} if none is near. */
    long next(final long nowNanos) {
        final long now = nowNanos / SECOND;
        final boolean isNear = calendars.values().stream().flatMap(List::stream)
            .anyMatch(closure -> now >= closure.closesSeconds() - RAMP - STEP && now <= closure.opensSeconds());
        return isNear
            ? Math.max(nowNanos, Math.ceilDiv(now + 1, STEP) * STEP * SECOND + dice.pick(-1, 0, 0, 0, 1))
            : nowNanos;
    }
}
