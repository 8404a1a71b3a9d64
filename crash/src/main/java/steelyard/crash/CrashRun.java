package steelyard.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import steelyard.crash.Trader.Leg;
import steelyard.crash.Trader.Role;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.ScenarioMatrix;
import steelyard.model.Side;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.command.RiskCommand;

/** A day from its first to its last price, against the exchange itself. */
final class CrashRun {
    private static final long NANOS = 1_000_000_000L;
    private static final int STEP_SECONDS = 3;
    private static final int TICKS = 9;
    private static final int STEPS_PER_MINUTE = 20;
    private static final int FIRST_ACCOUNT = 16;
    private static final double DEPTH_ACCOUNTS = 20_000;
    private static final double NOISE_PER_ACCOUNT = 2e-4;
    private static final int TRADES_PER_QUOTE = 10;
    private static final int MAKER_LEVERAGE = 20;
    private static final double REACH = 0.005;
    private static final double WHALE_REACH = 0.001;
    private static final double MICROS = 1e6;
    private static final double OPENING_SHARE = 0.02;
    private static final double OPENING_SPREAD = 0.0002;

    private final CrashDay day;
    private final ScenarioMatrix matrix;
    private final List<Trader> traders;
    private final List<Trader> betting;
    private final List<MarketSpec> specs;
    private final List<PriceGrid> grids;
    private final RandomGenerator random;
    private final Tally tally;
    private final Session session;
    private final List<Maker> makers = new ArrayList<>();
    private final Map<Integer, List<CrashDay.Feed>> bySource = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final long[][] earlierTicks;
    private final Consumer<String> progress;
    private int step;
    private long second;
    private int openedBy;

    CrashRun(
        final CrashDay day, final ScenarioMatrix matrix, final List<Trader> traders, final long seed,
        final Session.Observer observer, final Consumer<String> progress) {
        this.day = day;
        this.matrix = matrix;
        this.traders = traders;
        this.betting = traders.stream()
            .filter(trader -> trader.role() == Role.LONG || trader.role() == Role.SHORT).toList();
        this.specs = day.markets().stream().map(CrashMarket::spec).toList();
        this.grids = specs.stream().map(MarketSpec::grid).toList();
        this.random = new SplittableRandom(seed + 1);
        this.tally = new Tally(traders.size() + FIRST_ACCOUNT, day.markets(), matrix);
        this.session = new Session(tally, observer, day.fromSeconds() * NANOS);
        this.earlierTicks = new long[STEPS_PER_MINUTE][specs.size()];
        this.progress = progress;
        final double[] sizes = day.markets().stream()
            .mapToDouble(market -> market.profile().depthUsdc() * traders.size() / DEPTH_ACCOUNTS).toArray();
        final List<Trader> quoting = traders.stream().filter(trader -> trader.role() == Role.MAKER).toList();
        for (int market = 0; market < sizes.length; market++) {
            sizes[market] /= quoting.size();
        }
        quoting.forEach(trader -> makers.add(new Maker(trader, specs, sizes, seed)));
        day.feeds().forEach(feed ->
            bySource.computeIfAbsent(feed.sourceId(), source -> new ArrayList<>()).add(feed));
    }

    /** What came of it. */
    CrashResult run() {
        final long start = System.nanoTime();
        second = day.fromSeconds();
        list();
        open();
        sample();
        progress.accept("%,d accounts, open interest %,.0f million USDC, %,d commands".formatted(
            traders.size(), openInterestUsdc() / MICROS, session.commands()));
        for (second += STEP_SECONDS; second <= day.toSeconds(); second += STEP_SECONDS) {
            step();
        }
        sample();
        return new CrashResult(day, traders, specs, tally, samples, session.commands(),
            session.exchange().stateHash().total(), (System.nanoTime() - start) / (double) NANOS);
    }

    private void list() {
        session.open();
        final List<Command.ParameterValue> parameters =
            List.of(new Command.ParameterValue(Parameter.LIQUIDATION.id(), 1));
        session.apply(new Command.ApplyGenesis("00".repeat(32), parameters, specs.stream()
            .map(spec -> new Command.MarketListing(spec, MarketState.ACTIVE.code())).toList()));
        day.markets().forEach(market ->
            session.apply(new RiskCommand.ChangeMarketRisk(market.id(), market.risk(), Command.Remark.NONE)));
        prices();
        long number = 0;
        for (final Trader trader : traders) {
            session.apply(new Command.Deposit(
                Session.address(trader.index()), trader.cashMicros(), 1, ++number, Command.Remark.NONE));
        }
        ShippedScenarios.commands(matrix, day.markets()).forEach(session::apply);
        traders.stream().filter(trader -> trader.role() == Role.PORTFOLIO).forEach(trader ->
            session.apply(new RiskCommand.SetMarginMode(session.authority(trader.index()), 1)));
    }

