package steelyard.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.crash.Trader.Leg;
import steelyard.crash.Trader.Role;

/** One source of three may print what it likes: nobody is liquidated at it. Each test shows that it would have been. */
class BadPrintsTest {
    private static final Path DATA = Path.of(System.getProperty("crash.data", "../../shared/data"));
    private static final long FROM = 1_760_130_000L;
    private static final long TO = FROM + 900;
    private static final int TRADERS = 40;
    private static final int MAKERS = 6;
    private static final int NONE = -1;
    private static final List<String> PERPETUALS = List.of("AVAX", "ATOM", "DOT");

    /** Longs and shorts of this leverage in every market, in turns, between makers who bear everything. */
    private static List<Trader> traders(final int markets, final double leverage) {
        final List<Trader> traders = new ArrayList<>();
        for (int index = 0; index < MAKERS; index++) {
            traders.add(new Trader(index, Role.MAKER, 50_000_000_000_000L, List.of(), false));
        }
        for (int index = MAKERS; index < MAKERS + TRADERS; index++) {
            final boolean isLong = index % 2 == 0;
            final double usdc = (isLong ? 10_000 : -10_000) * leverage;
            traders.add(new Trader(index, isLong ? Role.LONG : Role.SHORT, 10_000_000_000L,
                List.of(new Leg(index / 2 % markets, usdc)), false));
        }
        return traders;
    }

    private static CrashResult run(final CrashDay day, final double leverage) {
        return new CrashRun(
            day, ShippedScenarios.read(Path.of("..")), traders(day.markets().size(), leverage), 1,
            (command, batch, offset) -> { }, line -> { }).run();
    }

    /** A market at 20 that does not move, and a third source that does, for five minutes. */
    private static CrashDay made(final double badPrice, final int sources) {
        final List<CrashDay.Feed> feeds = new ArrayList<>();
        for (int source = 1; source <= sources; source++) {
            final Track track = new Track();
            for (long second = FROM; second <= TO; second += 3) {
                final boolean isBad = source == sources && second > FROM + 300 && second < FROM + 600;
                track.add(second, isBad ? badPrice : 20 + 0.001 * source, false);
            }
            feeds.add(new CrashDay.Feed(source, 0, track));
        }
        return new CrashDay("made", List.of(CrashMarket.of(0, "SOL", 20, Math.min(2, sources))), feeds, FROM, TO, NONE,
            List.of());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.50, 0.22, 1.40})
    void shouldLiquidateNobodyAtABadPrint(final double share) {
        assertEquals(0, run(made(20 * share, 3), 10).tally().liquidations());
        assertTrue(run(made(20 * share, 1), 10).tally().liquidations() > 0, "a single source is believed");
    }

    @Test
    void shouldLiquidateNobodyWhileASourceStandsStill() {
        final List<CrashDay.Feed> feeds = new ArrayList<>();
        for (int source = 1; source <= 3; source++) {
            final Track track = new Track();
            for (long second = FROM; second <= TO; second += 3) {
                final long seen = source == 3 ? Math.min(second, FROM + 300) : second;
                track.add(second, 20 * (1 - 0.05 * (seen - FROM) / (TO - FROM)), false);
            }
            feeds.add(new CrashDay.Feed(source, 0, track));
        }
        final CrashDay day = new CrashDay(
            "still", List.of(CrashMarket.of(0, "SOL", 20, 2)), feeds, FROM, TO, NONE, List.of());
        final CrashResult result = run(day, 10);
        assertEquals(0, result.tally().liquidations());
        assertEquals(0.95, (double) result.tally().markTicks()[0] / result.samples().getFirst().markTicks()[0], 0.0005);
    }

    /** 10 October 2025 from 21:05 to 21:35, the perpetuals that printed 50 to 78 % too low beside two spot markets. */
    @Test
    void shouldLiquidateNobodyAtTheRecordedBadPrints() throws IOException {
        assertEquals(0, run(recorded(Set.of(1, 2, 3), PERPETUALS, 300, 1_800), 1.5).tally().liquidations());
        assertTrue(run(recorded(Set.of(3), PERPETUALS, 300, 1_800), 1.5).tally().liquidations() > 0,
            "the bad source alone is believed");
    }

    /** Ten minutes around 21:14 to 21:19, while the third source of BTC stood still and then jumped. */
    @Test
    void shouldFollowTheOthersWhileTheRecordedSourceStandsStill() throws IOException {
        final CrashResult all = run(recorded(Set.of(1, 2, 3), List.of("BTC"), 720, 600), 5);
        final CrashResult others = run(recorded(Set.of(1, 2), List.of("BTC"), 720, 600), 5);
        assertEquals(0, all.tally().liquidations());
        assertEquals(0, others.tally().liquidations());
        for (int i = 0; i < all.samples().size(); i++) {
            final double mark = all.samples().get(i).markTicks()[0];
            assertEquals(1, mark / others.samples().get(i).markTicks()[0], 0.01);
        }
    }

    private static CrashDay recorded(
        final Set<Integer> sources, final List<String> coins, final long fromSecond, final long seconds)
        throws IOException {
        final RecordedDays days = new RecordedDays(DATA);
        if (!days.arePresent()) {
            System.out.println("SKIPPED: there are no recorded prices in " + DATA.toAbsolutePath().normalize());
        }
        assumeTrue(days.arePresent());
        final CrashDay day = days.read(RecordedDays.OCTOBER_2025);
        final List<CrashMarket> markets = new ArrayList<>();
        final List<CrashDay.Feed> feeds = new ArrayList<>();
        final long from = FROM - FROM % 86_400 + 21 * 3_600 + fromSecond;
        for (final CrashMarket market : day.markets()) {
            if (coins.contains(market.coin())) {
                final int id = markets.size();
                day.feeds().stream()
                    .filter(feed -> feed.market() == market.id() && sources.contains(feed.sourceId()))
                    .forEach(feed -> feeds.add(new CrashDay.Feed(feed.sourceId(), id, feed.track())));
                markets.add(CrashMarket.of(id, market.coin(), market.startPrice(), Math.min(2, sources.size())));
            }
        }
        return new CrashDay(day.name(), markets, feeds, from, from + seconds, NONE, List.of());
    }
}
