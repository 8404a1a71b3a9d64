package steelyard.calibration.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import steelyard.calibration.chart.BarChart;
import steelyard.calibration.stat.Exceedances;

/** The proof as a page with tables and pictures, and as figures. */
final class Report {
    private static final double COVERAGE_TARGET = 0.99;
    private static final double EFFICIENCY_MAX = 5;
    private static final String EFFICIENCY_OUTRIGHT = "efficiency.outright";
    private static final Map<String, Double> TARGETS = new LinkedHashMap<>();

    static {
        TARGETS.put("coverage.min-hour", COVERAGE_TARGET);
        TARGETS.put("coverage.min-day", COVERAGE_TARGET);
        TARGETS.put("coverage.mean", 0.995);
        TARGETS.put("coverage.venue-5m", COVERAGE_TARGET);
        TARGETS.put("efficiency.balanced", 1.9);
        TARGETS.put("efficiency.hedged-pairs", 1.7);
        TARGETS.put("efficiency.siloed.eight-legs-mixed", 2.0);
        TARGETS.put(EFFICIENCY_OUTRIGHT, 1.0);
    }

    private final Map<Horizon, List<Verdict>> verdicts = new EnumMap<>(Horizon.class);
    private final Map<Horizon, String> spans = new EnumMap<>(Horizon.class);
    private final StringBuilder page = new StringBuilder();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final List<String> venueLines = new ArrayList<>();
    private final List<String> leverageLines = new ArrayList<>();

    void add(final Horizon horizon, final String span, final List<BookRecord> records) {
        verdicts.put(horizon, Verdict.of(records));
        spans.put(horizon, span);
    }

    /** A line about one market at the leverage of the profile {@code venue}. */
    void venue(final String line) {
        venueLines.add(line);
    }

    /** Coverage of one market's losses by leverage, in the order of {@link BacktestCommand#LEVERAGES}. */
    void leverages(final String coin, final List<Double> coverages) {
        final StringBuilder line = new StringBuilder("| ").append(coin).append(" |");
        int covered = 0;
        for (int i = 0; i < coverages.size(); i++) {
            line.append(String.format(Locale.ROOT, " %.4f |", coverages.get(i)));
            covered = coverages.get(i) >= COVERAGE_TARGET ? BacktestCommand.LEVERAGES.get(i) : covered;
        }
        leverageLines.add(line.append(' ').append(covered).append(" |").toString());
    }

    void figure(final String name, final double value) {
        figures.put(name, value);
    }

    /** Writes {@code backtest.md} and its pictures. */
    void write(final Path folder) throws IOException {
        Files.createDirectories(folder);
        page.append("""
            # Back-test

            Made by `./steelyard backtest`; figures out of sample. Scenarios and shocks are made anew each month from
            the rows before it; each row's loss meets what the book required at the row before, by the exchange's own
            integer code. Coverage counts shocks alone (no tiers, no costs of closing), efficiency all terms. Books
            keep fixed proportions of risk. The shocks of the conservative profile were chosen with these years in view.

            *Coverage*: share of rows on which the loss was within maintenance margin. *Worst tenth*: of the tenth of
            the books that was covered worst. *Worst*: largest loss over requirement. *Kupiec*, *Christoffersen*: books
            that fail the test of frequency above 1 %, of independence, at 5 %. *Light*: worst traffic light.
            *Efficiency*: what the positions require alone, as brokers ask for it, over what they require together;
            *scan*: without tiers and costs; *siloed*: an account for each asset class, with offsets within it, over
            one account; for basis trades, whose legs are at two venues, an account for each leg. *Rise*: the largest
            within 30 days, per notional.

            *Basis*: the future of oil against its price on the spot, and the perpetual of bitcoin against bitcoin on the
            spot (hours since 2025-05-12), both legs as markets with the same terms. The model nets them by their moves
            alone: a market's floor counts for them as for any other, so that oil, whose floor is its whole shock, gains
            less than bitcoin.
            """);
        count();
        targets();
        verdicts.forEach(this::table);
        page.append("\n## Venue profile\n\nMaintenance is half the initial margin at the largest leverage; ")
            .append("longs and shorts; gaps left out.\n\n");
        page.append("| market | horizon | leverage | maintenance | rows | coverage |\n|---|---|---:|---:|---:|---:|\n");
        venueLines.forEach(line -> page.append(line).append('\n'));
        page.append("\n## Leverage against coverage, an hour ahead\n\nThe same for other leverages; last the highest ")
            .append("of them that covers 99 %.\n\n| market |");
        BacktestCommand.LEVERAGES.forEach(leverage -> page.append(' ').append(leverage).append("x |"));
        page.append(" covered |\n|---|").append("---:|".repeat(BacktestCommand.LEVERAGES.size() + 1)).append('\n');
        leverageLines.forEach(line -> page.append(line).append('\n'));
        pictures(folder);
        Files.writeString(folder.resolve("backtest.md"), page);
    }

    private void targets() {
        page.append("\n## Targets\n\n| figure | target | value | |\n|---|---:|---:|---|\n");
        TARGETS.forEach((name, least) -> {
            final double value = figures.getOrDefault(name, Double.NaN);
            final boolean isExact = name.equals(EFFICIENCY_OUTRIGHT);
            page.append(String.format(Locale.ROOT, "| `%s` | %s %.3f | %.4f | %s |%n", name, isExact ? "=" : "≥",
                least, value, (isExact ? value == least : value >= least) ? "met" : "**missed**"));
        });
        page.append(String.format(Locale.ROOT, "%n`efficiency.siloed` counts each position alone, as brokers of one asset "
            + "class ask for it. If each of them gave offsets within its class as this model does, the eight legs would "
            + "require %.2f times as much as in one account (`efficiency.siloed-netted`).%n",
            figures.getOrDefault("efficiency.siloed-netted.eight-legs-mixed", Double.NaN)));
    }