    /** Everybody takes the positions with which the day begins, the whale from those who sell to it. */
    private void open() {
        traders.stream().filter(trader -> trader.role() == Role.MAKER || trader.role() == Role.WHALE)
            .forEach(this::chooseLeverage);
        for (final Trader trader : traders) {
            if (trader.isIsolated()) {
                trader.legs().forEach(leg -> session.apply(new Command.UpdateLeverage(
                    session.authority(trader.index()), leg.market(), specs.get(leg.market()).maxLeverage(), false)));
            }
            if (trader.role() == Role.WHALE) {
                order(trader, trader.legs().getFirst(), WHALE_REACH, false);
            }
        }
        final List<Trader> shuffled = new ArrayList<>(traders.stream()
            .filter(trader -> trader.role() != Role.WHALE && trader.role() != Role.MAKER).toList());
        Collections.shuffle(shuffled, Random.from(random));
        for (int i = 0; i < shuffled.size(); i++) {
            if (i % TRADES_PER_QUOTE == 0) {
                openingQuotes();
            }
            final Trader trader = shuffled.get(i);
            trader.legs().forEach(leg -> order(trader, leg, REACH, true));
        }
        traders.stream().filter(trader -> trader.role() == Role.WHALE || trader.role() == Role.MAKER)
            .forEach(trader -> session.apply(new Command.CancelAll(session.authority(trader.index()), -1, 255, 0)));
        quote();
        tally.portfolios().opened();
    }

    /** Makers and the whale leave themselves room: little leverage, at which every tier is open. */
    private void chooseLeverage(final Trader trader) {
        day.markets().forEach(market -> session.apply(new Command.UpdateLeverage(
            session.authority(trader.index()), market.id(), Math.min(MAKER_LEVERAGE, market.tierLeverage()),
            market.profile().venueLeverage() <= CrashMarket.FX_LEVERAGE)));
    }

    /** The makers take turns in offering much at the mark, but for the market of the whale. */
    private void openingQuotes() {
        final Trader maker = makers.get(openedBy++ % makers.size()).trader();
        session.apply(new Command.CancelAll(session.authority(maker.index()), -1, 255, 0));
        final List<OrderEntry> entries = new ArrayList<>();
        for (int market = 0; market < specs.size(); market++) {
            final long size = lots(market,
                maker.cashMicros() / MICROS * OPENING_SHARE * Math.min(MAKER_LEVERAGE, day.markets().get(market).tierLeverage()));
            if (market != day.whaleMarket() && size > 0) {
                entries.add(entry(market, Side.BUY, -OPENING_SPREAD, size));
                entries.add(entry(market, Side.SELL, -OPENING_SPREAD, size));
            }
        }
        session.apply(new Command.PlaceOrders(session.authority(maker.index()), entries));
    }

    private void order(final Trader trader, final Leg leg, final double reach, final boolean isImmediate) {
        final long size = lots(leg.market(), Math.abs(leg.usdc()));
        if (size > 0) {
            final OrderEntry entry = entry(leg.market(), leg.usdc() > 0 ? Side.BUY : Side.SELL, reach, size);
            session.apply(new Command.PlaceOrders(
                session.authority(trader.index()), List.of(isImmediate ? entry.ioc() : entry)));
        }
    }

    /** An order that reaches so far beyond the mark; below zero it stays behind it. */
    private OrderEntry entry(final int market, final Side side, final double reach, final long lots) {
        final MarketSpec spec = specs.get(market);
        final long mark = tally.markTicks()[market];
        final double unit = spec.allowsNonPositive()
            ? Math.max(Math.abs(mark), 10 * Math.pow(10, spec.priceDecimals())) : mark;
        final double limit = mark + side.sign() * reach * unit;
        final boolean isLow = side == Side.SELL == reach > 0;
        final long ticks = isLow ? grids.get(market).atOrBelow((long) Math.floor(limit))
            : grids.get(market).atOrAbove((long) Math.ceil(limit));
        return OrderEntry.limit(market, side, ticks * spec.e8PerTick(), lots * spec.e8PerLot());
    }

    private long lots(final int market, final double usdc) {
        final long mark = Math.abs(tally.markTicks()[market]);
        return Math.min(specs.get(market).maxOrderLots(), Math.round(usdc * MICROS / Math.max(1, mark)));
    }

    private void step() {
        session.now(second * NANOS);
        remember();
        prices();
        quote();
        final double orders = NOISE_PER_ACCOUNT * traders.size();
        for (int tick = 1; tick <= TICKS; tick++) {
            session.now(second * NANOS + tick * STEP_SECONDS * NANOS / (TICKS + 1));
            session.apply(new Command.Tick());
            if (random.nextDouble() < orders / TICKS) {
                noise();
            }
        }
        step++;
        if (step % STEPS_PER_MINUTE == 0) {
            sample();
            tell();
        }
    }

    private void remember() {
        System.arraycopy(tally.markTicks(), 0, earlierTicks[step % STEPS_PER_MINUTE], 0, specs.size());
    }

