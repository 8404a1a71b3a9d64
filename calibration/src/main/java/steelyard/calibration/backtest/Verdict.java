package steelyard.calibration.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import steelyard.calibration.stat.Exceedances;

/**
 * What came of books that are counted together: all of a kind, or one with a name.
 *
 * @param name   the kind, or the book
 * @param trials rows, summed over the books
 * @param count  of them, losses beyond the requirement
 * @param worstDecile coverage of the tenth of the books that was covered worst
 */
record Verdict(
    String name,
    List<BookRecord> records,
    long trials,
    long count,
    double worstDecile) {

    /** Share that may exceed. */
    static final double ALLOWED = 0.01;

    /** One verdict for each kind of unnamed books, and one for each named book; kinds without books are left out. */
    static List<Verdict> of(final List<BookRecord> records) {
        final List<Verdict> verdicts = new ArrayList<>();
        for (final String kind : List.of(Books.OUTRIGHT, Books.RANDOM, Books.BALANCED)) {
            add(verdicts, kind, records.stream().filter(record -> record.book().kind().equals(kind)).toList());
        }
        for (final String kind : List.of(Books.PAIR, Books.STRATEGY, Books.BASIS)) {
            records.stream().filter(record -> record.book().kind().equals(kind))
                .forEach(record -> add(verdicts, record.book().name(), List.of(record)));
        }
        return verdicts;
    }

    private static void add(final List<Verdict> verdicts, final String name, final List<BookRecord> all) {
        final List<BookRecord> records = all.stream().filter(record -> record.exceedances().trials() > 0).toList();
        if (!records.isEmpty()) {
            verdicts.add(new Verdict(name, records,
                records.stream().mapToLong(record -> record.exceedances().trials()).sum(),
                records.stream().mapToLong(record -> record.exceedances().count()).sum(), worstDecile(records)));
        }
    }

    private static double worstDecile(final List<BookRecord> records) {
        final List<Exceedances> sorted = records.stream().map(BookRecord::exceedances)
            .sorted(Comparator.comparingDouble(Exceedances::coverage)).toList();
        final List<Exceedances> worst = sorted.subList(0, Math.ceilDiv(sorted.size(), 10));
        final long trials = worst.stream().mapToLong(Exceedances::trials).sum();
        return 1 - (double) worst.stream().mapToLong(Exceedances::count).sum() / trials;
    }

    double coverage() {
        return 1 - (double) count / trials;
    }

    /** Mean over the books of what positions require alone over what they require together. */
    double efficiency() {
        return mean(BookRecord::efficiency);
    }

    double scanEfficiency() {
        return mean(BookRecord::scanEfficiency);
    }

    double siloedEfficiency() {
        return mean(BookRecord::siloedEfficiency);
    }

    private double mean(final ToDoubleFunction<BookRecord> of) {
        return records.stream().filter(BookRecord::hasRequirements).mapToDouble(of).average().orElse(1);
    }

    double worstRise() {
        return records.stream().mapToDouble(BookRecord::worstRise).max().orElseThrow();
    }

    double worstLossShare() {
        return records.stream().mapToDouble(BookRecord::worstLossShare).max().orElseThrow();
    }

    /** How many books exceed so often that chance hardly explains it. */
    long tooFrequent() {
        return records.stream().filter(record -> record.exceedances().isTooFrequent(ALLOWED)).count();
    }

    /** In how many books exceedances follow each other so often that chance hardly explains it. */
    long clustered() {
        return records.stream()
            .filter(record -> record.exceedances().christoffersen() > Exceedances.CRITICAL).count();
    }

    /** The worst light of the books. */
    Exceedances.Light light() {
        return records.stream().map(record -> record.exceedances().light())
            .max(Comparator.naturalOrder()).orElseThrow();
    }
}