    private void table(final Horizon horizon, final List<Verdict> list) {
        page.append("\n## ").append(Character.toUpperCase(horizon.text().charAt(0))).append(horizon.text().substring(1))
            .append("\n\n").append(spans.get(horizon)).append("\n\n");
        page.append("| books | rows | beyond | coverage | worst tenth | worst | Kupiec | Christoffersen | light "
            + "| efficiency | scan | siloed | rise |\n")
            .append("|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|\n");
        for (final Verdict verdict : list) {
            page.append(String.format(Locale.ROOT,
                "| %s | %,d | %,d | %.4f | %.4f | %.2f | %d of %d | %d | %s | %.2f | %.2f | %.2f | %.2f |%n",
                verdict.name(), verdict.trials(), verdict.count(), verdict.coverage(), verdict.worstDecile(),
                verdict.worstLossShare(), verdict.tooFrequent(), verdict.records().size(), verdict.clustered(),
                horizon == Horizon.DAY ? verdict.light().name().toLowerCase(Locale.ROOT) : "–",
                verdict.efficiency(), verdict.scanEfficiency(), verdict.siloedEfficiency(), verdict.worstRise()));
        }
        page.append("\n![coverage](").append(file(horizon, "coverage")).append(") ![efficiency](")
            .append(file(horizon, "efficiency")).append(")\n");
    }

    private static String file(final Horizon horizon, final String what) {
        return what + '-' + horizon.name().toLowerCase(Locale.ROOT) + ".svg";
    }

    private void pictures(final Path folder) throws IOException {
        for (final Map.Entry<Horizon, List<Verdict>> entry : verdicts.entrySet()) {
            final Horizon horizon = entry.getKey();
            final BarChart coverage = new BarChart("Coverage " + horizon.text(), "%.4f", 0.98, 1, COVERAGE_TARGET);
            final BarChart efficiency = new BarChart(
                "Efficiency " + horizon.text(), "%.2f", 0, EFFICIENCY_MAX, 1);
            entry.getValue().forEach(verdict -> {
                coverage.add(verdict.name(), verdict.coverage(), verdict.coverage() >= COVERAGE_TARGET);
                efficiency.add(verdict.name(), verdict.efficiency(), true);
            });
            Files.writeString(folder.resolve(file(horizon, "coverage")), coverage.svg());
            Files.writeString(folder.resolve(file(horizon, "efficiency")), efficiency.svg());
        }
    }

    /** The figures, in their order; the last lines of the command. */
    List<String> figures() {
        return figures.entrySet().stream()
            .map(one -> String.format(Locale.ROOT, "figure backtest.%s %.4f", one.getKey(), one.getValue())).toList();
    }

    private void count() {
        double least = 1;
        double sum = 0;
        int count = 0;
        for (final Map.Entry<Horizon, List<Verdict>> entry : verdicts.entrySet()) {
            double leastHere = 1;
            for (final Verdict verdict : entry.getValue()) {
                leastHere = Math.min(leastHere, verdict.coverage());
                sum += verdict.coverage();
                count++;
            }
            figure("coverage.min-" + entry.getKey().name().toLowerCase(Locale.ROOT), leastHere);
            least = Math.min(least, leastHere);
        }
        figure("coverage.min", least);
        figure("coverage.mean", sum / count);
        final List<Verdict> daily = verdicts.getOrDefault(Horizon.DAY, List.of());
        daily.stream().filter(verdict -> verdict.name().equals(Books.BALANCED)).forEach(verdict -> {
            figure("efficiency.balanced", verdict.efficiency());
            figure("efficiency.balanced-scan-only", verdict.scanEfficiency());
        });
        daily.stream().filter(verdict -> isOf(verdict, Books.PAIR)).mapToDouble(Verdict::efficiency).average()
            .ifPresent(mean -> figure("efficiency.hedged-pairs", mean));
        daily.stream().filter(verdict -> isOf(verdict, Books.STRATEGY)).forEach(verdict -> {
            figure("efficiency.siloed." + verdict.name().replace(' ', '-'), verdict.efficiency());
            figure("efficiency.siloed-netted." + verdict.name().replace(' ', '-'), verdict.siloedEfficiency());
        });
        verdicts.values().stream().flatMap(List::stream).filter(verdict -> isOf(verdict, Books.BASIS))
            .forEach(verdict -> figure("efficiency.siloed." + verdict.name().replace(' ', '-'), verdict.siloedEfficiency()));
        daily.stream().filter(verdict -> verdict.name().equals(Books.OUTRIGHT))
            .forEach(verdict -> figure(EFFICIENCY_OUTRIGHT, verdict.efficiency()));
        final double rise = daily.stream().mapToDouble(Verdict::worstRise).max().orElse(1);
        figure("worst-30-day-rise", rise);
        verdicts.forEach((horizon, list) -> {
            final String suffix = "-" + horizon.name().toLowerCase(Locale.ROOT);
            figure("books" + suffix, list.stream().mapToLong(verdict -> verdict.records().size()).sum());
            figure("kupiec-rejected" + suffix, list.stream().mapToLong(Verdict::tooFrequent).sum());
            figure("christoffersen-rejected" + suffix, list.stream().mapToLong(Verdict::clustered).sum());
        });
        figure("traffic-light-red",
            daily.stream().filter(verdict -> verdict.light() == Exceedances.Light.RED).count());
        figure("coverage.worst-decile",
            verdicts.values().stream().flatMap(List::stream).mapToDouble(Verdict::worstDecile).min().orElse(1));
    }

    private static boolean isOf(final Verdict verdict, final String kind) {
        return verdict.records().getFirst().book().kind().equals(kind);
    }
}