    /** How far a market moved within a minute, as a share. */
    private double move(final int market) {
        final long before = earlierTicks[(step + 1) % STEPS_PER_MINUTE][market];
        final long mark = tally.markTicks()[market];
        if (before == 0) {
            return 0;
        }
        final double least = specs.get(market).allowsNonPositive()
            ? 10 * Math.pow(10, specs.get(market).priceDecimals()) : 1;
        return Math.abs(mark - before) / Math.max(least, Math.abs(before));
    }

    private void prices() {
        bySource.forEach((source, feeds) -> {
            final List<Command.PriceEntry> entries = new ArrayList<>();
            for (final CrashDay.Feed feed : feeds) {
                final double price = feed.track().at(second);
                if (!Double.isNaN(price)) {
                    entries.add(new Command.PriceEntry(
                        feed.market(), Math.round(price * 1e8), 0, session.nowNanos()));
                }
            }
            session.apply(new Command.SubmitPrices(source, entries));
        });
    }

    /** Makers whose quotes are out of date first take them back, so that none meets another's old one, then quote anew. */
    private void quote() {
        final List<List<Integer>> wanted = new ArrayList<>();
        for (final Maker maker : makers) {
            final List<Integer> stale = new ArrayList<>();
            for (int market = 0; market < specs.size(); market++) {
                if (maker.wants(market, tally.markTicks()[market], move(market), second)) {
                    stale.add(market);
                }
            }
            wanted.add(stale);
            if (!stale.isEmpty()) {
                send(maker, stale.stream().map(maker::nothing).toList());
            }
        }
        for (int i = 0; i < makers.size(); i++) {
            final Maker maker = makers.get(i);
            final List<Command.QuoteEntry> entries = new ArrayList<>();
            for (final int market : wanted.get(i)) {
                entries.addAll(maker.ladder(market, tally.markTicks()[market], move(market), second,
                    tally.books().lots(maker.trader().accountId(), market)));
            }
            if (!entries.isEmpty()) {
                send(maker, entries);
            }
        }
    }

    private void send(final Maker maker, final List<Command.QuoteEntry> entries) {
        session.apply(new Command.MassQuote(session.authority(maker.trader().index()), Maker.GROUP, entries));
    }

    /** Somebody buys or sells a little, or closes a part of what it has. */
    private void noise() {
        final Trader trader = betting.get(random.nextInt(betting.size()));
        final int market = trader.legs().get(random.nextInt(trader.legs().size())).market();
        final long held = tally.books().lots(trader.accountId(), market);
        final boolean closes = held != 0 && (market == day.whaleMarket() || random.nextBoolean());
        if (market == day.whaleMarket() && !closes) {
            return;
        }
        final boolean buys = closes ? held < 0 : random.nextBoolean();
        final long size = closes ? Math.ceilDiv(Math.abs(held), 4)
            : lots(market, trader.cashMicros() / MICROS * random.nextDouble());
        if (size > 0) {
            final OrderEntry entry = entry(market, buys ? Side.BUY : Side.SELL, REACH, size).ioc();
            session.apply(new Command.PlaceOrders(session.authority(trader.index()),
                List.of(closes ? entry.with(OrderFlags.REDUCE_ONLY) : entry)));
        }
    }

    private double openInterestUsdc() {
        double sum = 0;
        for (int market = 0; market < specs.size(); market++) {
            sum += tally.books().openLots(market) * (double) Math.abs(tally.markTicks()[market]);
        }
        return sum / MICROS;
    }

    private void sample() {
        final Books books = tally.books();
        final long[] marks = tally.markTicks().clone();
        tally.portfolios().look();
        long quoting = 0;
        for (final Maker maker : makers) {
            for (int market = 0; market < specs.size(); market++) {
                quoting += maker.isThere(market, second) ? 1 : 0;
            }
        }
        samples.add(new Sample(second, marks, tally.setsInLiquidation(), tally.liquidations(), tally.partialCloses(),
            books.cashMicros(HouseAccount.INSURANCE.id()),
            books.equityMicros(HouseAccount.BACKSTOP.id(), marks),
            books.notionalMicros(HouseAccount.BACKSTOP.id(), marks),
            books.equityMicros(HouseAccount.DELEVERAGING.id(), marks), tally.adlMicros(), openInterestUsdc(),
            (double) quoting / (makers.size() * specs.size())));
    }

    private void tell() {
        if ((second - day.fromSeconds()) % 3_600 < 60) {
            progress.accept(String.format(Locale.ROOT,
                "%s  %s at %5.1f %%  %,6d liquidated  %,6d partial closes  %,5d taken over  %,5d deleveraged",
                Instant.ofEpochSecond(second / 60 * 60), day.markets().getFirst().coin(),
                100.0 * tally.markTicks()[0] / samples.getFirst().markTicks()[0], tally.liquidations(),
                tally.partialCloses(), tally.takeovers(), tally.deleveragings()));
        }
    }
}
