package steelyard.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import steelyard.calibration.chart.LineChart;
import steelyard.crash.Trader.Role;
import steelyard.model.HouseAccount;

/** A crash as a page with a table and pictures, and as figures. */
final class CrashReport {
    private static final double MICROS = 1e6;
    private static final double MICROS_PER_MILLION = 1e12;
    private static final int MARKETS_SHOWN = 10;

    private final CrashResult result;
    private final Tally tally;
    private final List<Sample> samples;
    private final String name;

    CrashReport(final CrashResult result) {
        this.result = result;
        this.tally = result.tally();
        this.samples = result.samples();
        this.name = result.day().name();
    }

    /** Writes {@code crash-DAY.md} and its pictures. */
    void write(final Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("crash-" + name + ".md"), page());
        Files.writeString(folder.resolve("crash-" + name + "-prices.svg"), prices());
        Files.writeString(folder.resolve("crash-" + name + "-liquidations.svg"), liquidations());
        Files.writeString(folder.resolve("crash-" + name + "-money.svg"), money());
    }

    /** The figures; the last lines of the command. */
    List<String> figures() {
        final List<String> lines = new ArrayList<>();
        figure(lines, "accounts", result.traders().size());
        figure(lines, "commands", result.commands());
        figure(lines, "liquidations", tally.liquidations());
        figure(lines, "liquidated-accounts", tally.liquidatedAccounts());
        figure(lines, "partial-closes", tally.partialCloses());
        figure(lines, "closed-on-book-usdc", tally.closedMicros() / MICROS);
        figure(lines, "backstop-takeovers", tally.takeovers());
        figure(lines, "backstop-taken-usdc", tally.takenOverMicros() / MICROS);
        figure(lines, "backstop-low-usdc", result.backstopLowMicros() / MICROS);
        figure(lines, "insurance-fund-low-usdc", result.fundLowMicros() / MICROS);
        figure(lines, "insurance-fund-largest-drop-usdc", tally.fundDropMicros() / MICROS);
        figure(lines, "insurance-fund-end-usdc", fundMicros() / MICROS);
        figure(lines, "adl-positions", tally.bankruptPositions());
        figure(lines, "adl-accounts", tally.deleveragedAccounts());
        figure(lines, "adl-usdc", tally.adlMicros() / MICROS);
        figure(lines, "adl-hedged-accounts", result.deleveraged(Role.HEDGED));
        figure(lines, "portfolio-accounts", result.count(Role.PORTFOLIO));
        figure(lines, "portfolio-never-below-maintenance", result.neverBelow());
        figure(lines, "portfolio-hedged-throughout", result.hedgedThroughout());
        figure(lines, "portfolio-hedged-adl-accounts", result.hedgedDeleveraged());
        figure(lines, "portfolio-hedged-adl-loss-usdc", result.hedgedLossMicros() / MICROS);
        figure(lines, "adl-hedges-passed-over", tally.portfolios().passedOver());
        figure(lines, "adl-hedges-closed", tally.portfolios().hedgesClosed());
        figure(lines, "adl-hedges-closed-while-others-remained", tally.portfolios().hedgesClosedWrongly());
        figure(lines, "bad-debt-usdc", result.badDebtMicros() / MICROS);
        figure(lines, "recovery-seconds", result.recoverySeconds());
        figure(lines, "longest-queue-seconds", result.longestSeconds());
        figure(lines, "conservation-violations", 0);
        figure(lines, "run-seconds", result.seconds());
        return lines;
    }

    private void figure(final List<String> lines, final String what, final double value) {
        lines.add(String.format(
            Locale.ROOT, value == Math.rint(value) ? "figure crash.%s.%s %.0f" : "figure crash.%s.%s %.2f",
            name, what, value));
    }

    private long fundMicros() {
        return tally.books().cashMicros(HouseAccount.INSURANCE.id());
    }

    private String page() {
        final StringBuilder page = new StringBuilder("# Crash of " + name + "\n\nMade by `./steelyard crash " + name
            + "`. " + String.format(Locale.ROOT, "%,d accounts from a seed, %,d commands in simulated log time to the "
            + "exchange itself, prices every three seconds; after each command cash, margins and quotes of all accounts "
            + "added up to what was deposited, to the micro-dollar.%n%n", result.traders().size(), result.commands()));
        result.day().notes().forEach(note -> page.append("- ").append(note).append('\n'));
        page.append("\nThe insurance fund and the backstop begin with nothing: they live on what liquidations pay them. "
            + "Standard margin is that of the profile `venue`, portfolio margin that of `conservative` with the shipped "
            + "scenarios, all other parameters are at their defaults.\n");
        outcome(page);
        marketTable(page);
        roleTable(page);
        portfolios(page);
        page.append("\n![prices](crash-").append(name).append("-prices.svg)\n![liquidations](crash-").append(name)
            .append("-liquidations.svg)\n![money](crash-").append(name).append("-money.svg)\n");
        return page.toString();
    }

    private void outcome(final StringBuilder page) {
        page.append("\n| what | value |\n|---|---:|\n");
        row(page, "margin sets liquidated (accounts)", "%,d (%,d)", tally.liquidations(), tally.liquidatedAccounts());
        row(page, "slices offered, of which closed on the book", "%,d, %,d", tally.slices(), tally.partialCloses());
        row(page, "closed on the book, million USDC", "%,.2f", tally.closedMicros() / MICROS_PER_MILLION);
        row(page, "positions taken over by the backstop", "%,d", tally.takeovers());
        row(page, "taken over, million USDC", "%,.2f", tally.takenOverMicros() / MICROS_PER_MILLION);
        row(page, "backstop: most it held, million USDC", "%,.2f", result.backstopPeakMicros() / MICROS_PER_MILLION);
        row(page, "backstop: least equity, USDC", "%,.0f", result.backstopLowMicros() / MICROS);
        row(page, "backstop: equity at the end, USDC", "%,.0f", samples.getLast().backstopMicros() / MICROS);
        row(page, "fees of liquidation to the fund, USDC", "%,.0f", tally.feeMicros() / MICROS);
        row(page, "insurance fund: low, largest drop, end, USDC", "%,.0f, %,.0f, %,.0f", result.fundLowMicros() / MICROS,
            tally.fundDropMicros() / MICROS, fundMicros() / MICROS);
        row(page, "paid by the fund, USDC", "%,.0f", tally.insuredMicros() / MICROS);
        row(page, "positions left to the other side", "%,d", tally.bankruptPositions());
        row(page, "closed by deleveraging, million USDC", "%,.2f", tally.adlMicros() / MICROS_PER_MILLION);
        row(page, "accounts deleveraged", "%,d", tally.deleveragedAccounts());
        row(page, "hedges of portfolio accounts passed over by it", "%,d", tally.portfolios().passedOver());
        row(page, "hedges closed by it (while others remained)", "%,d (%,d)", tally.portfolios().hedgesClosed(),
            tally.portfolios().hedgesClosedWrongly());
        row(page, "bad debt beyond the fund, USDC", "%,.0f", result.badDebtMicros() / MICROS);
        row(page, "from the first liquidation until nothing was left to do, s", "%,d", result.recoverySeconds());
        row(page, "longest time with sets in liquidation, s", "%,d", result.longestSeconds());
    }

    private static void row(final StringBuilder page, final String what, final String format, final Object... values) {
        page.append("| ").append(what).append(" | ").append(String.format(Locale.ROOT, format, values)).append(" |\n");
    }

    private void marketTable(final StringBuilder page) {
        page.append("\n| market | leverage | from | low | end |\n|---|---:|---:|---:|---:|\n");
        for (final CrashMarket market : result.day().markets()) {
            final double scale = Math.pow(10, result.specs().get(market.id()).priceDecimals());
            final int id = market.id();
            page.append(String.format(Locale.ROOT, "| %s | %d | %,.4g | %,.4g | %,.4g |%n", market.coin(),
                market.profile().venueLeverage(), samples.getFirst().markTicks()[id] / scale,
                samples.stream().mapToLong(sample -> sample.markTicks()[id]).min().orElseThrow() / scale,
                samples.getLast().markTicks()[id] / scale));
        }
    }

    private void roleTable(final StringBuilder page) {
        page.append("\n| accounts | number | liquidated | deleveraged | closed for others, million USDC |\n")
            .append("|---|---:|---:|---:|---:|\n");
        for (final Role role : Role.values()) {
            page.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %,.2f |%n",
                role.name().toLowerCase(Locale.ROOT), result.count(role), result.liquidated(role),
                result.deleveraged(role), result.deleveragedMicros(role) / MICROS_PER_MILLION));
        }
    }

    private void portfolios(final StringBuilder page) {
        page.append(String.format(Locale.ROOT, "%nOf %,d accounts in portfolio mode %,d were never below maintenance "
            + "margin; of these %,d were hedged at each minute: every position of theirs lowered what all of them "
            + "require. Deleveraging closed something of %,d of the hedged ones, who lost %,.2f USDC by it.%n",
            result.count(Role.PORTFOLIO), result.neverBelow(), result.hedgedThroughout(), result.hedgedDeleveraged(),
            result.hedgedLossMicros() / MICROS));
    }

    private String prices() {
        final LineChart chart = new LineChart(name + ": marks, percent of the beginning", "%.0f %%", times());
        result.day().markets().stream().limit(MARKETS_SHOWN).forEach(market -> chart.add(market.coin(),
            line(sample -> 100.0 * sample.markTicks()[market.id()] / samples.getFirst().markTicks()[market.id()])));
        return chart.svg();
    }

    private String liquidations() {
        return new LineChart(name + ": liquidations", "%,.0f", times())
            .add("liquidated so far", line(Sample::liquidations))
            .add("partial closes", line(Sample::partialCloses))
            .add("in liquidation", line(Sample::setsInLiquidation)).svg();
    }

    private String money() {
        return new LineChart(name + ": million USDC", "%,.2f", times())
            .add("insurance fund", line(sample -> sample.fundMicros() / MICROS_PER_MILLION))
            .add("backstop equity", line(sample -> sample.backstopMicros() / MICROS_PER_MILLION))
            .add("backstop holds", line(sample -> sample.backstopNotional() / MICROS_PER_MILLION))
            .add("deleveraged", line(sample -> sample.adlMicros() / MICROS_PER_MILLION)).svg();
    }

    private double[] line(final ToDoubleFunction<Sample> of) {
        return samples.stream().mapToDouble(of).toArray();
    }

    private List<String> times() {
        return samples.stream().map(sample -> Instant.ofEpochSecond(sample.second()).toString().substring(5, 16)
            .replace('T', ' ')).toList();
    }
}
